"""Pictures as StatusNotifierItem hosts want them."""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image

Pixmap = tuple[int, int, bytes]
"""Width, height, and rows of A, R, G, B bytes, not premultiplied."""


def pixmaps(pictures: Iterable[Image.Image]) -> list[Pixmap]:
    """Convert pictures of any mode, keeping their order."""
    return [_pixmap(picture.convert("RGBA")) for picture in pictures]


def _pixmap(picture: Image.Image) -> Pixmap:
    red, green, blue, alpha = picture.split()
    return picture.width, picture.height, Image.merge("RGBA", (alpha, red, green, blue)).tobytes()

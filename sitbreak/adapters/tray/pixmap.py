"""Pictures as StatusNotifierItem hosts want them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

Pixmap = tuple[int, int, bytes]
"""Width, height, and rows of A, R, G, B bytes, not premultiplied."""


def pixmaps(pictures: Iterable[Image.Image | Pixmap]) -> list[Pixmap]:
    """Convert pictures of any mode, keeping their order; what is a pixmap already stays one."""
    return [picture if isinstance(picture, tuple) else _pixmap(picture.convert("RGBA")) for picture in pictures]


def _pixmap(picture: Image.Image) -> Pixmap:
    from PIL import Image

    red, green, blue, alpha = picture.split()
    return picture.width, picture.height, Image.merge("RGBA", (alpha, red, green, blue)).tobytes()

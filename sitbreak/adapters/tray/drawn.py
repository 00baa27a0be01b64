"""The tray icon's pictures, drawn beforehand, so that the resident program need not load Pillow all day."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sitbreak.core.view import Face, Icon
from sitbreak.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from sitbreak.adapters.tray.pixmap import Pixmap

SIZES = (16, 22, 24, 32, 48, 64)
_RINGS = {Face.SITTING: 17, Face.QUIET: 17}


def drawn(icon: Icon) -> list[Pixmap]:
    """The icon in each of SIZES; raises FileNotFoundError where the pictures are missing."""
    data = zlib.decompress(shipped("icons", "tray", _file(icon)).read_bytes())
    return list(_cut(data))


def every_icon() -> list[Icon]:
    """The icons that look different from each other."""
    return [Icon(face, ring) for face in Face for ring in range(_RINGS.get(face, 1))]


def keep(folder: Path, icon: Icon, pictures: Iterable[Pixmap]) -> None:
    """Write the icon's pictures, one for each of SIZES, where `drawn` will find them."""
    data = b"".join(pixels for _, _, pixels in pictures)
    (folder / _file(icon)).write_bytes(zlib.compress(data, 9))


def _file(icon: Icon) -> str:
    ring = icon.ring if icon.face in _RINGS else 0
    return f"{icon.face}-{ring}.argb.z"


def _cut(data: bytes) -> Iterator[Pixmap]:
    start = 0
    for size in SIZES:
        end = start + 4 * size * size
        yield size, size, data[start:end]
        start = end

"""Draws the still pictures that notifications carry, one a drill, into a folder: `make pictures`."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

from sitbreak.shipped import shipped
from sitbreak.ui.figure import picture

SIZE = (128, 128)
COLOURS = 128


def drawn() -> dict[str, Image.Image]:
    """A picture for each shipped drill, by id."""
    ids = sorted(path.stem for path in shipped("config", "drills").glob("*.toml"))
    return {drill: picture(drill, SIZE).convert("RGB").quantize(COLOURS) for drill in ids}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for drill, image in drawn().items():
        image.save(folder / f"{drill}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

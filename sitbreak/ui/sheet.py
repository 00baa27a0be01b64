"""Draws every keyframe of drills on one sheet, to be judged by eye."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from sitbreak.core.catalogue import CATEGORIES, Drill, read_drill
from sitbreak.shipped import shipped
from sitbreak.ui.figure import Stage
from sitbreak.ui.palette import Palette, palette

COLUMNS = 9
PICTURE = 168
GAP, CAPTION = 6, 16
TEXT = 11
COLOURS = 128

Cell = tuple[str, Image.Image]


def shipped_drills() -> list[Drill]:
    """Every drill that sitbreak comes with."""
    files = shipped("config", "drills").glob("*.toml")
    return [read_drill(file.read_text(encoding="utf-8")) for file in files]


def save(drills: Iterable[Drill], path: Path, dark: bool = False) -> None:
    """Draw the sheet to a PNG file; raises OSError where it cannot be written."""
    sheet(drills, dark).quantize(COLOURS).save(path, format="png", optimize=True)


def sheet(drills: Iterable[Drill], dark: bool = False) -> Image.Image:
    """The keyframes of the drills, chain after chain, each with its name below."""
    colours = palette(dark)
    cells = [cell for drill in sorted(drills, key=_place) for cell in _cells(drill, dark)]
    rows = -(-len(cells) // COLUMNS)
    step = PICTURE + GAP
    size = (min(COLUMNS, len(cells)) * step + GAP, rows * (step + 2 * CAPTION) + GAP)
    image = Image.new("RGB", size, colours.page)
    for place, cell in enumerate(cells):
        row, column = divmod(place, COLUMNS)
        _set_down(image, (GAP + column * step, GAP + row * (step + 2 * CAPTION)), cell, colours)
    return image


def _place(drill: Drill) -> tuple[int, int, str]:
    return CATEGORIES.index(drill.category), drill.level, drill.id


def _cells(drill: Drill, dark: bool) -> Iterator[Cell]:
    stage = Stage(drill, (PICTURE, PICTURE), dark)
    for name, pose in drill.keyframes.items():
        yield f"{drill.id}\n{name}", stage.draw(pose)


def _set_down(image: Image.Image, corner: tuple[int, int], cell: Cell, colours: Palette) -> None:
    words, picture = cell
    image.paste(picture, corner)
    below = (corner[0], corner[1] + PICTURE + 2)
    font = ImageFont.load_default(TEXT)
    ImageDraw.Draw(image).multiline_text(below, words, fill=colours.text, font=font, spacing=2)


if __name__ == "__main__":
    save(shipped_drills(), Path(sys.argv[1]), dark="dark" in sys.argv[2:])

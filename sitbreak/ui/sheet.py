"""Draws every keyframe of the shipped drills on one sheet, to be judged by eye: `python -m sitbreak.ui.sheet FILE`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

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


def sheet(dark: bool = False) -> Image.Image:
    """The keyframes of all shipped drills, chain after chain, each with its name below."""
    colours = palette(dark)
    cells = [cell for drill in _drills() for cell in _cells(drill, dark)]
    rows = -(-len(cells) // COLUMNS)
    step = PICTURE + GAP
    size = (COLUMNS * step + GAP, rows * (step + 2 * CAPTION) + GAP)
    image = Image.new("RGB", size, colours.page)
    for place, cell in enumerate(cells):
        row, column = divmod(place, COLUMNS)
        _set_down(image, (GAP + column * step, GAP + row * (step + 2 * CAPTION)), cell, colours)
    return image


def _drills() -> list[Drill]:
    paths = shipped("config", "drills").glob("*.toml")
    drills = (read_drill(path.read_text(encoding="utf-8")) for path in paths)
    return sorted(drills, key=lambda drill: (CATEGORIES.index(drill.category), drill.level, drill.id))


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
    sheet(dark="dark" in sys.argv[2:]).quantize(COLOURS).save(sys.argv[1], optimize=True)

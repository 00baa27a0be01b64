"""The tray icon as a picture: a ring that fills while one sits, and a sign for every face, told apart by shape."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PIL import Image

from sitbreak.adapters.tray.drawn import SIZES, every_icon, keep
from sitbreak.adapters.tray.pen import CLEAR, Colour, Pen, Point
from sitbreak.adapters.tray.pixmap import pixmaps
from sitbreak.core.view import Face, Icon

# Middle tones: at least 3:1 against white panels as well as near-black ones.
BLUE: Colour = (38, 139, 210, 255)
ORANGE: Colour = (232, 96, 8, 255)
GREEN: Colour = (32, 160, 104, 255)
GREY: Colour = (138, 138, 142, 255)
VIOLET: Colour = (150, 112, 214, 255)
WHITE: Colour = (255, 255, 255, 255)


def draw(icon: Icon, size: int) -> Image.Image:
    """Draw `icon` on a grid of `size` pixels, RGBA."""
    pen = Pen(size)
    FACES[icon.face](pen, icon.ring / 16)
    return pen.picture()


def draw_all(icon: Icon) -> tuple[Image.Image, ...]:
    """One picture for each of SIZES."""
    return tuple(draw(icon, size) for size in SIZES)


def single(size: int) -> Callable[[Icon], Image.Image]:
    """Draws one picture, for backends that take just one."""
    return partial(draw, size=size)


def _ring_width(size: int) -> int:
    return max(2, round(size * 0.115))


def _faint(colour: Colour) -> Colour:
    return (*colour[:3], 96)


def _ring(pen: Pen, part: float, colour: Colour) -> None:
    width = _ring_width(pen.size)
    pen.arc(pen.size / 2, width, (0, 1), _faint(colour))
    pen.arc(pen.size / 2, width, (0, part), colour)


def _snap(pen: Pen, length: float, points: Sequence[Point]) -> tuple[float, list[Point]]:
    """A length and points of a sixteenth grid in whole pixels, put so that strokes that wide have sharp edges."""
    scale = pen.size / 16
    pixels = max(1, round(length * scale))
    shift = pixels % 2 / 2
    return pixels, [(round(x * scale - shift) + shift, round(y * scale - shift) + shift) for x, y in points]


def _stroke(pen: Pen, width: float, colour: Colour, *points: Point) -> None:
    pixels, snapped = _snap(pen, width, points)
    pen.stroke(snapped, pixels, colour)


def _dot(pen: Pen, across: float, colour: Colour, centre: Point) -> None:
    pixels, (snapped,) = _snap(pen, across, [centre])
    pen.disc(snapped, pixels / 2, colour)


def _disc(pen: Pen, colour: Colour) -> None:
    pen.disc((pen.size / 2, pen.size / 2), pen.size / 2, colour)


def _sitting(pen: Pen, part: float) -> None:
    _ring(pen, part, BLUE)
    _dot(pen, 3, BLUE, (6.6, 4.7))
    _stroke(pen, 1.8, BLUE, (6.2, 8), (6.2, 10.2), (9.9, 10.2), (9.9, 12.3))


def _due(pen: Pen, part: float) -> None:
    del part
    _disc(pen, ORANGE)
    _stroke(pen, 2, WHITE, (8, 12), (8, 4))
    _stroke(pen, 2, WHITE, (5, 7), (8, 4), (11, 7))


def _held(pen: Pen, part: float) -> None:
    del part
    _disc(pen, ORANGE)
    _stroke(pen, 2, WHITE, (8, 3.6), (8, 8), (11, 8))


def _drill(pen: Pen, part: float) -> None:
    del part
    _dot(pen, 4, GREEN, (7, 2))
    _stroke(pen, 2, GREEN, (7, 6), (7, 9.5), (12, 9.5), (12, 15))
    _stroke(pen, 2, GREEN, (7, 9.5), (4.6, 15), (1.2, 15))


def _standing(pen: Pen, part: float) -> None:
    del part
    _dot(pen, 4, GREEN, (8, 2))
    _stroke(pen, 2, GREEN, (4, 10), (5, 6), (11, 6), (12, 10))
    _stroke(pen, 2, GREEN, (7, 6), (7, 15))
    _stroke(pen, 2, GREEN, (9, 6), (9, 15))


def _away(pen: Pen, part: float) -> None:
    del part
    pen.arc(pen.size / 2 - 1, _ring_width(pen.size), (0, 1), (*GREY[:3], 170))


def _paused(pen: Pen, part: float) -> None:
    del part
    pen.arc(pen.size / 2, _ring_width(pen.size), (0, 1), _faint(GREY))
    _, ((left, top), (right, bottom)) = _snap(pen, 2, [(5, 4), (7, 12)])
    pen.bar(left, top, right, bottom, GREY)
    pen.bar(pen.size - right, top, pen.size - left, bottom, GREY)


def _quiet(pen: Pen, part: float) -> None:
    _ring(pen, part, VIOLET)
    scale = pen.size / 16
    pen.disc((7.8 * scale, 8.2 * scale), 4.5 * scale, VIOLET)
    pen.disc((10.2 * scale, 6.4 * scale), 3.8 * scale, CLEAR)


def _unclear(pen: Pen, part: float) -> None:
    del part
    for dash in range(8):
        pen.arc(pen.size / 2, _ring_width(pen.size), ((dash + 0.2) / 8, (dash + 0.8) / 8), GREY)
    _stroke(pen, 1.6, GREY, (5.8, 6), (6.8, 4.2), (9.2, 4.2), (10.2, 6), (8, 8), (8, 9))
    _dot(pen, 2, GREY, (8, 12.2))


FACES: dict[Face, Callable[[Pen, float], None]] = {
    Face.SITTING: _sitting,
    Face.DUE: _due,
    Face.HELD: _held,
    Face.DRILL: _drill,
    Face.STANDING: _standing,
    Face.AWAY: _away,
    Face.PAUSED: _paused,
    Face.QUIET: _quiet,
    Face.UNCLEAR: _unclear,
}


def main(folder: Path) -> None:
    """Draw all icons there are into the folder that ships with the program."""
    folder.mkdir(exist_ok=True)
    for icon in every_icon():
        keep(folder, icon, pixmaps(draw_all(icon)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

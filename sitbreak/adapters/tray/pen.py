"""A drawing surface in the pixels of the finished icon, so that edges can be put exactly on its grid."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

Point = tuple[float, float]
Colour = tuple[int, int, int, int]
CLEAR: Colour = (0, 0, 0, 0)


class Pen:
    """Draws a square picture `size` pixels wide at several times its size, then shrinks it; later strokes overwrite."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._fine = 8 if size <= 32 else 4
        self._image = Image.new("RGBA", (size * self._fine,) * 2, CLEAR)
        self._draw = ImageDraw.Draw(self._image)

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        self._draw.ellipse(self._square(centre, radius), fill=colour)

    def arc(self, radius: float, width: float, turn: tuple[float, float], colour: Colour) -> None:
        """A round stroke about the middle; `radius` is its outer edge, `turn` its ends in parts of 1, 0 at the top."""
        if turn[1] <= turn[0]:
            return
        middle = (self.size / 2, self.size / 2)
        start, end = (360 * part - 90 for part in turn)
        self._draw.arc(self._square(middle, radius), start, end, fill=colour, width=round(width * self._fine))

    def stroke(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """A line with round ends and corners."""
        fine = [(x * self._fine, y * self._fine) for x, y in points]
        self._draw.line(fine, fill=colour, width=round(width * self._fine), joint="curve")
        for point in points:
            self.disc(point, width / 2, colour)

    def bar(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """An upright rectangle with slightly rounded corners."""
        box = [edge * self._fine for edge in (left, top, right, bottom)]
        self._draw.rounded_rectangle((box[0], box[1], box[2] - 1, box[3] - 1), radius=self._fine * 0.6, fill=colour)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        self._draw.polygon([(x * self._fine, y * self._fine) for x, y in points], fill=colour)

    def picture(self) -> Image.Image:
        """The finished picture, RGBA, `size` pixels square."""
        return self._image.reduce(self._fine)

    def _square(self, centre: Point, radius: float) -> tuple[float, float, float, float]:
        (x, y), fine = centre, self._fine
        return ((x - radius) * fine, (y - radius) * fine, (x + radius) * fine - 1, (y + radius) * fine - 1)

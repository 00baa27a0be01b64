"""Draws smooth shapes given in body heights onto a Pillow image that is larger than what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import atan2, degrees, hypot

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from sitbreak.core.pose import Point
from sitbreak.core.values import dataclass
from sitbreak.ui.palette import Cloth, Colour

LIGHT_FROM: Point = (0.0032, 0.0058)
"""How far, in body heights, the lit part of a shape lies from its shaded outline."""
Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""
LIT_WIDTH = 0.88
CURVE_STEPS = 5
COARSE = 6

Profile = Sequence[tuple[float, float, float]]
"""Along a bone: where (0..1), how far the shape bulges to the front, how far to the back."""


@dataclass(frozen=True, slots=True)
class Bone:
    """A straight piece between two points; its front is where the figure looks when the bone hangs down."""

    a: Point
    b: Point

    def at(self, along: float, front: float = 0.0) -> Point:
        """The point that share of the way along, `front` body heights in front of the bone."""
        dx, dy = self.b[0] - self.a[0], self.b[1] - self.a[1]
        length = hypot(dx, dy) or 1.0
        return (
            self.a[0] + dx * along - dy / length * front,
            self.a[1] + dy * along + dx / length * front,
        )

    @property
    def angle(self) -> float:
        """Its direction in degrees, counter-clockwise from straight down."""
        return degrees(atan2(self.b[0] - self.a[0], self.a[1] - self.b[1]))

    def distance(self, point: Point) -> float:
        """From the point to the nearest place on the bone."""
        dx, dy = self.b[0] - self.a[0], self.b[1] - self.a[1]
        along = ((point[0] - self.a[0]) * dx + (point[1] - self.a[1]) * dy) / (dx * dx + dy * dy or 1.0)
        x, y = self.at(min(max(along, 0.0), 1.0))
        return hypot(point[0] - x, point[1] - y)

    def outline(self, profile: Profile, width: float = 1.0) -> list[Point]:
        """The closed outline of a profile around the bone."""
        front = curve([self.at(along, bulge * width) for along, bulge, _ in profile])
        back = curve([self.at(along, -bulge * width) for along, _, bulge in profile])
        return front + back[::-1]


def curve(points: Sequence[Point], closed: bool = False) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    smooth: list[Point] = []
    for index in range(count if closed else count - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (points[_index(index + step, count, closed)] for step in (-1, 0, 1, 2))
        smooth += [(a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy) for a, b, c, d in _WEIGHTS]
    return smooth if closed else [*smooth, points[-1]]


def _index(index: int, count: int, closed: bool) -> int:
    return index % count if closed else min(max(index, 0), count - 1)


def _weights(t: float) -> tuple[float, float, float, float]:
    return (
        (-t + 2 * t**2 - t**3) / 2,
        (2 - 5 * t**2 + 3 * t**3) / 2,
        (t + 4 * t**2 - 3 * t**3) / 2,
        (t**3 - t**2) / 2,
    )


_WEIGHTS = tuple(_weights(step / CURVE_STEPS) for step in range(CURVE_STEPS))
"""What each of four points in a row counts for on the way between the middle two; worked out once, for every frame."""


@dataclass(frozen=True, slots=True)
class Mist:
    """A stroke without a hard edge; `strength` is 0..1."""

    radius: float
    colour: Colour
    strength: float


@dataclass(frozen=True, slots=True)
class Stencil:
    """Outlines that let paint through, and outlines in front of them that do not."""

    open: Sequence[Sequence[Point]]
    covered: Sequence[Sequence[Point]] = ()


class Brush:
    """Paints in body heights; `scale` is pixels per body height, `origin` the pixel of x = 0, y = 0."""

    def __init__(self, image: Image.Image, scale: float, origin: Point) -> None:
        self.scale = scale
        self.origin = origin
        self._image = image
        self._draw = ImageDraw.Draw(image, "RGBA")

    def pixel(self, point: Point) -> Point:
        return self.origin[0] + point[0] * self.scale, self.origin[1] - point[1] * self.scale

    def fill(self, points: Iterable[Point], colour: Colour, alpha: int = 255) -> None:
        """A filled polygon."""
        self._draw.polygon([self.pixel(point) for point in points], fill=(*colour, alpha))

    def disc(self, centre: Point, radius: float, colour: Colour, alpha: int = 255, flat: float = 1.0) -> None:
        """A filled ellipse, `flat` times as high as it is wide."""
        x, y = self.pixel(centre)
        rx, ry = radius * self.scale, radius * self.scale * flat
        self._draw.ellipse((x - rx, y - ry, x + rx, y + ry), fill=(*colour, alpha))

    def capsule(self, a: Point, b: Point, radius: float, colour: Colour, alpha: int = 255) -> None:
        """A stroke with round ends, of one even transparency."""
        bone = Bone(a, b)
        ends = ((0.0, -1), (1.0, 1))
        cap = [(-radius, 0.0), (-radius * 0.7, 0.7), (0.0, 1.0), (radius * 0.7, 0.7), (radius, 0.0)]
        length = hypot(b[0] - a[0], b[1] - a[1]) or 1e-6
        outline: list[Point] = []
        for end, way in ends:
            half = [bone.at(end + way * bulge * radius / length, -side * way) for side, bulge in cap]
            outline.extend(half)
        self.fill(curve(outline, closed=True), colour, alpha)

    def slab(self, box: Box, radius: float, cloth: Cloth) -> None:
        """An upright box with rounded corners, shaded along its lower edge."""
        left, bottom, right, top = box
        rim = min(0.012, (top - bottom) * 0.35)
        self._box(box, radius, cloth.shade)
        self._box((left, bottom + rim, right, top), radius, cloth.lit)

    def _box(self, box: Box, radius: float, colour: Colour) -> None:
        left, bottom, right, top = box
        x0, y0 = self.pixel((left, top))
        x1, y1 = self.pixel((right, bottom))
        self._draw.rounded_rectangle((x0, y0, x1, y1), radius * self.scale, fill=(*colour, 255))

    def line(self, points: Iterable[Point], width: float, colour: Colour, alpha: int = 255) -> None:
        """A thin line."""
        path = [self.pixel(point) for point in points]
        self._draw.line(path, fill=(*colour, alpha), width=max(1, round(width * self.scale)), joint="curve")

    def soft(self, points: Sequence[Point], mist: Mist, flat: float = 1.0, stencil: Stencil | None = None) -> None:
        """A stroke along the points that fades out toward its edge, `flat` times as high as it is wide."""
        radius = mist.radius
        xs, ys = zip(*(self.pixel(point) for point in points), strict=True)
        pad = radius * self.scale * 2
        box = (int(min(xs) - pad), int(min(ys) - pad * flat), int(max(xs) + pad), int(max(ys) + pad * flat))
        size = (box[2] - box[0], max(box[3] - box[1], 1))
        path = [((x - box[0]) / COARSE, (y - box[1]) / COARSE) for x, y in zip(xs, ys, strict=True)]
        mask = Image.new("L", (size[0] // COARSE + 1, size[1] // COARSE + 1))
        mask = _stroke(mask, path, radius * self.scale / COARSE, flat)
        mask = mask.point([round(tone * mist.strength) for tone in range(256)])
        mask = mask.resize(size, Image.Resampling.BILINEAR)
        if stencil:
            mask = ImageChops.multiply(mask, self._cut(stencil, (box[0], box[1]), size))
        self._image.paste(mist.colour, box[:2], mask)

    def _cut(self, stencil: Stencil, corner: Point, size: tuple[int, int]) -> Image.Image:
        """The stencil as a mask of the part of the image that begins at the corner."""
        mask = Image.new("L", size)
        draw = ImageDraw.Draw(mask)
        for outlines, tone in ((stencil.open, 255), (stencil.covered, 0)):
            for outline in outlines:
                pixels = map(self.pixel, outline)
                draw.polygon([(x - corner[0], y - corner[1]) for x, y in pixels], fill=tone)
        return mask


def _stroke(mask: Image.Image, path: Sequence[Point], radius: float, flat: float) -> Image.Image:
    """A blurred stroke on a mask, small because a blur has no details."""
    draw = ImageDraw.Draw(mask)
    for (x0, y0), (x1, y1) in pairwise(path):
        steps = max(2, round(hypot(x1 - x0, y1 - y0) / max(radius * flat, 1) * 2))
        for x, y in ((x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps) for step in range(steps + 1)):
            draw.ellipse((x - radius, y - radius * flat, x + radius, y + radius * flat), fill=255)
    return mask.filter(ImageFilter.GaussianBlur((radius * 0.42, radius * 0.42 * flat)))


def lit(point: Point) -> Point:
    """The point moved toward the light."""
    return point[0] + LIGHT_FROM[0], point[1] + LIGHT_FROM[1]

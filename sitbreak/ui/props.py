"""The furniture and mats a drill is done with, drawn at the place the drill file gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sitbreak.core.catalogue import Prop
from sitbreak.ui.brush import Brush
from sitbreak.ui.palette import Cloth, Palette, mixed

SEAT_DEPTH = 0.25
DESK_WIDTH = 0.5
BED_LENGTH = 0.72
OBJECT_DEPTH = 0.025
"""How far in body heights an object stands nearer to the viewer than the figure, which is lower in the picture."""


EXTENT: Mapping[str, tuple[float, float]] = {
    "chair": (-SEAT_DEPTH - 0.004, 0.0),
    "sofa": (-0.49, 0.0),
    "bed": (-BED_LENGTH - 0.02, 0.0),
    "desk": (0.0, DESK_WIDTH),
    "mat": (-0.47, 0.47),
}
"""How far furniture reaches to the left and right of its `x`."""


def draw_prop(brush: Brush, prop: Prop, palette: Palette) -> None:
    """Paint one prop; `x` is the edge that faces the figure, or the middle of a mat, pad or object."""
    PAINTERS[prop.kind](brush, prop, palette)


def _chair(brush: Brush, prop: Prop, palette: Palette) -> None:
    front, back, top = prop.x, prop.x - SEAT_DEPTH, prop.top
    for x, cloth in ((back + 0.035, _away(palette)), (front - 0.02, _away(palette))):
        brush.slab((x, 0.012, x + 0.018, top - 0.02), 0.006, cloth)
    for x in (back + 0.012, front - 0.045):
        brush.slab((x, 0.0, x + 0.02, top - 0.02), 0.006, palette.wood)
    brush.slab((back + 0.004, top - 0.03, back + 0.026, top + 0.20), 0.01, palette.wood)
    brush.slab((back - 0.004, top + 0.10, back + 0.034, top + 0.27), 0.017, palette.seat)
    brush.slab((back, top - 0.045, front, top), 0.018, palette.seat)


def _away(palette: Palette) -> Cloth:
    return palette.wood.farther(palette.air, 0.3)


def _sofa(brush: Brush, prop: Prop, palette: Palette) -> None:
    front, back, top = prop.x, prop.x - 0.44, prop.top
    darker = Cloth(palette.seat.shade, mixed(palette.seat.shade, palette.shadow, 0.25))
    for x in (front - 0.06, back + 0.03):
        brush.slab((x, 0.0, x + 0.025, 0.04), 0.006, palette.wood)
    brush.slab((back - 0.05, 0.03, back + 0.09, top + 0.26), 0.045, darker)
    brush.slab((back, 0.03, front - 0.012, top - 0.04), 0.02, darker)
    brush.slab((back + 0.02, top - 0.085, front, top), 0.034, palette.seat)


def _bed(brush: Brush, prop: Prop, palette: Palette) -> None:
    foot, head, top = prop.x, prop.x - BED_LENGTH, prop.top
    for x in (foot - 0.06, head + 0.03):
        brush.slab((x, 0.0, x + 0.03, 0.08), 0.006, palette.wood)
    brush.slab((head - 0.02, 0.05, foot - 0.012, top - 0.09), 0.014, palette.wood)
    brush.slab((head, top - 0.12, foot, top), 0.04, palette.seat)


def _desk(brush: Brush, prop: Prop, palette: Palette) -> None:
    left, right = prop.x, prop.x + DESK_WIDTH
    for x in (left + 0.06, right - 0.084):
        brush.slab((x, 0.0, x + 0.024, prop.top - 0.02), 0.006, palette.metal)
    brush.slab((left, prop.top - 0.026, right, prop.top), 0.009, palette.wood)


def _mat(brush: Brush, prop: Prop, palette: Palette) -> None:
    brush.slab(
        (prop.x - 0.47, -0.022, prop.x + 0.47, prop.top + 0.004), 0.011, palette.shirt.farther(palette.halo, 0.55)
    )


def _pad(brush: Brush, prop: Prop, palette: Palette) -> None:
    cushion = Cloth(mixed(palette.shoe.lit, palette.halo, 0.35), mixed(palette.shoe.lit, palette.shadow, 0.2))
    brush.slab((prop.x - 0.085, -0.008, prop.x + 0.085, prop.top), 0.014, cushion)


def _object(brush: Brush, prop: Prop, palette: Palette) -> None:
    x, low, high = prop.x, -OBJECT_DEPTH, prop.top - OBJECT_DEPTH
    middle = (low + high) / 2
    brush.capsule((x + 0.026, middle), (x + 0.036, middle + 0.008), 0.006, palette.wood.shade)
    brush.slab((x - 0.025, low, x + 0.025, high), 0.008, palette.wood)


def draw_arrow(brush: Brush, prop: Prop, palette: Palette, strength: float) -> None:
    """Paint an arrow that begins at `x`, as plainly as the pull is strong (0..1) and not at all without one."""
    x, y = prop.x, prop.top + 0.02
    half = [(0.0, 0.006), (0.085, 0.006), (0.085, 0.022)]
    outline = [*half, (0.125, 0.0), *((along, -across) for along, across in reversed(half))]
    brush.fill([(x + along, y + across) for along, across in outline], palette.glow, round(255 * strength))


PAINTERS: Mapping[str, Callable[[Brush, Prop, Palette], None]] = {
    "chair": _chair,
    "sofa": _sofa,
    "bed": _bed,
    "desk": _desk,
    "mat": _mat,
    "pad": _pad,
    "object": _object,
}

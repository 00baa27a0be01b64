"""Curves as a plain SVG that reads on light and on dark pages alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 170, 70, 20, 34, 34
INK, LINE, GRID = "#7d8590", "#2f81c7", "#7d859055"


@dataclass(frozen=True, slots=True)
class Curve:
    """One panel: what is drawn, in which unit, over what, and the points."""

    title: str
    over: str
    points: Sequence[tuple[float, float]]


def svg(curves: Sequence[Curve]) -> str:
    """The panels one below the other, every vertical axis from 0."""
    panels = "\n".join(
        f'<g transform="translate(0 {HEIGHT * number})">{"".join(_panel(curve))}</g>'
        for number, curve in enumerate(curves)
    )
    size = f'width="{WIDTH}" height="{HEIGHT * len(curves)}" viewBox="0 0 {WIDTH} {HEIGHT * len(curves)}"'
    style = f'font-family="sans-serif" font-size="12" fill="{INK}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>\n{panels}\n</svg>\n'


def _panel(curve: Curve) -> Iterator[str]:
    last = max(x for x, _ in curve.points)
    top = _round_up(max(y for _, y in curve.points))
    yield f'<text x="{LEFT}" y="18" font-size="13" font-weight="bold">{escape(curve.title)}</text>'
    for share in (0.0, 0.5, 1.0):
        y = _y(share)
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GRID}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{top * share:g}</text>'
    for number in range(0, int(last) + 1, _step(last)):
        yield f'<text x="{_x(number / last):.1f}" y="{HEIGHT - BOTTOM + 17}" text-anchor="middle">{number}</text>'
    yield f'<text x="{WIDTH - RIGHT}" y="18" text-anchor="end">{escape(curve.over)}</text>'
    line = " ".join(f"{_x(x / last):.1f},{_y(y / top):.1f}" for x, y in curve.points)
    yield f'<polyline points="{line}" fill="none" stroke="{LINE}" stroke-width="2"/>'


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _step(last: float) -> int:
    """Whole numbers between two marks, so that there are at most seven."""
    return next(step for step in (1, 2, 5, 10, 20, 50) if last / step < 7)


def _round_up(value: float) -> float:
    """The next of 1, 2, 3, 4, 5, 6, 8, 10 times a power of ten."""
    power = 10.0 ** len(str(int(value))) / 10
    return next(power * step for step in (1, 2, 3, 4, 5, 6, 8, 10) if power * step >= value)

"""Draws measured figures as horizontal bars with their goals, in SVG that is readable on light and dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

LEFT, RIGHT, TOP, LINE, BAR, WIDTH = 250, 90, 58, 34, 18, 760
"""Pixels: room for names, for values, for the title, from row to row, a bar's thickness, the whole picture."""

_STYLE = """\
text { font: 14px system-ui, "DejaVu Sans", sans-serif; fill: #1f2328 }
.page { fill: #ffffff } .title { font-size: 16px; font-weight: 600 } .note { font-size: 12px; fill: #59636e }
.own { fill: #1a7f5a } .other { fill: #9aa4af } .goal { stroke: #c2410c; stroke-width: 2 } .word { fill: #c2410c }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .page { fill: #0d1117 } .note { fill: #9aa4af }
  .own { fill: #3fb58a } .other { fill: #6e7681 } .goal { stroke: #fb923c } .word { fill: #fb923c }
}"""


@dataclass(frozen=True, slots=True)
class Row:
    """One bar; `own` ones are sitbreak's, `goal` is where it should end at the latest."""

    name: str
    value: float
    own: bool = False
    goal: float | None = None


def bars(title: str, unit: str, rows: Sequence[Row], note: str = "") -> str:
    """The picture as SVG; goals are upright lines in each bar that has one."""
    longest = max([row.value for row in rows] + [row.goal or 0 for row in rows]) or 1
    scale = (WIDTH - LEFT - RIGHT) / longest
    height = TOP + LINE * len(rows) + 34
    drawn = "\n".join(_bar(number, row, scale) for number, row in enumerate(rows))
    told = "; ".join(filter(None, (note, "upright line: goal" if any(row.goal for row in rows) else "")))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(_aloud(title, unit, rows))}">\n<style>{_STYLE}</style>\n'
        f'<rect class="page" width="{WIDTH}" height="{height}" rx="8"/>\n'
        f'<text class="title" x="16" y="30">{escape(f"{title}, {unit}")}</text>\n{drawn}\n'
        f'<text class="note" x="16" y="{height - 14}">{escape(told)}</text>\n</svg>\n'
    )


def _bar(number: int, row: Row, scale: float) -> str:
    y = TOP + number * LINE
    long = max(1.0, row.value * scale)
    passed = row.goal is not None and long < row.goal * scale < long + 70
    words_at = LEFT + (row.goal * scale if passed and row.goal is not None else long) + 8
    parts = [
        f'<text x="{LEFT - 10}" y="{y + 14}" text-anchor="end">{escape(row.name)}</text>',
        f'<rect class="{"own" if row.own else "other"}" x="{LEFT}" y="{y}" width="{long:.1f}" height="{BAR}" rx="3"/>',
        f'<text x="{words_at:.1f}" y="{y + 14}">{number_of(row.value)}</text>',
    ]
    if row.goal is not None:
        x = LEFT + row.goal * scale
        parts.append(f'<line class="goal" x1="{x:.1f}" x2="{x:.1f}" y1="{y - 5}" y2="{y + BAR + 5}"/>')
    return "\n".join(parts)


def _aloud(title: str, unit: str, rows: Sequence[Row]) -> str:
    return f"{title}, {unit}: " + ", ".join(f"{row.name} {number_of(row.value)}" for row in rows)


def number_of(value: float) -> str:
    """A figure as it is written everywhere: three digits that count, never more than is known."""
    if value == int(value) or value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"

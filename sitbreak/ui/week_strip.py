"""A day as one line of blocks whose height is the length of the bout, so that the eye finds the long ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sitbreak.core.durations import HOUR, MINUTE
from sitbreak.core.timeline import Row
from sitbreak.core.values import dataclass
from sitbreak.core.week import WeekSummary

HEIGHTS = ((HOUR, "█", "long"), (45 * MINUTE, "▆", "middle"), (30 * MINUTE, "▅", "middle"), (15 * MINUTE, "▃", "short"))
LOWEST = ("▂", "short")
STANDING = "╵"
OTHERS = {
    "standing": (STANDING, "standing"),
    "away": ("·", "faint"),
    "paused": ("-", "faint"),
    "unclear": ("?", "faint"),
}
ASCII = str.maketrans("█▆▅▃▂╵·", "#=+-_'.")
FEWEST_HOURS = 9
MOST_CELLS = 52
SIZES = (10, 15, 20, 30, 60)
BREAK_WEIGHT = 2.0
"""A break is short beside the sitting around it; with this a full one of 5 minutes shows in a cell of 15."""


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the day that is drawn: from one full hour to another, in cells of equal minutes."""

    first_hour: int
    last_hour: int
    most_cells: int = MOST_CELLS

    @property
    def cell_minutes(self) -> int:
        """The finest of the usual pieces that there is room for."""
        return next((size for size in SIZES if self.hours * 60 / size <= self.most_cells), SIZES[-1])

    @property
    def hours(self) -> int:
        return self.last_hour - self.first_hour

    @property
    def cells(self) -> int:
        return self.hours * 60 // self.cell_minutes


@dataclass(frozen=True, slots=True)
class Cell:
    glyph: str = " "
    ink: str = ""


def window_of(summary: WeekSummary, most_cells: int = MOST_CELLS) -> Window:
    """The hours in which anything happened at the desk, at least nine of them, in up to so many cells."""
    rows = [row for day in summary.days for row in day.timeline if row.state in ("seated", "standing")]
    first = min((row.start.hour for row in rows), default=8)
    last = max((_end_hour(row) for row in rows), default=0)
    return Window(min(first, 24 - FEWEST_HOURS), max(last, min(24, first + FEWEST_HOURS)), most_cells)


def ruler(window: Window) -> str:
    """The hours over the strip, a number wherever there is room for it."""
    line = [" "] * (window.cells + 2)
    per_hour = 60 // window.cell_minutes
    step = -(-4 // per_hour)
    for hour in range(window.first_hour, window.last_hour + 1, step):
        at = (hour - window.first_hour) * per_hour
        line[at : at + 2] = f"{hour:02}"
    return "".join(line).rstrip()


def strip(rows: Sequence[Row], window: Window, wholes: Mapping[Row, Row] | None = None) -> list[Cell]:
    """One cell for each piece of the window, drawn as what filled most of it, with a bonus for breaks.

    `wholes` tells of which bout a stretch of sitting is a part, where midnight cut it.
    """
    held: list[dict[Row, float]] = [{} for _ in range(window.cells)]
    size = window.cell_minutes * MINUTE
    for row in rows:
        start = _seconds(row.start) - window.first_hour * HOUR
        end = start + row.seconds
        for index in range(max(0, int(start // size)), min(window.cells, int(-(-end // size)))):
            held[index][row] = min(end, (index + 1) * size) - max(start, index * size)
    return [_cell(rows_in, wholes or {}) for rows_in in held]


def _cell(held: Mapping[Row, float], wholes: Mapping[Row, Row]) -> Cell:
    if not held:
        return Cell()
    row = max(held, key=lambda row: held[row] * (1 if row.state == "seated" else BREAK_WEIGHT))
    if row.state == "seated":
        return Cell(*_seated(wholes.get(row, row).seconds))
    return Cell(*OTHERS.get(row.state, (" ", "")))


def _seated(seconds: float) -> tuple[str, str]:
    return next(((glyph, ink) for least, glyph, ink in HEIGHTS if seconds >= least), LOWEST)


def _seconds(moment: datetime) -> float:
    return moment.hour * HOUR + moment.minute * MINUTE + moment.second


def _end_hour(row: Row) -> int:
    if row.end.date() > row.start.date():
        return 24
    return row.end.hour + (row.end.minute > 0 or row.end.second > 0)

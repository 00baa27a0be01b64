"""The steps by which bouts are told apart, and the hours of the day laid out from left to right."""

from __future__ import annotations

from datetime import date, datetime

from sitbreak.core.durations import HOUR, MINUTE
from sitbreak.core.values import dataclass
from sitbreak.ui.week_strip import Window

STEPS = ((90 * MINUTE, "b3"), (HOUR, "b2"), (30 * MINUTE, "b1"), (0.0, "b0"))
"""The least length (seconds) of a bout for each step, and the name under which the style sheet colours it."""

STEP_WORDS = {"b0": "under 30 min", "b1": "30 to 60 min", "b2": "60 to 90 min", "b3": "90 min or more"}
MOST_TICKS = 13
FEW_TICKS = 5
DAY = 24.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A full hour of the axis; `x` in percent; its words show always (`rank` 0), where there is room (1), or never."""

    x: float
    text: str
    rank: int


def step_of(seconds: float) -> str:
    """The step of a bout of this length."""
    return next(name for least, name in STEPS if seconds >= least)


def place(moment: datetime, day: date, window: Window) -> float:
    """Where a moment lies in the window, in percent of its width, by the clock on the wall; outside is cut off."""
    share = (_hour(moment, day) - window.first_hour) / window.hours
    return round(100 * min(1.0, max(0.0, share)), 3)


def share_of_window(seconds: float, window: Window) -> float:
    """The width of so much time in percent: true also in a night in which the clocks are changed."""
    return 100 * seconds / HOUR / window.hours


def ticks(window: Window) -> tuple[Tick, ...]:
    """One for every hour, with words on as many as there is room for."""
    wide, narrow = _stride(window.hours, MOST_TICKS), _stride(window.hours, FEW_TICKS)
    narrow += narrow % wide
    return tuple(
        Tick(round(100 * (hour - window.first_hour) / window.hours, 3), f"{hour:02d}", _rank(hour, wide, narrow))
        for hour in range(window.first_hour, window.last_hour + 1)
    )


def _stride(hours: int, most: int) -> int:
    return next(stride for stride in (1, 2, 3, 4, 6) if hours // stride + 1 <= most or stride == 6)


def _rank(hour: int, wide: int, narrow: int) -> int:
    if hour % narrow == 0:
        return 0
    return 1 if hour % wide == 0 else 2


def _hour(moment: datetime, day: date) -> float:
    if moment.date() != day:
        return DAY if moment.date() > day else 0.0
    return moment.hour + moment.minute / 60 + moment.second / 3600

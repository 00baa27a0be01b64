"""Sitting per day as columns, each built of the bouts it was sat in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from sitbreak.core.durations import HOUR
from sitbreak.core.sittings import whole_bouts
from sitbreak.core.timeline import Row
from sitbreak.core.values import dataclass
from sitbreak.core.week import WeekSummary
from sitbreak.core.week_totals import Day
from sitbreak.ui.report.phrases import length, short_length
from sitbreak.ui.report.scale import STEP_WORDS, step_of

LEAST_TOP = 4 * HOUR
HEADROOM = 0.84
"""The part of the height that the highest column takes; the rest is for the words over it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a column, places in percent of the height from above."""

    y: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    short: str
    text: str
    top: float
    parts: tuple[Part, ...]
    lengths: tuple[str, ...]
    whole: str
    label: str


def columns(summary: WeekSummary) -> tuple[Column, ...]:
    """One for each day, on a scale that the fullest day sets."""
    wholes = whole_bouts(summary.days)
    highest = max(LEAST_TOP, *(day.sitting_seconds for day in summary.days)) / HEADROOM
    return tuple(_column(day, _by_step(day, wholes), highest) for day in summary.days)


def _by_step(day: Day, wholes: Mapping[Row, Row]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for row in day.timeline:
        if row.state == "seated":
            sums[step_of(wholes[row].seconds)] += round(row.seconds)
    return sums


def _column(day: Day, sums: Mapping[str, float], highest: float) -> Column:
    name = f"{date.fromisoformat(day.date):%A}"
    return Column(
        name=name,
        short=name[:3],
        text=short_length(day.sitting_seconds),
        top=round(100 - 100 * day.sitting_seconds / highest, 2),
        parts=tuple(_stacked(sums, highest)),
        lengths=tuple(short_length(sums.get(step, 0.0)) or "0:00" for step in STEP_WORDS),
        whole=short_length(day.sitting_seconds) or "0:00",
        label=f"{name}: {length(day.sitting_seconds)}",
    )


def _stacked(sums: Mapping[str, float], highest: float) -> Iterator[Part]:
    """The longest bouts at the foot, where columns compare best."""
    foot = 100.0
    for step in reversed(STEP_WORDS):
        height = 100 * sums.get(step, 0.0) / highest
        foot -= height
        if height:
            yield Part(round(foot, 2), round(height, 2), step)

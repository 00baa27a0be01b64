"""A day and a week of sitting in figures; all lengths in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

from sitbreak.core.bouts import Bout, breaks_of
from sitbreak.core.durations import HOUR, MINUTE
from sitbreak.core.metrics import (
    BreakQuality,
    LongBouts,
    break_quality,
    gini,
    long_bouts,
    mean_bout,
    median_bout,
    usual_bout,
)
from sitbreak.core.timeline import Row
from sitbreak.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Day:
    """Sitting of one local day; bouts count on the day they start, seconds on the day they lie in."""

    date: str
    sitting_seconds: float
    bouts: int
    breaks: int
    longest_bout_seconds: float
    valid: bool
    timeline: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """The week's pattern; None where there is nothing to measure.

    `bouts_30` and `bouts_60` are fixed, so that weeks and people compare; `long_bouts` has the settings' thresholds.
    """

    sitting_seconds: float
    standing_seconds: float
    assumed_seconds: float
    bouts: int
    breaks: int
    breaks_per_sitting_hour: float | None
    longest_bout_seconds: float
    longest_bout_start: datetime | None
    bouts_30: LongBouts
    bouts_60: LongBouts
    long_bouts: tuple[LongBouts, ...]
    mean_bout_seconds: float | None
    median_bout_seconds: float | None
    w50_seconds: float | None
    gini: float | None
    bouts_per_sitting_hour: float | None
    break_quality: BreakQuality


def day_of(day: date, started: Sequence[Bout], seconds: float, valid: float) -> Day:
    """One day from the bouts that started in it and the seconds of sitting that lie in it."""
    longest = max((bout.seconds for bout in started), default=0.0)
    return Day(day.isoformat(), seconds, len(started), breaks_of(started), longest, seconds >= valid)


def totals_of(started: Sequence[Sequence[Bout]], days: Sequence[Day], thresholds: Sequence[float]) -> Totals:
    """A week from each day's bouts in order of time."""
    bouts = [bout for day in started for bout in day]
    lengths = [bout.seconds for bout in bouts]
    longest = max(bouts, key=lambda bout: bout.seconds, default=None)
    breaks = sum(day.breaks for day in days)
    return Totals(
        sitting_seconds=sum(day.sitting_seconds for day in days),
        standing_seconds=0.0,
        assumed_seconds=sum(bout.assumed_seconds for bout in bouts),
        bouts=len(bouts),
        breaks=breaks,
        breaks_per_sitting_hour=_per_hour(breaks, lengths),
        longest_bout_seconds=longest.seconds if longest else 0.0,
        longest_bout_start=longest.start if longest else None,
        bouts_30=long_bouts(lengths, 30 * MINUTE),
        bouts_60=long_bouts(lengths, HOUR),
        long_bouts=tuple(long_bouts(lengths, threshold) for threshold in thresholds),
        mean_bout_seconds=mean_bout(lengths),
        median_bout_seconds=median_bout(lengths),
        w50_seconds=usual_bout(lengths),
        gini=gini(lengths),
        bouts_per_sitting_hour=_per_hour(len(bouts), lengths),
        break_quality=break_quality([_gap(*pair) for day in started for pair in pairwise(day)]),
    )


def _gap(one: Bout, following: Bout) -> float:
    return (following.start - one.end).total_seconds()


def _per_hour(count: int, lengths: Sequence[float]) -> float | None:
    whole = sum(lengths)
    return count / (whole / HOUR) if whole else None

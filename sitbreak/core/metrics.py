"""The measures of a pattern of sitting, as research on sedentary behaviour defines them; all lengths in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median

from sitbreak.core.values import dataclass

BRIEF, FULL = 120.0, 300.0


@dataclass(frozen=True, slots=True)
class LongBouts:
    """Bouts of at least `threshold_seconds`; `share` is their part of all sitting, 0 to 1."""

    threshold_seconds: float
    count: int
    seconds: float
    share: float


@dataclass(frozen=True, slots=True)
class BreakQuality:
    """Breaks between two bouts of a day by length: under 2 minutes, under 5, and longer."""

    brief: int
    moderate: int
    full: int


def long_bouts(lengths: Sequence[float], threshold: float) -> LongBouts:
    """The bouts that reach the threshold."""
    chosen = [length for length in lengths if length >= threshold]
    whole = sum(lengths)
    return LongBouts(threshold, len(chosen), sum(chosen), sum(chosen) / whole if whole else 0.0)


def mean_bout(lengths: Sequence[float]) -> float | None:
    """The average, None without bouts."""
    return mean(lengths) if lengths else None


def median_bout(lengths: Sequence[float]) -> float | None:
    """The middle value, None without bouts."""
    return median(lengths) if lengths else None


def usual_bout(lengths: Sequence[float]) -> float | None:
    """W50: the smallest length at which sitting, summed from the shortest bout up, reaches half of it all."""
    half, run = sum(lengths) / 2, 0.0
    for length in sorted(lengths):
        run += length
        if run >= half:
            return length
    return None


def gini(lengths: Sequence[float]) -> float | None:
    """How unlike the bouts are: 0 when all are alike, towards 1 when few hold nearly all sitting."""
    count, whole = len(lengths), sum(lengths)
    if not whole:
        return None
    weighted = sum(rank * length for rank, length in enumerate(sorted(lengths), start=1))
    return 2 * weighted / (count * whole) - (count + 1) / count


def break_quality(gaps: Sequence[float]) -> BreakQuality:
    """Sorts breaks by how long they were."""
    brief = sum(gap < BRIEF for gap in gaps)
    full = sum(gap >= FULL for gap in gaps)
    return BreakQuality(brief, len(gaps) - brief - full, full)

"""A week against the ones before it, said only where both were long enough to mean something."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from sitbreak.core.values import dataclass
from sitbreak.core.week_totals import Totals

VALID_WEEK = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """This week less the earlier figure, in seconds where named so; figures per day are per valid day."""

    sitting_seconds_per_day: float
    bouts_60_seconds_per_day: float
    bouts_60_share: float
    longest_bout_seconds: float
    breaks_per_sitting_hour: float


@dataclass(frozen=True, slots=True)
class Change:
    """None where one of the weeks compared has fewer than three valid days."""

    previous_week: Difference | None
    four_week_mean: Difference | None


Figures = tuple[float, float, float, float, float]


def changes(totals: Totals, valid_days: int, before: Sequence[tuple[Totals, int]]) -> Change:
    """The change since the earlier weeks, each with its valid days, latest first."""
    return Change(_difference(totals, valid_days, before[:1]), _difference(totals, valid_days, before))


def _difference(totals: Totals, valid_days: int, before: Sequence[tuple[Totals, int]]) -> Difference | None:
    if min([valid_days, *(valid for _, valid in before)]) < VALID_WEEK:
        return None
    earlier = map(fmean, zip(*(_figures(*row) for row in before), strict=True))
    return Difference(*(now - then for now, then in zip(_figures(totals, valid_days), earlier, strict=True)))


def _figures(totals: Totals, valid_days: int) -> Figures:
    return (
        totals.sitting_seconds / valid_days,
        totals.bouts_60.seconds / valid_days,
        totals.bouts_60.share,
        totals.longest_bout_seconds,
        totals.breaks_per_sitting_hour or 0.0,
    )

"""A day as a row of spans without overlaps, whatever several devices said about it at the same time."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sitbreak.core.bouts import Bout, pinned, split_days
from sitbreak.core.model import CorrectionRecord, SpanRecord
from sitbreak.core.values import dataclass

ORDER = ("standing", "away", "paused", "asleep", "unclear", "untracked")
"""Which state wins where devices differ: the one that tells more about the person."""


@dataclass(frozen=True, slots=True)
class Row:
    start: datetime
    end: datetime
    state: str

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()


def timeline(
    bouts: Iterable[Bout], corrections: Iterable[CorrectionRecord], spans: Iterable[SpanRecord]
) -> dict[date, tuple[Row, ...]]:
    """Every day's rows in order of time; sitting wins over all else, a correction over the spans."""
    covered: list[tuple[datetime, datetime]] = []
    days: defaultdict[date, list[Row]] = defaultdict(list)
    for start, end, state in _layers(bouts, corrections, spans):
        for free in list(_uncovered(start, end, covered)):
            insort(covered, free)
            for day, first, last in split_days(*free):
                days[day].append(Row(first, last, state))
    return {day: tuple(sorted(rows, key=lambda row: row.start)) for day, rows in days.items()}


def _layers(
    bouts: Iterable[Bout], corrections: Iterable[CorrectionRecord], spans: Iterable[SpanRecord]
) -> Iterator[tuple[datetime, datetime, str]]:
    for bout in bouts:
        yield bout.start, bout.end, "seated"
    for correction in corrections:
        if correction.state != "seated":
            yield pinned(correction.start), pinned(correction.end), correction.state
    for span in sorted(spans, key=lambda span: ORDER.index(span.state)):
        yield pinned(span.start), pinned(span.end), span.state


def _uncovered(
    start: datetime, end: datetime, covered: list[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    first = max(0, bisect_left(covered, (start, start)) - 1)
    for taken_start, taken_end in covered[first:]:
        if taken_start >= end:
            break
        if start < taken_start:
            yield start, taken_start
        start = max(start, taken_end)
    if start < end:
        yield start, end

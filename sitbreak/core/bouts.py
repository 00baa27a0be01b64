"""Bouts as a report counts them: one machine's records in order, and corrections put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone

from sitbreak.core.model import BoutRecord, CorrectionRecord
from sitbreak.core.values import dataclass, replace

CONFIRMED = frozenset({"drill", "walk", "stand"})
"""Ends of a bout that the person brought about, as against an absence that was inferred."""

SNAP = 60.0
"""A time typed in whole minutes that is this close (seconds) to the edge of a bout means that edge."""

SAME = 0.01
"""One moment, read off the clock at two times, comes out as two labels that differ by no more (seconds)."""


@dataclass(frozen=True, slots=True)
class Bout:
    """One stretch of sitting; `assumed_seconds` of it rest on a call or a film alone."""

    start: datetime
    end: datetime
    assumed_seconds: float = 0.0
    ended_by: str = ""

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()


def pinned(moment: datetime) -> datetime:
    """The same moment and label with its offset fixed, so that differences are true across a clock change."""
    offset = moment.utcoffset()
    return moment.replace(tzinfo=timezone(offset or timedelta()))


def counted_bouts(records: Iterable[BoutRecord], corrections: Iterable[CorrectionRecord]) -> tuple[Bout, ...]:
    """One machine's bouts in order of time, with each correction put in, in the order they were made."""
    return corrected(united(records), corrections)


def united(records: Iterable[BoutRecord]) -> list[Bout]:
    """One machine's bouts in order of time; should some overlap, after its clock was set, they are one."""
    found: list[Bout] = []
    for bout in sorted(map(_bout, records), key=lambda bout: (bout.start, bout.end, bout.ended_by)):
        if found and bout.start < found[-1].end:
            found[-1] = _together(found[-1], bout)
        elif bout.end > bout.start:
            found.append(bout)
    return found


def corrected(bouts: Iterable[Bout], corrections: Iterable[CorrectionRecord]) -> tuple[Bout, ...]:
    """The bouts with each correction put in that was not taken back, in the order they were made."""
    put_right = list(bouts)
    for correction in in_force(corrections):
        put_right = _corrected(put_right, correction)
    return tuple(put_right)


def in_force(corrections: Iterable[CorrectionRecord]) -> list[CorrectionRecord]:
    """The corrections that were not taken back, in the order they were made."""
    return sorted((row for row in corrections if not row.withdrawn), key=lambda row: row.at)


def breaks_of(started: Sequence[Bout]) -> int:
    """Breaks of a day: those between its bouts, and one that ended the last bout if the person confirmed it."""
    return len(started) - 1 + (started[-1].ended_by in CONFIRMED) if started else 0


def split_days(start: datetime, end: datetime) -> Iterator[tuple[date, datetime, datetime]]:
    """The parts of a span in each local day it touches."""
    while start < end:
        midnight = datetime.combine(start.date() + timedelta(days=1), time(), start.tzinfo)
        yield start.date(), start, min(midnight, end)
        start = midnight


def _bout(record: BoutRecord) -> Bout:
    return Bout(pinned(record.start), pinned(record.end), record.assumed_seconds, record.ended_by)


def _together(one: Bout, other: Bout) -> Bout:
    last = max(one, other, key=lambda bout: bout.end)
    return Bout(min(one.start, other.start), last.end, max(one.assumed_seconds, other.assumed_seconds), last.ended_by)


def _corrected(bouts: list[Bout], correction: CorrectionRecord) -> list[Bout]:
    start, end = _snapped(bouts, pinned(correction.start), pinned(correction.end))
    if end <= start:
        return bouts
    if correction.state != "seated":
        return [part for bout in bouts for part in _without(bout, start, end)]
    added = Bout(start, end, ended_by="corrected")
    for bout in bouts:
        if bout.start <= end and start <= bout.end:
            added = _together(added, bout)
    apart = [bout for bout in bouts if bout.start > end or start > bout.end]
    return sorted([*apart, added], key=lambda bout: bout.start)


def _snapped(bouts: Sequence[Bout], start: datetime, end: datetime) -> tuple[datetime, datetime]:
    edges = [edge for bout in bouts for edge in (bout.start, bout.end)]
    first, last = (_nearest(edges, moment) for moment in (start, end))
    return (first, last) if first < last else (start, end)


def _nearest(edges: Sequence[datetime], moment: datetime) -> datetime:
    typed = moment.second == 0 and moment.microsecond == 0
    nearest = min(edges, key=lambda edge: abs(edge - moment), default=moment)
    return nearest if abs(nearest - moment) <= timedelta(seconds=SNAP if typed else SAME) else moment


def _without(bout: Bout, start: datetime, end: datetime) -> Iterator[Bout]:
    if end <= bout.start or bout.end <= start:
        yield bout
        return
    if bout.start < start:
        yield _part(bout, replace(bout, end=start, ended_by="away"))
    if end < bout.end:
        yield _part(bout, replace(bout, start=end))


def _part(whole: Bout, part: Bout) -> Bout:
    """Nobody knows in which part the assumed time lay, so each has its share, and together they have no more."""
    return replace(part, assumed_seconds=whole.assumed_seconds * part.seconds / whole.seconds)

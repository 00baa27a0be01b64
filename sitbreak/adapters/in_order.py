"""Everything on record in the order in which it began, one week in memory at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from sitbreak.adapters.store import RecordStore, weeks_touching
from sitbreak.core.codec import begins, ends
from sitbreak.core.model import Record


def in_order(store: RecordStore, start: datetime, end: datetime) -> Iterator[Record]:
    """What touches the time from start up to end, on all devices; the same as `store.between` tells, but sorted."""
    wanted = {name: weeks_touching(list(store.weeks(name)), start, end) for name in store.devices()}
    waiting: list[Record] = []
    for week in sorted({week for weeks in wanted.values() for week in weeks}):
        devices = (name for name, weeks in wanted.items() if week in weeks)
        read = (record for name in devices for record in store.week(week, name)[name])
        waiting = sorted((*waiting, *(record for record in read if _touches(record, start, end))), key=begins)
        ripe = bisect_left(waiting, _first_of_next(week), key=begins)
        yield from waiting[:ripe]
        waiting = waiting[ripe:]
    yield from waiting


def _touches(record: Record, start: datetime, end: datetime) -> bool:
    return begins(record) < end and (ends(record) > start or begins(record) >= start)


def _first_of_next(week: str) -> datetime:
    """The earliest moment, anywhere on earth, that a later week's file can tell of."""
    sunday = date.fromisocalendar(int(week[:4]), int(week[6:]), 7)
    return datetime.combine(sunday, time(), UTC)

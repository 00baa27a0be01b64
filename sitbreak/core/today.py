"""The day so far out of what is on record of it, by the same rules as the week, corrections included."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from sitbreak.core.bouts import Bout, breaks_of, counted_bouts, split_days
from sitbreak.core.durations import MINUTE
from sitbreak.core.model import At, BoutRecord, CorrectionRecord, Record, Seat, SpanRecord, Today
from sitbreak.core.values import dataclass, replace

GAP = 3 * MINUTE
"""Times without sitting at least so long (seconds) are remembered, so that they can be put right in the tray."""

DOUBTFUL = frozenset({"away", "unclear", "untracked"})

R = TypeVar("R", BoutRecord, SpanRecord, CorrectionRecord)


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds of sitting that lie in the day, breaks of the bouts that began in it, the longest bout in seconds."""

    sitting: float
    breaks: int
    longest: float


def of_day(today: Today, wall: datetime) -> Today:
    """What is known of the local day of `wall`: of an older day only what reaches into it."""
    date = wall.date()
    if today.date == date.isoformat():
        return today
    still = {
        "bouts": tuple(row for row in today.bouts if row.end.date() >= date),
        "gaps": tuple(row for row in today.gaps if row.end.date() >= date),
        "corrections": tuple(row for row in today.corrections if row.end.date() >= date),
    }
    return replace(Today(date.isoformat()), **still)  # type: ignore[arg-type]


def with_record(today: Today, record: Record) -> Today:
    """The day with one more fact, or an older one of the same id replaced."""
    match record:
        case BoutRecord():
            return replace(today, bouts=_put(today.bouts, record))
        case CorrectionRecord():
            return replace(today, corrections=_put(today.corrections, record))
        case SpanRecord() if record.state in DOUBTFUL and (record.end - record.start).total_seconds() >= GAP:
            return replace(today, gaps=_put(today.gaps, record))
        case _:
            return today


def _put(rows: tuple[R, ...], row: R) -> tuple[R, ...]:
    return tuple([other for other in rows if other.id != row.id] + [row])


def figures(today: Today, seat: Seat, at: At) -> Figures:
    """The day's figures up to `at`, the open bout included."""
    bouts = counted_bouts([*today.bouts, *_open_bout(seat, at)], today.corrections)
    parts = [_seconds_on(bout, today.date) for bout in bouts]
    started = [bout for bout in bouts if bout.start.date().isoformat() == today.date]
    return Figures(sum(parts), breaks_of(started), max(parts, default=0.0))


def open_bout_began(today: Today, seat: Seat, at: At) -> float:
    """The axis' time at which the open bout begins once every correction is counted; now when one took it away."""
    (row,) = _open_bout(seat, at, at_least=1.0)
    bouts = counted_bouts([*today.bouts, row], today.corrections)
    if not bouts or bouts[-1].end != row.end:
        return at.t
    start = bouts[-1].start
    return seat.since if start == row.start else at.t - (at.wall - start).total_seconds()


def is_seated(today: Today, gap: SpanRecord) -> bool:
    """Whether the person said later that they sat through the whole of it."""
    bouts = counted_bouts(today.bouts, today.corrections)
    return any(bout.start <= gap.start and gap.end <= bout.end for bout in bouts)


def _open_bout(seat: Seat, at: At, at_least: float = 0.0) -> Iterable[BoutRecord]:
    end = max(at.t, seat.since + at_least)
    if seat.seated and end > seat.since:
        yield BoutRecord("open", at.stamp(seat.since), at.stamp(end), 0.0, "end")


def _seconds_on(bout: Bout, date: str) -> float:
    return sum(
        (end - start).total_seconds() for day, start, end in split_days(bout.start, bout.end) if day.isoformat() == date
    )

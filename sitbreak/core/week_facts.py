"""The single facts of a week that its figures rest on: bouts with their devices, and the limits in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise

from sitbreak.core.bouts import Bout, pinned
from sitbreak.core.defining import same_rules
from sitbreak.core.model import BoutRecord, DefinitionRecord, Record
from sitbreak.core.settings import Settings
from sitbreak.core.values import dataclass

UNDER_WAY = frozenset({"", "end"})
"""What a bout that is not over has for an end."""


@dataclass(frozen=True, slots=True)
class WeekBout:
    """A bout of the person: on the local day it started, seen by these devices; `ended_by` "" while it goes on."""

    day: str
    start: datetime
    end: datetime
    seconds: float
    assumed_seconds: float
    ended_by: str
    devices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """The rules in force, in seconds, without which the figures cannot be read."""

    absence_idle_seconds: float
    absence_locked_seconds: float
    absence_asleep_seconds: float
    assume_seated_max_seconds: float
    confirm_break_seconds: float
    limit_seconds: float
    valid_day_seconds: float


@dataclass(frozen=True, slots=True)
class DefinitionSince:
    """The rules by which one device judged everything from `since` on."""

    since: datetime
    device: str
    absence_idle_seconds: float
    absence_locked_seconds: float
    absence_asleep_seconds: float
    assume_seated_max_seconds: float
    confirm_break_seconds: float
    limit_seconds: float


def named(bouts: Iterable[Bout], devices: Mapping[str, Sequence[Record]]) -> tuple[WeekBout, ...]:
    """The bouts in order of time, each with the devices whose own bouts lie in it."""
    rows = sorted(bouts, key=lambda bout: bout.start)
    seen = {name: list(_spans_near(rows, records)) for name, records in devices.items()}
    return tuple(_named(bout, seen) for bout in rows)


def definitions(devices: Mapping[str, Iterable[Record]], dates: Sequence[date]) -> tuple[DefinitionSince, ...]:
    """The rules that were in force in those days, oldest first; none where they were not yet kept on record."""
    found = (row for name, rows in sorted(devices.items()) for row in _changes_on(name, rows, dates))
    return tuple(sorted(found, key=lambda row: row.since))


def definition(known: Sequence[DefinitionSince], settings: Settings, valid_day: float) -> Definition:
    """The last rules of a week, or those of the settings for a week that kept none."""
    sitting = settings.sitting
    if known:
        last = known[-1]
        return Definition(*_limits(last), valid_day_seconds=valid_day)
    absence = (sitting.absence.idle, sitting.absence.locked, sitting.absence.asleep)
    rest = (sitting.assume_seated_max, sitting.confirm_break, sitting.limit)
    return Definition(*absence, *rest, valid_day_seconds=valid_day)


def _named(bout: Bout, seen: Mapping[str, Sequence[tuple[datetime, datetime]]]) -> WeekBout:
    devices = (name for name, spans in seen.items() if any(_meet(bout, *span) for span in spans))
    ended_by = "" if bout.ended_by in UNDER_WAY else bout.ended_by
    return WeekBout(
        bout.start.date().isoformat(),
        bout.start,
        bout.end,
        bout.seconds,
        bout.assumed_seconds,
        ended_by,
        tuple(sorted(devices)),
    )


def _spans_near(bouts: Sequence[Bout], records: Iterable[Record]) -> Iterator[tuple[datetime, datetime]]:
    """Start and end of each record of a bout that can lie in one of these."""
    for row in records:
        if bouts and isinstance(row, BoutRecord) and row.start < bouts[-1].end and bouts[0].start < row.end:
            yield pinned(row.start), pinned(row.end)


def _meet(bout: Bout, start: datetime, end: datetime) -> bool:
    return start < bout.end and bout.start < end


def _changes_on(device: str, records: Iterable[Record], dates: Sequence[date]) -> Iterator[DefinitionSince]:
    """The device's rules where they are others than before; the same ones written again say nothing new."""
    kept = (row for row in records if isinstance(row, DefinitionRecord) and pinned(row.at).date() in dates)
    rows = sorted(kept, key=lambda row: row.at)
    changed = rows[:1] + [later for one, later in pairwise(rows) if not same_rules(one, later)]
    return (DefinitionSince(pinned(row.at), device, *_limits(row)) for row in changed)


def _limits(row: DefinitionRecord | DefinitionSince) -> tuple[float, float, float, float, float, float]:
    return (
        row.absence_idle_seconds,
        row.absence_locked_seconds,
        row.absence_asleep_seconds,
        row.assume_seated_max_seconds,
        row.confirm_break_seconds,
        row.limit_seconds,
    )

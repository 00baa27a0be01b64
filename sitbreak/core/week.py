"""A week out of records: what `sitbreak week` shows, in words, numbers and JSON; nothing of it is ever stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sitbreak.core.bouts import Bout, counted_bouts, in_force, pinned, split_days
from sitbreak.core.codec import week_of
from sitbreak.core.durations import HOUR
from sitbreak.core.model import BoutRecord, CorrectionRecord, DrillRecord, PromptRecord, Record, SpanRecord
from sitbreak.core.settings import Settings
from sitbreak.core.timeline import Row, timeline
from sitbreak.core.week_change import Change, changes
from sitbreak.core.week_counts import Drills, Funnel, count_drills, count_prompts
from sitbreak.core.week_totals import Day, Totals, day_of, totals_of

VALID_DAY = 2 * HOUR
WEEKS_BACK = 4
TRACKED = frozenset({"seated", "standing", "away"})

R = TypeVar("R")


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
class Coverage:
    """How much of the week was seen: seated, standing or away; days with at least two hours of sitting."""

    tracked_seconds: float
    valid_days: int
    corrections: int


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """One ISO week of one person, whatever the number of devices."""

    version: int
    week: str
    devices: tuple[str, ...]
    definition: Definition
    days: tuple[Day, ...]
    totals: Totals
    prompts: Funnel
    drills: Drills
    change: Change
    coverage: Coverage


def days_of(week: str) -> tuple[date, ...]:
    """Monday to Sunday of an ISO week; ValueError when it is not written like 2026-W47 or does not exist."""
    try:
        year, number = week.upper().split("-W")
        monday = date.fromisocalendar(int(year), int(number), 1)
    except ValueError as error:
        raise ValueError(f'"{week}" is not a week such as "2026-W47"') from error
    return tuple(monday + timedelta(days=ahead) for ahead in range(7))


def weeks_needed(week: str) -> tuple[str, ...]:
    """The weeks whose records `summarise` wants, oldest first: those compared with, and one before for its Sunday."""
    monday = days_of(week)[0]
    return tuple(week_of(monday - timedelta(weeks=back)) for back in range(WEEKS_BACK + 1, -1, -1))


def summarise(
    week: str,
    devices: Mapping[str, Iterable[Record]],
    settings: Settings,
    categories: Mapping[str, str],
    running: Sequence[BoutRecord] = (),
) -> WeekSummary:
    """The week's summary from the records of `weeks_needed`, by device.

    `categories` maps a drill's id to its category; `running` holds bouts still open, ended at the present moment.
    Raises ValueError when there is no such week.
    """
    pick = _Picked([record for rows in devices.values() for record in rows], running)
    this, *before = (_figures(days, pick, settings) for days in _back(days_of(week)))
    days = _with_timelines(this, pick)
    return WeekSummary(
        version=1,
        week=week.upper(),
        devices=tuple(sorted(devices)),
        definition=_definition(settings),
        days=days,
        totals=replace(this.totals, standing_seconds=_seconds_in(days, {"standing"})),
        prompts=count_prompts([row for row in pick.prompts if _day(row.due) in this.dates], pick.bouts),
        drills=count_drills(
            [row for row in pick.drills if _day(row.started) in this.dates], categories, settings.targets
        ),
        change=changes(this.totals, this.valid, [(row.totals, row.valid) for row in before]),
        coverage=Coverage(_seconds_in(days, TRACKED), this.valid, _corrections_in(this.dates, pick.corrections)),
    )


def to_json(value: Any) -> Any:
    """A summary, or any part of it, as JSON values: times with offset, numbers rounded to what they are good for."""
    if is_dataclass(value):
        return {row.name: to_json(getattr(value, row.name)) for row in fields(value)}
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return round(value, 4) if isinstance(value, float) else value


class _Picked:
    """Records sorted by kind once, for all the weeks that are looked at."""

    def __init__(self, records: Sequence[Record], running: Sequence[BoutRecord]) -> None:
        self.spans = _of_kind(records, SpanRecord)
        self.prompts = _of_kind(records, PromptRecord)
        self.drills = _of_kind(records, DrillRecord)
        self.corrections = in_force(_of_kind(records, CorrectionRecord))
        self.bouts = counted_bouts([*_of_kind(records, BoutRecord), *running], self.corrections)


@dataclass(frozen=True, slots=True)
class _Figures:
    dates: tuple[date, ...]
    days: tuple[Day, ...]
    totals: Totals
    valid: int


def _of_kind(records: Iterable[Record], kind: type[R]) -> list[R]:
    return [record for record in records if isinstance(record, kind)]


def _back(days: tuple[date, ...]) -> list[tuple[date, ...]]:
    return [tuple(day - timedelta(weeks=back) for day in days) for back in range(WEEKS_BACK + 1)]


def _figures(dates: tuple[date, ...], pick: _Picked, settings: Settings) -> _Figures:
    started: defaultdict[date, list[Bout]] = defaultdict(list)
    minutes: defaultdict[date, float] = defaultdict(float)
    for bout in pick.bouts:
        started[bout.start.date()].append(bout)
        for day, start, end in split_days(bout.start, bout.end):
            minutes[day] += (end - start).total_seconds()
    days = tuple(day_of(day, started[day], minutes[day], VALID_DAY) for day in dates)
    totals = totals_of([started[day] for day in dates], days, settings.week.long_bout)
    return _Figures(dates, days, totals, sum(day.valid for day in days))


def _with_timelines(week: _Figures, pick: _Picked) -> tuple[Day, ...]:
    rows = timeline(pick.bouts, pick.corrections, pick.spans)
    return tuple(replace(day, timeline=rows.get(date, ())) for date, day in zip(week.dates, week.days, strict=True))


def _day(moment: datetime) -> date:
    return pinned(moment).date()


def _seconds_in(days: Iterable[Day], states: Iterable[str]) -> float:
    rows: list[Row] = [row for day in days for row in day.timeline]
    return sum(row.seconds for row in rows if row.state in states)


def _corrections_in(dates: tuple[date, ...], corrections: Iterable[CorrectionRecord]) -> int:
    return sum(_day(row.start) <= dates[-1] and dates[0] <= _day(row.end) for row in corrections)


def _definition(settings: Settings) -> Definition:
    sitting = settings.sitting
    return Definition(
        absence_idle_seconds=sitting.absence.idle,
        absence_locked_seconds=sitting.absence.locked,
        absence_asleep_seconds=sitting.absence.asleep,
        assume_seated_max_seconds=sitting.assume_seated_max,
        confirm_break_seconds=sitting.confirm_break,
        limit_seconds=sitting.limit,
        valid_day_seconds=VALID_DAY,
    )

"""A week out of records: what `sitbreak week` shows, in words, numbers and JSON; nothing of it is ever stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sitbreak.core.bouts import Bout, corrected, in_force, pinned, split_days
from sitbreak.core.codec import week_of
from sitbreak.core.durations import HOUR
from sitbreak.core.merging import distinct, merged
from sitbreak.core.model import BoutRecord, CorrectionRecord, DrillRecord, PromptRecord, Record, SpanRecord
from sitbreak.core.settings import Settings
from sitbreak.core.timeline import Row, timeline
from sitbreak.core.values import dataclass, replace
from sitbreak.core.week_change import Change, changes
from sitbreak.core.week_counts import Drills, Funnel, count_drills, count_prompts
from sitbreak.core.week_facts import Definition, DefinitionSince, WeekBout, definition, definitions, named
from sitbreak.core.week_totals import Day, Totals, day_of, totals_of

VALID_DAY = 2 * HOUR
WEEKS_BACK = 4
TRACKED = frozenset({"seated", "standing", "away"})

R = TypeVar("R")
T = TypeVar("T", Bout, SpanRecord)


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
    bouts: tuple[WeekBout, ...]
    definitions: tuple[DefinitionSince, ...]


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
) -> WeekSummary:
    """The week's summary from the records of `weeks_needed`, by device.

    `categories` maps a drill's id to its category; a bout still open is a record like any other, ended now.
    Raises ValueError when there is no such week.
    """
    machines = distinct(devices)
    rules = definitions(machines, days_of(week))
    in_force = definition(rules, settings, VALID_DAY)
    pick = _Picked(machines, in_force.absence_idle_seconds)
    this, *before = (_figures(days, pick, settings) for days in _back(days_of(week)))
    days = _with_timelines(this, pick)
    return WeekSummary(
        version=1,
        week=week.upper(),
        devices=tuple(sorted(devices)),
        definition=in_force,
        days=days,
        totals=replace(this.totals, standing_seconds=_seconds_in(days, {"standing"})),
        prompts=count_prompts(
            [row for row in pick.prompts if _day(row.due) in this.dates], _near(pick.bouts, this.dates)
        ),
        drills=count_drills(
            [row for row in pick.drills if _day(row.started) in this.dates], categories, settings.targets
        ),
        change=changes(this.totals, this.valid, [(row.totals, row.valid) for row in before]),
        coverage=Coverage(_seconds_in(days, TRACKED), this.valid, _corrections_in(this.dates, pick.corrections)),
        bouts=named([bout for bout in pick.bouts if bout.start.date() in this.dates], machines),
        definitions=rules,
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

    def __init__(self, devices: Mapping[str, Sequence[Record]], idle: float) -> None:
        records = [record for rows in devices.values() for record in rows]
        self.spans = _of_kind(records, SpanRecord)
        self.prompts = _of_kind(records, PromptRecord)
        self.drills = _of_kind(records, DrillRecord)
        self.corrections = in_force(_of_kind(records, CorrectionRecord))
        bouts = {device: _of_kind(rows, BoutRecord) for device, rows in devices.items()}
        self.bouts = corrected(merged(bouts, idle), self.corrections)
        self.started: defaultdict[date, list[Bout]] = defaultdict(list)
        self.minutes: defaultdict[date, float] = defaultdict(float)
        for bout in self.bouts:
            self.started[bout.start.date()].append(bout)
            for day, start, end in split_days(bout.start, bout.end):
                self.minutes[day] += (end - start).total_seconds()


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
    days = tuple(day_of(day, pick.started[day], pick.minutes[day], VALID_DAY) for day in dates)
    totals = totals_of([pick.started[day] for day in dates], days, settings.week.long_bout)
    return _Figures(dates, days, totals, sum(day.valid for day in days))


def _with_timelines(week: _Figures, pick: _Picked) -> tuple[Day, ...]:
    rows = timeline(_near(pick.bouts, week.dates), pick.corrections, _near(pick.spans, week.dates))
    return tuple(replace(day, timeline=rows.get(date, ())) for date, day in zip(week.dates, week.days, strict=True))


def _near(rows: Iterable[T], dates: tuple[date, ...]) -> list[T]:
    """Those that can have to do with these days: the weeks before, read to compare with, cost no more than that."""
    first, last = dates[0] - timedelta(days=1), dates[-1] + timedelta(days=1)
    return [row for row in rows if row.start.date() <= last and first <= row.end.date()]


def _day(moment: datetime) -> date:
    return pinned(moment).date()


def _seconds_in(days: Iterable[Day], states: Iterable[str]) -> float:
    rows: list[Row] = [row for day in days for row in day.timeline]
    return sum(row.seconds for row in rows if row.state in states)


def _corrections_in(dates: tuple[date, ...], corrections: Iterable[CorrectionRecord]) -> int:
    return sum(_day(row.start) <= dates[-1] and dates[0] <= _day(row.end) for row in corrections)

"""Weeks that a report has to look right for, from nothing at all to a week of a hundred bouts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from sitbreak.adapters.book import shipped_book
from sitbreak.adapters.catalogue_files import load_shipped
from sitbreak.commands.made_up import week as made_up
from sitbreak.core.codec import week_of
from sitbreak.core.marks import marks_of
from sitbreak.core.model import BoutRecord, DrillRecord, PromptRecord, Record, SpanRecord
from sitbreak.core.settings import Settings, read_settings
from sitbreak.core.week import summarise
from sitbreak.ui.report.page import Made

ZONE = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 16)
EVIL = '<script>alert("1")</script>&<b>'
_serial = count()


def made(
    devices: dict[str, list[Record]],
    monday: date = MONDAY,
    at: datetime | None = None,
    names: dict[str, str] | None = None,
) -> Made:
    """The page's contents from records by device; `names` are those of drills."""
    known = {drill.id: drill for drill in load_shipped()}
    summary = summarise(week_of(monday), devices, Settings(), {name: drill.category for name, drill in known.items()})
    records = [record for rows in devices.values() for record in rows]
    titles = {name: drill.name for name, drill in known.items()} | (names or {})
    return Made(summary, marks_of(records, titles), at or datetime(2026, 11, 23, 8, 0, tzinfo=ZONE))


def moment(day: int, hour: float, monday: date = MONDAY) -> datetime:
    """An hour of the wall clock, of day 0 to 6."""
    return datetime.combine(monday, time(), ZONE) + timedelta(days=day, hours=hour)


def bout(day: int, hour: float, minutes: float, ended_by: str = "idle", monday: date = MONDAY) -> BoutRecord:
    start = moment(day, hour, monday)
    end = (start.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(ZONE)
    return BoutRecord(f"b{next(_serial)}", start, end, 0.0, ended_by)


def drill(day: int, hour: float, name: str, result: str = "done", side: float = 30.0) -> DrillRecord:
    start = moment(day, hour)
    end = start + timedelta(seconds=80)
    return DrillRecord(f"d{next(_serial)}", name, 1, start, end, result, 80, {"left": side, "right": 30.0})


def empty() -> Made:
    """Nothing on record."""
    return made({})


def one_bout() -> Made:
    """A single short bout."""
    return made({"laptop": [bout(2, 10.2, 24)]})


def thin() -> Made:
    """Two mornings, and nobody has taken a drill."""
    hours = ((1, 9.1, 42), (1, 10.0, 18), (3, 9.4, 66), (3, 10.8, 12))
    return made({"laptop": [bout(*one) for one in hours]})


def ordinary() -> Made:
    """Two weeks of an office worker with calls, lunches and moods, the first to compare with."""
    return made({"studio-desk": list(_ordinary())})


@cache
def _ordinary() -> tuple[Record, ...]:
    settings = read_settings({"drills": {"profile": "floor"}})
    weeks = ((MONDAY - timedelta(weeks=back), 11 + back) for back in range(4, 0, -1))
    rows: list[Record] = []
    for monday, seed in (*weeks, (MONDAY, 7)):
        for day in made_up(monday, ZONE, settings, shipped_book(), seed):
            rows.extend(day)
    return tuple(rows)


def extreme() -> Made:
    """A hundred bouts at all hours on three machines, drills by the dozen, names as people give them."""
    chance = Random(4)
    rows = list(_crowd(chance))
    rows += [drill(day, hour / 4, name) for day in range(7) for hour, name in enumerate(_NAMES * 4, 26)]
    prompts = [_prompt(day, hour) for day in range(7) for hour in range(7, 23)]
    devices: dict[str, list[Record]] = {
        "the old workstation in the attic, beside the window": rows[::2],
        "Zoë's laptop": rows[1::2],
        f"desk {EVIL}": [*prompts, bout(6, 1, 150)],
    }
    devices["Zoë's laptop"] += [earlier for earlier in _ordinary() if _begins(earlier) < moment(0, 0)]
    return made(devices, names={"standing-march": f"March {EVIL}"})


_NAMES = ("half-kneeling-hip-flexor-stretch", "sit-to-stand", "standing-march", "glute-bridge")


def _crowd(chance: Random) -> Iterator[Record]:
    for day in range(7):
        hour = 5.5
        for _ in range(15):
            minutes = chance.choice((1, 4, 12, 25, 35, 55, 62, 95, 130))
            yield bout(day, hour, minutes)
            gap = chance.choice((1, 3, 6, 20))
            state = chance.choice(("standing", "away", "paused", "unclear"))
            yield span(day, hour + minutes / 60, gap, state)
            hour += (minutes + gap) / 60


def span(day: int, hour: float, minutes: float, state: str) -> SpanRecord:
    start = moment(day, hour)
    return SpanRecord(f"s{next(_serial)}", start, start + timedelta(minutes=minutes), state, "idle")


def _prompt(day: int, hour: float) -> PromptRecord:
    due = moment(day, hour)
    outcome = ("accepted", "walked", "snoozed", "skipped", "ignored")[int(hour) % 5]
    held = ("call",) if hour % 6 == 0 else ()
    return PromptRecord(
        f"p{next(_serial)}", due, due + timedelta(minutes=25), due + timedelta(minutes=27), outcome, 2700, 1, "", held
    )


def around_the_clock() -> Made:
    """Bouts that go on for a day and over midnight, as somebody's who sleeps beside a playing film."""
    return made({"tower": [bout(0, 13, 24 * 60), bout(2, 23, 120), bout(4, 22.5, 30 * 60), bout(6, 20, 239)]})


def autumn() -> Made:
    """The week whose Sunday has 25 hours."""
    monday = date(2026, 10, 19)
    sunday = [bout(6, hour, 50, monday=monday) for hour in (0.5, 1.5, 2.5, 5)]
    return made({"desk": [bout(5, 22, 200, monday=monday), *sunday]}, monday)


def spring() -> Made:
    """The week whose Sunday has 23 hours."""
    monday = date(2026, 3, 23)
    return made(
        {"desk": [bout(5, 21, 80, monday=monday), bout(6, 1.5, 70, monday=monday), bout(6, 9, 40, monday=monday)]},
        monday,
    )


def running() -> Made:
    """A week that is not over yet."""
    noon = moment(2, 12)
    rows: Iterable[Record] = (row for row in _ordinary() if _begins(row) < noon)
    return made({"studio-desk": list(rows)}, at=noon)


def _begins(row: Record) -> datetime:
    found = getattr(row, "start", None) or getattr(row, "due", None) or getattr(row, "started", None) or row.at  # type: ignore[union-attr]
    assert isinstance(found, datetime)
    return found


WEEKS: dict[str, Callable[[], Made]] = {
    "empty": empty,
    "one-bout": one_bout,
    "thin": thin,
    "ordinary": ordinary,
    "running": running,
    "extreme": extreme,
    "around-the-clock": around_the_clock,
    "autumn": autumn,
    "spring": spring,
}

"""Years of records of an office worker, made up in moments: the same week over and over, moved through the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sitbreak.adapters import week_file
from sitbreak.adapters.atomic import private_folder
from sitbreak.core.codec import week_of
from sitbreak.core.model import BoutRecord, DrillRecord, PromptRecord, Record, SpanRecord

ZONE = ZoneInfo("Europe/Berlin")
LAST_MONDAY = date(2026, 11, 16)
BOUTS_A_DAY = 12
DAYS = 5


def week(monday: date) -> tuple[Record, ...]:
    """60 bouts with as many spans, 100 prompts and 20 drills, from Monday to Friday."""
    return tuple(record for day in range(DAYS) for record in _day(monday + timedelta(days=day)))


def fill(history: Path, weeks: int, device: str = "desk", last: date = LAST_MONDAY) -> None:
    """Write so many weeks, the last of which begins on `last`."""
    folder = history / device
    private_folder(folder)
    for back in range(weeks):
        monday = last - timedelta(weeks=back)
        week_file.merge(folder / f"{week_of(monday)}.json", device, week(monday))


def _day(day: date) -> Iterator[Record]:
    at = datetime.combine(day, time(8, 30), ZONE)
    for number in range(BOUTS_A_DAY):
        yield from _turn(f"{day:%Y%m%d}-{number:02d}", at + timedelta(minutes=45 * number), number)


def _turn(name: str, start: datetime, number: int) -> Iterator[Record]:
    end = start + timedelta(minutes=40, seconds=number)
    shown = end - timedelta(minutes=5)
    yield BoutRecord(f"desk-b{name}", start, end, 0.0, "idle" if number % 3 else "drill")
    yield SpanRecord(f"desk-s{name}", end, start + timedelta(minutes=45), "away", "idle")
    prompt = PromptRecord(
        f"desk-p{name}", shown, shown, end, "ignored", 2100.0, 1, "standing-march", snooze_seconds=600
    )
    yield prompt
    if number < 8:
        yield replace(prompt, id=f"desk-q{name}", due=end, shown=None, ended=end, outcome="natural", held_by=("call",))
    if number % 3 == 0:
        sides = {"left": 30.0, "right": 30.0}
        yield DrillRecord(f"desk-d{name}", "standing-march", 2, shown, end, "done", 77.0, sides, "ok", prompt.id)

"""What stands over a day's sitting, and bouts that midnight cut, are put where they belong."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from sitbreak.core.marks import marks_of
from sitbreak.core.model import BoutRecord, DrillRecord, PromptRecord
from sitbreak.core.settings import Settings
from sitbreak.core.sittings import whole_bouts
from sitbreak.core.week import summarise

NINE = datetime(2026, 11, 16, 9, tzinfo=timezone(timedelta(hours=1)))


def prompt(held_by: tuple[str, ...], shown: datetime | None) -> PromptRecord:
    return PromptRecord("p", NINE, shown, NINE + timedelta(minutes=30), "accepted", 0, 1, "lunge", held_by)


def test_drills_and_calls_by_day() -> None:
    """A drill is marked under its name with its result, a call for as long as a prompt waited for its end."""
    drill = DrillRecord(
        "d", "lunge", 1, NINE + timedelta(days=1), NINE + timedelta(days=1, seconds=77), "partial", 0, {}
    )
    marks = marks_of([drill, prompt(("call",), NINE + timedelta(minutes=20))], {"lunge": "Lunge"})
    (call,), (done,) = marks[date(2026, 11, 16)], marks[date(2026, 11, 17)]
    assert (call.kind, call.name, call.seconds) == ("call", "", 1200)
    assert (done.kind, done.name, done.result, done.seconds) == ("drill", "Lunge", "partial", 77)


def test_a_prompt_that_never_came() -> None:
    """A call that went on until the person left is marked until then; other holds are no calls."""
    assert marks_of([prompt(("call",), None)], {})[date(2026, 11, 16)][0].seconds == 1800
    assert marks_of([prompt(("fullscreen",), None)], {}) == {}


def test_a_drill_of_an_unknown_name() -> None:
    """A drill that is no longer in the catalogue keeps its id for a name."""
    drill = DrillRecord("d", "my-own", 1, NINE, NINE, "done", 0, {})
    assert marks_of([drill], {})[date(2026, 11, 16)][0].name == "my-own"


def test_bouts_over_midnight_are_whole_again() -> None:
    """Every part of a bout knows the whole length, over two midnights too; neighbours in a day stay apart."""
    long = BoutRecord("a", NINE, NINE + timedelta(hours=40), 0, "idle")
    one = BoutRecord("b", NINE + timedelta(hours=50), NINE + timedelta(hours=51), 0, "drill")
    two = BoutRecord("c", NINE + timedelta(hours=51), NINE + timedelta(hours=53), 0, "idle")
    days = summarise("2026-W47", {"desk": [long, one, two]}, Settings(), {}).days
    wholes = whole_bouts(days)
    sat = [wholes[row].seconds / 3600 for day in days for row in day.timeline if row.state == "seated"]
    assert sat == [40, 40, 40, 1, 2]

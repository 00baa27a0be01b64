"""The week's two sentences say what is in the records, hedge what they suggest, and never praise or frighten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from itertools import count

import pytest

from sitbreak.core.model import BoutRecord, DrillRecord, PromptRecord, Record
from sitbreak.core.settings import Settings
from sitbreak.core.week import WeekSummary, summarise
from sitbreak.core.week_words import is_empty, lead, suggestion

MONDAY = datetime(2026, 11, 16, tzinfo=timezone(timedelta(hours=1)))
CATEGORIES = {"lunge": "mobility", "bridge": "glute"}
serial = count()


def bouts(*rows: tuple[int, float, float]) -> list[Record]:
    """Bouts by day, hour and minutes."""
    starts = ((MONDAY + timedelta(days=day, hours=hour), minutes) for day, hour, minutes in rows)
    return [
        BoutRecord(f"b{next(serial)}", start, start + timedelta(minutes=minutes), 0, "idle")
        for start, minutes in starts
    ]


def prompts(outcomes: Sequence[str]) -> list[Record]:
    dues = (MONDAY + timedelta(hours=8, minutes=number) for number in range(len(outcomes)))
    return [
        PromptRecord(f"p{next(serial)}", due, due, due, outcome, 2700, 1, "lunge")
        for due, outcome in zip(dues, outcomes, strict=True)
    ]


def stretch(left: float, right: float) -> Record:
    at = MONDAY + timedelta(hours=9)
    sides = {"left": left, "right": right}
    return DrillRecord(f"d{next(serial)}", "lunge", 1, at, at + timedelta(seconds=60), "done", left + right, sides)


def week(*records: Record) -> WeekSummary:
    return summarise("2026-W47", {"desk": records}, Settings(), CATEGORIES)


EVEN = [(day, hour, 40.0) for day in range(5) for hour in (9.0, 10.0, 11.0)]


def test_an_empty_week() -> None:
    """A week without sitting says so and suggests nothing."""
    assert is_empty(week())
    assert lead(week()) == "Nothing was recorded in this week."
    assert suggestion(week()) is None


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([(0, 9, 59.9)], "No bout lasted an hour, in 59 min at the desk."),
        ([(0, 9, 60)], "One bout lasted an hour or more: 1 h 00 min of 1 h 00 min at the desk."),
        ([(0, 9, 90), (0, 12, 30)], "One bout lasted an hour or more: 1 h 30 min of 2 h 00 min at the desk."),
        (
            [(0, 9, 65), (0, 12, 65), (1, 9, 30)],
            "2 h 10 min of 2 h 40 min at the desk came in bouts of an hour or more.",
        ),
    ],
)
def test_the_lead(rows: list[tuple[int, float, float]], sentence: str) -> None:
    """The sentence leads with what came in one piece, of how much."""
    assert lead(week(*bouts(*rows))) == sentence


def test_a_thin_week() -> None:
    """Less than three hours show no pattern, whatever is in them."""
    assert suggestion(week(*bouts((0, 9, 100)))) == (
        "This is too little to see a pattern in; a few more days at the desk may show one."
    )


def test_prompts_that_go_by() -> None:
    """Where prompts hardly ever lead to a break, the prompts are what may be wrong."""
    text = suggestion(week(*bouts(*EVEN), *prompts(["skipped"] * 6 + ["accepted"])))
    assert text is not None
    assert text.startswith("Of 7 prompts 1 led to a break. Perhaps")
    none = suggestion(week(*bouts(*EVEN), *prompts(["ignored"] * 5)))
    assert none is not None
    assert none.startswith("Of 5 prompts none led to a break.")
    assert "prompts" not in (suggestion(week(*bouts(*EVEN), *prompts(["walked"] * 5))) or "")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [*EVEN, (2, 14, 80)],
            "The one long bout fell into the afternoon; standing up around 14:30 might have broken it up.",
        ),
        (
            [*EVEN, (0, 14, 80), (1, 14.5, 90), (2, 7, 60)],
            "2 of the 3 long bouts fell into the afternoon; a short walk around 15:00 might break up some of them.",
        ),
        (
            [(5, 22, 240)],
            "The one long bout fell into the night; standing up around 00:00 might have broken it up.",
        ),
        (
            [*EVEN, (0, 14, 80), (2, 6, 90)],
            "The long bouts came at different times of day; taking the first prompt, if only for a minute, may help.",
        ),
    ],
)
def test_long_bouts(rows: list[tuple[int, float, float]], sentence: str) -> None:
    """Long bouts are named by the part of the day that holds their middle, also across midnight."""
    assert suggestion(week(*bouts(*rows))) == sentence


def test_sides() -> None:
    """A side that was stretched minutes less is named."""
    assert suggestion(week(*bouts(*EVEN), stretch(60, 300))) == (
        "The left side was stretched 4 min less than the other; beginning with it may even that out."
    )


def test_targets() -> None:
    """In an even week the category that is farthest from its target is named."""
    text = suggestion(week(*bouts(*EVEN), *(stretch(30, 30) for _ in range(3))))
    assert text == "Glute drills came to 0 of 10; one more a day may be a good next step."


def test_nothing_left_to_say() -> None:
    """With every target reached the week may simply go on."""
    done = ("mobility", "glute", "strength", "lengthened", "hamstring", "core")
    drills = [
        DrillRecord(f"{name}{number}", name, 1, MONDAY, MONDAY + timedelta(seconds=9), "done", 9, {})
        for name in done
        for number in range(10)
    ]
    names = {"strength": "strengthen-neutral", "lengthened": "strengthen-lengthened"}
    categories = {name: names.get(name, name) for name in done}
    summary = summarise("2026-W47", {"desk": [*bouts(*EVEN), *drills]}, Settings(), categories)
    assert [group.done for group in summary.drills.by_category.values()][:6] == [10] * 6
    assert suggestion(summary) == "This looks like an even pattern; going on just like this may be all it takes."

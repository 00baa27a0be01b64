"""The terminal report leads with the pattern, fits 80 columns and stays readable without colour or Unicode."""

from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest

from sitbreak.core.model import BoutRecord, Record, SpanRecord
from sitbreak.core.settings import Settings
from sitbreak.core.week import WeekSummary, summarise
from sitbreak.ui.week_table import render, wants_colour, week_text

NINE = datetime(2026, 11, 16, 9, tzinfo=timezone(timedelta(hours=1)))


def week(*records: Record) -> WeekSummary:
    return summarise("2026-W47", {"desk": records}, Settings(), {})


def bout(start: datetime, minutes: float) -> BoutRecord:
    return BoutRecord(start.isoformat(), start, start + timedelta(minutes=minutes), 0, "idle")


def lines(summary: WeekSummary) -> list[str]:
    return week_text(summary).splitlines()


BUSY = week(
    *(bout(NINE + timedelta(hours=hours), 75) for hours in range(0, 150, 2)),
    SpanRecord("s", NINE + timedelta(minutes=75), NINE + timedelta(minutes=120), "standing", "declared"),
)


def test_pattern_first() -> None:
    """Minutes in long bouts, the longest bout, breaks per hour and the prompts come before all else."""
    labels = [line[2:22].strip() for line in lines(BUSY)[1:6]]
    assert labels == [
        "In bouts of 60 min +",
        "In bouts of 30 min +",
        "Longest bout",
        "Breaks per hour",
        "Prompts taken",
    ]


@pytest.mark.parametrize("summary", [BUSY, week(), week(bout(NINE, 5)), week(bout(NINE.replace(hour=23), 119))])
def test_fits(summary: WeekSummary) -> None:
    """No line is wider than 80 columns, whatever the hours of the day, and none ends in blanks."""
    for line in lines(summary):
        assert len(line) <= 80, line
        assert line == line.rstrip()


def test_taller_is_longer() -> None:
    """A bout's blocks are the taller the longer it was, and stand under the hours in which it was sat."""
    page = lines(week(bout(NINE, 75), bout(NINE + timedelta(hours=2), 20), bout(NINE + timedelta(hours=4), 40)))
    ruler, monday = next(pair for pair in pairwise(page) if pair[0].startswith(" " * 8 + "09"))
    assert monday[ruler.index("09") :].startswith("█████")
    assert monday[ruler.index("11")] == "▃"
    assert monday[ruler.index("13")] == "▅"


def test_empty_week_says_so() -> None:
    """A week without records says that instead of showing zeros."""
    assert "Nothing was recorded in this week." in lines(week())


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour() -> None:
    """Colours come on a terminal only, and not when NO_COLOR is set or the terminal is dumb."""
    assert wants_colour(Terminal(), {"TERM": "xterm"})
    assert not wants_colour(Terminal(), {"TERM": "xterm", "NO_COLOR": "1"})
    assert not wants_colour(Terminal(), {"TERM": "dumb"})
    assert not wants_colour(io.StringIO(), {"TERM": "xterm"})
    assert "\x1b[" in week_text(BUSY, colour=True)
    assert "\x1b[" not in week_text(BUSY)


def test_narrow_encoding() -> None:
    """Where blocks cannot be encoded the report comes in ASCII rather than not at all."""
    page = render(BUSY, io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert page.isascii()
    assert "##" in page

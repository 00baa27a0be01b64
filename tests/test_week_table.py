"""The terminal report leads with the pattern, fits 80 columns and stays readable without colour or Unicode."""

from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest

from sitbreak.core.defining import of_settings
from sitbreak.core.model import BoutRecord, Record, SpanRecord
from sitbreak.core.settings import Settings, read_settings
from sitbreak.core.week import WeekSummary, summarise
from sitbreak.ui.lines import FEW, MANY, inks_of, wants_colour
from sitbreak.ui.week_table import render, week_text

NINE = datetime(2026, 11, 16, 9, tzinfo=timezone(timedelta(hours=1)))


def week(*records: Record) -> WeekSummary:
    return summarise("2026-W47", {"desk": records}, Settings(), {})


def bout(start: datetime, minutes: float) -> BoutRecord:
    return BoutRecord(start.isoformat(), start, start + timedelta(minutes=minutes), 0, "idle")


def lines(summary: WeekSummary) -> list[str]:
    return week_text(summary).splitlines()


RULES = tuple(
    of_settings(idle, NINE + timedelta(days=days), read_settings({"sitting": {"absence": {"idle": idle}}}))
    for days, idle in ((0, "10m"), (2, "8m"))
)

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


@pytest.mark.parametrize("columns", [56, 60, 72])
@pytest.mark.parametrize("summary", [BUSY, week(), week(bout(NINE.replace(hour=23), 119))])
def test_narrow_terminal(summary: WeekSummary, columns: int) -> None:
    """A narrow terminal gets lines it can show, with the same days and the same figures."""
    page = week_text(summary, columns=columns).splitlines()
    assert max(map(len, page)) <= columns
    for day in summary.days if summary.totals.bouts else ():
        assert any(line.startswith(f" {datetime.fromisoformat(day.date):%a %d}") for line in page)


def test_wide_terminal() -> None:
    """A wide terminal is not filled: lines stay short enough to be read."""
    assert week_text(BUSY, columns=200) == week_text(BUSY)


@pytest.mark.parametrize(
    ("environ", "known"),
    [
        ({"TERM": "xterm-256color"}, MANY),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, MANY),
        ({"TERM": "linux"}, FEW),
        ({}, FEW),
    ],
)
def test_colours_of_the_terminal(environ: dict[str, str], known: dict[str, str]) -> None:
    """A terminal gets the colours it says it knows, and eight otherwise."""
    assert inks_of(environ) is known
    assert f"\x1b[{known['long']}m█" in week_text(BUSY, True, 80, known)


def test_cut_by_midnight() -> None:
    """Both parts of a bout across midnight are as tall as the whole."""
    page = lines(week(bout(NINE.replace(hour=23, minute=30), 60)))
    monday, tuesday = (next(line for line in page if line.startswith(day)) for day in (" Mon 16", " Tue 17"))
    assert "█" in monday
    assert "█" in tuesday


def test_rules_of_the_week() -> None:
    """The small print says by which limits the week was recorded, each from when on, and when that is not known."""
    text = " ".join(lines(week(*RULES, bout(NINE, 30))))
    assert "from Mon 09:00 on 10m without input" in text
    assert "from Wed 09:00 on 8m without input" in text
    assert "by today's settings" not in text
    assert "by today's settings; the week did not keep its own" in " ".join(lines(week(bout(NINE, 30))))
    assert "A break is 10m without input" in " ".join(lines(week(RULES[0], bout(NINE, 30))))

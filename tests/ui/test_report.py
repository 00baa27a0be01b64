"""The week's page holds every figure in words, every chart as a table, and nothing that comes from anywhere else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest

from sitbreak.core.model import DefinitionRecord
from sitbreak.core.week_counts import Drills, Group
from sitbreak.ui.report.page import Made, html
from sitbreak.ui.report.phrases import unbroken
from sitbreak.ui.report.scale import place, share_of_window, ticks
from sitbreak.ui.report.svg_days import DayChart, day_chart
from sitbreak.ui.report.svg_rings import families, sides
from sitbreak.ui.report.svg_totals import columns
from sitbreak.ui.week_strip import Window
from tests.ui.html_tree import Element, read
from tests.ui.report_weeks import EVIL, MONDAY, WEEKS, bout, drill, made, moment, span

NAMES = list(WEEKS)
FULL = [name for name in NAMES if name != "empty"]


@cache
def text(name: str) -> str:
    return html(WEEKS[name]())


@cache
def page(name: str) -> Element:
    return read(text(name))


def chart(week: Made) -> DayChart:
    return day_chart(week.summary, week.marks)


@pytest.mark.parametrize("name", NAMES)
def test_needs_nothing_else(name: str) -> None:
    """No script, no address, no second file, and a policy that forbids all of them."""
    found = page(name)
    assert not found.all("script")
    assert not found.all("img")
    assert not re.search(r"https?:|//\w|url\(|@import", text(name))
    assert [link.attributes["href"] for link in found.all("link")] == ["data:,"]
    assert "default-src 'none'" in text(name)


@pytest.mark.parametrize("name", NAMES)
def test_headings(name: str) -> None:
    """One first heading, no level left out on the way down, and a language."""
    levels = [int(one.name[1]) for one in page(name).inside() if re.fullmatch(r"h[1-6]", one.name)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert page(name).one("html").attributes["lang"] == "en"
    assert page(name).one("head").one("title").text.startswith("Week ")


@pytest.mark.parametrize("name", FULL)
def test_every_chart_has_its_table(name: str) -> None:
    """Behind each chart stands a table with a caption and headed rows and columns; each picture says what it shows."""
    charts = page(name).all("figure", "chart")
    assert len(charts) == 3
    for one in charts:
        table = one.one("details").one("table")
        assert table.one("caption").text
        assert {cell.attributes["scope"] for cell in table.all("th")} <= {"row", "col", "rowgroup"}
        assert table.one("thead").all("th")
        assert all(row.all("th") for row in table.all("tr"))
    for picture in page(name).all("svg"):
        told = picture.attributes.get("role") == "img" and picture.attributes.get("aria-label")
        assert told or picture.attributes.get("aria-hidden") == "true" or "hours" in picture.classes


def test_order() -> None:
    """The sentence and the pattern lead; days, totals, drills, change, the suggestion and details follow."""
    assert [one.text for one in page("ordinary").all("h2")] == [
        "The pattern",
        "Your days",
        "Sitting per day",
        "Drills",
        "Change",
        "Worth a try",
        "Details",
        "How this was counted",
    ]
    assert text("ordinary").index('class="lead"') < text("ordinary").index('id="h-pattern"')


def test_the_pattern_is_the_summarys() -> None:
    """The figures that lead are those of the summary."""
    totals = WEEKS["thin"]().summary.totals
    assert totals.bouts_60.seconds == totals.longest_bout_seconds == 66 * 60
    assert [fact.text for fact in page("thin").all("div", "fact")[:3]] == [
        "In hour-long bouts 1 h 06 min 1 bout, 48% of all sitting",
        "Longest bout 1 h 06 min Thursday, 09:24",
        "Breaks per sitting hour 0.9 2 breaks in 2 h 18 min",
    ]


def test_funnel() -> None:
    """The funnel goes from due over shown to taken, with what became of the others."""
    rows = [row.text for row in page("extreme").one("div", "funnel").all("tr")]
    assert rows == [
        "Step Prompts Of these",
        "Due 112",
        "Shown 112 28 snoozed, 21 skipped, 21 unanswered",
        "Taken 42 21 drills and 21 walks",
    ]


def test_no_line_ends_within_a_length() -> None:
    """In the sentence that leads, "1 h 06 min" stays on one line; its other blanks may end one."""
    gap = "\N{NO-BREAK SPACE}"
    assert unbroken("1 h 06 min of 47 min at the desk") == f"1{gap}h{gap}06{gap}min of 47{gap}min at the desk"
    assert gap in text("ordinary")


def test_an_empty_week_is_short() -> None:
    """Without sitting there is a sentence and an explanation, no empty chart and no advice."""
    found = page("empty")
    assert found.one("p", "lead").text == "Nothing was recorded in this week."
    assert [one.text for one in found.all("h2")] == ["An empty week", "How this was counted"]
    assert not found.all("figure")


def test_no_comparison_without_weeks_to_compare() -> None:
    """The change appears only where earlier weeks have something to compare with."""
    assert page("ordinary").all("table", "shifts")
    assert not page("thin").all("table", "shifts")
    assert "Change" not in [one.text for one in page("thin").all("h2")]


def test_names_are_escaped() -> None:
    """A drill or a device called like markup is text."""
    assert EVIL in page("extreme").one("footer").text
    assert f"March {EVIL}, done" in page("extreme").text
    assert EVIL not in text("extreme")
    assert not page("extreme").all("b")


def test_a_week_under_way() -> None:
    """A week that is not over says so."""
    assert page("running").one("h1").text == "Week 47 so far"
    assert page("ordinary").one("h1").text == "Week 47"


def test_small_print() -> None:
    """The rules, the machines, what was seen and what was corrected stand at the end."""
    words = page("extreme").one("footer").text
    assert "Desk sitting, estimated from computer use." in words
    assert "5 min without input, 2 min locked or 60 s asleep" in words
    assert "Zoë's laptop" in words
    assert "nothing corrected by hand" in words


@pytest.mark.parametrize("name", NAMES)
def test_everything_lies_inside(name: str) -> None:
    """No bar leaves the axis, whatever the hours."""
    for row in chart(WEEKS[name]()).rows:
        for piece in (*row.pieces, *row.calls, *row.drills):
            assert 0 <= piece.x <= 100
            assert piece.x + piece.width <= 100.001
    for column in columns(WEEKS[name]().summary):
        assert all(0 <= part.y <= 100 and part.y + part.height <= 100.02 for part in column.parts)


def test_bouts_are_coloured_by_their_whole_length() -> None:
    """Each step has its own class, and a bout over midnight keeps its step in both days."""
    week = made({"desk": [bout(0, 9, 29.9), bout(0, 10, 30), bout(0, 11, 60), bout(0, 13, 90), bout(1, 23, 90)]})
    kinds = [[piece.kind for piece in row.pieces] for row in chart(week).rows]
    assert kinds[:3] == [["b0", "b1", "b2", "b3"], ["b3"], ["b3"]]
    assert chart(week).rows[2].entries[0].lasted == "30 min, of a bout of 1 h 30 min"
    assert chart(week).rows[1].entries[0].time == "23:00 to 24:00"


def test_positions() -> None:
    """A bout lies under its hours on the axis that fits the week."""
    week = made({"desk": [bout(0, 9, 45), bout(3, 17, 60)]})
    piece = chart(week).rows[0].pieces[0]
    assert (piece.x, piece.width) == (0, round(100 * 0.75 / 9, 3))
    assert (chart(week).ticks[0].text, chart(week).ticks[-1].text) == ("09", "18")
    assert chart(week).rows[3].pieces[0].title == "Sitting, 17:00 to 18:00 (1 h 00 min)"


def test_what_else_happened() -> None:
    """Standing, drills and their results are drawn and listed; the legend names only what is there."""
    week = made(
        {"desk": [bout(0, 9, 45), span(0, 9.75, 20, "standing"), drill(0, 9.75, "sit-to-stand", "partial")]},
    )
    row = chart(week).rows[0]
    assert [piece.kind for piece in row.pieces] == ["b1", "standing"]
    assert [(piece.kind, piece.title) for piece in row.drills] == [("partial", "Sit-to-stand, done in part, 09:45")]
    assert [entry.what for entry in row.entries] == ["Sitting", "Standing", "Sit-to-stand, done in part"]
    assert [kind for kind, _ in chart(week).legend] == ["b0", "b1", "b2", "b3", "standing", "partial"]


@pytest.mark.parametrize(("name", "minutes"), [("autumn", [80, 50, 50, 50]), ("spring", [70, 40])])
def test_nights_in_which_clocks_change(name: str, minutes: list[float]) -> None:
    """A bar is as long as the bout, though the clock on the wall goes back over it or jumps."""
    shown = chart(WEEKS[name]())
    hours = len(shown.ticks) - 1
    widths = [piece.width for piece in shown.rows[6].pieces]
    assert widths == [round(100 * lasted / 60 / hours, 3) for lasted in minutes]


def test_columns_are_the_days() -> None:
    """The parts of a column add up to the day's sitting, the longest bouts at its foot."""
    summary = WEEKS["ordinary"]().summary
    for column, day in zip(columns(summary), summary.days, strict=True):
        assert sum(part.height for part in column.parts) == pytest.approx(100 - column.top, abs=0.1)
        assert [part.kind for part in column.parts] == sorted((part.kind for part in column.parts), reverse=True)
        assert bool(column.text) == bool(day.sitting_seconds)


def test_rings() -> None:
    """A ring closes with its target and never goes round twice; what has neither target nor drills is left out."""
    rows = {"mobility": Group(4, 2, 1, 300, 8), "glute": Group(30, 3, 0, 900, 10), "strength": Group(0, 0, 0, 0, 0)}
    drills = Drills(rows | {"other": Group(1, 0, 0, 60, 0)}, {"left": 300.0, "right": 900.0})
    stretching, glutes, more = families(drills)
    assert [family.name for family in (stretching, glutes, more)] == ["Stretching", "Glutes", "More"]
    assert (stretching.rings[0].done, stretching.rings[0].partial) == (50, 25)
    assert stretching.rings[0].also == "2 in part, 1 broken off"
    assert (glutes.rings[0].done, glutes.rings[0].partial) == (100, 0)
    assert (more.rings[0].done, more.rings[0].target) == (100, 0)
    assert [(side.text, side.percent) for side in sides(drills)] == [("5 min", 50), ("15 min", 100)]


@pytest.mark.parametrize(("first", "last"), [(8, 17), (9, 18), (0, 24), (6, 23), (1, 22)])
def test_axis(first: int, last: int) -> None:
    """Every hour has its line, and no more words than fit: thirteen where there is room, five or six where not."""
    axis = ticks(Window(first, last))
    assert len(axis) == last - first + 1
    assert (axis[0].x, axis[-1].x) == (0, 100)
    assert 3 <= sum(tick.rank == 0 for tick in axis) <= 6
    assert sum(tick.rank < 2 for tick in axis) <= 13


def test_places() -> None:
    """What begins before the day or ends after it is cut at its edges; lengths are true to the axis."""
    window, day = Window(8, 18), MONDAY
    assert place(moment(0, 13), day, window) == 50
    assert (place(moment(-1, 23), day, window), place(moment(1, 1), day, window)) == (0, 100)
    assert share_of_window(3600, window) == 10


def test_dates_over_a_turn_of_the_year() -> None:
    """A week over the turn of a month or year names both."""
    year = made({"desk": [bout(3, 9, 20, monday=date(2026, 12, 28))]}, date(2026, 12, 28))
    month = made({}, date(2026, 11, 30) - timedelta(weeks=9))
    assert "28 December 2026 to 3 January 2027" in html(year)
    assert "28 September to 4 October 2026" in html(month)


def test_limits_that_changed() -> None:
    """Where limits were changed in the week the small print says that those it tells were not always in force."""
    definitions = [
        DefinitionRecord(f"l{idle}", moment(idle // 300, 8), idle, 120, 60, 3600, 120, 2700) for idle in (300, 600)
    ]
    changed, steady = made({"desk": [*definitions, bout(1, 9, 30)]}), made({"desk": [definitions[0], bout(1, 9, 30)]})
    assert "10 min without input" in html(changed)
    assert "These limits were others in a part of the week" in html(changed)
    assert "These limits were others" not in html(steady)


def test_details_need_some_bouts() -> None:
    """Means and medians of a bout or two are no news and are left out."""
    assert "Details" not in [one.text for one in page("one-bout").all("h2")]
    assert [fact.one("dt").text for fact in page("thin").one("section", "details").all("div", "fact")] == [
        "Usual bout (W50)",
        "Mean bout",
        "Median bout",
        "Unevenness (Gini)",
        "Breaks of 5 min or more",
    ]


def test_corrections_are_counted() -> None:
    """Corrections by hand are told of."""
    week = WEEKS["thin"]()
    corrected = replace(week.summary, coverage=replace(week.summary.coverage, corrections=2))
    assert "2 corrections." in html(replace(week, summary=corrected))

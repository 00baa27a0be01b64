"""The days as rows on one axis of hours: where each bout, break, drill and call lies; all places in percent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sitbreak.core.marks import Mark
from sitbreak.core.sittings import whole_bouts
from sitbreak.core.timeline import Row
from sitbreak.core.values import dataclass
from sitbreak.core.week import WeekSummary
from sitbreak.core.week_totals import Day
from sitbreak.ui.report.phrases import clock, counted, length, until
from sitbreak.ui.report.scale import STEP_WORDS, Tick, place, share_of_window, step_of, ticks
from sitbreak.ui.week_strip import Window, window_of

THINNEST = 0.22
"""Percent of the width below which a bar could not be seen."""

STATES = {"standing": "Standing", "away": "Away", "paused": "Paused", "unclear": "Could not tell"}
RESULTS = {"done": "done", "partial": "done in part"}
Marks = Mapping[date, Sequence[Mark]]


@dataclass(frozen=True, slots=True)
class Piece:
    """One bar or sign; `kind` is its class in the style sheet, `title` what a pointer over it reads."""

    x: float
    width: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table behind the chart."""

    time: str
    what: str
    lasted: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day; `label` tells it in a sentence to those who do not see it."""

    name: str
    number: str
    label: str
    sitting: str
    breaks: str
    pieces: tuple[Piece, ...]
    calls: tuple[Piece, ...]
    drills: tuple[Piece, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class DayChart:
    ticks: tuple[Tick, ...]
    rows: tuple[DayRow, ...]
    legend: tuple[tuple[str, str], ...]


def day_chart(summary: WeekSummary, marks: Marks) -> DayChart:
    """The heart of the page; `marks` holds the drills and calls of each day."""
    window, wholes = window_of(summary), whole_bouts(summary.days)
    rows = tuple(_row(day, marks.get(date.fromisoformat(day.date), ()), window, wholes) for day in summary.days)
    return DayChart(ticks(window), rows, tuple(_legend(rows)))


def _row(day: Day, marks: Sequence[Mark], window: Window, wholes: Mapping[Row, Row]) -> DayRow:
    on = date.fromisoformat(day.date)
    drills = [mark for mark in marks if mark.kind == "drill"]
    return DayRow(
        name=f"{on:%A}",
        number=f"{on.day} {on:%b}",
        label=_told(f"{on:%A}", day, drills),
        sitting=length(day.sitting_seconds) if day.sitting_seconds else "",
        breaks=_breaks(day),
        pieces=tuple(_pieces(day.timeline, on, window, wholes)),
        calls=tuple(_call(mark, on, window) for mark in marks if mark.kind == "call"),
        drills=tuple(_drill(mark, on, window) for mark in drills),
        entries=tuple(_entries(day.timeline, marks, wholes)),
    )


def _breaks(day: Day) -> str:
    if day.bouts:
        return counted(day.breaks, "break")
    return "since the day before" if day.sitting_seconds else ""


def _told(name: str, day: Day, drills: Sequence[Mark]) -> str:
    if not day.sitting_seconds:
        return f"{name}: no sitting recorded."
    longest = f", the longest {length(day.longest_bout_seconds)}" if day.bouts else ""
    return (
        f"{name}: {length(day.sitting_seconds)} of sitting in {counted(day.bouts, 'bout')}{longest}; "
        f"{counted(day.breaks, 'break')}, {counted(len(drills), 'drill')}."
    )


def _pieces(rows: Sequence[Row], on: date, window: Window, wholes: Mapping[Row, Row]) -> Iterator[Piece]:
    for row in rows:
        if row.state == "seated":
            yield _bar(row, step_of(wholes[row].seconds), _sat(wholes[row]), on, window)
        elif row.state in STATES:
            yield _bar(row, row.state, f"{STATES[row.state]}, {_when(row)}", on, window)


def _bar(row: Row | Mark, kind: str, title: str, on: date, window: Window) -> Piece:
    start = place(row.start, on, window)
    width = max(THINNEST, min(100 - start, share_of_window(row.seconds, window)))
    return Piece(min(start, 100 - width), round(width, 3), kind, title)


def _sat(whole: Row) -> str:
    return f"Sitting, {_when(whole)}"


def _when(row: Row) -> str:
    return f"{until(row.start, row.end)} ({length(row.seconds)})"


def _call(mark: Mark, on: date, window: Window) -> Piece:
    return _bar(mark, "call", f"A prompt waited for a call, {until(mark.start, mark.end)}", on, window)


def _drill(mark: Mark, on: date, window: Window) -> Piece:
    kind = mark.result if mark.result in RESULTS else "broken"
    return Piece(place(mark.start, on, window), 0.0, kind, f"{_did(mark)}, {clock(mark.start)}")


def _did(mark: Mark) -> str:
    return f"{mark.name}, {RESULTS.get(mark.result, 'broken off')}"


def _entries(rows: Sequence[Row], marks: Sequence[Mark], wholes: Mapping[Row, Row]) -> Iterator[Entry]:
    known: list[Row | Mark] = [row for row in rows if row.state == "seated" or row.state in STATES]
    for item in sorted([*known, *marks], key=lambda item: item.start):
        yield _entry(item, wholes)


def _entry(item: Row | Mark, wholes: Mapping[Row, Row]) -> Entry:
    time = until(item.start, item.end)
    if isinstance(item, Mark):
        return Entry(time, _did(item) if item.kind == "drill" else "A prompt waited for a call", length(item.seconds))
    if item.state != "seated":
        return Entry(time, STATES[item.state], length(item.seconds))
    part = "" if wholes[item].seconds == item.seconds else f", of a bout of {length(wholes[item].seconds)}"
    return Entry(time, "Sitting", length(item.seconds) + part)


def _legend(rows: Sequence[DayRow]) -> Iterator[tuple[str, str]]:
    """The steps of bouts always, the other signs only where they are used."""
    yield from STEP_WORDS.items()
    used = {piece.kind for row in rows for piece in (*row.pieces, *row.calls, *row.drills)}
    words = {state: name.lower() for state, name in STATES.items() if state != "away"} | {
        "call": "call, prompt waits",
        "done": "drill",
        "partial": "drill in part",
        "broken": "drill broken off",
    }
    yield from ((kind, name) for kind, name in words.items() if kind in used)

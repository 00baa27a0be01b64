"""The weekly report for a terminal: the pattern of sitting first, then days as strips, drills and small print."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from textwrap import wrap
from typing import TextIO

from sitbreak.core.aims import TARGET_WORDS
from sitbreak.core.durations import format_duration
from sitbreak.core.metrics import LongBouts
from sitbreak.core.week import WeekSummary
from sitbreak.core.week_change import Difference
from sitbreak.core.week_counts import Group
from sitbreak.core.week_totals import Day
from sitbreak.core.wording import hours_minutes, minutes
from sitbreak.ui.week_strip import ASCII, Cell, Window, ruler, strip, window_of

INKS = {
    "title": "1",
    "strong": "1",
    "faint": "2",
    "short": "38;5;37",
    "middle": "38;5;179",
    "long": "38;5;167",
    "standing": "38;5;75",
    "done": "38;5;37",
}
NAMES = TARGET_WORDS | {"other": "Others"}
BAR = 10
COLUMNS = 80
LABEL = 22


class Page:
    """Lines of text with or without colour."""

    def __init__(self, colour: bool) -> None:
        self.colour = colour
        self.lines: list[str] = []

    def ink(self, text: str, ink: str) -> str:
        return f"\x1b[{INKS[ink]}m{text}\x1b[0m" if self.colour and ink and text else text

    def add(self, *parts: str) -> None:
        self.lines.append("".join(parts).rstrip())

    def title(self, text: str, note: str = "") -> None:
        self.add()
        self.add(self.ink(text, "title"), self.ink(f"  {note}" if note else "", "faint"))


def render(summary: WeekSummary, stream: TextIO) -> str:
    """The report as this stream can show it: colour on a terminal unless NO_COLOR is set, ASCII without blocks."""
    text = week_text(summary, wants_colour(stream, os.environ))
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return text.translate(ASCII)
    return text


def wants_colour(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether a stream is a terminal that should get colours."""
    return stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def week_text(summary: WeekSummary, colour: bool = False) -> str:
    """The report as text of at most 80 columns."""
    page = Page(colour)
    _heading(page, summary)
    if not summary.totals.bouts and not summary.totals.sitting_seconds:
        page.add()
        page.add("Nothing was recorded in this week.")
    else:
        _pattern(page, summary)
        _days(page, summary)
        _details(page, summary)
    _drills(page, summary)
    _changes(page, summary)
    _small_print(page, summary)
    return "\n".join(page.lines) + "\n"


def _heading(page: Page, summary: WeekSummary) -> None:
    first, last = (date.fromisoformat(day.date) for day in (summary.days[0], summary.days[-1]))
    span = f"{first:%d %b} to {last:%d %b %Y}"
    page.add(page.ink(f"Week {int(summary.week[-2:])}", "title"), f"  {span}", "  ", ", ".join(summary.devices))


def _pattern(page: Page, summary: WeekSummary) -> None:
    totals, prompts = summary.totals, summary.prompts
    for long in reversed(totals.long_bouts):
        _fact(page, f"In bouts of {minutes(long.threshold_seconds)} +", hours_minutes(long.seconds), _of_sitting(long))
    longest = totals.longest_bout_start
    _fact(page, "Longest bout", hours_minutes(totals.longest_bout_seconds), f"{longest:%A, %H:%M}" if longest else "")
    per_hour = totals.breaks_per_sitting_hour
    breaks = f"{totals.breaks} breaks in {hours_minutes(totals.sitting_seconds)} of sitting"
    _fact(page, "Breaks per hour", "-" if per_hour is None else f"{per_hour:.1f}", breaks)
    taken = "-" if prompts.acceptance is None else f"{prompts.accepted + prompts.walked} of {prompts.shown}"
    _fact(page, "Prompts taken", taken, _funnel(summary))


def _fact(page: Page, label: str, value: str, note: str) -> None:
    page.add(f"  {label:<{LABEL}}", page.ink(f"{value:<13}", "strong"), page.ink(note, "faint"))


def _of_sitting(long: LongBouts) -> str:
    bouts = "1 bout" if long.count == 1 else f"{long.count} bouts"
    return f"{bouts}, {long.share:.0%} of all sitting"


def _funnel(summary: WeekSummary) -> str:
    row = summary.prompts
    counts = {
        "due": row.due,
        "walked": row.walked,
        "snoozed": row.snoozed,
        "skipped": row.skipped,
        "ignored": row.ignored,
        "left unasked": row.natural,
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


def _days(page: Page, summary: WeekSummary) -> None:
    window = window_of(summary)
    page.title("Days", "the taller a block, the longer the bout it belongs to")
    page.add(" " * 8, page.ink(f"{ruler(window):<{window.cells + 2}}", "faint"), " sitting  breaks")
    for day in summary.days:
        page.add(*_day(page, day, window))
    page.add(" " * 8, *_legend(page))


def _day(page: Page, day: Day, window: Window) -> Iterator[str]:
    yield f" {date.fromisoformat(day.date):%a %d} "
    yield from _coloured(page, strip(day.timeline, window))
    if day.sitting_seconds:
        hours, rest = divmod(int(day.sitting_seconds // 60), 60)
        yield f"   {hours:>2} h {rest:02}  {day.breaks:>5}"


def _coloured(page: Page, cells: Iterable[Cell]) -> Iterator[str]:
    run, ink = "", ""
    for cell in cells:
        if cell.ink != ink:
            yield page.ink(run, ink)
            run, ink = "", cell.ink
        run += cell.glyph
    yield page.ink(run, ink)


def _legend(page: Page) -> Iterator[str]:
    signs = (
        ("▂▃", "short", "under 30 min"),
        ("▅▆", "middle", "under 60"),
        ("█", "long", "longer"),
        ("╵", "standing", "standing"),
        ("·", "faint", "away"),
    )
    yield "   ".join(f"{page.ink(sign, ink)} {meaning}" for sign, ink, meaning in signs)


def _details(page: Page, summary: WeekSummary) -> None:
    totals, quality = summary.totals, summary.totals.break_quality
    if totals.w50_seconds is None or totals.mean_bout_seconds is None or totals.median_bout_seconds is None:
        return
    page.title("Details")
    mean, median = minutes(totals.mean_bout_seconds), minutes(totals.median_bout_seconds)
    page.add(f"  Half of all sitting was in bouts of {hours_minutes(totals.w50_seconds)} or longer.")
    page.add(f"  Mean bout {mean}, median {median}, unevenness (Gini) {totals.gini:.2f}.")
    page.add(
        f"  Breaks: {quality.brief} under 2 min, {quality.moderate} of 2 to 5 min, {quality.full} of 5 min or more."
    )


def _drills(page: Page, summary: WeekSummary) -> None:
    page.title("Drills", "done, against the week's target")
    for name, group in summary.drills.by_category.items():
        if group.target or group.done or group.partial or group.aborted:
            page.add(f"  {NAMES.get(name, name):<{LABEL}}", *_progress(page, group))
    left, right = (int(summary.drills.stretch_seconds[side] // 60) for side in ("left", "right"))
    page.add(f"  {'Stretched':<{LABEL}}left {left} min, right {right} min ", page.ink("of 10 min a side", "faint"))


def _progress(page: Page, group: Group) -> Iterator[str]:
    share = min(1.0, group.done / group.target) if group.target else 1.0
    full = int(share * BAR)
    yield page.ink("█" * full, "done") + page.ink("·" * (BAR - full), "faint")
    yield f"  {group.done:>2} of {group.target:<4}" if group.target else f"  {group.done:>2}{' ' * 8}"
    also = {"partly": group.partial, "broken off": group.aborted}
    yield page.ink(", ".join(f"{count} {name}" for name, count in also.items() if count), "faint")


def _changes(page: Page, summary: WeekSummary) -> None:
    rows = {"Since last week": summary.change.previous_week, "Against four weeks": summary.change.four_week_mean}
    said = {label: row for label, row in rows.items() if row}
    if not said:
        return
    page.title("Change", "per day with at least two hours")
    for label, row in said.items():
        page.add(f"  {label:<{LABEL}}", _difference(row))


def _difference(row: Difference) -> str:
    return (
        f"{_signed(row.sitting_seconds_per_day)} sitting, {_signed(row.bouts_60_seconds_per_day)} in long bouts, "
        f"{row.breaks_per_sitting_hour:+.1f} breaks/h"
    )


def _signed(seconds: float) -> str:
    return f"{'-' if seconds < 0 else '+'}{round(abs(seconds) / 60)} min"


def _small_print(page: Page, summary: WeekSummary) -> None:
    rules, seen = summary.definition, summary.coverage
    idle, locked, asleep = (
        format_duration(seconds)
        for seconds in (rules.absence_idle_seconds, rules.absence_locked_seconds, rules.absence_asleep_seconds)
    )
    text = (
        "Desk sitting, estimated from computer use. A break is "
        f"{idle} without input, {locked} locked, {asleep} asleep, a walk or a drill on your feet. "
        f"Seen: {hours_minutes(seen.tracked_seconds)}, {seen.valid_days} days with two hours of sitting or more, "
        f"{hours_minutes(summary.totals.assumed_seconds)} assumed from calls and films, {seen.corrections} corrections."
    )
    page.add()
    for line in wrap(text, COLUMNS):
        page.add(page.ink(line, "faint"))

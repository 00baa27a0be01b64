"""The weekly report for a terminal: the pattern of sitting first, then days as strips, drills and small print."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from shutil import get_terminal_size
from typing import TextIO

from sitbreak.core.cards import TARGET_WORDS
from sitbreak.core.durations import format_duration
from sitbreak.core.metrics import LongBouts
from sitbreak.core.sittings import whole_bouts
from sitbreak.core.week import WeekSummary
from sitbreak.core.week_change import Difference
from sitbreak.core.week_counts import Group
from sitbreak.core.week_facts import Definition, DefinitionSince
from sitbreak.core.week_totals import Day
from sitbreak.core.wording import hours_minutes, minutes
from sitbreak.ui.lines import MANY, Lines, inks_of, wants_colour
from sitbreak.ui.week_strip import ASCII, Cell, ruler, strip, window_of

NAMES = TARGET_WORDS | {"other": "Others"}
BAR = 10
COLUMNS, FEWEST_COLUMNS = 80, 56
LABEL, VALUE = 22, 13
BESIDE_STRIP, LEGEND = 25, 66
"""Columns that a day's name, its time and its breaks take, and those of the legend in one line."""


def render(summary: WeekSummary, stream: TextIO) -> str:
    """The report as this stream can show it: its width and colours on a terminal, ASCII where it knows no blocks."""
    columns = get_terminal_size((COLUMNS, 24)).columns if stream.isatty() else COLUMNS
    text = week_text(summary, wants_colour(stream, os.environ), columns, inks_of(os.environ))
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return text.translate(ASCII)
    return text


def week_text(
    summary: WeekSummary, colour: bool = False, columns: int = COLUMNS, inks: Mapping[str, str] = MANY
) -> str:
    """The report as text of at most `columns`, of which it uses 56 to 80."""
    page = Lines(min(max(columns, FEWEST_COLUMNS), COLUMNS), inks if colour else {})
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


def _heading(page: Lines, summary: WeekSummary) -> None:
    first, last = (date.fromisoformat(day.date) for day in (summary.days[0], summary.days[-1]))
    span = f"{first:%d %b} to {last:%d %b %Y}"
    week, devices = f"Week {int(summary.week[-2:])}", ", ".join(summary.devices)
    fits = len(f"{week}  {span}  {devices}") <= page.columns
    page.add(page.ink(week, "title"), f"  {span}", f"  {devices}" if fits else "")
    if not fits:
        page.wrapped(devices)


def _pattern(page: Lines, summary: WeekSummary) -> None:
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


def _fact(page: Lines, label: str, value: str, note: str) -> None:
    beside = LABEL + VALUE + len(note) < page.columns
    page.add(f"  {label:<{LABEL}}", page.ink(f"{value:<{VALUE}}", "strong"), page.ink(note if beside else "", "faint"))
    if not beside:
        page.wrapped(note, "faint", indent=4)


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


def _days(page: Lines, summary: WeekSummary) -> None:
    window, wholes = window_of(summary, page.columns - BESIDE_STRIP - 2), whole_bouts(summary.days)
    page.title("Days", "the taller a block, the longer its bout")
    page.add(" " * 8, page.ink(f"{ruler(window):<{window.cells + 2}}", "faint"), " sitting  breaks")
    for day in summary.days:
        page.add(*_day(page, day, strip(day.timeline, window, wholes)))
    for line in _legend(page):
        page.add(" " * 8, line)


def _day(page: Lines, day: Day, cells: Sequence[Cell]) -> Iterator[str]:
    yield f" {date.fromisoformat(day.date):%a %d} "
    yield from _coloured(page, cells)
    if day.sitting_seconds:
        hours, rest = divmod(int(day.sitting_seconds // 60), 60)
        yield f"   {hours:>2} h {rest:02}  {day.breaks:>5}"


def _coloured(page: Lines, cells: Iterable[Cell]) -> Iterator[str]:
    run, ink = "", ""
    for cell in cells:
        if cell.ink != ink:
            yield page.ink(run, ink)
            run, ink = "", cell.ink
        run += cell.glyph
    yield page.ink(run, ink)


def _legend(page: Lines) -> Iterator[str]:
    signs = (
        ("▂▃", "short", "under 30 min"),
        ("▅▆", "middle", "under 60"),
        ("█", "long", "longer"),
        ("╵", "standing", "standing"),
        ("·", "faint", "away"),
    )
    room = page.columns - 8
    for row in (signs,) if room >= LEGEND else (signs[:3], signs[3:]):
        yield "   ".join(f"{page.ink(sign, ink)} {meaning}" for sign, ink, meaning in row)


def _details(page: Lines, summary: WeekSummary) -> None:
    totals, quality = summary.totals, summary.totals.break_quality
    if totals.w50_seconds is None or totals.mean_bout_seconds is None or totals.median_bout_seconds is None:
        return
    page.title("Details")
    mean, median = minutes(totals.mean_bout_seconds), minutes(totals.median_bout_seconds)
    page.wrapped(f"Half of all sitting was in bouts of {hours_minutes(totals.w50_seconds)} or longer.", indent=2)
    page.wrapped(f"Mean bout {mean}, median {median}, unevenness (Gini) {totals.gini:.2f}.", indent=2)
    page.wrapped(
        f"Breaks: {quality.brief} under 2 min, {quality.moderate} of 2 to 5 min, {quality.full} of 5 min or more.",
        indent=2,
    )


def _drills(page: Lines, summary: WeekSummary) -> None:
    page.title("Drills", "done, against the week's target")
    for name, group in summary.drills.by_category.items():
        if group.target or group.done or group.partial or group.aborted:
            page.add(f"  {NAMES.get(name, name):<{LABEL}}", *_progress(page, group))
    left, right = (int(summary.drills.stretch_seconds[side] // 60) for side in ("left", "right"))
    target = "of 10 min a side" if page.columns >= COLUMNS else "of 10"
    page.add(f"  {'Stretched':<{LABEL}}left {left} min, right {right} min ", page.ink(target, "faint"))


def _progress(page: Lines, group: Group) -> Iterator[str]:
    share = min(1.0, group.done / group.target) if group.target else 1.0
    full = int(share * BAR)
    yield page.ink("█" * full, "done") + page.ink("·" * (BAR - full), "faint")
    yield f"  {group.done:>2} of {group.target:<4}" if group.target else f"  {group.done:>2}{' ' * 8}"
    also = {"partly": group.partial, "broken off": group.aborted}
    yield page.ink(", ".join(f"{count} {name}" for name, count in also.items() if count), "faint")


def _changes(page: Lines, summary: WeekSummary) -> None:
    rows = {"Since last week": summary.change.previous_week, "Against four weeks": summary.change.four_week_mean}
    said = {label: row for label, row in rows.items() if row}
    if not said:
        return
    page.title("Change", "per day with at least two hours")
    for label, row in said.items():
        page.wrapped(f"{label}: {_difference(row)}", indent=2)


def _difference(row: Difference) -> str:
    return (
        f"{_signed(row.sitting_seconds_per_day)} sitting, {_signed(row.bouts_60_seconds_per_day)} in long bouts, "
        f"{row.breaks_per_sitting_hour:+.1f} breaks/h"
    )


def _signed(seconds: float) -> str:
    return f"{'-' if seconds < 0 else '+'}{round(abs(seconds) / 60)} min"


def _small_print(page: Lines, summary: WeekSummary) -> None:
    seen = summary.coverage
    text = (
        f"Desk sitting, estimated from computer use. {_rules(summary)} "
        f"Seen: {hours_minutes(seen.tracked_seconds)}, {seen.valid_days} days with two hours of sitting or more, "
        f"{hours_minutes(summary.totals.assumed_seconds)} assumed from calls and films, {seen.corrections} corrections."
    )
    page.add()
    page.wrapped(text, "faint")


def _rules(summary: WeekSummary) -> str:
    """What counted as a break when the week was recorded, and since when where that was changed in it."""
    known = [next(same) for _, same in groupby(summary.definitions, key=_break)]
    if len(known) > 1:
        each = "; ".join(f"from {row.since:%a %H:%M} on {_break(row)}" for row in known)
        return f"A break is a walk, a drill on your feet or, by the settings of that time, {each}."
    unknown = "" if known or not summary.bouts else " (by today's settings; the week did not keep its own)"
    return f"A break is {_break(summary.definition)}, a walk or a drill on your feet{unknown}."


def _break(rules: Definition | DefinitionSince) -> str:
    limits = (rules.absence_idle_seconds, rules.absence_locked_seconds, rules.absence_asleep_seconds)
    idle, locked, asleep = map(format_duration, limits)
    return f"{idle} without input, {locked} locked or {asleep} asleep"

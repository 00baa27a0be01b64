"""The bouts of a week as a table for spreadsheets: one row each, in order of time."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from sitbreak.core.week import WeekSummary
from sitbreak.core.week_facts import WeekBout

COLUMNS = (
    "week",
    "day",
    "start",
    "end",
    "seconds",
    "assumed_seconds",
    "ended_by",
    "device",
)
STDOUT = "-"
BETWEEN = "+"
"""What stands between the devices of a bout that was sat at several of them; no device's name can hold it."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(path: str, summary: WeekSummary) -> None:
    """Write the week's bouts to the file, or to standard output for "-"; raises OSError."""
    if path == STDOUT:
        _write(sys.stdout, summary)
        return
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        _write(file, summary)


def _write(stream: TextIO, summary: WeekSummary) -> None:
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(_row(summary.week, bout) for bout in summary.bouts)


def _row(week: str, bout: WeekBout) -> Iterator[str]:
    """One bout; times as ISO 8601 with offset, seconds whole, `ended_by` empty while it goes on."""
    times = (bout.start.isoformat(timespec="seconds"), bout.end.isoformat(timespec="seconds"))
    lengths = (f"{bout.seconds:.0f}", f"{bout.assumed_seconds:.0f}")
    return map(_harmless, (week, bout.day, *times, *lengths, bout.ended_by, BETWEEN.join(bout.devices)))


def _harmless(text: str) -> str:
    """The text as no spreadsheet takes for a formula: a folder of a stranger's may be called anything."""
    return f"'{text}" if text.startswith(_FORMULA) else text

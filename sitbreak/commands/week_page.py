"""`sitbreak week --html FILE` and `--open`: the week as a page, in a file or in the browser."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from sitbreak.adapters.atomic import private_folder, write_atomic
from sitbreak.adapters.browser import open_page
from sitbreak.adapters.catalogue_files import load_with
from sitbreak.adapters.clock import LocalTime
from sitbreak.commands import Refusal
from sitbreak.commands.records import Opened, opened
from sitbreak.commands.week import records_of, summary_from, summary_of
from sitbreak.core.marks import marks_of
from sitbreak.core.merging import distinct
from sitbreak.core.model import Record
from sitbreak.core.week import WeekSummary
from sitbreak.ports import Unavailable
from sitbreak.ui.report.page import Made, html
from sitbreak.ui.week_table import week_text

PAGE = "week.html"
STANDARD_OUTPUT = "-"


def write(file: str, here: Opened, week: str, now: datetime) -> None:
    """Write the page to the file in one step, or to standard output for "-"; raises Refusal and OSError."""
    if file == STANDARD_OUTPUT:
        sys.stdout.write(html(_made(here, week, now)))
        return
    path = _checked(Path(file))
    write_atomic(path, html(_made(here, week, now)))


def show(here: Opened, week: str, now: datetime) -> None:
    """Open the page in the browser, or the table in a window where there is none; raises Refusal and OSError."""
    made = _made(here, week, now)
    private_folder(here.places.state)
    page = here.places.state / PAGE
    write_atomic(page, html(made))
    try:
        open_page(page)
    except Unavailable as gone:
        _in_a_window(made.summary, gone, page)


def _again(week: str) -> str:
    return week_text(summary_of(opened(), week, LocalTime()()), True)


def _checked(path: Path) -> Path:
    if path.exists() and not path.is_file():
        raise Refusal(f"{path} is no plain file; name another, or - for standard output.")
    if not path.absolute().parent.is_dir():
        raise Refusal(f"{path.parent} is no folder; name a place that exists.")
    return path


def _made(here: Opened, week: str, now: datetime) -> Made:
    drills = load_with(here.places.config).catalogue
    devices = records_of(here, week)
    summary = summary_from(here, week, now, devices)
    return Made(summary, marks_of(_once(devices), {drill.id: drill.name for drill in drills}), now)


def _once(devices: Mapping[str, Iterable[Record]]) -> Iterable[Record]:
    return (record for records in distinct(devices).values() for record in records)


def _in_a_window(summary: WeekSummary, gone: Unavailable, page: Path) -> None:
    from tkinter import TclError

    from sitbreak.ui.week_window import show as show_table

    title = f"Week {int(summary.week[-2:])} - sitbreak"
    try:
        show_table(week_text(summary, True), title, partial(_again, summary.week))
    except TclError as error:
        raise Refusal(f"{gone.reason}, and no window could be opened; the page is {page}.") from error

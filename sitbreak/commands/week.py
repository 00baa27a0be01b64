"""`sitbreak week`: the pattern of a week, as a table, a page, rows for a spreadsheet or JSON."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sitbreak.adapters.catalogue_files import load_with
from sitbreak.adapters.clock import LocalTime
from sitbreak.adapters.control_client import NotRunning, ask
from sitbreak.adapters.system import known_name
from sitbreak.commands import OK, USAGE, Refusal
from sitbreak.commands.records import Opened, opened
from sitbreak.core.codec import begins, week_of
from sitbreak.core.model import BoutRecord, Record
from sitbreak.core.week import WeekSummary, days_of, summarise, to_json, weeks_needed
from sitbreak.ui.week_table import render

Devices = Mapping[str, tuple[Record, ...]]


def run(options: Namespace) -> int:
    now = LocalTime()()
    week = _checked(options.week or week_of(now.date()))
    here = opened()
    _put_out(options, here, week, now)
    here.warn()
    return OK


def _put_out(options: Namespace, here: Opened, week: str, now: datetime) -> None:
    if options.html or options.open:
        from sitbreak.commands import week_page

        week_page.show(here, week, now) if options.open else week_page.write(options.html, here, week, now)
    elif options.csv:
        from sitbreak.commands import week_csv

        week_csv.write(options.csv, summary_of(here, week, now))
    else:
        summary = summary_of(here, week, now)
        sys.stdout.write(json.dumps(to_json(summary)) + "\n" if options.json else render(summary, sys.stdout))


def _checked(week: str) -> str:
    try:
        days_of(week.upper())
    except ValueError as error:
        raise Refusal(f'week: found "{week}", allowed an ISO week such as 2026-W47', USAGE) from error
    return week.upper()


def summary_of(here: Opened, week: str, now: datetime) -> WeekSummary:
    """The figures of an ISO week over all devices, the bout under way included."""
    return summary_from(here, week, now, records_of(here, week))


def summary_from(here: Opened, week: str, now: datetime, devices: Devices) -> WeekSummary:
    """The same out of records that were read already, with `records_of`."""
    categories = {drill.id: drill.category for drill in load_with(here.places.config).catalogue}
    return summarise(week, _with_running(here, devices, now), here.settings, categories)


def records_of(here: Opened, week: str) -> Devices:
    """Every device's records of the weeks that a summary looks at."""
    found = here.store.in_weeks(weeks_needed(week))
    return {device: tuple(sorted(records, key=begins)) for device, records in found.items()}


def _with_running(here: Opened, devices: Devices, now: datetime) -> Devices:
    name = known_name(here.places.state, here.settings.sync.device)
    running = _running(here, now)
    return {**devices, name: (*devices.get(name, ()), *running)} if running else devices


def _running(here: Opened, now: datetime) -> tuple[BoutRecord, ...]:
    """The open bout, as the running program tells it."""
    try:
        told: dict[str, Any] = dict(ask(str(here.places.runtime), {"command": ["status"]}))["status"]  # type: ignore[assignment]
    except (NotRunning, OSError, KeyError):
        return ()
    bout = told["bout"]
    if bout is None:
        return ()
    return (BoutRecord("open", datetime.fromisoformat(bout["start"]), now, bout["assumed_seconds"], "end"),)

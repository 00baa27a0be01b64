"""`sitbreak week`: the pattern of a week, as a table or as JSON."""

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
from sitbreak.commands import OK, USAGE, Refusal
from sitbreak.commands.records import Opened, opened
from sitbreak.core.codec import begins, week_of
from sitbreak.core.model import BoutRecord, Record
from sitbreak.core.week import WeekSummary, days_of, summarise, to_json, weeks_needed
from sitbreak.ui.week_table import render, week_text


def run(options: Namespace) -> int:
    now = LocalTime()()
    week = _checked(options.week or week_of(now.date()))
    if options.open:
        return _open(week)
    here = opened()
    summary = summary_of(here, week, now)
    here.warn()
    sys.stdout.write(json.dumps(to_json(summary)) + "\n" if options.json else render(summary, sys.stdout))
    return OK


def _checked(week: str) -> str:
    try:
        days_of(week.upper())
    except ValueError as error:
        raise Refusal(f'week: found "{week}", allowed an ISO week such as 2026-W47', USAGE) from error
    return week.upper()


def _open(week: str) -> int:
    """The table in a window."""
    from sitbreak.ui.week_window import show

    def text() -> str:
        return week_text(summary_of(opened(), week, LocalTime()()), True)

    show(text(), f"Week {week[-2:].lstrip('0')} - sitbreak", text)
    return OK


def summary_of(here: Opened, week: str, now: datetime) -> WeekSummary:
    """The figures of an ISO week over all devices, the bout under way included."""
    categories = {drill.id: drill.category for drill in load_with(here.places.config).catalogue}
    return summarise(week, _records(here, week), here.settings, categories, running=_running(here, now))


def _records(here: Opened, week: str) -> Mapping[str, tuple[Record, ...]]:
    """Every device's records of the weeks that a summary looks at."""
    found: dict[str, list[Record]] = {}
    for needed in weeks_needed(week):
        for device, records in here.store.week(needed).items():
            found.setdefault(device, []).extend(records)
    return {device: tuple(sorted(records, key=begins)) for device, records in found.items()}


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

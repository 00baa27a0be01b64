"""`sitbreak demo`: a made-up week at speed, in a folder of its own; ends with its report."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

from sitbreak.adapters.book import shipped_book
from sitbreak.adapters.clock import LocalTime
from sitbreak.adapters.store import RecordStore
from sitbreak.adapters.system import Places
from sitbreak.commands import OK
from sitbreak.commands.made_up import monday_before, week
from sitbreak.commands.records import opened
from sitbreak.commands.week import summary_of
from sitbreak.core.codec import week_of
from sitbreak.core.model import BoutRecord, DrillRecord, PromptRecord, Record
from sitbreak.core.settings import read_settings
from sitbreak.core.wording import hours_minutes
from sitbreak.ui.week_table import render

SEEDS = (11, 7)
"""The week before, to compare with, and the week shown."""


def run(options: Namespace) -> int:
    home = Path(mkdtemp(prefix="sitbreak-demo-"))
    places = Places.find({"SITBREAK_HOME": str(home)})
    places.make()
    sys.stdout.write(f"A made-up week at speed; its records go to {home}, your own are not touched.\n\n")
    store = RecordStore(places.history, places.checkpoint, "demo-desk")
    now = LocalTime()()
    monday = monday_before(now)
    settings = read_settings({"drills": {"profile": "floor"}})
    for start, seed in zip((monday - timedelta(weeks=1), monday), SEEDS, strict=True):
        for day in week(start, now.tzinfo, settings, shipped_book(), seed):
            store.put(day)
            if start == monday:
                sys.stdout.write(_line(day) + "\n")
                sys.stdout.flush()
    here, shown = opened(places), week_of(monday)
    sys.stdout.write("\n" + render(summary_of(here, shown, now), sys.stdout))
    if options.html:
        from sitbreak.commands import week_page

        week_page.write(options.html, here, shown, now)
    return OK


def _line(day: list[Record]) -> str:
    bouts = [record for record in day if isinstance(record, BoutRecord)]
    prompts = [record for record in day if isinstance(record, PromptRecord)]
    drills = [record for record in day if isinstance(record, DrillRecord)]
    sitting = hours_minutes(sum((bout.end - bout.start).total_seconds() for bout in bouts))
    answers = ", ".join(prompt.outcome for prompt in prompts)
    done = "1 drill" if len(drills) == 1 else f"{len(drills)} drills"
    return f"{bouts[0].start:%A}: sat {sitting} in {len(bouts)} bouts, {done}. Prompts: {answers}."

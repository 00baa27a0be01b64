"""At the first presence of a week the running program says one sentence about the last, once; its button opens it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from sitbreak.adapters.browser import OPENER
from sitbreak.adapters.store import RecordStore
from sitbreak.core.codec import week_of
from sitbreak.core.delivering import OPEN, TITLE
from sitbreak.core.model import BoutRecord, Record, SpanRecord
from tests.desktop.conftest import OpenDesktop
from tests.desktop.program import UNPROMPTED, Program


@pytest.fixture
def program(open_desktop: OpenDesktop) -> Program:
    """A program on a desktop with dunst, whose browser only notes what it is to open."""
    desktop = open_desktop(notifier="dunst")
    browser = desktop.root / "bin" / OPENER
    browser.parent.mkdir()
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {desktop.root}/opened\n')
    browser.chmod(0o700)
    desktop.env |= {"PATH": f"{browser.parent}:{desktop.env['PATH']}", "TZ": "UTC"}
    return Program(desktop, UNPROMPTED)


def last_wednesday() -> datetime:
    now = datetime.now(UTC)
    return now.replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=now.weekday() + 5)


def on_record(program: Program, *records: Record) -> None:
    RecordStore(program.home / "data/history", program.home / "state/unused.json", "desk").put(records)


def bout(start: datetime, minutes: int) -> BoutRecord:
    return BoutRecord(f"old-{start:%H}", start, start + timedelta(minutes=minutes), 0.0, "idle")


def begin(program: Program) -> None:
    """Start it for somebody who is typing."""
    program.start()
    program.desktop.type_on()
    program.wait_for(lambda: program.status()["bout"], "somebody at the desk")


def settled(program: Program) -> bool:
    """Whether the program remembers that this week has had its word."""
    news: dict[str, Any] = json.loads((program.home / "state/state.json").read_text())["state"]["news"]
    return bool(news["week"] == week_of(datetime.now(UTC)))


def count(program: Program, which: str) -> int:
    return int(program.desktop.output("dunstctl", "count", which))


def shown(program: Program) -> list[tuple[str, str]]:
    """Summary and body of what dunst showed and closed, oldest first."""
    rows = json.loads(program.desktop.output("dunstctl", "history"))["data"][0]
    return [(row["summary"]["data"], row["body"]["data"]) for row in reversed(rows)]


def test_a_week_is_delivered_once(program: Program) -> None:
    """Last week's long sittings come as one notification, which opens the page; a restart brings no second one."""
    nine = last_wednesday()
    on_record(program, bout(nine, 70), bout(nine + timedelta(hours=2), 80), bout(nine + timedelta(hours=4), 40))
    begin(program)
    program.wait_for(lambda: count(program, "displayed") == 1, "the word on last week")
    assert settled(program)
    program.desktop.press_notification_button(OPEN, among=(OPEN,))
    opened = program.desktop.root / "opened"
    program.wait_for(lambda: opened.exists() and opened.read_text(), "the page in the browser")
    page = Path(urlsplit(opened.read_text().strip()).path)
    assert f"Week {nine.isocalendar().week}" in page.read_text()
    program.desktop.output("dunstctl", "close-all")
    ((title, body),) = shown(program)
    assert title == TITLE
    assert "2 h 30 min" in body

    assert program.quit() == 0
    begin(program)
    program.ask("stand")
    program.wait_for(lambda: program.status()["state"] == "standing", "some life after the restart")
    assert settled(program)
    assert (count(program, "displayed"), len(shown(program))) == (0, 1)


def test_nothing_after_an_empty_week(program: Program) -> None:
    """Where nobody sat last week, the records are asked and nothing is said."""
    nine = last_wednesday()
    on_record(program, SpanRecord("old", nine, nine + timedelta(hours=3), "away", "idle"))
    begin(program)
    program.wait_for(lambda: settled(program), "the answer of the records")
    assert (count(program, "displayed"), shown(program)) == (0, [])

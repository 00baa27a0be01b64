"""`sitbreak week --open` shows the page in the person's own browser, and a window where there is none."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta

import pytest

from sitbreak.adapters.store import RecordStore
from sitbreak.core.model import BoutRecord
from tests.contracts.presence import need
from tests.desktop import hands
from tests.desktop.browsers import chromium_by_default, no_browser, opener
from tests.desktop.conftest import OpenDesktop
from tests.desktop.program import SITBREAK, UNPROMPTED, Program
from tests.desktop.session import DesktopSession

WEEK = "2026-W47"
NINE = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.fixture
def desktop(open_desktop: OpenDesktop) -> DesktopSession:
    """A desktop whose person has sat for an hour and a half in that week."""
    desktop = open_desktop()
    home = Program(desktop, UNPROMPTED).home
    bout = BoutRecord("b", NINE, NINE + timedelta(minutes=90), 0.0, "idle")
    RecordStore(home / "data/history", home / "state/unused.json", "desk").put([bout])
    desktop.env |= {"TZ": "UTC"}
    return desktop


def test_in_the_browser_of_the_desktop(desktop: DesktopSession) -> None:
    """The desktop's default browser opens the page, under its own title; the command ends and leaves it open."""
    need("chromium", "xdg-open")
    chromium_by_default(desktop)
    command = desktop.run([SITBREAK, "week", WEEK, "--open"])
    desktop.wait_for(lambda: command.poll() is not None, 30, "the command's end")
    assert command.returncode == 0
    title = "Week 47, 16 to 22 November 2026 - sitbreak"
    desktop.wait_for(lambda: title in _titles(desktop), 30, "the page")


def _titles(desktop: DesktopSession) -> str:
    windows = desktop.xdo("search", "--onlyvisible", "--name", "").split()
    return "\n".join(desktop.xdo("getwindowname", window) for window in windows)


def test_the_page_is_the_persons_alone(desktop: DesktopSession) -> None:
    """The page lies in the state folder, is readable by its owner only, and is handed over by its address."""
    opener(desktop, f'printf "%s" "$@" > {desktop.root}/opened')
    desktop.output(SITBREAK, "week", WEEK, "--open")
    page = Program(desktop, UNPROMPTED).home / "state" / "week.html"
    assert (desktop.root / "opened").read_text() == page.as_uri()
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "1 h 30 min" in page.read_text()


def test_a_window_where_there_is_no_browser(desktop: DesktopSession) -> None:
    """A desktop that finds no browser gets the table in a window of our own."""
    no_browser(desktop)
    desktop.run([SITBREAK, "week", WEEK, "--open"])
    desktop.wait_for(lambda: hands.windows(desktop, "Sitbreak"), 20, "the window with the week")
    assert "Week 47" in _titles(desktop)


def test_a_browser_that_stays(desktop: DesktopSession) -> None:
    """An opener that goes on for as long as the browser does holds the command up for a few seconds at most."""
    opener(desktop, f"echo $$ > {desktop.root}/pid; exec sleep 60")
    desktop.output(SITBREAK, "week", WEEK, "--open")
    assert (desktop.root / "pid").exists()
    assert not hands.windows(desktop, "Sitbreak")
    desktop.output("kill", (desktop.root / "pid").read_text().strip())

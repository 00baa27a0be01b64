"""The prompt window on a real X server: it says when it is seen, takes no focus and reports the click."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from sitbreak.ui.prompt_window import DODGES_FOR_MS
from tests.desktop.hands import windows
from tests.desktop.session import DesktopSession
from tests.ui.windows import Window, focus, window

OFFER = {
    "id": "7",
    "title": "47 minutes sitting",
    "body": "A minute of marching may loosen the hips.",
    "drill": "standing-march",
    "snoozes_left": 2,
}


def shown(opened: Window) -> str:
    """The window's id, once it has said that it is on the screen."""
    own = opened.id()
    opened.screen.wait_for(lambda: opened.lines() == [{"version": 1, "shown": True}], 10, "the line that it is shown")
    return own


def click(opened: Window, right: int) -> None:
    """Click a button, so many pixels left of the window's lower right corner."""
    screen, own = opened.screen, opened.id()
    seen = time.monotonic()
    screen.wait_for(lambda: time.monotonic() > seen + DODGES_FOR_MS / 1000, 5, "the time to aim")
    facts = dict(row.split("=") for row in screen.xdo("getwindowgeometry", "--shell", own).splitlines())
    screen.xdo("mousemove", "--window", own, int(facts["WIDTH"]) - right, int(facts["HEIGHT"]) - 34, "click", 1)


@pytest.mark.parametrize("style", ["small", "centred"])
def test_it_takes_no_focus(screen: DesktopSession, style: str) -> None:
    """Whoever types goes on typing into their own window."""
    with window(screen, "drill_window", "--drill", "glute-squeeze", "--speed", "0.1") as typed_into:
        typed_into.focused()
        with window(screen, "prompt_window", "--json", json.dumps(OFFER), "--style", style) as opened:
            shown(opened)
            assert focus(screen) == typed_into.id()
            screen.xdo("key", "space")
            typed_into.titled("Paused")


def test_a_spoiled_drill_file_costs_the_picture_only(screen: DesktopSession, tmp_path: Path) -> None:
    """The person's own drill broke since it was offered: the prompt still asks and can be answered."""
    broken = tmp_path / "mine.toml"
    broken.write_text("id = ", encoding="utf-8")
    with window(screen, "prompt_window", "--json", json.dumps(OFFER | {"drill": str(broken)})) as opened:
        shown(opened)
        click(opened, 50)
        assert opened.ended() == 0
        assert opened.lines()[1:] == [{"version": 1, "answer": "accept"}]


@pytest.mark.parametrize(("right", "answer"), [(50, "accept"), (130, "walk")])
def test_a_click_is_the_answer(screen: DesktopSession, right: int, answer: str) -> None:
    """Start and Just walk each give their word, and the window is gone."""
    with window(screen, "prompt_window", "--json", json.dumps(OFFER)) as opened:
        shown(opened)
        click(opened, right)
        assert opened.ended() == 0
        assert opened.lines()[1:] == [{"version": 1, "answer": answer}]


def test_it_stays_away_from_the_pointer(screen: DesktopSession) -> None:
    """With the pointer in the lower right corner the window comes up in the upper one."""
    screen.xdo("mousemove", 1200, 760)
    with window(screen, "prompt_window", "--json", json.dumps(OFFER)) as opened:
        facts = dict(row.split("=") for row in screen.xdo("getwindowgeometry", "--shell", shown(opened)).splitlines())
        assert int(facts["Y"]) < 100
    screen.xdo("mousemove", 10, 10)


def test_withdrawn_without_a_word(screen: DesktopSession) -> None:
    """SIGTERM takes it away; nothing more is printed."""
    with window(screen, "prompt_window", "--json", json.dumps(OFFER)) as opened:
        shown(opened)
        opened.process.send_signal(signal.SIGTERM)
        assert opened.ended() == 0
        assert len(opened.lines()) == 1


def test_a_message_has_no_drill(screen: DesktopSession) -> None:
    """A plain message shows with one button and needs no drill."""
    with window(screen, "prompt_window", "--json", json.dumps({"title": "Hello", "body": "There"})) as opened:
        shown(opened)
        click(opened, 45)
        assert opened.ended() == 0
        assert len(opened.lines()) == 1


def test_it_steps_aside_once(screen: DesktopSession) -> None:
    """A pointer that crosses the small window just as it comes up sends it to the other corner; then it stays."""
    screen.xdo("mousemove", 10, 10)
    with window(screen, "prompt_window", "--json", json.dumps(OFFER)) as opened:
        own = shown(opened)
        before = top(screen, own)
        screen.xdo("mousemove", "--window", own, 60, 60)
        screen.wait_for(lambda: top(screen, own) != before, 5, "the window in the other corner")
        after = top(screen, own)
        screen.xdo("mousemove", "--window", own, 60, 60)
        click(opened, 50)
        assert opened.ended() == 0
        assert (after < before, opened.lines()[1:]) == (True, [{"version": 1, "answer": "accept"}])
    screen.xdo("mousemove", 10, 10)


def top(screen: DesktopSession, own: str) -> int:
    facts = dict(row.split("=") for row in screen.xdo("getwindowgeometry", "--shell", own).splitlines())
    return int(facts["Y"])


def strict(screen: DesktopSession) -> AbstractContextManager[Window]:
    return window(screen, "prompt_window", "--json", json.dumps(OFFER), "--style", "strict")


def test_strict_fills_the_monitor_and_takes_the_keyboard(screen: DesktopSession) -> None:
    """The person asked for it: nothing else is to be seen, and keys go to the prompt."""
    with strict(screen) as opened:
        own = shown(opened)
        opened.focused()
        facts = dict(row.split("=") for row in screen.xdo("getwindowgeometry", "--shell", own).splitlines())
        assert (facts["X"], facts["Y"], facts["WIDTH"], facts["HEIGHT"]) == ("0", "0", "1280", "800")


def test_esc_held_for_two_seconds_is_the_way_out(screen: DesktopSession) -> None:
    """A short press changes nothing; held, with the repeats of a real keyboard, it leaves at once."""
    with strict(screen) as opened:
        shown(opened)
        opened.focused()
        screen.xdo("key", "Escape")
        started = time.monotonic()
        screen.xdo("keydown", "Escape")
        try:
            assert opened.ended() == 0
        finally:
            screen.xdo("keyup", "Escape")
        assert time.monotonic() - started > 1.9
        assert opened.lines()[1:] == [{"version": 1, "answer": "leave"}]


@pytest.fixture
def two_monitors(screen: DesktopSession) -> Iterator[DesktopSession]:
    """The screen cut into two monitors of the same size."""
    output = "screen"
    for name, x in (("left", 0), ("right", 640)):
        screen.output("xrandr", "--setmonitor", name, f"640/170x800/210+{x}+0", output)
        output = "none"
    yield screen
    for name in ("left", "right"):
        screen.output("xrandr", "--delmonitor", name)


def covered(screen: DesktopSession) -> list[tuple[int, int, int, int]]:
    return [(box.x, box.y, box.width, box.height) for box in windows(screen, "Sitbreak").values()]


def test_strict_covers_every_monitor(two_monitors: DesktopSession) -> None:
    """No monitor is left to go on working on."""
    with strict(two_monitors) as opened:
        shown(opened)
        two_monitors.wait_for(lambda: len(covered(two_monitors)) == 2, 5, "a window on each monitor")
        assert set(covered(two_monitors)) == {(0, 0, 640, 800), (640, 0, 640, 800)}

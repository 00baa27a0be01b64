"""The prompt window on a real X server: it says when it is seen, takes no focus and reports the click."""

from __future__ import annotations

import json
import signal

import pytest

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

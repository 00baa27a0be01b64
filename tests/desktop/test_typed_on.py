"""Somebody who takes a drill and works on is asked by its window, not by the clock."""

from __future__ import annotations

import sys

from tests.desktop.conftest import OpenDesktop, TakeSeat
from tests.desktop.program import UNPROMPTED
from tests.desktop.session import DesktopSession

EDITOR = "import tkinter; window = tkinter.Tk(); window.title('Letter'); window.mainloop()"


def titled(desktop: DesktopSession, words: str) -> bool:
    """Whether a window's title begins so."""
    look = ["sh", "-c", f"xdotool search --onlyvisible --name '^{words}' || true"]
    return bool(desktop.output(*look))


def test_typing_on_beside_a_drill_pauses_it(open_desktop: OpenDesktop, take_seat: TakeSeat) -> None:
    """Keys that go elsewhere for twenty seconds stop the countdown of a standing drill."""
    desktop = open_desktop(notifier="dunst")
    program = take_seat(desktop, UNPROMPTED, SITBREAK_SPEED="1")
    desktop.rest()
    assert program.ask("drill", "standing-march").returncode == 0
    program.wait_for(lambda: titled(desktop, "Get ready"), "the drill window")
    desktop.run([sys.executable, "-c", EDITOR], name="editor")
    program.wait_for(lambda: titled(desktop, "Letter"), "the editor")
    desktop.output("xdotool", "search", "--name", "^Letter", "windowactivate", "--sync")
    desktop.type_on()
    program.wait_for(lambda: titled(desktop, "Still typing: paused"), "the question", 45)
    desktop.rest()
    assert program.status()["drill"]

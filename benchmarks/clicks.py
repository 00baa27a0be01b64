"""Measures how long a button takes from a click to its effect: in a notification, a prompt window, a drill window."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from benchmarks import drill_window
from benchmarks.fingers import REST, Fingers, Waits, until
from tests.desktop import hands
from tests.desktop.program import SEATED, SITBREAK, WINDOWS_TOO, Program, lowest_row
from tests.desktop.session import DesktopSession, Notifier

ASKING = SEATED | {"prompt.max_snoozes": "10", "prompt.max_per_bout": "20", "prompt.max_per_day": "99"}
IN_WINDOW = ("Skip", "Snooze", "Just walk", "Start")
IN_BUBBLE = ("Start", "Snooze", "Skip")
DRILL_BUTTONS, PAUSE = 5, -3
"""How many buttons the drill window has in its lowest row, and which of them pauses."""


class Watcher:
    """Reads `sitbreak status --watch --json`; knows since when no prompt is open."""

    def __init__(self, desktop: DesktopSession) -> None:
        argv = [SITBREAK, "status", "--watch", "--json"]
        self._process = subprocess.Popen(argv, env=desktop.env, stdout=subprocess.PIPE, text=True)
        self.open, self.since = False, 0.0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if bool(json.loads(line)["prompt"]) != self.open:
                self.open, self.since = not self.open, time.monotonic()

    def close(self) -> None:
        """Stop reading."""
        self._process.terminate()
        self._process.wait()


def answer(notifier: Notifier, turns: int) -> Waits:
    """From the click on Snooze to `status --watch` saying so; dunst shows no buttons, so there our own window asks."""
    window = notifier == "dunst"
    with (
        DesktopSession(panel="light", notifier=notifier) as desktop,
        closing(_asking(desktop, window)) as watcher,
        closing(Fingers(desktop.env["DISPLAY"])) as fingers,
    ):
        return Waits(tuple(_snooze(desktop, watcher, fingers, window) for _ in range(turns)))


def _asking(desktop: DesktopSession, window: bool) -> Watcher:
    program = Program(desktop, ASKING | WINDOWS_TOO if window else ASKING)
    desktop.type_on()
    program.start()
    return Watcher(desktop)


def _snooze(desktop: DesktopSession, watcher: Watcher, fingers: Fingers, window: bool) -> float:
    desktop.wait_for(lambda: watcher.open, 60, "a prompt")
    count = len(IN_WINDOW if window else IN_BUBBLE)
    row = desktop.wait_for(
        lambda: _row_of(desktop, count) if window else hands.notification_buttons(desktop, count), 10, "its buttons"
    )
    time.sleep(REST)
    fingers.point(row[(IN_WINDOW if window else IN_BUBBLE).index("Snooze")].middle)
    began = fingers.click()
    until(lambda: not watcher.open, "the snooze")
    fingers.point((40, 400))
    return watcher.since - began


def pause(turns: int) -> Waits:
    """From the click on Pause (or Go on) to the button as it looks afterwards."""
    with _drill() as (desktop, fingers):
        row = desktop.wait_for(lambda: _row_of(desktop, DRILL_BUTTONS), 20, "the drill window's buttons")
        time.sleep(REST)
        row = _row_of(desktop, DRILL_BUTTONS)
        fingers.point(row[PAUSE].middle)
        return _pauses(fingers, row[PAUSE], turns)


@contextmanager
def _drill() -> Iterator[tuple[DesktopSession, Fingers]]:
    with DesktopSession() as desktop:
        desktop.run(drill_window.ARGV)
        with closing(Fingers(desktop.env["DISPLAY"])) as fingers:
            yield desktop, fingers


def _pauses(fingers: Fingers, button: hands.Box, turns: int) -> Waits:
    looks = [_clicked(fingers, button) for _ in range(4)][2:]  # the first two clicks also move the focus
    assert looks[0] != looks[1], "the button says the same after each click"
    return Waits(tuple(_renamed(fingers, button, looks[number % 2]) for number in range(turns)))


def _clicked(fingers: Fingers, button: hands.Box) -> bytes:
    fingers.click()
    time.sleep(REST)
    return fingers.pixels(button)


def _renamed(fingers: Fingers, button: hands.Box, wanted: bytes) -> float:
    began = fingers.click()
    ended = until(lambda: fingers.pixels(button) == wanted, "the button's new words")
    time.sleep(REST)
    return ended - began


def _row_of(desktop: DesktopSession, count: int) -> list[hands.Box]:
    """The buttons of our own window once it has that many."""
    row = lowest_row(desktop)
    return row if len(row) >= count else []

"""A hand and an eye on an X server, fast enough to time what a program makes of a click."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from Xlib import X
from Xlib.display import Display
from Xlib.error import BadDrawable, BadWindow
from Xlib.ext import xtest

from tests.desktop import hands

PATIENCE = 10.0
MENU = 60
"""Pixels each way that a menu has at least; icons, tooltips of one line and the panel are less high."""

REST = 1.0
"""Seconds a person leaves between two clicks."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds of each turn."""

    turns: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.turns)

    @property
    def worst(self) -> float:
        return max(self.turns)


class Fingers:
    """A pointer on that X server that clicks without starting a process, and eyes for what is drawn there."""

    def __init__(self, address: str) -> None:
        self._display: Any = Display(address)
        self._root: Any = self._display.screen().root

    def close(self) -> None:
        """Touch nothing more."""
        self._display.close()

    def point(self, at: tuple[int, int]) -> None:
        """Go there, and stay long enough for whatever lights up below the pointer."""
        xtest.fake_input(self._display, X.MotionNotify, x=at[0], y=at[1])
        self._display.sync()
        time.sleep(REST)

    def click(self, button: int = 1) -> float:
        """Press and let go; the moment it was let go."""
        xtest.fake_input(self._display, X.ButtonPress, button)
        self._display.sync()
        let_go = time.monotonic()
        xtest.fake_input(self._display, X.ButtonRelease, button)
        self._display.sync()
        return let_go

    def pixels(self, box: hands.Box) -> bytes:
        """What is on the screen there."""
        return bytes(self._root.get_image(*box, X.ZPixmap, 0xFFFFFFFF).data)

    def watch(self) -> None:
        """From now on notice windows that appear."""
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._display.sync()

    def forget(self) -> None:
        """What was noticed so far is old."""
        while self._display.pending_events():
            self._display.next_event()

    def appeared(self) -> hands.Box | None:
        """Where a window as large as a menu has come since this was asked before."""
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.MapNotify and (box := _place(event.window)):
                return box
        return None


def _place(window: Any) -> hands.Box | None:
    try:
        size = window.get_geometry()
    except (BadDrawable, BadWindow):
        return None
    return hands.Box(size.x, size.y, size.width, size.height) if min(size.width, size.height) >= MENU else None


def until(look: Callable[[], bool], what: str) -> float:
    """The moment the answer is yes."""
    began = time.monotonic()
    while not look():
        in_time(began, what)
    return time.monotonic()


def in_time(began: float, what: str) -> None:
    """Wait a millisecond; raises TimeoutError when it has taken too long."""
    if time.monotonic() > began + PATIENCE:
        raise TimeoutError(f"waited {PATIENCE:g} s for {what}")
    time.sleep(0.001)

"""Views for the tray tests, and a tray that runs in a thread of the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sitbreak.core.view import Entry, Face, Icon, View
from sitbreak.ports import Tray

QUIT = Entry("Quit", ("quit",))
DRILL = Entry("Start a drill now", ("drill",), main=True)
STAND = Entry("I am standing", ("stand",))


def view(*entries: Entry, minutes: int = 27, face: Face = Face.SITTING, ring: int = 6) -> View:
    """A view with a line of information, these entries (a usual few when none are given) and Quit."""
    pause = Entry("Pause", children=(Entry("for 1 hour", ("pause", "1h")), Entry("today", ("pause", "today"))))
    quiet = Entry("Quiet", ("quiet", "1h"), checked=False)
    usual = entries or (DRILL, STAND, pause, quiet)
    text = f"Sitting for {minutes} min"
    return View(Icon(face, ring), text, (Entry(text), Entry(""), *usual, Entry(""), QUIT))


@contextmanager
def running(tray: Tray) -> Iterator[Tray]:
    """Run the tray in a thread while the block lasts, then stop it and see that it returns."""
    thread = threading.Thread(target=tray.run, daemon=True)
    thread.start()
    try:
        yield tray
    finally:
        tray.stop()
        thread.join(5)
        assert not thread.is_alive(), "run() did not return after stop()"

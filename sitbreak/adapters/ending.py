"""Hears the signals that ask a process to end, whichever of its threads they reach."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable

SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")
FROM_OUTSIDE = ("SIGTERM", "SIGHUP")
"""Those that come at any time; Ctrl-C comes from a terminal, and may be meant for what is shown there just then."""


def on_end(act: Callable[[], None]) -> None:
    """Have `act` called, from any thread and maybe more than once, when the process is asked to end.

    Python runs a handler on the main thread alone, which sleeps on where the kernel chose another thread for the
    signal; that happens when two come together, as at a log-out. So a thread of its own reads of it from a pipe.
    """
    for name in SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: act())
    if sys.platform == "win32":
        return
    readable, writable = os.pipe()
    os.set_blocking(writable, False)
    signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
    threading.Thread(target=_read, args=(readable, act), name="signals", daemon=True).start()


def _read(readable: int, act: Callable[[], None]) -> None:
    """Each byte is the number of a signal."""
    ends = {getattr(signal, name) for name in FROM_OUTSIDE}
    while numbers := os.read(readable, 16):
        if ends.intersection(numbers):
            act()

"""Idle time of a Windows session, from GetLastInputInfo."""

from __future__ import annotations

import ctypes
from typing import Any

from sitbreak.adapters.signals import native
from sitbreak.adapters.signals.idle.last_input import LastInput

GRAIN = 0.25
WRAP = 1 << 32


class _LastInputInfo(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("tick", ctypes.c_uint32))


class WindowsIdle:
    """Asks for the tick of the session's last input; ticks are 32 bit and begin anew every 49.7 days."""

    name = "windows"
    events = False
    caveat = ""

    def __init__(self, user: Any = None, kernel: Any = None, last: LastInput | None = None) -> None:
        """Ask once; raises OSError."""
        self._user, self._kernel = user or native.windows("user32"), kernel or native.windows("kernel32")
        self._last = last or LastInput(GRAIN)
        self.seconds()

    def seconds(self) -> float:
        """Seconds since the last input; raises OSError when the session cannot be asked."""
        info = _LastInputInfo(ctypes.sizeof(_LastInputInfo))
        if not self._user.GetLastInputInfo(ctypes.byref(info)):
            raise OSError("GetLastInputInfo fails")
        ticks = (self._kernel.GetTickCount() - info.tick) % WRAP
        ahead = ticks > WRAP // 2  # the tick of an input may run ahead of the clock by some of its own
        return self._last.since(0.0 if ahead else ticks / 1000)

    def close(self) -> None:
        """Nothing is held."""

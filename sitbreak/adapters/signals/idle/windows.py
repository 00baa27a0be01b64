"""Idle time of a Windows session, from GetLastInputInfo."""

from __future__ import annotations

import ctypes
import sys

from sitbreak.adapters.signals.idle.last_input import LastInput

assert sys.platform == "win32"

GRAIN = 0.25
WRAP = 1 << 32


class _LastInputInfo(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint), ("tick", ctypes.c_uint))


class WindowsIdle:
    """Asks for the tick of the session's last input; ticks are 32 bit and begin anew every 49.7 days."""

    name = "windows"
    events = False
    caveat = ""

    def __init__(self) -> None:
        """Ask once; raises OSError."""
        self._last = LastInput(GRAIN)
        self.seconds()

    def seconds(self) -> float:
        """Seconds since the last input; raises OSError when the session cannot be asked."""
        info = _LastInputInfo(ctypes.sizeof(_LastInputInfo))
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(info)):
            raise ctypes.WinError()
        ticks = (ctypes.windll.kernel32.GetTickCount() - info.tick) % WRAP
        return self._last.since(ticks / 1000)

    def close(self) -> None:
        """Nothing is held."""

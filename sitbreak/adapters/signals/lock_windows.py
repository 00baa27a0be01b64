"""Whether this Windows session is locked or switched away, asked of the session manager.

It is asked at every look: to be told instead takes a window and a thread that serves it, for news that may wait as long
as the next look.
"""

from __future__ import annotations

import ctypes
from typing import Any

from sitbreak.adapters.signals import native

THIS_SERVER, THIS_SESSION, SESSION_INFO_EX = None, 0xFFFFFFFF, 25
LEVEL = 1
DISCONNECTED, LOCKED = 4, 0
"""WTSDisconnected, WTS_SESSIONSTATE_LOCK; Windows 7, which has the latter the other way round, runs no such Python."""


class _Info(ctypes.Structure):
    """WTSINFOEXW up to what we read; dates behind it put the session's part on a multiple of eight bytes."""

    _fields_ = (
        ("level", ctypes.c_uint32),
        ("gap", ctypes.c_uint32),
        ("session", ctypes.c_uint32),
        ("state", ctypes.c_int32),
        ("flags", ctypes.c_int32),
    )


class WindowsLock:
    """On while the session is locked, or disconnected because somebody else took the screen."""

    def __init__(self, wtsapi: Any = None) -> None:
        """Ask once; raises OSError."""
        self._wtsapi = wtsapi or native.windows("wtsapi32")
        self.ask()

    def ask(self) -> bool:
        """Whether it is locked now; raises OSError when Windows does not say."""
        buffer, size = ctypes.POINTER(_Info)(), ctypes.c_uint32()
        query = (THIS_SERVER, ctypes.c_uint32(THIS_SESSION), SESSION_INFO_EX)
        if not self._wtsapi.WTSQuerySessionInformationW(*query, ctypes.byref(buffer), ctypes.byref(size)):
            raise OSError("WTSQuerySessionInformation fails")
        try:
            return _locked(buffer, size.value)
        finally:
            self._wtsapi.WTSFreeMemory(buffer)

    def close(self) -> None:
        """Nothing is held."""


def _locked(buffer: ctypes._Pointer[_Info], size: int) -> bool:
    if not buffer or size < ctypes.sizeof(_Info) or buffer.contents.level != LEVEL:
        raise OSError("WTSQuerySessionInformation answers in a form we do not know")
    return bool(buffer.contents.state == DISCONNECTED or buffer.contents.flags == LOCKED)

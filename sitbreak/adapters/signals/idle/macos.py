"""Idle time of a macOS session, from CGEventSourceSecondsSinceLastEventType, which needs no permission."""

from __future__ import annotations

import ctypes
from typing import Any

from sitbreak.adapters.signals import native
from sitbreak.adapters.signals.idle.last_input import LastInput

HID_SYSTEM_STATE = 1
ANY_INPUT = 0xFFFFFFFF
GRAIN = 0.25


class MacIdle:
    """Asks the window server how long ago any input device was used."""

    name = "macos"
    events = False
    caveat = ""

    def __init__(self, library: Any = None, last: LastInput | None = None) -> None:
        """Find the function and ask once; raises OSError."""
        library = library or native.framework("ApplicationServices")
        self._ask = library.CGEventSourceSecondsSinceLastEventType
        self._ask.restype = ctypes.c_double
        self._ask.argtypes = (ctypes.c_int32, ctypes.c_uint32)
        self._last = last or LastInput(GRAIN)
        self.seconds()

    def seconds(self) -> float:
        return self._last.told_by(lambda: self._ask(HID_SYSTEM_STATE, ANY_INPUT))

    def close(self) -> None:
        """Nothing is held."""

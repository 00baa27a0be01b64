"""Idle time of a macOS session, from CGEventSourceSecondsSinceLastEventType, which needs no permission."""

from __future__ import annotations

import ctypes

from sitbreak.adapters.signals.idle.last_input import LastInput

LIBRARY = "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
HID_SYSTEM_STATE = 1
ANY_INPUT = 0xFFFFFFFF
GRAIN = 0.25


class MacIdle:
    """Asks the window server how long ago any input device was used."""

    name = "macos"
    events = False
    caveat = ""

    def __init__(self) -> None:
        """Find the function and ask once; raises OSError."""
        self._ask = ctypes.CDLL(LIBRARY).CGEventSourceSecondsSinceLastEventType
        self._ask.restype = ctypes.c_double
        self._ask.argtypes = (ctypes.c_int32, ctypes.c_uint32)
        self._last = LastInput(GRAIN)
        self.seconds()

    def seconds(self) -> float:
        return self._last.since(self._ask(HID_SYSTEM_STATE, ANY_INPUT))

    def close(self) -> None:
        """Nothing is held."""

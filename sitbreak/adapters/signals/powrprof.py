"""Whether some program keeps the screen of Windows from going dark; who it is only administrators may know."""

from __future__ import annotations

import ctypes
from typing import Any

from sitbreak.adapters.signals import native

EXECUTION_STATE = 16
DISPLAY_REQUIRED = 2
SOMEBODY = "a program Windows does not name"


class DisplayRequests:
    """Asks the power manager what the system as a whole is held to."""

    name, bus_name = "windows", ""

    def __init__(self, powrprof: Any = None) -> None:
        """Ask once; raises OSError."""
        self._powrprof = powrprof or native.windows("powrprof")
        self.held(frozenset())

    def held(self, _names: frozenset[str]) -> list[str]:
        """One name for whoever holds the display awake; raises OSError when Windows does not say."""
        state = ctypes.c_uint32()
        told = ctypes.byref(state), ctypes.sizeof(state)
        if failure := self._powrprof.CallNtPowerInformation(EXECUTION_STATE, None, 0, *told):
            raise OSError(f"CallNtPowerInformation fails with {failure & 0xFFFFFFFF:#x}")
        return [SOMEBODY] if state.value & DISPLAY_REQUIRED else []

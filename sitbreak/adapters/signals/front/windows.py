"""The window in front on Windows: its class, and whether Windows itself would keep notifications back for it."""

from __future__ import annotations

import ctypes
import sys

from sitbreak.adapters.signals.front.window import Window

assert sys.platform == "win32"

FILLING = frozenset({2, 3, 4})
"""QUNS_BUSY, QUNS_RUNNING_D3D_FULL_SCREEN, QUNS_PRESENTATION_MODE."""

LONGEST = 256


class WindowsFront:
    """Asks the shell; no title is read."""

    def __init__(self) -> None:
        """Ask once; raises OSError."""
        self.ask()

    def ask(self) -> Window:
        state = ctypes.c_int()
        if failure := ctypes.windll.shell32.SHQueryUserNotificationState(ctypes.byref(state)):
            raise ctypes.WinError(failure)
        name = ctypes.create_unicode_buffer(LONGEST)
        user32 = ctypes.windll.user32
        user32.GetClassNameW(user32.GetForegroundWindow(), name, LONGEST)
        return Window(state.value in FILLING, name.value)

    def close(self) -> None:
        """Nothing is held."""

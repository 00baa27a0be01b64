"""The window in front on Windows: its class, and whether Windows itself would keep notifications back for it."""

from __future__ import annotations

import ctypes
from typing import Any

from sitbreak.adapters.signals import native
from sitbreak.adapters.signals.front.window import Window

FILLING = frozenset({2, 3, 4})
"""QUNS_BUSY, QUNS_RUNNING_D3D_FULL_SCREEN, QUNS_PRESENTATION_MODE."""

LONGEST = 256


class WindowsFront:
    """Asks the shell; no title is read."""

    def __init__(self, shell: Any = None, user: Any = None) -> None:
        """Ask once; raises OSError."""
        self._shell, self._user = shell or native.windows("shell32"), user or native.windows("user32")
        self.ask()

    def ask(self) -> Window:
        """The window in front; raises OSError when the shell does not answer."""
        fills = native.notification_state(self._shell) in FILLING
        name = ctypes.create_unicode_buffer(LONGEST)
        self._user.GetClassNameW(self._user.GetForegroundWindow(), name, LONGEST)
        return Window(fills, name.value)

    def close(self) -> None:
        """Nothing is held."""

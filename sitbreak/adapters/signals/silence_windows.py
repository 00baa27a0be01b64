"""Do-not-disturb of Windows 11, by the one property that is documented for it, and the quiet hour of a new account."""

from __future__ import annotations

from typing import Any

from sitbreak.adapters.signals import native
from sitbreak.ports import Unavailable

RESTRICTED = frozenset({1, 2})
"""ToastNotificationMode: PriorityOnly, AlarmsOnly."""

QUIET_TIME = 6
"""QUNS_QUIET_TIME: the first hour of a new account."""


class WindowsSilence:
    """Asks the manager of notifications for its mode, never for a notification."""

    def __init__(self, notifications: Any = None, shell: Any = None) -> None:
        """Ask once; raises Unavailable before Windows 11, whose Focus assist no documented call tells."""
        self._shell = shell or native.windows("shell32")
        manager = notifications or _manager()
        try:
            self._user = manager.get_default()
            self.ask()
        except (AttributeError, OSError) as older:
            raise Unavailable(
                f"this Windows tells no program whether it is silenced ({older})",
                "`sitbreak quiet` holds prompts by hand",
            ) from older

    def ask(self) -> bool:
        """Whether notifications are held back now; raises OSError when Windows does not say."""
        try:
            mode = int(self._user.notification_mode)
        except ValueError as error:  # a mode that came after this library
            raise OSError(str(error)) from error
        return mode in RESTRICTED or native.notification_state(self._shell) == QUIET_TIME

    def close(self) -> None:
        """Nothing is held."""


def _manager() -> Any:
    try:
        from winrt.windows.ui.notifications import ToastNotificationManager
    except ImportError as missing:
        raise Unavailable(f"winrt is missing ({missing})", "install desktop-notifier") from missing
    return ToastNotificationManager

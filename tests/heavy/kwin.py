"""A private kwin_wayland, which tells of input by ext-idle-notify."""

from __future__ import annotations

from tests.desktop.wayland import WaylandSession
from tests.heavy.wayland_desktop import WaylandDesktop


class KwinDesktop(WaylandDesktop):
    """KWin in a window of an X server of its own; nobody shows icons or notifications."""

    make = "kwin"

    @classmethod
    def lacks(cls) -> list[str]:
        """Programs that such a desktop needs and this machine lacks."""
        return WaylandSession.missing("kwin")

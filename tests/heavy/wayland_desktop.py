"""What sitbreak needs around a Wayland compositor of the tests: buses, folders, and somebody who types."""

from __future__ import annotations

import threading
from typing import ClassVar

from tests.desktop import peers
from tests.desktop.session import DesktopSession
from tests.desktop.wayland import Compositor, WaylandSession


class Restless(threading.Thread):
    """Keeps the pointer of a compositor moving until it is told to rest."""

    def __init__(self, compositor: WaylandSession) -> None:
        super().__init__(daemon=True)
        self._compositor = compositor
        self._rests = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._rests.wait(0.2):
            self._compositor.touch()

    def rest(self) -> None:
        self._rests.set()
        self.join()


class WaylandDesktop(DesktopSession):
    """A compositor with the buses of a desktop; where the other desktops type, the pointer moves here."""

    make: ClassVar[Compositor]

    def __init__(self) -> None:
        super().__init__()
        self.compositor = WaylandSession(self.make)
        self._hands: Restless | None = None

    def close(self) -> None:
        """End every program and remove the folders."""
        self.rest()
        super().close()
        self.compositor.close()

    def _start(self) -> None:
        self.compositor.__enter__()
        self.env = peers.environment(self.root)
        socket = self.compositor.root / "runtime" / self.compositor.env["WAYLAND_DISPLAY"]
        self.env |= {"WAYLAND_DISPLAY": str(socket), "XDG_SESSION_TYPE": "wayland", "GDK_BACKEND": "wayland"}
        peers.write_bus_config(self.root, self.env)
        self.start_bus("session")
        self.start_bus("system")

    def rest(self) -> None:
        """Take the hands off mouse and keyboard."""
        if self._hands:
            self._hands.rest()
        self._hands = None

    def _input(self, kind: str) -> None:
        del kind
        self.rest()
        self._hands = Restless(self.compositor)

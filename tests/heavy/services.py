"""What a machine has and a container has not: logind, and the display manager that GNOME wants before it locks."""

from __future__ import annotations

from typing import Any

from sitbreak.adapters.bus import Bus, BusError, MethodCall
from tests.contracts.presence import UNKNOWN, MockedLogind, PrivateBus, Service


class BorrowedBus(PrivateBus):
    """A bus that somebody else starts and ends."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._buses: list[Bus] = []

    def end(self) -> None:
        """Hang up."""
        for bus in self._buses:
            bus.close()


class DisplayManager(Service):
    """GDM as far as the Shell asks for it before it offers to lock: its version."""

    name = "org.gnome.DisplayManager"
    path = "/org/gnome/DisplayManager/Manager"

    def _handle(self, call: MethodCall) -> tuple[str, tuple[Any, ...]]:
        if call.member == "Get" and call.body[1] == "Version":
            return "v", (("s", "43.0"),)
        raise BusError(UNKNOWN, f"no {call.member}")


class Machine:
    """Both services on one system bus."""

    def __init__(self, address: str) -> None:
        self._bus = BorrowedBus(address)
        self._logind = MockedLogind(self._bus)
        self._manager = DisplayManager(self._bus.connect())

    def close(self) -> None:
        self._logind.end()
        self._bus.end()

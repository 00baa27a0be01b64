"""One yes/no fact told by one D-Bus service: asked when it comes, then heard of, and forgotten when it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sitbreak.adapters.bus import Bus, BusError, BusGone
from sitbreak.ports import Tried

TIMEOUT = 1.0


class Source:
    """Calls `on_change` from the bus's worker thread each time the fact changes; "no" while the service is away."""

    remedy = ""
    """What the person could do to have the service."""

    def __init__(self, name: str, bus: Bus, service: str, on_change: Callable[[], None]) -> None:
        self.name = name
        self._bus, self._service, self._on_change = bus, service, on_change
        self._on = self._served = False
        self._trouble = ""
        self._ends = [*self._listen(), bus.watch_name(service, self._owned)]

    def read(self) -> bool:
        """What was last heard; costs nothing."""
        return self._on

    @property
    def row(self) -> Tried:
        """Whether the service is there and answers, for `doctor`."""
        if not self._served:
            return Tried(self.name, False, f"nobody owns {self._service} on the bus", self.remedy)
        return Tried(self.name, not self._trouble, self._trouble or "serves")

    def close(self) -> None:
        for end in self._ends:
            end()

    def _listen(self) -> list[Callable[[], None]]:
        """Subscribe to the signals that tell of changes; the calls that unsubscribe."""
        raise NotImplementedError

    def _ask(self) -> bool:
        """Ask the service for the fact as it is now; may raise BusError or BusGone."""
        raise NotImplementedError

    def _owned(self, owner: str | None) -> None:
        self._served = owner is not None
        self._tell(self._served and self._answer())

    def _answer(self) -> bool:
        self._trouble = ""
        try:
            return self._ask()
        except (BusError, BusGone) as error:
            self._trouble = f"{self._service} cannot be asked: {error}"
            return False

    def _tell(self, on: bool) -> None:
        if on != self._on:
            self._on = on
            self._on_change()

    def _call(self, gives: str, path: str, interface: str, method: str, signature: str = "", *args: Any) -> Any:
        """The one value of the reply, which must be of the type `gives`."""
        called = (self._service, path, interface, method, signature)
        return self._bus.call(*called, *args, timeout=TIMEOUT, gives=gives)[0]

    def _property(self, path: str, interface: str, name: str) -> Any:
        return self._call("v", path, "org.freedesktop.DBus.Properties", "Get", "ss", interface, name)[1]

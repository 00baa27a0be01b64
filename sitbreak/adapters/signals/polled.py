"""The lock of a system that tells nothing by itself, in the place of the services that do."""

from __future__ import annotations

from typing import Protocol

from sitbreak.adapters.signals.asked import Probe
from sitbreak.ports import Tried


class Teller(Protocol):
    """Says whether the screen is locked; "no" while it cannot tell, which its row then says."""

    name: str

    @property
    def row(self) -> Tried: ...

    def read(self) -> bool: ...

    def close(self) -> None: ...


class Polled:
    """Asks anew at each look."""

    def __init__(self, name: str, probe: Probe[bool]) -> None:
        self.name, self._probe = name, probe
        self.row = Tried(name, True, "serves")

    def read(self) -> bool:
        """The answer; "no" when there is none."""
        try:
            locked = self._probe.ask()
        except OSError as error:
            self.row = Tried(self.name, False, str(error))
            return False
        self.row = Tried(self.name, True, "serves")
        return locked

    def close(self) -> None:
        self._probe.close()

"""Joins the signals into the one reading the core looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sitbreak.adapters.choose import Report, variable
from sitbreak.adapters.signals.idle import candidates
from sitbreak.adapters.signals.idle.reviving import Reviving
from sitbreak.adapters.signals.lock import Lock, open_lock
from sitbreak.adapters.signals.sleep import Sleep, open_sleep
from sitbreak.core.model import Reading

if TYPE_CHECKING:  # no D-Bus library on Windows and macOS
    from sitbreak.adapters.bus import Bus

BusFactory = Callable[[], "Bus"]


class Sense:
    """Everything the desktop tells of the person; `read` belongs to one thread."""

    def __init__(self, idle: Reviving, lock: Lock, sleep: Sleep) -> None:
        self._idle, self._lock, self._sleep = idle, lock, sleep

    @property
    def events(self) -> bool:
        """True while the idle source says by itself when the person leaves and returns."""
        return self._idle.events

    def read(self) -> Reading:
        """Look once; never raises for a source that died, whose part then reads as unknown."""
        idle = self._idle.seconds()
        return Reading(idle=idle, locked=self._lock.read(), source=self._idle.name)

    def describe(self) -> dict[str, Report]:
        """For `doctor`: each port's chosen adapter and why not the others."""
        return {"idle": self._idle.report, "lock": self._lock.report, "sleep": self._sleep.report}

    def close(self) -> None:
        for part in (self._idle, self._lock, self._sleep):
            part.close()


def open_sense(
    session_bus: BusFactory, system_bus: BusFactory, on_change: Callable[[], None], environ: Mapping[str, str]
) -> Sense:
    """Open every signal; `session_bus` and `system_bus` give the shared connections or raise BusGone.

    `on_change` is called from any thread when it is worth looking at once. Raises Unavailable when `environ` forces an
    adapter that does not exist.
    """
    forced = {port: environ.get(variable(port)) for port in ("idle", "lock", "sleep")}
    return Sense(
        Reviving(candidates(session_bus, on_change, forced["idle"]), forced["idle"]),
        open_lock(session_bus, system_bus, on_change, forced["lock"]),
        open_sleep(system_bus, on_change, forced["sleep"]),
    )

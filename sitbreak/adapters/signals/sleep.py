"""Word of the machine going to sleep and waking, so that we look at once; how long it slept the clock says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sitbreak.adapters.choose import Report, check_name, not_asked, refused
from sitbreak.ports import Tried, Unavailable

if TYPE_CHECKING:  # no D-Bus library on Windows and macOS
    from sitbreak.adapters.bus import Bus
    from sitbreak.adapters.signals.source import Source

PORT = "sleep"
CLOCK = Tried("clock", True, "serves: the difference of two clocks tells sleep afterwards")


class Sleep:
    """Whether the machine is about to sleep; without logind nobody says so beforehand and the clock has to do."""

    def __init__(self, source: Source | None, refusal: Tried | None = None) -> None:
        self._source, self._refusal = source, refusal

    @property
    def name(self) -> str:
        return "logind" if self._source and self._source.row.ok else "clock"

    @property
    def report(self) -> Report:
        row = self._source.row if self._source else self._refusal
        return Report(self.name, (row, CLOCK) if row else (CLOCK,))

    def read(self) -> bool:
        return self._source is not None and self._source.read()

    def close(self) -> None:
        if self._source:
            self._source.close()


def open_sleep(system_bus: Callable[[], Bus], on_change: Callable[[], None], forced: str | None = None) -> Sleep:
    """Listen to logind unless `forced` is "clock"; raises Unavailable for an unknown name."""
    check_name(PORT, ["logind", "clock"], forced)
    if forced == "clock":
        return Sleep(None, not_asked(PORT, "logind", forced))
    try:
        return Sleep(_logind(system_bus(), on_change))
    except (Unavailable, OSError) as refusal:
        return Sleep(None, refused("logind", refusal))


def _logind(bus: Bus, on_change: Callable[[], None]) -> Source:
    from sitbreak.adapters.signals.logind import LogindSleep

    return LogindSleep(bus, on_change)

"""Whether the screen is locked, by the word of logind or of any screen saver of the session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from sitbreak.adapters.choose import Report, gather
from sitbreak.ports import Tried

if TYPE_CHECKING:  # no D-Bus library on Windows and macOS
    from sitbreak.adapters.bus import Bus
    from sitbreak.adapters.signals.source import Source

PORT = "lock"
SAVERS = ("freedesktop", "gnome", "cinnamon", "mate", "xfce")

BusFactory = Callable[[], "Bus"]


class Lock:
    """Locked as soon as one of the sources says so; a source that is away says nothing."""

    def __init__(self, sources: Sequence[Source], refusals: Sequence[Tried] = ()) -> None:
        self._sources, self._refusals = tuple(sources), tuple(refusals)

    @property
    def name(self) -> str:
        """The sources that are there, such as "logind+gnome", or "none"."""
        return "+".join(source.name for source in self._sources if source.row.ok) or "none"

    @property
    def report(self) -> Report:
        return Report(self.name, (*(source.row for source in self._sources), *self._refusals))

    def read(self) -> bool:
        return any(source.read() for source in self._sources)

    def close(self) -> None:
        for source in self._sources:
            source.close()


def open_lock(
    session_bus: BusFactory, system_bus: BusFactory, on_change: Callable[[], None], forced: str | None = None
) -> Lock:
    """Listen to every source whose bus is there, or to the one named `forced`; raises Unavailable for an unknown name.

    `on_change` is called from any thread when one of the sources changes its mind.
    """
    sources, refusals = gather(PORT, _makers(session_bus, system_bus, on_change), forced)
    return Lock(sources, refusals)


def _makers(
    session_bus: BusFactory, system_bus: BusFactory, on_change: Callable[[], None]
) -> Iterator[tuple[str, Callable[[], Source]]]:
    yield "logind", lambda: _logind(system_bus(), on_change)
    for desktop in SAVERS:
        yield desktop, partial(_saver, desktop, session_bus, on_change)


def _logind(bus: Bus, on_change: Callable[[], None]) -> Source:
    from sitbreak.adapters.signals.logind import LogindLock

    return LogindLock(bus, on_change)


def _saver(desktop: str, session_bus: BusFactory, on_change: Callable[[], None]) -> Source:
    bus = session_bus()
    from sitbreak.adapters.signals.saver import SaverLock

    return SaverLock(desktop, bus, on_change)

"""Whether the screen is locked, by the word of logind, of any screen saver of the session, or of the system."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from sitbreak.adapters import clock
from sitbreak.adapters.choose import Report, gather

if TYPE_CHECKING:  # no D-Bus library on Windows and macOS
    from sitbreak.adapters.bus import Bus
    from sitbreak.adapters.signals.polled import Teller

log = logging.getLogger(__name__)

PORT = "lock"
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
SAVERS = ("freedesktop", "gnome", "cinnamon", "mate", "xfce")

BusFactory = Callable[[], "Bus"]
Maker = tuple[str, Callable[[], "Teller"]]


class Lock:
    """Locked as soon as one of the sources says so; a source that is away says nothing.

    A source whose bus was not there is tried again after 1, 2, 4 .. 60 seconds, at the next time somebody asks;
    `read` therefore belongs to one thread.
    """

    def __init__(self, makers: Sequence[Maker], forced: str | None, steady: Callable[[], float] = clock.steady) -> None:
        """Open now what can be opened; raises Unavailable when `forced` names no source."""
        self._makers, self._forced, self._steady = tuple(makers), forced, steady
        self._pause = FIRST_PAUSE
        self._sources, self._refusals = gather(PORT, self._makers, forced)
        self._try_at = steady() + self._pause

    @property
    def name(self) -> str:
        """The sources that are there, such as "logind+gnome", or "none"."""
        return "+".join(source.name for source in self._sources if source.row.ok) or "none"

    @property
    def report(self) -> Report:
        return Report(self.name, (*(source.row for source in self._sources), *self._refusals))

    def read(self) -> bool:
        if self._missing and self._steady() >= self._try_at:
            self._try_again()
        return any(source.read() for source in self._sources)

    def close(self) -> None:
        for source in self._sources:
            source.close()

    @property
    def _missing(self) -> list[Maker]:
        """The sources that are wanted and could not be opened yet."""
        open_already = {source.name for source in self._sources}
        wanted = (maker for maker in self._makers if self._forced in (None, maker[0]))
        return [maker for maker in wanted if maker[0] not in open_already]

    def _try_again(self) -> None:
        found, refusals = gather(PORT, self._missing)
        if found:
            log.info("lock is told by %s from now on, too", ", ".join(source.name for source in found))
        not_asked = tuple(row for row in self._refusals if row.name not in {name for name, _ in self._missing})
        self._sources, self._refusals = (*self._sources, *found), (*not_asked, *refusals)
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
        self._try_at = self._steady() + self._pause


def open_lock(
    session_bus: BusFactory, system_bus: BusFactory, on_change: Callable[[], None], forced: str | None = None
) -> Lock:
    """Take every source that is there, or the one named `forced`; raises Unavailable for an unknown name.

    `on_change` is called from any thread when one of the sources changes its mind.
    """
    return Lock(tuple(_makers(session_bus, system_bus, on_change)), forced or None)


def _makers(session_bus: BusFactory, system_bus: BusFactory, on_change: Callable[[], None]) -> Iterator[Maker]:
    if sys.platform == "win32":
        yield "windows", _windows
    elif sys.platform == "darwin":
        yield "macos", _macos
    else:
        yield from _services(session_bus, system_bus, on_change)


def _services(session_bus: BusFactory, system_bus: BusFactory, on_change: Callable[[], None]) -> Iterator[Maker]:
    yield "logind", lambda: _logind(system_bus(), on_change)
    for desktop in SAVERS:
        yield desktop, partial(_saver, desktop, session_bus, on_change)


def _logind(bus: Bus, on_change: Callable[[], None]) -> Teller:
    from sitbreak.adapters.signals.logind import LogindLock

    return LogindLock(bus, on_change)


def _saver(desktop: str, session_bus: BusFactory, on_change: Callable[[], None]) -> Teller:
    bus = session_bus()
    from sitbreak.adapters.signals.saver import SaverLock

    return SaverLock(desktop, bus, on_change)


def _windows() -> Teller:
    from sitbreak.adapters.signals.lock_windows import WindowsLock
    from sitbreak.adapters.signals.polled import Polled

    return Polled("windows", WindowsLock())


def _macos() -> Teller:
    from sitbreak.adapters.signals.lock_macos import MacLock
    from sitbreak.adapters.signals.polled import Polled

    return Polled("macos", MacLock())

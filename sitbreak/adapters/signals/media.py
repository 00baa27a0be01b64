"""Whether a film is on: players that play, and programs that keep the screen from going dark."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from sitbreak.adapters import clock
from sitbreak.adapters.choose import Report, gather
from sitbreak.core.trusting import TRUSTED_FOR, Trust
from sitbreak.ports import Tried, Unavailable

if TYPE_CHECKING:  # no D-Bus library on Windows and macOS
    from sitbreak.adapters.bus import Bus

log = logging.getLogger(__name__)

PORT = "media"
PLAYERS = "mpris"
DAEMON = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
TIMEOUT = 0.3

BusFactory = Callable[[], "Bus"]
Names = Callable[[], frozenset[str]]


class Teller(Protocol):
    """Names what speaks for a film just now; `bus_name` is the service behind it, "" when there is no single one."""

    name: str
    bus_name: str

    def held(self, names: frozenset[str]) -> list[str]: ...


class Part:
    """One teller with the bus whose names it wants to know."""

    def __init__(self, teller: Teller, names: Names) -> None:
        self.name = teller.name
        self._teller, self._names = teller, names
        self.row = Tried(self.name, True, "serves")

    def held(self) -> list[str]:
        """What speaks for a film; nothing from a teller that fails."""
        try:
            names = self._names()
            held = self._teller.held(names)
        except (Unavailable, OSError) as error:
            self.row = Tried(self.name, False, str(error))
            return []
        there = not self._teller.bus_name or self._teller.bus_name in names
        self.row = Tried(self.name, there, "serves" if there else f"nobody owns {self._teller.bus_name} on the bus")
        return held


class Media:
    """On while a player of films plays, or an inhibitor stands that can still be believed."""

    def __init__(
        self,
        parts: Sequence[Part],
        refusals: Sequence[Tried] = (),
        rosters: Sequence[Roster] = (),
        steady: Callable[[], float] = clock.steady,
    ) -> None:
        self._parts, self._refusals, self._rosters, self._steady = tuple(parts), tuple(refusals), rosters, steady
        self._trust = Trust()
        self.ask()  # so that the report tells who is there

    @property
    def report(self) -> Report:
        """Joined like the signal itself: every part that is there serves."""
        rows = (*(part.row for part in self._parts), *self._refusals)
        name = "+".join(part.row.name for part in self._parts if part.row.ok) or "none"
        return Report(name, (*rows, *(_distrust(who) for who in self._trust.distrusted())))

    def ask(self) -> bool:
        held = {part.name: part.held() for part in self._parts}
        playing = bool(held.pop(PLAYERS, ()))
        inhibitors = [who for names in held.values() for who in names]
        self._trust = self._trust.seen(self._steady(), inhibitors, playing)
        return playing or bool(self._trust.believed(inhibitors))

    def close(self) -> None:
        for roster in self._rosters:
            roster.close()


def _distrust(who: str) -> Tried:
    long = f"{TRUSTED_FOR / 3600:g} h"
    return Tried(
        "inhibitor",
        False,
        f"{who} has kept the screen awake for {long} with nothing playing, so it proves nobody's presence",
        "end it if you do not need it; without it your absence is noticed sooner",
    )


def open_media(session_bus: BusFactory, system_bus: BusFactory, forced: str | None = None) -> Media:
    """Everything here that can tell, or the one named `forced`; raises Unavailable for an unknown name."""
    rosters: dict[Bus, Roster] = {}
    parts, refusals = gather(PORT, _makers(session_bus, system_bus, rosters), forced)
    return Media(parts, refusals, tuple(rosters.values()))


def _makers(
    session_bus: BusFactory, system_bus: BusFactory, rosters: dict[Bus, Roster]
) -> Iterator[tuple[str, Callable[[], Part]]]:
    if sys.platform == "win32":
        from sitbreak.adapters.signals.powrprof import DisplayRequests

        yield "windows", lambda: Part(DisplayRequests(), frozenset)
    elif sys.platform == "darwin":
        from sitbreak.adapters.signals.pmset import Assertions

        yield "pmset", lambda: Part(Assertions(), frozenset)
    else:
        from sitbreak.adapters.signals.inhibitors import Gnome, Logind, PowerManagement
        from sitbreak.adapters.signals.mpris import PREFIX, Players

        def on(bus: Bus, make: Callable[[Bus], Teller]) -> Part:
            if bus not in rosters:
                rosters[bus] = Roster(bus)
            teller = make(bus)
            rosters[bus].mind(teller.bus_name or PREFIX)
            return Part(teller, rosters[bus])

        yield PLAYERS, lambda: on(session_bus(), Players)
        yield "gnome", lambda: on(session_bus(), Gnome)
        yield "power-management", lambda: on(session_bus(), PowerManagement)
        yield "logind", lambda: on(system_bus(), Logind)


class Roster:
    """Who is on a bus; it is asked only after it has told of a change, since every question wakes it and us twice."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._names: frozenset[str] | None = None
        self._stale = True
        self._ends = [bus.watch_name(DAEMON[0], lambda _owner: self._changed())]

    def mind(self, name: str) -> None:
        """Changes of this name, and of all below it, matter; before the first call."""
        told = {"interface": DAEMON[2], "member": "NameOwnerChanged", "sender": DAEMON[0]}
        arg0 = f"{name.rstrip('.')}.*"
        self._ends.append(self._bus.subscribe(lambda *_news: self._changed(), arg0=arg0, **told))

    def __call__(self) -> frozenset[str]:
        """The names; raises ConnectionError while the bus is away."""
        if self._stale or self._names is None:
            # Before the answer comes, so that a change in the meantime is not lost.
            self._stale, self._names = False, None
            self._names = _names(self._bus)
        return self._names

    def close(self) -> None:
        for end in self._ends:
            end()

    def _changed(self) -> None:
        self._stale = True


def _names(bus: Bus) -> frozenset[str]:
    """Who is on the bus; raises ConnectionError while it is away."""
    from sitbreak.adapters.bus import BusError

    try:
        (names,) = bus.call(*DAEMON, "ListNames", timeout=TIMEOUT, gives="as")
    except BusError as error:
        raise ConnectionError(str(error)) from error
    return frozenset(names)

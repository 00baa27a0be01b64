"""Joins the signals into the one reading the core looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sitbreak.adapters.choose import Report, variable
from sitbreak.adapters.signals.asked import Asked
from sitbreak.adapters.signals.call import Call, open_call
from sitbreak.adapters.signals.front import open_front
from sitbreak.adapters.signals.front.window import Window
from sitbreak.adapters.signals.idle import candidates
from sitbreak.adapters.signals.idle.reviving import Reviving
from sitbreak.adapters.signals.lock import Lock, open_lock
from sitbreak.adapters.signals.media import Media, open_media
from sitbreak.adapters.signals.silence import open_silence
from sitbreak.adapters.signals.sleep import Sleep, open_sleep
from sitbreak.core.model import Reading
from sitbreak.core.values import dataclass, replace
from sitbreak.core.wanting import EVERYTHING, Signal, Wants

if TYPE_CHECKING:  # no D-Bus library on Windows and macOS
    from sitbreak.adapters.bus import Bus

BusFactory = Callable[[], "Bus"]


@dataclass(frozen=True, slots=True)
class Sources:
    """One source for each port, under the port's name; the window in front serves `app`, too."""

    idle: Reviving
    lock: Lock
    sleep: Sleep
    call: Call
    media: Media
    fullscreen: Asked[Window]
    do_not_disturb: Asked[bool]


PORTS = ("idle", "lock", "sleep", "call", "media", "fullscreen", "do_not_disturb")


def _everything(_known: Reading) -> frozenset[Signal]:
    return EVERYTHING


class Sense:
    """Everything the desktop tells of the person; `read` belongs to one thread."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    @property
    def events(self) -> bool:
        """True while the idle source says by itself when the person leaves and returns."""
        return self._sources.idle.events

    def read(self, wants: Wants = _everything) -> Reading:
        """Look once; never raises for a source that died, whose part then reads as unknown.

        Input and lock are always read. Given these, `wants` names the other signals to ask for; what it does not name
        reads as no, since an old answer could be wrong by now.
        """
        idle = self._sources.idle.seconds()
        known = Reading(idle=idle, locked=self._sources.lock.read(), source=self._sources.idle.name)
        asked = wants(known)
        return self._asked(known, asked) if asked else known

    def describe(self) -> dict[str, Report]:
        """For `doctor`: each port's chosen adapter and why not the others."""
        return {port: getattr(self._sources, port).report for port in PORTS}

    def close(self) -> None:
        for port in PORTS:
            getattr(self._sources, port).close()

    def _asked(self, known: Reading, asked: frozenset[Signal]) -> Reading:
        sources = self._sources
        front = sources.fullscreen.ask() if asked & {Signal.FULLSCREEN, Signal.APP} else Window()
        return replace(
            known,
            call=Signal.CALL in asked and sources.call.ask(),
            media=Signal.MEDIA in asked and sources.media.ask(),
            fullscreen=Signal.FULLSCREEN in asked and front.fullscreen,
            do_not_disturb=Signal.DO_NOT_DISTURB in asked and sources.do_not_disturb.ask(),
            app=front.app if Signal.APP in asked else "",
        )


def open_sense(
    session_bus: BusFactory, system_bus: BusFactory, on_change: Callable[[], None], environ: Mapping[str, str]
) -> Sense:
    """Open every signal; `session_bus` and `system_bus` give the shared connections or raise BusGone.

    `on_change` is called from any thread when it is worth looking at once. Raises Unavailable when `environ` forces an
    adapter that does not exist.
    """
    forced = {port: environ.get(variable(port)) for port in PORTS}
    return Sense(
        Sources(
            idle=Reviving(candidates(session_bus, on_change, forced["idle"]), forced["idle"]),
            lock=open_lock(session_bus, system_bus, on_change, forced["lock"]),
            sleep=open_sleep(system_bus, on_change, forced["sleep"]),
            call=open_call(forced["call"]),
            media=open_media(session_bus, system_bus, forced["media"]),
            fullscreen=open_front(forced["fullscreen"]),
            do_not_disturb=open_silence(session_bus, forced["do_not_disturb"]),
        )
    )

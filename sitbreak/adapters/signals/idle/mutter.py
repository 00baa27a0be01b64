"""Idle time of a GNOME session, asked of Mutter, which also says by itself when the person leaves and comes back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from sitbreak.adapters.bus import Bus, BusError, BusGone
from sitbreak.adapters.signals.idle.last_input import LastInput
from sitbreak.ports import Unavailable

log = logging.getLogger(__name__)

SERVICE = "org.gnome.Mutter.IdleMonitor"
PATH = "/org/gnome/Mutter/IdleMonitor/Core"
IDLE_AFTER_MS = 30_000
GRAIN = 0.25
TIMEOUT = 1.0


class MutterIdle:
    """Calls `on_change` after 30 s without input, at the first input after that, and when Mutter comes or goes."""

    name = "mutter"
    caveat = ""

    def __init__(self, bus: Bus, on_change: Callable[[], None]) -> None:
        """Ask once and set the watches; raises Unavailable."""
        self._bus, self._on_change = bus, on_change
        self._last = LastInput(GRAIN)
        self._idle_watch = self._active_watch = 0
        try:
            self._ask("t", "GetIdletime")
        except ConnectionError as error:
            raise Unavailable(f"no GNOME session answers: {error}") from error
        self._ends = (
            bus.subscribe(self._fired, interface=SERVICE, member="WatchFired", path=PATH, sender=SERVICE),
            bus.watch_name(SERVICE, self._owned),
        )

    @property
    def events(self) -> bool:
        """False just after a sleep, until the desktop, too, takes the person for gone."""
        return not self._last.hides(IDLE_AFTER_MS / 1000)

    def seconds(self) -> float:
        """Seconds since the last input; raises ConnectionError while Mutter is away."""
        return self._last.told_by(lambda: self._ask("t", "GetIdletime") / 1000)

    def close(self) -> None:
        for end in self._ends:
            end()
        for watch in (self._idle_watch, self._active_watch):
            self._forget(watch)

    def _ask(self, gives: str, method: str, signature: str = "", *args: Any) -> int:
        called = (SERVICE, PATH, SERVICE, method, signature)
        try:
            return int(self._bus.call(*called, *args, timeout=TIMEOUT, gives=gives)[0])
        except BusError as error:
            raise ConnectionError(str(error)) from error

    def _owned(self, owner: str | None) -> None:
        """A Mutter that comes knows nothing of the watches the last one had."""
        if owner:
            self._idle_watch = self._watch("AddIdleWatch", "t", IDLE_AFTER_MS)
            self._active_watch = self._watch("AddUserActiveWatch")
        self._on_change()

    def _fired(self, body: tuple[Any, ...], _sender: str, _path: str) -> None:
        fired = body[0] if body else None
        if fired not in (self._idle_watch, self._active_watch):
            return
        if fired == self._idle_watch:
            self._forget(self._active_watch)
            self._active_watch = self._watch("AddUserActiveWatch")
        self._on_change()

    def _watch(self, method: str, signature: str = "", *args: Any) -> int:
        try:
            return self._ask("u", method, signature, *args)
        except ConnectionError as error:
            log.info("Mutter went away while a watch was set: %s", error)
            return 0

    def _forget(self, watch: int) -> None:
        if not watch:
            return
        try:
            self._bus.call(SERVICE, PATH, SERVICE, "RemoveWatch", "u", watch, timeout=TIMEOUT)
        except (BusError, BusGone):
            return  # it is forgotten already, with the Mutter that knew it

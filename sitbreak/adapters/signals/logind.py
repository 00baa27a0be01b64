"""What logind tells: whether the session is locked, and that the machine is about to sleep."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from sitbreak.adapters.bus import Bus, BusError
from sitbreak.adapters.signals.source import Source

SERVICE = "org.freedesktop.login1"
PATH = "/org/freedesktop/login1"
MANAGER = "org.freedesktop.login1.Manager"
SESSION = "org.freedesktop.login1.Session"
PROPERTIES = "org.freedesktop.DBus.Properties"


class LogindLock(Source):
    """The LockedHint of the session this program belongs to.

    The signals Lock and Unlock are orders to the locker, not news from it: a locker that sets no hint would never
    tell the end. They only make us look.
    """

    def __init__(self, bus: Bus, on_change: Callable[[], None]) -> None:
        self._session = ""
        super().__init__("logind", bus, SERVICE, on_change)

    def _listen(self) -> list[Callable[[], None]]:
        subscribe = self._bus.subscribe
        return [
            subscribe(self._changed, interface=PROPERTIES, member="PropertiesChanged", sender=SERVICE, arg0=SESSION),
            subscribe(self._ordered, interface=SESSION, member="Lock", sender=SERVICE),
            subscribe(self._ordered, interface=SESSION, member="Unlock", sender=SERVICE),
        ]

    def _ask(self) -> bool:
        self._session = self._own_session()
        return bool(self._property(self._session, SESSION, "LockedHint"))

    def _own_session(self) -> str:
        """A user service belongs to no session; "auto" then stands for the user's graphical one."""
        own = os.environ.get("XDG_SESSION_ID")
        try:
            return self._session_path(own or "auto")
        except BusError:
            if not own:
                raise
            return self._session_path("auto")

    def _session_path(self, session: str) -> str:
        return str(self._call(PATH, MANAGER, "GetSession", "s", session))

    def _changed(self, body: tuple[Any, ...], _sender: str, path: str) -> None:
        hint = body[1].get("LockedHint")
        if path == self._session and hint is not None:
            self._tell(bool(hint[1]))

    def _ordered(self, _body: tuple[Any, ...], _sender: str, path: str) -> None:
        if path == self._session:
            self._tell(self._answer())


class LogindSleep(Source):
    """On from the moment logind prepares for sleep until the machine is awake again."""

    def __init__(self, bus: Bus, on_change: Callable[[], None]) -> None:
        super().__init__("logind", bus, SERVICE, on_change)

    def _listen(self) -> list[Callable[[], None]]:
        return [self._bus.subscribe(self._prepares, interface=MANAGER, member="PrepareForSleep", sender=SERVICE)]

    def _ask(self) -> bool:
        return bool(self._property(PATH, MANAGER, "PreparingForSleep"))

    def _prepares(self, body: tuple[Any, ...], _sender: str, _path: str) -> None:
        self._tell(bool(body[0]))

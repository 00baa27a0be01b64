"""What logind tells: whether the session is locked or switched away, and that the machine is about to sleep."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from sitbreak.adapters.bus import Bus, BusError
from sitbreak.adapters.signals.source import Source
from sitbreak.core.values import replace
from sitbreak.ports import Tried

SERVICE = "org.freedesktop.login1"
PATH = "/org/freedesktop/login1"
MANAGER = "org.freedesktop.login1.Manager"
SESSION = "org.freedesktop.login1.Session"
PROPERTIES = "org.freedesktop.DBus.Properties"

ORDERS = ("Lock", "Unlock")
ROSTER = ("SessionNew", "SessionRemoved")
TELLING = frozenset({"LockedHint", "Active", "State"})
CLOSING = "closing"
NO_LOGIND = "start systemd-logind, or elogind where there is no systemd"


class LogindLock(Source):
    """Whether our session is locked, or in the background of its seat because another one was switched to the front.

    The signals Lock and Unlock are orders to the locker, not news from it: a locker that sets no hint would never
    tell the end. They only make us look.
    """

    remedy = NO_LOGIND

    def __init__(self, bus: Bus, on_change: Callable[[], None]) -> None:
        self._session, self._switched = "", False
        super().__init__("logind", bus, SERVICE, on_change)

    @property
    def row(self) -> Tried:
        told = super().row
        switched = told.ok and self._switched
        return replace(told, reason="serves: another session is in front of yours") if switched else told

    def _listen(self) -> list[Callable[[], None]]:
        subscribe = self._bus.subscribe
        return [
            subscribe(self._changed, interface=PROPERTIES, member="PropertiesChanged", sender=SERVICE, arg0=SESSION),
            *(subscribe(self._ordered, interface=SESSION, member=order, sender=SERVICE) for order in ORDERS),
            *(subscribe(self._came_or_went, interface=MANAGER, member=news, sender=SERVICE) for news in ROSTER),
        ]

    def _ask(self) -> bool:
        self._session = self._own_session()
        properties = self._call("a{sv}", self._session, PROPERTIES, "GetAll", "s", SESSION)
        told = {name: value for name, (_signature, value) in properties.items()}
        self._switched = in_background(told)
        return self._switched or (bool(told.get("LockedHint")) and told.get("State") != CLOSING)

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
        return str(self._call("o", PATH, MANAGER, "GetSession", "s", session))

    def _changed(self, body: tuple[Any, ...], _sender: str, path: str) -> None:
        match body:
            case (_, dict(changed), list(forgotten)) if path == self._session and TELLING & {*changed, *forgotten}:
                self._tell(self._answer())

    def _ordered(self, _body: tuple[Any, ...], _sender: str, path: str) -> None:
        if path == self._session:
            self._tell(self._answer())

    def _came_or_went(self, _body: tuple[Any, ...], _sender: str, _path: str) -> None:
        """A session that is gone tells nothing any more, and a new one may be ours."""
        self._tell(self._answer())


def in_background(session: Mapping[str, Any]) -> bool:
    """Whether the person's session, by these properties of logind, has been switched away from its screen.

    Only a session with a seat has a screen it can lose; one that comes over the network or is being closed waits for
    nobody to come back to it.
    """
    seat = session.get("Seat")
    theirs = str(session.get("Class", "user")).startswith("user")
    lasting = not session.get("Remote", False) and session.get("State") != CLOSING
    seated = isinstance(seat, tuple) and bool(seat) and bool(seat[0])
    return seated and theirs and lasting and not session.get("Active", True)


class LogindSleep(Source):
    """On from the moment logind prepares for sleep until the machine is awake again."""

    def __init__(self, bus: Bus, on_change: Callable[[], None]) -> None:
        super().__init__("logind", bus, SERVICE, on_change)

    def _listen(self) -> list[Callable[[], None]]:
        return [self._bus.subscribe(self._prepares, interface=MANAGER, member="PrepareForSleep", sender=SERVICE)]

    def _ask(self) -> bool:
        return bool(self._property(PATH, MANAGER, "PreparingForSleep"))

    def _prepares(self, body: tuple[Any, ...], _sender: str, _path: str) -> None:
        self._tell(body[:1] == (True,))

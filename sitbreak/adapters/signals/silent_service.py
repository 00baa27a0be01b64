"""Do-not-disturb as each notification service keeps it: in a property, a mode or the desktop's settings."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sitbreak.adapters import clock
from sitbreak.adapters.bus import Bus, BusError
from sitbreak.adapters.notify.server import NAME, TELLS, Server, ask, silenced
from sitbreak.adapters.packages import notification_service
from sitbreak.ports import Unavailable

log = logging.getLogger(__name__)

SETTINGS = {
    "gnome-shell": ("org.gnome.desktop.notifications", "show-banners"),
    "cinnamon": ("org.cinnamon.desktop.notifications", "display-notifications"),
}
"""Where a desktop's own settings say whether notifications are shown."""

DAEMON = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
TIMEOUT = 0.3
EVERY = 10.0
"""Seconds for which an answer of `gsettings` is good, since it takes a process of its own."""


class SilentService:
    """Asks the service that owns the notifications' name; another one in its place has to be found anew."""

    def __init__(self, bus: Bus, steady: Callable[[], float] = clock.steady) -> None:
        """Ask who it is; raises Unavailable when nobody is there or it does not tell, and BusGone."""
        self._bus, self._steady = bus, steady
        self._good_until, self._setting = float("-inf"), False
        self._owner = self._present_owner()
        if not self._owner:
            raise Unavailable("no notification service is running", notification_service())
        try:
            self._server = ask(bus, TIMEOUT)
        except BusError as error:
            raise Unavailable(f"the notification service does not say who it is: {error}") from error
        if self._server.name not in (*TELLS, *SETTINGS):
            raise Unavailable(f"{self._server.name} tells no program whether it is silenced")

    def ask(self) -> bool:
        """Whether do-not-disturb is on; raises ConnectionError when the service went away."""
        if self._present_owner() != self._owner:
            raise ConnectionError(f"{self._server.name} went away")
        return self._silenced(self._server)

    def close(self) -> None:
        """Nothing is held."""

    def _silenced(self, server: Server) -> bool:
        if server.name in SETTINGS:
            return self._switched_off(*SETTINGS[server.name])
        return silenced(self._bus, server)

    def _present_owner(self) -> str:
        """Who owns the name, "" when nobody does; nobody is started by the question."""
        try:
            return str(self._bus.call(*DAEMON, "GetNameOwner", "s", NAME, timeout=TIMEOUT, gives="s")[0])
        except BusError:
            return ""

    def _switched_off(self, schema: str, key: str) -> bool:
        if self._steady() >= self._good_until:
            self._setting = _gsettings(schema, key) == "false"
            self._good_until = self._steady() + EVERY
        return self._setting


def _gsettings(schema: str, key: str) -> str:
    """A setting as text, "" when it cannot be had."""
    import subprocess

    try:
        told = subprocess.run(
            ["gsettings", "get", schema, key], capture_output=True, text=True, timeout=1.0, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.debug("gsettings does not tell %s: %s", key, error)
        return ""
    return told.stdout.strip()

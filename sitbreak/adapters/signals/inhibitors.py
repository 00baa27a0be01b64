"""Who keeps the screen from going dark, by the word of the services that can be asked."""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

from sitbreak.adapters.bus import Bus, BusError, BusGone

assert sys.platform != "win32"

log = logging.getLogger(__name__)

TIMEOUT = 0.3
GNOME_IDLE = 8
"""The flag of an inhibitor against the session becoming idle."""


class Inhibitors:
    """One service; it is asked only while it is on the bus, so that nobody is started by a question."""

    name = bus_name = ""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    def held(self, names: frozenset[str]) -> list[str]:
        """The inhibitors against idling that stand now, one name for each; `names` are those on the bus."""
        if self.bus_name not in names:
            return []
        try:
            return [f"{self.name}: {who}" for who in self._held()]
        except (BusError, BusGone) as error:
            log.debug("%s does not tell who inhibits: %s", self.bus_name, error)
            return []

    def _held(self) -> list[str]:
        """The names; may raise BusError or BusGone."""
        raise NotImplementedError

    def _call(self, gives: str, path: str, interface: str, method: str, signature: str = "", *args: Any) -> Any:
        called = (self.bus_name, path, interface, method, signature)
        return self._bus.call(*called, *args, timeout=TIMEOUT, gives=gives)[0]


class Logind(Inhibitors):
    name, bus_name = "logind", "org.freedesktop.login1"

    def _held(self) -> list[str]:
        listed = self._call("a(ssssuu)", "/org/freedesktop/login1", f"{self.bus_name}.Manager", "ListInhibitors")
        return [
            f"{who} (process {process})"
            for what, who, _why, mode, user, process in listed
            if "idle" in what.split(":") and mode == "block" and user == os.getuid()
        ]


class Gnome(Inhibitors):
    name, bus_name = "gnome", "org.gnome.SessionManager"

    def _held(self) -> list[str]:
        path = "/org/gnome/SessionManager"
        if not self._call("b", path, self.bus_name, "IsInhibited", "u", GNOME_IDLE):
            return []
        listed = self._call("ao", path, self.bus_name, "GetInhibitors")
        return [name for one in listed if (name := self._idler(one))]

    def _idler(self, path: str) -> str:
        """The app behind one inhibitor with its number, "" when it is gone or against something else."""
        interface = f"{self.bus_name}.Inhibitor"
        try:
            flags, app = self._call("u", path, interface, "GetFlags"), self._call("s", path, interface, "GetAppId")
        except BusError:
            return ""
        return f"{app} ({path.rpartition('/')[2]})" if flags & GNOME_IDLE else ""


class PowerManagement(Inhibitors):
    name, bus_name = "power-management", "org.freedesktop.PowerManagement"

    def _held(self) -> list[str]:
        path, interface = "/org/freedesktop/PowerManagement/Inhibit", f"{self.bus_name}.Inhibit"
        if not self._call("b", path, interface, "HasInhibit"):
            return []
        try:
            return list(self._call("as", path, interface, "GetInhibitors"))
        except BusError:
            return ["a program it does not name"]

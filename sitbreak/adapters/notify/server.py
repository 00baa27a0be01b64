"""What a desktop's notification service can do, learned by asking it and from servers that say more than they do."""

from __future__ import annotations

import logging
from typing import Any

from sitbreak.adapters.bus import Bus, BusError, BusGone
from sitbreak.core.values import dataclass

log = logging.getLogger(__name__)

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
Hints = dict[str, tuple[str, Any]]
"""Names to D-Bus variants."""

TELLS = frozenset({"dunst", "Plasma", "Xfce Notify Daemon", "mako"})
"""Services that say whether they are silenced."""

SILENT_MODES = frozenset({"do-not-disturb", "dnd", "silent", "quiet"})
"""Names that mako's manual and its users give to a mode of silence; what a mode does, mako does not tell."""

_DRAWS_NONE = frozenset({"dunst", "mako"})
_KEEPS_ONLY_URGENT = frozenset({"gnome-shell", "cinnamon"})
_DRAWS_DEFAULT = frozenset({"Xfce Notify Daemon"})


@dataclass(frozen=True, slots=True)
class Server:
    """A notification service, as it describes itself."""

    name: str
    version: str
    capabilities: frozenset[str]

    @property
    def draws_buttons(self) -> bool:
        """Whether a person sees buttons; dunst and mako accept actions and draw none."""
        return "actions" in self.capabilities and self.name not in _DRAWS_NONE

    @property
    def takes_default(self) -> bool:
        """Whether a click on the bubble itself can start the drill; Xfce draws that action as a fourth button."""
        return "actions" in self.capabilities and self.name not in _DRAWS_DEFAULT

    @property
    def markup(self) -> bool:
        return "body-markup" in self.capabilities

    @property
    def urgency(self) -> int:
        """1 (normal), or 2 where anything less leaves the screen after seconds; elsewhere 2 looks like an alarm."""
        return 2 if self.name in _KEEPS_ONLY_URGENT else 1


def ask(bus: Bus, timeout: float = 2.0) -> Server:
    """The service that answers now, started by the bus if need be; raises BusError or BusGone."""
    name, _vendor, version, _spec = bus.call(NAME, PATH, NAME, "GetServerInformation", timeout=timeout, gives="ssss")
    (capabilities,) = bus.call(NAME, PATH, NAME, "GetCapabilities", timeout=timeout, gives="as")
    return Server(name, version, frozenset(capabilities))


def silenced(bus: Bus, server: Server) -> bool:
    """Whether the service takes notifications but keeps them off the screen; False when it does not tell."""
    match server.name:
        case "dunst":
            return _truth(bus, NAME, PATH, "org.freedesktop.DBus.Properties", "org.dunstproject.cmd0", "paused")
        case "Plasma":
            return _truth(bus, NAME, PATH, "org.freedesktop.DBus.Properties", NAME, "Inhibited")
        case "Xfce Notify Daemon":
            xfconf = "org.xfce.Xfconf"
            return _truth(bus, xfconf, "/org/xfce/Xfconf", xfconf, "xfce4-notifyd", "/do-not-disturb")
        case "mako":
            return bool(SILENT_MODES & _modes(bus))
        case _:
            return False


def _modes(bus: Bus) -> frozenset[str]:
    try:
        (modes,) = bus.call(NAME, "/fr/emersion/Mako", "fr.emersion.Mako", "ListModes", timeout=0.5, gives="as")
    except (BusError, BusGone) as error:
        log.debug("mako does not tell its modes: %s", error)
        return frozenset()
    return frozenset(modes)


def _truth(bus: Bus, destination: str, path: str, interface: str, *of: str) -> bool:
    method = "GetProperty" if interface == destination else "Get"
    try:
        ((_signature, value),) = bus.call(destination, path, interface, method, "ss", *of, timeout=0.5, gives="v")
    except (BusError, BusGone) as error:
        log.debug("%s does not tell whether it is silenced: %s", destination, error)
        return False
    return bool(value)

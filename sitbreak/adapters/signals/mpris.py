"""Films that play, by the word of the players themselves (MPRIS): whether, never what."""

from __future__ import annotations

import logging
import os
from functools import lru_cache
from pathlib import Path

from sitbreak.adapters.bus import Bus, BusError, BusGone

log = logging.getLogger(__name__)

PREFIX = "org.mpris.MediaPlayer2."
PATH = "/org/mpris/MediaPlayer2"
ELSEWHERE = ("kdeconnect.",)
"""Players that only relay what plays on another device."""

PLAYERS = 16
"""How many are remembered; who gives itself a new name at every look is forgotten in turn."""

TIMEOUT = 0.3
PROPERTIES = "org.freedesktop.DBus.Properties"


class Players:
    """Asks all players that are on the bus; one that by its own description plays no video says nothing of a person."""

    name, bus_name = "mpris", ""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._sound_only = lru_cache(PLAYERS)(sound_only)

    def held(self, names: frozenset[str]) -> list[str]:
        """The players of films that play, among the `names` on the bus."""
        return [name for name in names if _here(name) and self._plays(name) and not self._music(name)]

    def _plays(self, name: str) -> bool:
        return self._property(name, PREFIX + "Player", "PlaybackStatus") == "Playing"

    def _music(self, name: str) -> bool:
        return self._sound_only(self._property(name, PREFIX.rstrip("."), "DesktopEntry"))

    def _property(self, name: str, interface: str, member: str) -> str:
        """A property as text, "" when the player does not tell."""
        of = (interface, member)
        try:
            ((_, value),) = self._bus.call(name, PATH, PROPERTIES, "Get", "ss", *of, timeout=TIMEOUT, gives="v")
        except (BusError, BusGone) as error:
            log.debug("%s does not tell its %s: %s", name, member, error)
            return ""
        return str(value)


def _here(name: str) -> bool:
    return name.startswith(PREFIX) and not name.removeprefix(PREFIX).startswith(ELSEWHERE)


def sound_only(entry: str) -> bool:
    """Whether the desktop entry of that name belongs to a player of music; an unknown one may well show films."""
    folders = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    for folder in (own, *folders.split(":")):
        kinds = _categories(Path(folder, "applications", f"{entry.replace('/', '')}.desktop"))
        if kinds:
            return "Video" not in kinds and bool(kinds & {"Audio", "Music"})
    return False


def _categories(path: Path) -> frozenset[str]:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    return frozenset(next((line[11:].split(";") for line in lines if line.startswith("Categories=")), ()))

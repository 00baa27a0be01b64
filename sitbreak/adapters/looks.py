"""How our windows are to look, as arguments for the children that open them; asked anew each time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sitbreak.core.settings import Settings

if TYPE_CHECKING:  # no D-Bus library on Windows and macOS
    from sitbreak.adapters.bus import Bus

log = logging.getLogger(__name__)

PORTAL = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings")
APPEARANCE, INTERFACE = "org.freedesktop.appearance", "org.gnome.desktop.interface"
DARK, HIGH = 1, 1
HIGH_CONTRAST, INVERSE = "HighContrast", "Inverse"
"""What such a theme has in its name, and what one in white on black has, too."""
PATIENCE = 0.5
"""Seconds; a window that waits for its colours is worse than one in the wrong ones."""


class Looks:
    """The person's settings and the desktop's taste; `bus` is None where there is no session bus."""

    def __init__(self, settings: Callable[[], Settings], bus: Bus | None, environ: Mapping[str, str]) -> None:
        self._settings, self._bus, self._environ = settings, bus, environ

    def prompt(self) -> list[str]:
        """Arguments of the prompt window."""
        settings = self._settings()
        return [*self._common(), *(["--tone", str(settings.drills.volume)] if settings.prompt.sound else [])]

    def rings(self) -> bool:
        """Whether prompts are to be heard."""
        return self._settings().prompt.sound

    def _common(self) -> list[str]:
        scale, taste = self._settings().appearance.text_scale, self.taste()
        return ["--scale", f"{scale:g}", *(f"--{name}" for name in sorted(taste, reverse=True))]

    def drill(self) -> list[str]:
        """Arguments of the drill window; SITBREAK_SPEED makes drills run faster, for trials."""
        settings, speed = self._settings(), self._environ.get("SITBREAK_SPEED")
        motion = ["--reduced-motion"] if settings.appearance.reduced_motion else []
        hurry = ["--speed", speed] if speed else []
        heard = ["--tones", str(settings.drills.tone_volume), *(["--voice"] if settings.drills.voice else [])]
        return [*self._common(), "--hold", f"{settings.drills.hold:g}", *heard, *motion, *hurry]

    def taste(self) -> set[str]:
        """Of "dark" and "contrast" what the desktop prefers, by the name of its theme or by what its portal says."""
        named = self._environ.get("GTK_THEME", "")
        told = self._told() if not named else {}
        theme = named or str(told.get("gtk-theme", ""))
        high = HIGH_CONTRAST in theme
        dark = theme.endswith(INVERSE) if high else named.endswith(":dark")
        found = {"dark": dark or told.get("color-scheme") == DARK, "contrast": high or told.get("contrast") == HIGH}
        return {name for name, wanted in found.items() if wanted}

    def _told(self) -> dict[str, object]:
        """What the desktop portal knows of the desktop's colours; nothing where there is none."""
        from sitbreak.adapters.bus import BusError

        if self._bus is None:
            return {}
        wanted = [APPEARANCE, INTERFACE]
        try:
            (spaces,) = self._bus.call(*PORTAL, "ReadAll", "as", wanted, timeout=PATIENCE, gives="a{sa{sv}}")
        except (BusError, OSError) as error:
            log.debug("the desktop does not tell its colours: %s", error)
            return {}
        return {key: value for space in (INTERFACE, APPEARANCE) for key, (_, value) in spaces.get(space, {}).items()}

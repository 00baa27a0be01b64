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
DARK = 1
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
        scale = self._settings().appearance.text_scale
        return ["--scale", f"{scale:g}", *(["--dark"] if self.dark() else [])]

    def drill(self) -> list[str]:
        """Arguments of the drill window; SITBREAK_SPEED makes drills run faster, for trials."""
        settings, speed = self._settings(), self._environ.get("SITBREAK_SPEED")
        motion = ["--reduced-motion"] if settings.appearance.reduced_motion else []
        hurry = ["--speed", speed] if speed else []
        heard = ["--tones", str(settings.drills.tone_volume), *(["--voice"] if settings.drills.voice else [])]
        return [*self._common(), "--hold", f"{settings.drills.hold:g}", *heard, *motion, *hurry]

    def dark(self) -> bool:
        """Whether the desktop prefers dark windows: by its theme's name, or by what the desktop portal says."""
        theme = self._environ.get("GTK_THEME", "")
        return theme.endswith(":dark") or (not theme and self._portal_says_dark())

    def _portal_says_dark(self) -> bool:
        from sitbreak.adapters.bus import BusError

        if self._bus is None:
            return False
        try:
            ((_, (_, scheme)),) = self._bus.call(
                *PORTAL, "Read", "ss", "org.freedesktop.appearance", "color-scheme", timeout=PATIENCE
            )
        except (BusError, OSError) as error:
            log.debug("the desktop does not tell its colours: %s", error)
            return False
        return bool(scheme == DARK)

"""Idle time of an X11 session, asked of the server's MIT-SCREEN-SAVER extension."""

from __future__ import annotations

import os
from typing import Any

from sitbreak.adapters.signals.idle.last_input import LastInput
from sitbreak.adapters.signals.idle.x11_wire import NO_EXTENSION
from sitbreak.ports import Unavailable

GRAIN = 0.25
CAVEAT = "a film whose player keeps resetting the screen saver looks like input here"


class X11Idle:
    """Asks the X server of $DISPLAY over one connection kept open; any input to any X program counts."""

    name = "x11"
    events = False
    caveat = CAVEAT

    def __init__(self) -> None:
        """Connect and ask once; raises Unavailable."""
        self._display = _connect()
        self._last = LastInput(GRAIN)
        self.seconds()

    def seconds(self) -> float:
        """Seconds since the last input; raises ConnectionError once the server is gone."""
        return self._last.told_by(self._counted)

    def _counted(self) -> float:
        from Xlib.error import ConnectionClosedError

        try:
            return float(self._display.screen().root.screensaver_query_info().idle) / 1000
        except ConnectionClosedError as error:
            raise ConnectionError(f"the X server is gone: {error}") from error

    def close(self) -> None:
        from Xlib.error import ConnectionClosedError

        try:
            self._display.close()
        except (ConnectionClosedError, OSError):
            return  # the server hung up first


def _connect() -> Any:
    refuse_outside_x11()
    from Xlib import error
    from Xlib.display import Display

    try:
        display = Display()
    except (error.DisplayError, error.ConnectionClosedError, error.XauthError, OSError) as refusal:
        raise Unavailable(f"the X server does not let us in: {refusal}") from refusal
    if not display.has_extension("MIT-SCREEN-SAVER"):
        display.close()
        raise Unavailable("the X server has no MIT-SCREEN-SAVER extension", NO_EXTENSION)
    return display


def refuse_outside_x11() -> None:
    """Raise Unavailable where there is no X11 session, or none that sees all input."""
    if os.environ.get("WAYLAND_DISPLAY"):
        raise Unavailable("in a Wayland session X11 sees the input of X programs only")
    if not os.environ.get("DISPLAY"):
        raise Unavailable("DISPLAY is not set: no X11 session")

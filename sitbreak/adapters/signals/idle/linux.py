"""The idle sources of Linux desktops and terminals, each imported only when it is tried."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.choose import Candidate
from sitbreak.ports import Idle, Unavailable

assert sys.platform != "win32"


def linux_candidates(
    session_bus: Callable[[], Bus], on_change: Callable[[], None], forced: str | None
) -> list[Candidate[Idle]]:
    """Best first: what counts input only and tells by itself before what has to be asked or guessed."""
    return [
        ("mutter", lambda: _mutter(session_bus, on_change)),
        ("wayland", lambda: _wayland(on_change)),
        ("xsync", lambda: _xsync(on_change)),
        ("x11", _x11),
        ("freedesktop", lambda: _freedesktop(session_bus)),
        ("terminal", lambda: _terminal(forced)),
    ]


def _mutter(session_bus: Callable[[], Bus], on_change: Callable[[], None]) -> Idle:
    from sitbreak.adapters.signals.idle.mutter import MutterIdle

    return MutterIdle(session_bus(), on_change)


def _wayland(on_change: Callable[[], None]) -> Idle:
    if not os.environ.get("WAYLAND_DISPLAY"):
        raise Unavailable("WAYLAND_DISPLAY is not set: no Wayland session")
    from sitbreak.adapters.signals.idle.wayland import WaylandIdle

    return WaylandIdle(on_change)


def _xsync(on_change: Callable[[], None]) -> Idle:
    from sitbreak.adapters.signals.idle.xsync import XSyncIdle

    return XSyncIdle(on_change)


def _x11() -> Idle:
    from sitbreak.adapters.signals.idle.x11 import X11Idle

    return X11Idle()


def _freedesktop(session_bus: Callable[[], Bus]) -> Idle:
    from sitbreak.adapters.signals.idle.freedesktop import FreedesktopIdle

    return FreedesktopIdle(session_bus())


def _terminal(forced: str | None) -> Idle:
    if forced != "terminal" and (os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")):
        raise Unavailable(
            "in a graphical session most input does not come from terminals",
            "set SITBREAK_IDLE=terminal if you work in terminals only",
        )
    from sitbreak.adapters.signals.idle.terminal import TerminalIdle

    return TerminalIdle()

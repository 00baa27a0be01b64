"""The window in front on Linux desktops, each source imported only when it is tried."""

from __future__ import annotations

import os
import sys

from sitbreak.adapters.choose import Candidate
from sitbreak.adapters.signals.asked import Probe
from sitbreak.adapters.signals.front.window import Window
from sitbreak.ports import Unavailable

assert sys.platform != "win32"

REMEDY = "switch on do-not-disturb, or run `sitbreak quiet`, where a prompt must not come"


def linux_candidates() -> list[Candidate[Probe[Window]]]:
    """One source a desktop; most Wayland desktops keep this to themselves."""
    return [("sway", _sway), ("x11", _x11)]


def _sway() -> Probe[Window]:
    path = os.environ.get("SWAYSOCK")
    if not path:
        raise Unavailable("SWAYSOCK is not set: no sway session")
    from sitbreak.adapters.signals.front.sway import SwayFront

    return SwayFront(path)


def _x11() -> Probe[Window]:
    if os.environ.get("WAYLAND_DISPLAY"):
        raise Unavailable("this Wayland desktop tells no program which window is in front", REMEDY)
    display = os.environ.get("DISPLAY")
    if not display:
        raise Unavailable("DISPLAY is not set: no X11 session")
    from sitbreak.adapters.signals.front.x11 import X11Front

    return X11Front(display)

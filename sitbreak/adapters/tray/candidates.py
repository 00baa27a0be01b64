"""Which trays this platform offers, best first."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.packages import session_bus
from sitbreak.adapters.tray.drawn import drawn
from sitbreak.adapters.tray.library import backend
from sitbreak.adapters.tray.menu import Command, Headline, Wires
from sitbreak.adapters.tray.tray import NullTray, PystrayTray
from sitbreak.core.view import View
from sitbreak.ports import Tray, Unavailable

APP = "sitbreak"
Candidate = tuple[str, Callable[[], Tray]]


def candidates(
    view: View, command: Command, session: Callable[[], Bus] = Bus.session, headline: Headline | None = None
) -> list[Candidate]:
    """Name and factory of each tray, best first; the factories raise Unavailable or OSError.

    `view` is what to show first, `command` hears the words of clicked entries, `session` gives the session bus and
    raises BusGone where there is none; `headline` is the menu's first line whenever a host opens it.
    """
    none: Candidate = ("none", NullTray)
    wires = Wires(command, headline)
    if sys.platform == "win32":
        return [("win32", partial(_win32, view, wires)), none]
    if sys.platform == "darwin":
        return [("darwin", partial(_darwin, view, wires)), none]
    return [("sni", partial(_sni, view, wires, session)), ("xembed", partial(_xembed, view, wires)), none]


def _sni(view: View, wires: Wires, session: Callable[[], Bus]) -> Tray:
    from sitbreak.adapters.tray.sni import Icon

    try:
        bus = session()
    except OSError as gone:
        raise Unavailable(str(gone), session_bus()) from gone
    return PystrayTray("sni", partial(Icon, APP, bus=bus), view, wires, drawn)


def _xembed(view: View, wires: Wires) -> Tray:
    if not os.environ.get("DISPLAY"):
        remedy = "" if os.environ.get("WAYLAND_DISPLAY") else "start sitbreak from a desktop session"
        raise Unavailable("there is no X display (DISPLAY is not set)", remedy)
    try:
        from Xlib import display, error
    except ImportError as missing:
        raise Unavailable(f"python-xlib is missing ({missing})", "pip install python-xlib") from missing
    try:
        display.Display().close()
    except error.DisplayError as dead:
        raise Unavailable(f"the X display does not answer: {dead}", "check DISPLAY and XAUTHORITY") from dead
    from sitbreak.adapters.tray.draw import draw
    from sitbreak.adapters.tray.xembed import Icon

    return PystrayTray("xembed", partial(Icon, APP), view, wires, lambda icon: partial(draw, icon))


def _win32(view: View, wires: Wires) -> Tray:
    from sitbreak.adapters.tray.draw import single

    return PystrayTray("win32", partial(backend("_win32").Icon, APP), view, wires, single(32))


def _darwin(view: View, wires: Wires) -> Tray:
    from PyObjCTools import AppHelper  # type: ignore[import-not-found,unused-ignore]  # only there on macOS

    from sitbreak.adapters.tray.draw import single

    make = partial(backend("_darwin").Icon, APP)
    return PystrayTray("darwin", make, view, wires, single(22), AppHelper.callAfter)

"""Which trays this platform offers, best first."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.tray.drawn import drawn
from sitbreak.adapters.tray.library import backend
from sitbreak.adapters.tray.menu import Command
from sitbreak.adapters.tray.tray import NullTray, PystrayTray
from sitbreak.core.view import View
from sitbreak.ports import Tray, Unavailable

APP = "sitbreak"
Candidate = tuple[str, Callable[[], Tray]]


def candidates(view: View, command: Command, session: Callable[[], Bus] = Bus.session) -> list[Candidate]:
    """Name and factory of each tray, best first; the factories raise Unavailable or OSError.

    `view` is what to show first, `command` hears the words of clicked entries, `session` gives the session bus and
    raises BusGone where there is none.
    """
    none: Candidate = ("none", NullTray)
    if sys.platform == "win32":
        return [("win32", partial(_win32, view, command)), none]
    if sys.platform == "darwin":
        return [("darwin", partial(_darwin, view, command)), none]
    return [("sni", partial(_sni, view, command, session)), ("xembed", partial(_xembed, view, command)), none]


def _sni(view: View, command: Command, session: Callable[[], Bus]) -> Tray:
    from sitbreak.adapters.tray.sni import Icon

    try:
        bus = session()
    except OSError as gone:
        remedy = "start sitbreak from the desktop session, or set DBUS_SESSION_BUS_ADDRESS"
        raise Unavailable(str(gone), remedy) from gone
    return PystrayTray("sni", partial(Icon, APP, bus=bus), view, command, drawn)


def _xembed(view: View, command: Command) -> Tray:
    if not os.environ.get("DISPLAY"):
        raise Unavailable("there is no X display (DISPLAY is not set)", "start sitbreak from an X11 session")
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

    return PystrayTray("xembed", partial(Icon, APP), view, command, lambda icon: partial(draw, icon))


def _win32(view: View, command: Command) -> Tray:
    from sitbreak.adapters.tray.draw import single

    return PystrayTray("win32", partial(backend("_win32").Icon, APP), view, command, single(32))


def _darwin(view: View, command: Command) -> Tray:
    from PyObjCTools import AppHelper  # type: ignore[import-not-found,unused-ignore]  # only there on macOS

    from sitbreak.adapters.tray.draw import single

    make = partial(backend("_darwin").Icon, APP)
    return PystrayTray("darwin", make, view, command, single(22), AppHelper.callAfter)

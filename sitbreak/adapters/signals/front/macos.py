"""The program in front on a Mac and whether a window of it fills a display, from the window server's list.

Owner, layer and bounds of windows are for everybody to read; titles take a permission, and are not asked for. On a
display with a notch a window in full screen has the very bounds of a zoomed one, and is taken for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sitbreak.adapters.signals import native
from sitbreak.adapters.signals.front.window import Window
from sitbreak.ports import Unavailable

MOST_DISPLAYS = 16
Box = tuple[float, float, float, float]


class MacFront:
    """Asks for the windows on the screen, front to back; the first in the layer of ordinary windows is in front.

    The workspace, which knows the program in front as well, keeps it up to date only while a Cocoa loop runs.
    """

    def __init__(self, quartz: Any = None, applications: Any = None) -> None:
        """Ask once; raises Unavailable without PyObjC, and OSError outside a session with a screen."""
        self._quartz = quartz or native.quartz()
        self._applications = applications or _applications()
        self.ask()

    def ask(self) -> Window:
        """The window in front; raises OSError when the window server does not say."""
        windows = self._windows()
        if not windows:
            return Window()
        front, _ = windows[0]
        boxes = {box for owner, box in windows if owner == front}
        return Window(not boxes.isdisjoint(self._displays()), self._app(front))

    def close(self) -> None:
        """Nothing is held."""

    def _windows(self) -> list[tuple[int, Box]]:
        quartz = self._quartz
        which = quartz.kCGWindowListOptionOnScreenOnly | quartz.kCGWindowListExcludeDesktopElements
        listed = quartz.CGWindowListCopyWindowInfo(which, quartz.kCGNullWindowID)
        if listed is None:
            raise OSError("the window server lists no windows")
        try:
            return [(int(one["kCGWindowOwnerPID"]), _box(one)) for one in listed if one["kCGWindowLayer"] == 0]
        except LookupError as error:
            raise OSError(f"the window server lists windows without {error}") from error

    def _displays(self) -> Iterator[Box]:
        failure, displays, count = self._quartz.CGGetActiveDisplayList(MOST_DISPLAYS, None, None)
        if failure:
            raise OSError(f"the displays cannot be listed: {failure}")
        for display in displays[:count]:
            bounds = self._quartz.CGDisplayBounds(display)
            yield bounds.origin.x, bounds.origin.y, bounds.size.width, bounds.size.height

    def _app(self, process: int) -> str:
        """The bundle of a process, "" for one that has none."""
        app = self._applications.runningApplicationWithProcessIdentifier_(process)
        return str(app.bundleIdentifier() or "") if app is not None else ""


def _box(window: Mapping[str, Any]) -> Box:
    bounds = window["kCGWindowBounds"]
    return bounds["X"], bounds["Y"], bounds["Width"], bounds["Height"]


def _applications() -> Any:
    try:
        from AppKit import NSRunningApplication
    except ImportError as missing:
        raise Unavailable(f"PyObjC is missing ({missing})", "install pystray with its macOS parts") from missing
    return NSRunningApplication

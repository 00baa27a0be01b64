"""The program in front on macOS; whether it fills the screen is not told without a permission we do not ask for."""

from __future__ import annotations

from sitbreak.adapters.signals.front.window import Window
from sitbreak.ports import Unavailable


class MacFront:
    """Asks the workspace for the bundle in front."""

    def __init__(self) -> None:
        """Ask once; raises Unavailable without PyObjC."""
        try:
            from AppKit import NSWorkspace
        except ImportError as missing:
            raise Unavailable(f"PyObjC is missing ({missing})", "install pystray with its macOS parts") from missing
        self._workspace = NSWorkspace.sharedWorkspace()

    def ask(self) -> Window:
        front = self._workspace.frontmostApplication()
        return Window(app=str(front.bundleIdentifier() or "") if front is not None else "")

    def close(self) -> None:
        """Nothing is held."""

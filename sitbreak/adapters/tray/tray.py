"""The tray port: a view becomes a pystray icon, on whichever backend serves here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from sitbreak.adapters.tray.menu import Builder, Wires
from sitbreak.core import view as seen
from sitbreak.core.view import View

Draw = Callable[[seen.Icon], Any]
Hop = Callable[[Callable[[], None]], None]


class PystrayTray:
    """An icon with a menu; `make(icon=, title=, menu=)` creates the pystray icon of some backend.

    `picture` draws what that backend wants as its icon, and `hop` runs changes on the thread it wants them on. Clicks
    reach `wires` on a thread of their own, so that a command may take its time.
    """

    def __init__(
        self,
        name: str,
        make: Callable[..., Any],
        view: View,
        wires: Wires,
        picture: Draw,
        hop: Hop = lambda do: do(),
    ) -> None:
        self.name = name
        self._view = view
        self._wires = wires
        self._picture = picture
        self._hop = hop
        self._over = threading.Event()
        self._builder = Builder(self._clicked, wires.headline)
        self.icon = make(icon=picture(view.icon), title=view.tooltip, menu=self._builder.build(view.menu))

    def run(self) -> None:
        """Show the icon and serve it until `stop`, even if the desktop takes the icon away before."""
        try:
            self.icon.run(self._begin)
        finally:
            self._over.wait()

    def update(self, view: View) -> None:
        """Show this view; costs next to nothing when it is the one already shown."""
        old, self._view = self._view, view
        if view != old and not self._over.is_set():
            self._hop(lambda: self._apply(old, view))

    def stop(self) -> None:
        """Take the icon away and let `run` return; may come before `run` and more than once."""
        self._over.set()
        self._hop(self.icon.stop)

    @property
    def host_present(self) -> bool:
        """Whether a tray is there to show the icon, as far as the backend can tell."""
        return bool(getattr(self.icon, "host_present", True))

    def _begin(self, icon: Any) -> None:
        if self._over.is_set():
            self._hop(icon.stop)
        else:
            self._hop(lambda: setattr(icon, "visible", True))

    def _apply(self, old: View, new: View) -> None:
        if new.icon != old.icon:
            self.icon.icon = self._picture(new.icon)
        if new.tooltip != old.tooltip:
            self.icon.title = new.tooltip
        if new.menu != old.menu:
            self.icon.menu = self._builder.build(new.menu)

    def _clicked(self, words: tuple[str, ...]) -> None:
        threading.Thread(target=self._wires.command, args=(words,), name="tray-command", daemon=True).start()


class NullTray:
    """No icon at all; `run` just waits for `stop`."""

    name = "none"
    host_present = False

    def __init__(self) -> None:
        self._over = threading.Event()

    def run(self) -> None:
        self._over.wait()

    def update(self, view: View) -> None:
        del view

    def stop(self) -> None:
        self._over.set()

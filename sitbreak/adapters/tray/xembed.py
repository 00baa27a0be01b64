"""pystray's X11 backend made to work: it takes clicks, docks when a tray comes late, keeps the panel's background."""

from __future__ import annotations

import logging
import os
import select
import threading
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import Any

from PIL import Image
from Xlib import X, error

from sitbreak.adapters.tray.library import backend

log = logging.getLogger(__name__)

_xorg: Any = backend("_xorg")
MASK = X.ExposureMask | X.StructureNotifyMask | X.ButtonPressMask
ALL_PLANES = 0xFFFFFFFF
SMALLEST = 8


class Icon(_xorg.Icon):  # type: ignore[misc]  # pystray has no types
    """An XEmbed icon, without a menu; a left click does the default action.

    `icon` is a function that draws the icon in a given number of pixels. One thread alone talks to X, for a request
    flushed by one thread of python-xlib while another is reading is at times not sent until the next event.
    """

    _systray_manager: Any
    _icon_data: Any
    _message_handlers: dict[int, Callable[[Any], None]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Raises Xlib's DisplayError when there is no display."""
        self._jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._wake_reader, self._wake_writer = os.pipe()
        super().__init__(*args, **kwargs)
        self._behind: Image.Image | None = None
        self._manager = self._display.intern_atom("MANAGER")
        self._message_handlers |= {X.ClientMessage: self._on_message, X.ReparentNotify: self._on_reparented}
        self._display.screen().root.change_attributes(event_mask=X.StructureNotifyMask)

    @property
    def host_present(self) -> bool:
        """Whether a tray has taken the icon."""
        return self._systray_manager is not None

    # ------------------------------------------------ the loop

    def _rewrite_implementation(self, *methods: Callable[[], None]) -> None:
        """Have these methods run by the loop, whoever calls them."""
        for method in methods:
            setattr(self, method.__name__, partial(self._in_loop, method))

    def _in_loop(self, method: Callable[[], None]) -> None:
        self._jobs.put(method)
        os.write(self._wake_writer, b"!")

    def _run(self) -> None:
        self._thread = threading.current_thread()  # the base sets it only after it has let the setup thread go on
        super()._run()

    def _mainloop(self) -> None:
        try:
            while self._handle_events():
                self._display.flush()
                if not self._display.pending_events():
                    self._wait()
        except error.ConnectionClosedError as closed:
            log.warning("the X display went away: %s", closed)

    def _wait(self) -> None:
        readable, _, _ = select.select([self._display, self._wake_reader], [], [])
        if self._wake_reader in readable:
            for _ in os.read(self._wake_reader, 64):
                self._jobs.get()()

    def _handle_events(self) -> bool:
        """Serve what has arrived; False once our own window is no more."""
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.DestroyNotify and event.window == self._window:
                return False
            if handle := self._message_handlers.get(event.type):
                handle(event)
        return True

    # ------------------------------------------------ docking

    def _create_window(self) -> Any:
        window = super()._create_window()
        window.change_attributes(event_mask=MASK)
        return window

    def _assert_docked(self) -> None:
        if self._systray_manager is None:
            self._dock_window()
        if self._systray_manager is None:
            log.debug("no tray takes the icon; waiting for one")

    def _on_message(self, event: Any) -> None:
        """A tray that starts says so on the root window."""
        if event.client_type == self._manager and event.data[1][1] == self._net_system_tray_sx and self._visible:
            self._assert_docked()

    def _on_destroy_notify(self, event: Any) -> None:
        if self._systray_manager is not None and event.window.id == self._systray_manager.id:
            self._systray_manager = None

    def _on_reparented(self, event: Any) -> None:
        """A tray that ends leaves its icons on the root window, where they would float about."""
        self._behind = self._icon_data = None
        if event.window == self._window and event.parent == self._display.screen().root:
            self._window.unmap()
            self._systray_manager = None
            self._assert_docked()

    # ------------------------------------------------ drawing

    def _draw(self) -> None:
        try:
            viewable = self._window.get_attributes().map_state == X.IsViewable
            if viewable and self._window.get_geometry().width >= SMALLEST:
                super()._draw()
        except (error.BadWindow, error.BadDrawable):
            log.debug("the icon's window is gone")

    def _assert_icon_data(self, width: int, height: int) -> None:
        if self._icon_data and self._icon_data.size == (width, height):
            return
        size = min(width, height)
        picture = self._icon(size)
        if self._behind is None or self._behind.size != (width, height):
            self._behind = self._background(width, height)
        self._icon_data = self._behind.copy()
        self._icon_data.paste(picture, ((width - size) // 2, (height - size) // 2), picture)
        self._icon_data.tostring = self._icon_data.tobytes

    def _background(self, width: int, height: int) -> Image.Image:
        """The tray's own colour, read from the screen before the first stroke, or black where it cannot be had."""
        caught = error.CatchError(error.BadMatch)
        self._window.change_attributes(background_pixmap=X.ParentRelative, onerror=caught)
        self._window.clear_area(0, 0, width, height)
        try:
            seen = self._window.get_image(0, 0, width, height, X.ZPixmap, ALL_PLANES)
            colours: Any = Image.frombytes("RGB", (width, height), seen.data, "raw", "BGRX").getcolors(width * height)
            return Image.new("RGB", (width, height), max(colours)[1])
        except (error.BadMatch, ValueError):
            return Image.new("RGB", (width, height))
        finally:
            self._window.change_attributes(background_pixmap=X.NONE)

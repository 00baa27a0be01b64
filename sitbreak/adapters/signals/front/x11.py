"""The window in front of an X11 session, as the window manager keeps it on the root window."""

from __future__ import annotations

import struct

from sitbreak.adapters.signals.front.window import Window
from sitbreak.adapters.signals.idle.x11_wire import Refused, XClient

INTERN_ATOM, GET_PROPERTY = 16, 20
LONGEST = 256
"""How much of a property is read, in units of 4 bytes."""


class X11Front:
    """Asks over one connection kept open: a few properties, and no title among them."""

    def __init__(self, display: str) -> None:
        """Connect to `display` and ask once; raises Unavailable."""
        self._client = XClient(display)
        self._active = self._atom(b"_NET_ACTIVE_WINDOW")
        self._state = self._atom(b"_NET_WM_STATE")
        self._full = self._atom(b"_NET_WM_STATE_FULLSCREEN")
        self._class = self._atom(b"WM_CLASS")
        self.ask()

    def ask(self) -> Window:
        """The window in front; raises ConnectionError once the server is gone."""
        (window, *_) = self._numbers(self._client.root, self._active) or (0,)
        if not window:
            return Window()
        return Window(self._full in self._numbers(window, self._state), self._app(window))

    def close(self) -> None:
        self._client.close()

    def _app(self, window: int) -> str:
        """The class; before it stands the instance, each with a zero at its end."""
        names = self._property(window, self._class).split(b"\0")
        return names[1].decode(errors="replace") if len(names) > 1 else ""

    def _numbers(self, window: int, name: int) -> tuple[int, ...]:
        data = self._property(window, name)
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _property(self, window: int, name: int) -> bytes:
        """The property, empty when it is not set or its window was closed meanwhile."""
        request = struct.pack("<BxHIIIII", GET_PROPERTY, 6, window, name, 0, 0, LONGEST)
        try:
            reply = self._client.ask(request)
        except Refused:
            self._client.resume()
            return b""
        size = reply[1] // 8 * int.from_bytes(reply[16:20], "little")
        return reply[32 : 32 + size]

    def _atom(self, name: bytes) -> int:
        padded = name.ljust(-(-len(name) // 4) * 4, b"\0")
        reply = self._client.ask(struct.pack("<BxHHxx", INTERN_ATOM, 2 + len(padded) // 4, len(name)) + padded)
        return int.from_bytes(reply[8:12], "little")

"""The window in front of a sway session, from the tree sway gives to any program of its user."""

from __future__ import annotations

import json
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from sitbreak.adapters.signals.front.window import Window

assert sys.platform != "win32"

MAGIC, GET_TREE, TIMEOUT = b"i3-ipc", 4, 0.3
_HEAD = struct.Struct("=6sII")


class SwayFront:
    """Asks for the tree each time, over a connection of its own."""

    def __init__(self, path: str) -> None:
        """Ask once at the socket `path`; raises OSError when sway does not answer."""
        self._path = path
        self.ask()

    def ask(self) -> Window:
        """The focused window; raises OSError once sway is gone."""
        focused = next((node for node in _nodes(self._tree()) if node.get("focused")), {})
        app = focused.get("app_id") or (focused.get("window_properties") or {}).get("class")
        return Window(bool(app and focused.get("fullscreen_mode")), app or "")

    def close(self) -> None:
        """Nothing is held."""

    def _tree(self) -> dict[str, Any]:
        with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as sway:
            sway.settimeout(TIMEOUT)
            sway.connect(self._path)
            sway.sendall(_HEAD.pack(MAGIC, 0, GET_TREE))
            _magic, length, _kind = _HEAD.unpack(_read(sway, _HEAD.size))
            return dict(json.loads(_read(sway, length)))


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in (*node.get("nodes", ()), *node.get("floating_nodes", ())):
        yield from _nodes(inner)


def _read(sway: socket.socket, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        if not (part := sway.recv(count - len(data))):
            raise ConnectionError("sway hung up")
        data += part
    return bytes(data)

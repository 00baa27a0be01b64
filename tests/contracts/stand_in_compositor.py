"""A stand-in for a Wayland compositor, for offers and misdeeds that no packaged one has."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Mapping
from pathlib import Path

DISPLAY, REGISTRY, CALLBACK = 1, 2, 3
Request = tuple[int, int, bytes]
"""The object it is about, its opcode and its arguments."""


class StandInCompositor:
    """Serves one client at a time; `offered` maps an interface to its version, numbered from 1 in that order."""

    def __init__(self, path: Path, offered: Mapping[str, int], mute: bool = False) -> None:
        self.requests: list[Request] = []
        self._offered, self._mute = offered, mute
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(path))
        self._door.listen()
        self._client: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, name="compositor", daemon=True)
        self._thread.start()

    def tell(self, about: int, opcode: int, body: bytes = b"") -> None:
        """Send the client an event."""
        assert self._client is not None
        self._client.sendall(struct.pack("=IHH", about, opcode, 8 + len(body)) + body)

    def complain(self, sentence: str) -> None:
        """Send the client a protocol error."""
        self.tell(DISPLAY, 0, struct.pack("=II", REGISTRY, 1) + text(sentence))

    def take_back(self, number: int) -> None:
        """Withdraw what was offered under this number."""
        self.tell(REGISTRY, 1, struct.pack("=I", number))

    def close(self) -> None:
        for sock in (self._client, self._door):
            if sock is not None:
                sock.close()

    def _serve(self) -> None:
        self._client, _ = self._door.accept()
        with self._client.makefile("rb") as stream:
            while head := stream.read(8):
                about, opcode, size = struct.unpack("=IHH", head)
                self.requests.append((about, opcode, stream.read(size - 8)))
                if (about, opcode) == (DISPLAY, 0) and not self._mute:
                    self._answer()

    def _answer(self) -> None:
        for number, (interface, version) in enumerate(self._offered.items(), 1):
            self.tell(REGISTRY, 0, struct.pack("=I", number) + text(interface) + struct.pack("=I", version))
        self.tell(CALLBACK, 0, struct.pack("=I", 0))


def text(sentence: str) -> bytes:
    """A string as the protocol carries it."""
    data = sentence.encode() + b"\0"
    return struct.pack("=I", len(data)) + data + b"\0" * (-len(data) % 4)

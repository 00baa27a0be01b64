"""As much of the X11 protocol as idle time takes, because python-xlib has no SYNC extension and costs 3 MB to load."""

from __future__ import annotations

import os
import re
import socket
import struct
from collections.abc import Iterator

from sitbreak.adapters.signals.idle.listener import dial, hang_up, read
from sitbreak.ports import Unavailable

PACKET = 32
ERROR, REPLY, GENERIC_EVENT = 0, 1, 35
QUERY_EXTENSION = 98
COOKIE = b"MIT-MAGIC-COOKIE-1"
NO_EXTENSION = "start the X server without switching its extensions off, or say `sitbreak sit`, `stand` and `away`"
FAMILY_LOCAL, FAMILY_WILD = 256, 65535

Authority = tuple[int, bytes, bytes, bytes, bytes]
"""One entry of an authority file: family, address, display number, name and data of the proof."""


class Refused(ConnectionError):
    """The server refuses one request; see `XClient.resume`."""


class XClient:
    """A connection on which one thread asks and waits; whoever wants events as they come listens to `packets`."""

    def __init__(self, display: str) -> None:
        """Connect to a local `display` such as ":0"; raises Unavailable."""
        number = _number(display)
        try:
            self.sock = dial(f"/tmp/.X11-unix/X{number}")
            self.ids, self.root = _enter(self.sock, *_proof(number))
        except OSError as refusal:
            raise Unavailable(f"the X server does not let us in: {refusal}") from refusal
        self.packets = packets(self.sock)

    def tell(self, request: bytes) -> None:
        """Send a request that has no reply; raises ConnectionError."""
        try:
            self.sock.sendall(request)
        except OSError as error:
            raise ConnectionError(f"the X server is gone: {error}") from error

    def ask(self, request: bytes) -> bytes:
        """The reply to a request; raises Refused, and ConnectionError, also when the server takes too long."""
        self.tell(request)
        try:
            return next(packet for packet in self.packets if packet[0] == REPLY)
        except Refused:
            raise
        except StopIteration:
            raise ConnectionError("the X server is gone") from None
        except OSError as error:
            raise ConnectionError(f"the X server does not answer: {error}") from error

    def resume(self) -> None:
        """Go on after a request was refused, for whoever knows why it was."""
        self.packets = packets(self.sock)

    def extension(self, name: bytes) -> tuple[int, int]:
        """The major opcode and the first event of an extension; raises Unavailable when the server lacks it."""
        reply = self.ask(struct.pack("<BxHHxx", QUERY_EXTENSION, 2 + _words(name), len(name)) + _padded(name))
        present, major, first_event = reply[8:11]
        if not present:
            raise Unavailable(f"the X server has no {name.decode()} extension", NO_EXTENSION)
        return major, first_event

    def close(self) -> None:
        hang_up(self.sock)


def packets(sock: socket.socket) -> Iterator[bytes]:
    """Every reply and event the server sends; ends with ConnectionError when it goes or refuses a request."""
    while True:
        packet = read(sock, PACKET)
        if packet[0] == ERROR:
            raise Refused(f"request {packet[10]}.{packet[8]} is refused with error {packet[1]}")
        if packet[0] in (REPLY, GENERIC_EVENT):
            packet += read(sock, 4 * int.from_bytes(packet[4:8], "little"))
        yield packet


def _number(display: str) -> str:
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if local is None:
        raise Unavailable(f"{display} is no display of this machine")
    return local[1]


def _enter(sock: socket.socket, name: bytes, data: bytes) -> tuple[Iterator[int], int]:
    """Introduce ourselves; the resource ids we may use, and the root window of the first screen.

    Hangs up and raises OSError when we are not let in.
    """
    greeting = struct.pack("<BxHHHHxx", ord("l"), 11, 0, len(name), len(data))
    try:
        sock.sendall(greeting + _padded(name) + _padded(data))
        accepted, reason_length, length = struct.unpack("<BB4xH", read(sock, 8))
        body = read(sock, 4 * length)
        if accepted != 1:
            raise PermissionError(body[:reason_length].decode(errors="replace").strip())
    except OSError:
        hang_up(sock)
        raise
    base, mask = struct.unpack_from("<II", body, 4)
    step = mask & -mask
    return iter(range(base + step, base + mask, step)), _root(body)


def _root(setup: bytes) -> int:
    """The first screen stands behind the vendor's name and the pixmap formats."""
    vendor_length, formats = struct.unpack_from("<HxxxB", setup, 16)
    at = 32 + 4 * -(-vendor_length // 4) + 8 * formats
    return int.from_bytes(setup[at : at + 4], "little")


def _proof(number: str) -> tuple[bytes, bytes]:
    """Name and data of the cookie for this display, both empty when there is none: some servers go by the user."""
    path = os.environ.get("XAUTHORITY") or os.path.expanduser("~/.Xauthority")
    try:
        with open(path, "rb") as file:
            entries = list(_entries(file.read()))
    except FileNotFoundError:
        return b"", b""
    here = socket.gethostname().encode()
    for family, address, display, name, data in entries:
        ours = family == FAMILY_WILD or (family == FAMILY_LOCAL and address == here)
        if ours and display in (b"", number.encode()) and name == COOKIE:
            return name, data
    return b"", b""


def _entries(text: bytes) -> Iterator[Authority]:
    at = 0
    while at + 2 < len(text):
        family = int.from_bytes(text[at : at + 2], "big")
        at += 2
        fields: list[bytes] = []
        for _ in range(4):
            end = at + 2 + int.from_bytes(text[at : at + 2], "big")
            fields.append(text[at + 2 : end])
            at = end
        address, display, name, data = fields
        yield family, address, display, name, data


def _words(data: bytes) -> int:
    return (len(data) + 3) // 4


def _padded(data: bytes) -> bytes:
    return data.ljust(4 * _words(data), b"\0")

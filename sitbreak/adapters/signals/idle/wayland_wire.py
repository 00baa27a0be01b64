"""As much of the Wayland protocol as idle time takes: requests, messages, and what a compositor offers."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterator

from sitbreak.adapters.signals.idle.listener import dial, read
from sitbreak.core.values import dataclass
from sitbreak.ports import Unavailable

DISPLAY, REGISTRY, CALLBACK = 1, 2, 3
FIRST_FREE_ID = 4
SYNC, GET_REGISTRY = 0, 1
BIND = 0
FAULT = 0
GLOBAL, GLOBAL_REMOVE = 0, 1


@dataclass(frozen=True, slots=True)
class Message:
    """An event: the object it is about, which one it is, and its arguments as they came."""

    about: int
    opcode: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Global:
    """Something the compositor offers: its number in the registry and the newest version of it."""

    number: int
    version: int


def connect() -> socket.socket:
    """Connect to the compositor of this session; raises Unavailable."""
    name, folder = os.environ.get("WAYLAND_DISPLAY", ""), os.environ.get("XDG_RUNTIME_DIR", "")
    try:
        return dial(os.path.join(folder, name))
    except OSError as refusal:
        raise Unavailable(f"the compositor does not let us in: {refusal}") from refusal


def request(about: int, opcode: int, *arguments: int | str) -> bytes:
    """A request about an object; text is a string argument, everything else one word."""
    body = b"".join(_text(one) if isinstance(one, str) else struct.pack("=I", one) for one in arguments)
    return struct.pack("=IHH", about, opcode, 8 + len(body)) + body


def bind(offered: Global, interface: str, version: int, new_id: int) -> bytes:
    """The request that makes `new_id` stand for something offered."""
    return request(REGISTRY, BIND, offered.number, interface, version, new_id)


def messages(sock: socket.socket) -> Iterator[Message]:
    """Every event the compositor sends; ends with ConnectionError when it goes or finds fault with us."""
    while True:
        about, opcode, size = struct.unpack("=IHH", read(sock, 8))
        body = read(sock, size - 8)
        if (about, opcode) == (DISPLAY, FAULT):
            raise ConnectionError(f"the compositor finds fault with us: {_string(body, 8)}")
        yield Message(about, opcode, body)


def offers(sock: socket.socket, heard: Iterator[Message]) -> dict[str, Global]:
    """What the compositor offers, by interface, the first of each; raises OSError."""
    sock.sendall(request(DISPLAY, GET_REGISTRY, REGISTRY) + request(DISPLAY, SYNC, CALLBACK))
    found: dict[str, Global] = {}
    for message in heard:
        if message.about == CALLBACK:
            break
        if (message.about, message.opcode) == (REGISTRY, GLOBAL):
            interface = _string(message.body, 4)
            number, version = message.body[:4], message.body[-4:]
            found.setdefault(interface, Global(_word(number), _word(version)))
    return found


def removed(message: Message) -> int | None:
    """The registry number of what the compositor takes back with this message, None when it takes nothing back."""
    gone = (message.about, message.opcode) == (REGISTRY, GLOBAL_REMOVE)
    return _word(message.body) if gone else None


def _word(data: bytes) -> int:
    (word,) = struct.unpack("=I", data)
    return int(word)


def _text(text: str) -> bytes:
    data = text.encode() + b"\0"
    return struct.pack("=I", len(data)) + data.ljust((len(data) + 3) // 4 * 4, b"\0")


def _string(body: bytes, at: int) -> str:
    length = _word(body[at : at + 4])
    return body[at + 4 : at + 3 + length].decode(errors="replace")

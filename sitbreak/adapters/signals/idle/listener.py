"""The one thread that sleeps until a display server says something, so that nobody need ask it again and again."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Message = TypeVar("Message")

ANSWER_WITHIN = 2.0
"""Seconds a display server may take over its part of a conversation."""


class Listener(Generic[Message]):
    """Hands on each message as it comes; `lost` is called once when the server goes, unless it was we who left."""

    def __init__(
        self,
        sock: socket.socket,
        messages: Iterator[Message],
        hear: Callable[[Message], None],
        lost: Callable[[], None],
    ) -> None:
        """Start at once; `messages` and `hear` may raise ConnectionError to say that the connection is of no use."""
        self._sock, self._messages, self._hear, self._lost = sock, messages, hear, lost
        self._fault, self._closing = "", False
        sock.settimeout(None)
        self._thread = threading.Thread(target=self._run, name="display", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Raise ConnectionError when the server is gone."""
        if self._fault:
            raise ConnectionError(self._fault)

    def send(self, request: bytes) -> None:
        """Send; raises ConnectionError when the server is gone."""
        self.check()
        try:
            self._sock.sendall(request)
        except OSError as error:
            raise ConnectionError(str(error)) from error

    def close(self) -> None:
        """Hang up and wait for the thread's end."""
        self._closing = True
        hang_up(self._sock)
        self._thread.join(ANSWER_WITHIN)

    def _run(self) -> None:
        try:
            for message in self._messages:
                self._hear(message)
        except OSError as error:
            self._fault = str(error)
        if not self._closing:
            self._lost()


def dial(path: str) -> socket.socket:
    """Connect to a server's socket, for a conversation in which no answer may take long; raises OSError."""
    if sys.platform == "win32":
        raise ConnectionError("no display server of Windows has a socket")
    sock = socket.socket(socket.AF_UNIX)
    sock.settimeout(ANSWER_WITHIN)
    try:
        sock.connect(path)
    except OSError:
        sock.close()
        raise
    return sock


def hang_up(sock: socket.socket) -> None:
    """Close a socket that a thread may be reading."""
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # the server hung up first
    finally:
        sock.close()


def read(sock: socket.socket, count: int) -> bytes:
    """Exactly `count` bytes; raises ConnectionError when the server hangs up before, TimeoutError when it is slow."""
    data = b""
    while len(data) < count:
        more = sock.recv(count - len(data))
        if not more:
            raise ConnectionError("the display server is gone")
        data += more
    return data

"""The commands' end of the control socket; as small as can be, because every status bar starts it again and again."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping

VERSION = 1
SOCKET = "control.sock"
PORT = "control.port"
LOCAL = hasattr(socket, "AF_UNIX")
"""False where there are no local sockets: there it is loopback, with a token only the same user can read."""

_LONGEST_PATH = 100
_TURNED_AWAY = 0.05


class NotRunning(Exception):
    """No sitbreak answers in that folder."""


def runtime_folder(environ: Mapping[str, str] = os.environ) -> str:
    """The runtime folder, found without the cost of asking the desktop's rules wherever that can be."""
    if home := environ.get("SITBREAK_HOME"):
        return os.path.join(os.path.abspath(os.path.expanduser(home)), "runtime")
    usual = os.path.join(environ.get("XDG_RUNTIME_DIR", ""), "sitbreak")
    if os.path.isabs(usual) and os.path.exists(os.path.join(usual, SOCKET)):
        return usual
    from sitbreak.adapters.system import Places

    return str(Places.find(environ).runtime)


def ask(runtime: str, request: Mapping[str, object], timeout: float = 5.0) -> dict[str, object]:
    """The running program's reply, waiting at most `timeout` seconds for each step.

    Raises NotRunning when there is none, TimeoutError when it does not answer, ConnectionError when it breaks off.
    """
    with _sent(runtime, request, timeout) as connection, connection.makefile("rb") as lines:
        return _reply(lines.readline())


def watch(runtime: str, request: Mapping[str, object], timeout: float = 5.0) -> Iterator[dict[str, object]]:
    """One reply now and one for each change, until the program ends; raises like `ask`."""
    with _sent(runtime, {**request, "watch": True}, timeout) as connection, connection.makefile("rb") as lines:
        yield _reply(lines.readline())
        connection.settimeout(None)
        for line in lines:
            yield _reply(line)


def at_socket(runtime: str, act: Callable[[str], None]) -> None:
    """Call `act`, which is a bind or a connect, with a path that fits the kernel's limit of some hundred bytes."""
    path = os.path.join(runtime, SOCKET)
    if len(os.fsencode(path)) <= _LONGEST_PATH:
        act(path)
        return
    descriptor = os.open(runtime, os.O_RDONLY)
    try:
        act(f"/proc/self/fd/{descriptor}/{SOCKET}")
    finally:
        os.close(descriptor)


def _sent(runtime: str, request: Mapping[str, object], timeout: float) -> socket.socket:
    try:
        connection, token = _connected(runtime, timeout)
    except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError) as error:
        raise NotRunning(f"no sitbreak answers in {runtime}") from error
    try:
        connection.sendall(json.dumps({"version": VERSION, **token, **request}).encode() + b"\n")
    except OSError:
        connection.close()
        raise
    return connection


def _connected(runtime: str, timeout: float) -> tuple[socket.socket, dict[str, str]]:
    if sys.platform == "win32" or not LOCAL:
        with open(os.path.join(runtime, PORT), encoding="utf-8") as file:
            port, token = file.read().split()
        return socket.create_connection(("127.0.0.1", int(port)), timeout), {"token": token}
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(timeout)
    try:
        _queue_up(runtime, connection, timeout)
    except OSError:
        connection.close()
        raise
    return connection, {}


def _queue_up(runtime: str, connection: socket.socket, timeout: float) -> None:
    """Connect; where so many wait already that the system turns more away, try again for as long as one may wait."""
    deadline = time.monotonic() + timeout
    while True:
        try:
            return at_socket(runtime, connection.connect)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise TimeoutError("too many ask at once") from None
        time.sleep(_TURNED_AWAY)


def _reply(line: bytes) -> dict[str, object]:
    if not line.endswith(b"\n"):
        raise ConnectionError("sitbreak broke off before it had answered")
    reply: dict[str, object] = json.loads(line)
    return reply

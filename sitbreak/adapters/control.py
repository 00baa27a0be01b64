"""The socket the commands talk to: one JSON line in, one JSON line out, and only for the same user."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import BoundedSemaphore, Event, Thread
from time import monotonic
from typing import Any

from sitbreak.adapters import control_client
from sitbreak.adapters.atomic import private_folder
from sitbreak.adapters.control_client import VERSION
from sitbreak.adapters.control_door import local_door, loopback_door, own_user, peer

Message = dict[str, Any]
Handle = Callable[[Message], Message]

_log = logging.getLogger(__name__)
_LONGEST = 64 * 1024
_PATIENCE = 5.0
_AT_ONCE = 32
_WATCHERS = 32


class _Refused(ValueError):
    """What was sent is no request; the text says what would be one."""


class ControlServer:
    """Serves the commands in threads of its own, from construction to `close`.

    `handle` turns a request into a reply, on several threads at once. The caller holds the instance lock, so a
    socket that lies in `runtime` already is a dead one. Raises OSError when no socket can be had there.
    """

    def __init__(self, runtime: Path, handle: Handle, *, uid: int | None = None) -> None:
        self._handle = handle
        self._uid = own_user() if uid is None else uid
        self._closing = Event()
        self._slots = BoundedSemaphore(_AT_ONCE)
        self._watchers: list[SimpleQueue[bytes | None]] = []
        self._published: Message | None = None
        private_folder(runtime)
        opened = local_door if control_client.LOCAL else loopback_door
        self._listener, self._door, self._token = opened(runtime)
        self._thread = Thread(target=self._serve, name="control", daemon=True)
        self._thread.start()

    @property
    def watched(self) -> bool:
        """True while somebody wants to hear of changes, so that nobody need work out a status in vain."""
        return bool(self._watchers)

    def publish(self, status: Message) -> None:
        """Tell the watchers, unless it is what they know already; never blocks."""
        if status == self._published:
            return
        self._published = status
        line = _line({"status": status})
        for watcher in list(self._watchers):
            watcher.put(line)

    def close(self) -> None:
        """Stop serving; the socket is gone when this returns, and who was being answered has the answer."""
        self._closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._door.unlink(missing_ok=True)
        for watcher in list(self._watchers):
            watcher.put(None)
        self._thread.join(_PATIENCE)
        self._see_off()

    def _see_off(self, patience: float = 1.0) -> None:
        """Let every answer under way reach its reader, `quit` before all, but nobody keep us for long."""
        deadline = monotonic() + patience
        for _ in range(_AT_ONCE):
            self._slots.acquire(timeout=max(0.0, deadline - monotonic()))

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError as error:
                self._rest(error)
                continue
            self._slots.acquire()
            Thread(target=self._attend, args=(client,), name="control-client", daemon=True).start()

    def _rest(self, error: OSError) -> None:
        """Out of descriptors, most likely: a pause keeps that from becoming a busy loop."""
        if not self._closing.is_set():
            _log.warning("no command can reach us just now: %s", error)
            self._closing.wait(1.0)

    def _attend(self, client: socket.socket) -> None:
        with client:
            news: SimpleQueue[bytes | None] | None = None
            try:
                news = self._converse(client)
            except OSError as error:
                _log.info("a command left before it had its answer: %s", error)
            finally:
                self._slots.release()
            if news is not None:
                self._stream(client, news)

    def _converse(self, client: socket.socket) -> SimpleQueue[bytes | None] | None:
        """Answer one request; the queue to stream from when it asks to watch."""
        if not self._same_user(client):
            _log.warning("a command of another user was turned away")
            return None
        line = _read_line(client)
        if not line:
            return None
        try:
            request = self._request(line)
        except _Refused as error:
            client.sendall(_line({"exit": 2, "out": "", "error": str(error)}))
            return None
        if request.get("watch") is True:
            return self._watching(client, request)
        client.sendall(_line(self._reply(request)))
        return None

    def _watching(self, client: socket.socket, request: Message) -> SimpleQueue[bytes | None] | None:
        if len(self._watchers) >= _WATCHERS:
            client.sendall(_line({"exit": 1, "out": "", "error": f"{_WATCHERS} programs are watching already"}))
            return None
        news: SimpleQueue[bytes | None] = SimpleQueue()
        self._watchers.append(news)
        reply = self._reply(request)
        refused = "status" not in reply
        if refused or news.empty():
            # Else what was published meanwhile is as new by the publisher's own measure, and must not be overtaken.
            news.put(_line(reply))
        if refused:
            news.put(None)
        return news

    def _stream(self, client: socket.socket, news: SimpleQueue[bytes | None]) -> None:
        try:
            while (line := news.get()) is not None and not self._closing.is_set():
                client.sendall(line)
        except OSError as error:
            _log.info("a watcher is gone: %s", error)
        finally:
            self._watchers.remove(news)

    def _reply(self, request: Message) -> Message:
        try:
            return self._handle(request)
        except Exception:
            # A mistake in one command must neither go unseen nor leave the person waiting for an answer.
            _log.exception("the command %s failed", request["command"])
            return {"exit": 1, "out": "", "error": "that went wrong inside sitbreak; its log says where"}

    def _request(self, line: bytes) -> Message:
        request = _parsed(line)
        if self._token and not _same(str(request.get("token", "")), self._token):
            raise _Refused("the token is not the one in the runtime folder")
        version = request.get("version", VERSION)
        if not isinstance(version, int) or version > VERSION:
            raise _Refused("the running sitbreak is older than this command; restart it with 'sitbreak quit'")
        words = request.get("command")
        if not isinstance(words, list) or not words or not all(map(_is_word, words)):
            raise _Refused('a request is an object with a "command": a list of words')
        return request

    def _same_user(self, client: socket.socket) -> bool:
        return peer(client) in (None, self._uid)


def _read_line(client: socket.socket) -> bytes:
    """One line, or what came before the other end fell silent for good; raises TimeoutError and other OSErrors."""
    deadline = monotonic() + _PATIENCE
    line = b""
    while b"\n" not in line and len(line) <= _LONGEST:
        client.settimeout(max(0.001, deadline - monotonic()))
        piece = client.recv(_LONGEST)
        if not piece:
            break
        line += piece
    client.settimeout(_PATIENCE)
    return line.partition(b"\n")[0]


def _parsed(line: bytes) -> Message:
    if len(line) > _LONGEST:
        raise _Refused(f"a request has at most {_LONGEST} bytes")
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _Refused("a request is one line of JSON") from error
    if not isinstance(request, dict):
        raise _Refused("a request is a JSON object")
    return request


def _same(given: str, wanted: str) -> bool:
    from hmac import compare_digest

    return compare_digest(given.encode(errors="replace"), wanted.encode())


def _is_word(value: object) -> bool:
    """A text that can be printed and sent on; half a pair of signs, which JSON allows, can be neither."""
    return isinstance(value, str) and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _line(message: Message) -> bytes:
    return json.dumps({"version": VERSION, **message}).encode() + b"\n"

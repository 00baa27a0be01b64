"""Who records from a microphone, asked of PulseAudio or PipeWire in PulseAudio's own protocol over one kept socket.

The library for this, or one `pactl` for each question, costs more than all the rest of the program; the three
questions we have are short. No stream is opened and no sound is touched.
"""

from __future__ import annotations

import os
import re
import socket
import struct
import sys

from sitbreak.adapters.packages import sound_server
from sitbreak.adapters.signals.call.tagstruct import NO_TEXT, NOTHING, Reader, arbitrary, number, properties
from sitbreak.core.values import dataclass
from sitbreak.ports import Unavailable

assert sys.platform != "win32"

VERSION = 19
"""The oldest protocol that tells whether a stream is corked; its packets have fixed layouts."""

TIMEOUT = 0.3
COOKIE_BYTES = 256
ERROR, REPLY, AUTH, SET_CLIENT_NAME, SOURCE, SOURCE_OUTPUTS = 0, 2, 8, 9, 23, 32
LEADING, MONITOR_OF = 9, 8
"""How much of a source's description we read: up to the sink it is the monitor of."""

NO_ENTITY = 5
SCM_CREDENTIALS = 2
_DESCRIPTOR = struct.Struct(">IIIII")
_LARGEST = 16 << 20


class Refused(OSError):
    """The server answered a question with an error; `code` as in its protocol."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the sound server answers with error {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Recording:
    """One stream that records, as far as it matters whether it is a call."""

    client: int
    source: int
    method: str
    properties: dict[str, str]
    corked: bool

    @property
    def heard(self) -> bool:
        """Whether a program takes sound in just now; level meters and the server's own modules do not count."""
        meter = self.method == "peaks" or self.properties.get("stream.monitor") == "true"
        return not (self.corked or meter or self.client == NOTHING)


class PulseCall:
    """On while any program records from a source that is no monitor of an output."""

    def __init__(self) -> None:
        """Connect and ask once; raises Unavailable, or OSError when nobody listens."""
        self._server = Server(_path())
        self.ask()

    def ask(self) -> bool:
        """Whether a microphone is in use; raises OSError when the server is gone."""
        return any(stream.heard and self._microphone(stream.source) for stream in self._streams())

    def close(self) -> None:
        self._server.close()

    def _streams(self) -> list[Recording]:
        reply, streams = self._server.ask(SOURCE_OUTPUTS), list[Recording]()
        while reply.more:
            values = reply.take(13)
            streams.append(Recording(values[3], values[4], values[9], values[11], values[12]))
        return streams

    def _microphone(self, source: int) -> bool:
        try:
            reply = self._server.ask(SOURCE, number(source) + NO_TEXT)
        except Refused as error:
            if error.code == NO_ENTITY:
                return False  # unplugged since we asked who records from it
            raise
        return bool(reply.take(LEADING)[MONITOR_OF] == NOTHING)


class Server:
    """One connection to a sound server; every failure of it is an OSError."""

    def __init__(self, path: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(TIMEOUT)
        self._tag = 0
        try:
            self._socket.connect(path)
            self.ask(AUTH, number(VERSION) + arbitrary(_cookie()))
            self.ask(SET_CLIENT_NAME, properties({"application.name": "sitbreak"}))
        except OSError:
            self.close()
            raise

    def ask(self, command: int, body: bytes = b"") -> Reader:
        """The reply to one command, its head taken off."""
        self._tag += 1
        packet = number(command) + number(self._tag) + body
        self._send(_DESCRIPTOR.pack(len(packet), NOTHING, 0, 0, 0) + packet)
        try:
            while True:
                reply = Reader(self._receive())
                kind, tag = reply.take(2)
                if tag == self._tag and kind in (REPLY, ERROR):
                    break
        except ValueError as error:
            raise ConnectionError(f"the sound server cannot be understood: {error}") from error
        if kind == ERROR:
            raise Refused(reply.value())
        return reply

    def close(self) -> None:
        self._socket.close()

    def _send(self, packet: bytes) -> None:
        """Our user id goes along, by which a server of the same user knows us without a cookie."""
        mine = struct.pack("=iII", os.getpid(), os.getuid(), os.getgid())
        sent = self._socket.sendmsg([packet], [(socket.SOL_SOCKET, SCM_CREDENTIALS, mine)])
        self._socket.sendall(packet[sent:])

    def _receive(self) -> bytes:
        """The next packet."""
        while True:
            length, channel, *_ = _DESCRIPTOR.unpack(self._bytes(_DESCRIPTOR.size))
            if length > _LARGEST:
                raise ConnectionError("the sound server sends nonsense")
            packet = self._bytes(length)
            if channel == NOTHING:
                return packet

    def _bytes(self, count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            if not (part := self._socket.recv(count - len(data))):
                raise ConnectionError("the sound server hung up")
            data += part
        return bytes(data)


def _path() -> str:
    server = os.environ.get("PULSE_SERVER", "")
    if server:
        path = re.sub(r"^(\{[^}]*\})?(unix:)?", "", server.split()[0])
        if not path.startswith("/"):
            raise Unavailable(f"PULSE_SERVER={server} is on another machine")
        return path
    folder = os.environ.get("PULSE_RUNTIME_PATH") or f"{os.environ.get('XDG_RUNTIME_DIR', '')}/pulse"
    if not os.path.exists(f"{folder}/native"):
        raise Unavailable("neither PulseAudio nor PipeWire listens in this session", sound_server())
    return f"{folder}/native"


def _cookie() -> bytes:
    """What lets us in where our user id does not; servers of the same user look at it no further."""
    config = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    for path in (os.environ.get("PULSE_COOKIE"), f"{config}/pulse/cookie", os.path.expanduser("~/.pulse-cookie")):
        try:
            with open(path or "", "rb") as file:
                return file.read(COOKIE_BYTES).ljust(COOKIE_BYTES, b"\0")
        except OSError:
            continue
    return bytes(COOKIE_BYTES)

"""Idle time of an X11 session from the counter IDLETIME, whose alarms tell when the person leaves and comes back.

It speaks X11 itself: python-xlib knows no alarms, and without it the resident process stays 3 MB smaller. Displays that
are reached over TCP, and servers without this counter, are left to the polling source.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from sitbreak.adapters.signals.idle.last_input import LastInput
from sitbreak.adapters.signals.idle.listener import Listener
from sitbreak.adapters.signals.idle.x11 import CAVEAT, GRAIN, refuse_outside_x11
from sitbreak.adapters.signals.idle.x11_wire import XClient
from sitbreak.ports import Unavailable

INITIALIZE, LIST_SYSTEM_COUNTERS, QUERY_COUNTER, CREATE_ALARM = 0, 1, 5, 8
ALARM_NOTIFY = 1
SENT_BY_SERVER = 0x7F
EVERY_ATTRIBUTE, ABSOLUTE = 0x3F, 0
RISES_TO, FALLS_TO = 0, 1
COUNTER = b"IDLETIME"
IDLE_AFTER = 30.0
"""Seconds without input that count as leaving."""


class XSyncIdle:
    """Calls `on_change` after 30 s without input, at the first input after that, and when the server goes.

    An alarm on a transition stays armed, and neither threshold is crossed by somebody who types on.
    """

    name = "xsync"
    caveat = CAVEAT

    def __init__(self, on_change: Callable[[], None], idle_after: float = IDLE_AFTER) -> None:
        """Connect, set both alarms and ask once; raises Unavailable or ConnectionError."""
        refuse_outside_x11()
        self._on_change, self._idle_after = on_change, idle_after
        self._last = LastInput(GRAIN)
        with ExitStack() as undo:
            self._server = _Sync(undo)
            self.seconds()
            self._alarms = _Sync(undo)
            self._alarms.set(RISES_TO, round(1000 * idle_after))
            self._alarms.set(FALLS_TO, round(1000 * idle_after) - 1)
            undo.pop_all()
        client = self._alarms.client
        self._listener = Listener(client.sock, client.packets, self._hear, on_change)

    @property
    def events(self) -> bool:
        """False just after a sleep, until the desktop, too, takes the person for gone."""
        return not self._last.hides(self._idle_after)

    def seconds(self) -> float:
        """Seconds since the last input; raises ConnectionError once the server is gone."""
        return self._last.told_by(lambda: self._server.milliseconds() / 1000)

    def close(self) -> None:
        self._listener.close()
        self._server.client.close()

    def _hear(self, packet: bytes) -> None:
        if packet[0] & SENT_BY_SERVER == self._alarms.event:
            self._on_change()


class _Sync:
    """The counter over one connection: the one for asking sleeps only in its own questions, the other for alarms."""

    def __init__(self, undo: ExitStack) -> None:
        self.client = XClient(os.environ["DISPLAY"])
        undo.callback(self.client.close)
        self._major, first_event = self.client.extension(b"SYNC")
        self.event = first_event + ALARM_NOTIFY
        self.client.ask(struct.pack("<BBHBBxx", self._major, INITIALIZE, 2, 3, 1))
        self._counter = self._find_counter()

    def milliseconds(self) -> int:
        """What the counter stands at; raises ConnectionError."""
        reply = self.client.ask(struct.pack("<BBHI", self._major, QUERY_COUNTER, 2, self._counter))
        high, low = struct.unpack_from("<iI", reply, 8)
        return int((high << 32) + low)

    def set(self, transition: int, milliseconds: int) -> None:
        """Have an event sent whenever the counter rises or falls to that."""
        value, delta = (0, milliseconds), (0, 0)
        attributes = struct.pack("<IIiIIiII", self._counter, ABSOLUTE, *value, transition, *delta, True)
        head = struct.pack("<BBHII", self._major, CREATE_ALARM, 11, next(self.client.ids), EVERY_ATTRIBUTE)
        self.client.tell(head + attributes)

    def _find_counter(self) -> int:
        reply = self.client.ask(struct.pack("<BBH", self._major, LIST_SYSTEM_COUNTERS, 1))
        counters = dict(_counters(reply))
        if COUNTER not in counters:
            raise Unavailable("the X server keeps no idle counter")
        return counters[COUNTER]


def _counters(reply: bytes) -> Iterator[tuple[bytes, int]]:
    """Name and id of each counter the server keeps."""
    (count,) = struct.unpack_from("<I", reply, 8)
    at = 32
    for _ in range(count):
        counter, length = struct.unpack_from("<I8xH", reply, at)
        yield reply[at + 14 : at + 14 + length], counter
        at += (14 + length + 3) // 4 * 4

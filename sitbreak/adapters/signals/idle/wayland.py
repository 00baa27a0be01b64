"""Idle time of a Wayland session, from ext-idle-notify or KDE's older protocol; the compositor tells, nobody asks.

A compositor says when there was no input for a while and when there is some again, never how long ago the last one was.
So as long as somebody is at it the answer is the last input that is certain, at most 2.5 s too old; two seconds after
the last input it is exact. Nothing is heard, and nobody wakes up, as long as the inputs are closer than two seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from socket import socket

from sitbreak.adapters import clock
from sitbreak.adapters.signals.idle import wayland_wire as wire
from sitbreak.adapters.signals.idle.last_input import LastInput
from sitbreak.adapters.signals.idle.listener import Listener, hang_up
from sitbreak.core.values import dataclass
from sitbreak.ports import Unavailable

NEAR = 2.0
"""Seconds without input after which the compositor speaks, so that the last one can be dated."""

IDLE_AFTER = 30.0
"""Seconds without input that count as leaving."""

SLACK = 0.5
"""Seconds the compositor's word may be late."""

GRAIN = 0.3
SEAT = "wl_seat"
SEAT_ID, NOTIFIER_ID, NEAR_ID, FAR_ID = range(wire.FIRST_FREE_ID, wire.FIRST_FREE_ID + 4)
IDLED = 0
CAVEAT = "a playing film, or whatever else keeps the screen on, hides absence here"

NEWER = "a newer compositor tells it: sway from 1.8, Plasma, Hyprland; till then say `sitbreak sit`, `stand`, `away`"


@dataclass(frozen=True, slots=True)
class Protocol:
    """A way to be told: the interface, the version it takes and the request of it."""

    interface: str
    version: int
    opcode: int
    seat_first: bool = False
    caveat: str = CAVEAT

    def order(self, new_id: int, seconds: float) -> bytes:
        """The request for a notification after so long without input."""
        milliseconds = round(1000 * seconds)
        words = (SEAT_ID, milliseconds) if self.seat_first else (milliseconds, SEAT_ID)
        return wire.request(NOTIFIER_ID, self.opcode, new_id, *words)


PROTOCOLS = (
    Protocol("ext_idle_notifier_v1", version=2, opcode=2, caveat=""),
    Protocol("ext_idle_notifier_v1", version=1, opcode=1),
    Protocol("org_kde_kwin_idle", version=1, opcode=0, seat_first=True),
)
"""Best first: the one that counts nothing but input."""


class WaylandIdle:
    """Calls `on_change` after 30 s without input, at the first input after that, and when the compositor goes.

    What came before the start nobody tells, so the start counts as an input.
    """

    name = "wayland"

    def __init__(self, on_change: Callable[[], None], idle_after: float = IDLE_AFTER) -> None:
        """Connect and order the notifications; raises Unavailable."""
        self._on_change, self._idle_after = on_change, idle_after
        self._last = LastInput(GRAIN)
        sock = wire.connect()
        heard = wire.messages(sock)
        try:
            self._begin(sock, heard, idle_after)
        except OSError as refusal:
            hang_up(sock)
            raise Unavailable(f"the compositor does not tell what it offers: {refusal}") from refusal
        except Unavailable:
            hang_up(sock)
            raise
        self._listener = Listener(sock, heard, self._hear, on_change)

    @property
    def events(self) -> bool:
        """False just after a sleep, until the desktop, too, takes the person for gone."""
        return not self._last.hides(self._idle_after)

    def seconds(self) -> float:
        """Seconds since the last input that is certain; raises ConnectionError once the compositor is gone."""
        self._listener.check()
        (seen, quiet), now = self._seen, clock.awake()
        certain = seen if quiet else max(seen, now - NEAR - SLACK)
        return self._last.since(now - certain)

    def close(self) -> None:
        self._listener.close()

    def _begin(self, sock: socket, heard: Iterator[wire.Message], idle_after: float) -> None:
        offered = wire.offers(sock, heard)
        protocol = _best(offered)
        self.caveat = protocol.caveat
        notifier, seat = offered[protocol.interface], offered[SEAT]
        self._needed = {notifier.number, seat.number}
        sock.sendall(
            wire.bind(seat, SEAT, 1, SEAT_ID)
            + wire.bind(notifier, protocol.interface, protocol.version, NOTIFIER_ID)
            + protocol.order(NEAR_ID, NEAR)
            + protocol.order(FAR_ID, idle_after)
        )
        self._seen = (clock.awake(), False)

    def _hear(self, message: wire.Message) -> None:
        if wire.removed(message) in self._needed:
            raise ConnectionError("the compositor took back what tells of input")
        if message.about not in (NEAR_ID, FAR_ID):
            return
        if message.opcode != IDLED:
            self._seen = (clock.awake(), False)
        elif message.about == NEAR_ID:
            self._seen = (clock.awake() - NEAR, True)
        if message.about == FAR_ID:
            self._on_change()


def _best(offered: Mapping[str, wire.Global]) -> Protocol:
    if SEAT not in offered:
        raise Unavailable("the compositor has no seat")
    for protocol in PROTOCOLS:
        if protocol.interface in offered and offered[protocol.interface].version >= protocol.version:
            return protocol
    raise Unavailable("the compositor offers neither ext_idle_notifier_v1 nor org_kde_kwin_idle", NEWER)

"""What the engine needs from the world, as Protocols, and how a candidate says that it cannot serve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sitbreak.core.model import At, DrillOrder, Event, Offer, Record, State
from sitbreak.core.view import View


class Unavailable(Exception):
    """A candidate cannot serve here.

    `reason` says why in one plain clause; `remedy` says what the person could do about it ("" when nothing).
    """

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Tried:
    """One candidate's result, kept for `sitbreak doctor`."""

    name: str
    ok: bool
    reason: str
    remedy: str = ""


Post = Callable[[Event], None]
"""Hands an event to the engine; callable from any thread, never blocks."""


class Clock(Protocol):
    """Stamps events; the only place that reads a clock."""

    def now(self) -> At: ...


class Idle(Protocol):
    """Tells how long ago the last input was."""

    name: str
    events: bool
    """True when `on_change` is called at idle and at return, so that nobody need poll while the person is away."""
    caveat: str
    """What makes this source take an absent person for a present one, in one clause; "" when nothing is known to."""

    def seconds(self) -> float | None:
        """Seconds since the last input, or None when that cannot be told just now."""
        ...

    def close(self) -> None: ...


class Notifier(Protocol):
    """Puts one live prompt before the person; answers come back as events.

    Posts `PromptShown(id)` once the prompt is on the screen, `PromptFailed(id, reason)` when it is not or no longer.
    """

    name: str

    def show(self, offer: Offer) -> None: ...

    def withdraw(self) -> None: ...

    def say(self, title: str, body: str) -> None:
        """A plain message without buttons, replaced by the next one."""
        ...

    def close(self) -> None: ...


class Tray(Protocol):
    """Shows the icon and the menu; `run` belongs to the main thread and returns after `stop`."""

    name: str

    def run(self) -> None: ...

    def update(self, view: View) -> None: ...

    def stop(self) -> None: ...


class Launcher(Protocol):
    """Opens short-lived child windows; their one JSON line comes back as an event."""

    def drill(self, order: DrillOrder) -> None: ...

    def stop_drill(self) -> None: ...


Axis = dict[str, float | str]
"""What the clock needs to find its own axis again after a restart; nobody else looks inside."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The checkpoint: the state, the records not yet stored with it, and the clock's axis."""

    state: State
    outbox: tuple[Record, ...]
    axis: Axis


class Store(Protocol):
    """Keeps records and the checkpoint; every write is atomic."""

    def put(self, records: Sequence[Record]) -> None:
        """Insert or replace by id; raises OSError when the disk refuses."""
        ...

    def save(self, state: State, outbox: Sequence[Record], axis: Axis) -> None:
        """Write the checkpoint, which carries whatever is not stored yet; raises OSError when the disk refuses."""
        ...

    def load(self) -> Saved | None:
        """The last checkpoint, or None when there is none that can be read."""
        ...

    def problems(self) -> tuple[str, ...]:
        """What was found unreadable, one sentence each."""
        ...


class Ticker(Protocol):
    """Calls back once, `seconds` from now; arming again moves the call."""

    def arm(self, seconds: float) -> None: ...

    def close(self) -> None: ...

"""What the engine needs from the world, as Protocols, and how a candidate says that it cannot serve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from sitbreak.core.model import At, DrillOrder, Event, Offer, Record, Say, State
from sitbreak.core.values import dataclass
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
    caveat: str
    """What makes this source take an absent person for a present one, in one clause; "" when nothing is known to."""

    @property
    def events(self) -> bool:
        """True while `on_change` is called at idle and at return, so that nobody need poll while nobody is there."""
        ...

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

    def say(self, message: Say) -> None:
        """A message that needs no answer, replaced by the next one; without buttons it shows `message.in_text`."""
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

    def pause_drill(self) -> None:
        """Somebody works on beside the drill: stop its countdown and ask, if that is possible."""
        ...


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


class Weeks(Protocol):
    """Knows what lies in the records of past weeks, which the resident process does not read."""

    def recall(self, week: str) -> None:
        """Find out what matters about an ISO week; the answer is posted as a `WeekTold`, if there is one."""
        ...

    def open(self, week: str) -> None:
        """Open the page of that week."""
        ...


class Ticker(Protocol):
    """Calls back once, `seconds` from now; arming again moves the call. It has no thread: who arms it also rests."""

    def arm(self, seconds: float) -> None: ...

    def rest(self) -> float:
        """Call back if it is time to; seconds until this is to be called again."""
        ...

    def close(self) -> None: ...

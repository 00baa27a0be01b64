"""What the program wants done, in order."""

from __future__ import annotations

from typing import Literal

from sitbreak.core.events import Event
from sitbreak.core.records import Record
from sitbreak.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """A prompt as the notifier shows it; `level` 1 notification, 2 small window, 3 centred window, 4 full screen.

    `windows` is false for a person who wants notifications only.
    """

    id: str
    title: str
    body: str
    drill: str
    drill_name: str
    snoozes_left: int
    level: int = 1
    windows: bool = True


@dataclass(frozen=True, slots=True)
class DrillOrder:
    """A drill to open in a child, with the side to begin with.

    `warm_up` is seconds of easy marching before it; `notice` asks for the safety notice first.
    """

    drill: str
    level: int = 0
    first_side: Literal["left", "right"] = "right"
    warm_up: float = 0.0
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Show:
    offer: Offer


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take the prompt off the screen."""


@dataclass(frozen=True, slots=True)
class OpenDrill:
    order: DrillOrder


@dataclass(frozen=True, slots=True)
class CloseDrill:
    """End the drill window; it reports what was done so far."""


@dataclass(frozen=True, slots=True)
class PauseDrill:
    """Somebody works on beside the drill: its window stops the countdown and asks."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Store this fact."""

    record: Record


@dataclass(frozen=True, slots=True)
class Choice:
    """A button of a message: its word, and what a click on it says."""

    label: str
    event: Event


@dataclass(frozen=True, slots=True)
class Say:
    """A message that needs no answer; `choices` offers some, and `by_command` says how to take one without buttons."""

    title: str
    body: str
    choices: tuple[Choice, ...] = ()
    by_command: str = ""

    @property
    def in_text(self) -> str:
        """The body for a screen without buttons."""
        return f"{self.body} {self.by_command}".rstrip()


@dataclass(frozen=True, slots=True)
class Configure:
    """Change one setting for good, because the person said so; `key` is dotted, `value` as the file writes it."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Recall:
    """Find out from the records what matters about an ISO week; the answer comes as a `WeekTold`."""

    week: str


@dataclass(frozen=True, slots=True)
class OpenWeek:
    """Open the page of an ISO week."""

    week: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """The person asked for something that cannot be done now; `sentence` says what to do instead."""

    sentence: str


Effect = Show | Withdraw | OpenDrill | CloseDrill | PauseDrill | Keep | Say | Configure | Recall | OpenWeek | Refuse

"""What the program wants done, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sitbreak.core.records import Record


@dataclass(frozen=True, slots=True)
class Offer:
    """A prompt as the notifier shows it; `level` 1 notification, 2 small window, 3 centred window.

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
    """A drill to open in a child, with the side to begin with."""

    drill: str
    level: int = 0
    first_side: Literal["left", "right"] = "right"


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
class Keep:
    """Store this fact."""

    record: Record


@dataclass(frozen=True, slots=True)
class Say:
    """A plain message, no answer wanted."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """The person asked for something that cannot be done now; `sentence` says what to do instead."""

    sentence: str


Effect = Show | Withdraw | OpenDrill | CloseDrill | Keep | Say | Refuse

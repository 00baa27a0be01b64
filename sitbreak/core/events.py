"""What reaches the program: readings of the signals, and what a person or a window did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sitbreak.core.nouns import DrillResult, ModeKind


@dataclass(frozen=True, slots=True)
class Reading:
    """What the desktop's signals say at one look; `idle` in seconds, None when nobody can tell."""

    idle: float | None = None
    locked: bool = False
    call: bool = False
    media: bool = False
    fullscreen: bool = False
    do_not_disturb: bool = False
    app: str = ""
    source: str = "none"

    @property
    def passive(self) -> bool:
        """Signs of a person who gives no input: a call or a film, unless the screen is locked."""
        return (self.call or self.media) and not self.locked


@dataclass(frozen=True, slots=True)
class Started:
    """The program starts; whatever lies between the checkpoint and now was seen by nobody."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The signals were read."""

    reading: Reading


@dataclass(frozen=True, slots=True)
class PromptShown:
    """A notifier put prompt `id` on the screen."""

    id: str


@dataclass(frozen=True, slots=True)
class PromptFailed:
    """Prompt `id` is not, or no longer, on any screen."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Accept:
    """Take the offered drill, or the named one; `prompt` guards against a click on an older prompt."""

    drill: str | None = None
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Snooze:
    seconds: float | None = None
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    reason: str | None = None
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class StartDrill:
    """Do a drill now, prompt or no prompt; None lets the program choose.

    `elsewhere` says that somebody else guides it and will report how it ended.
    """

    drill: str | None = None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class DrillEnded:
    """A drill window or terminal reports; seconds are those really exercised, sides in seconds."""

    result: DrillResult
    seconds: float = 0.0
    left: float = 0.0
    right: float = 0.0
    effort: str | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """ "I am standing." """


@dataclass(frozen=True, slots=True)
class Sit:
    """ "I am sitting." """


@dataclass(frozen=True, slots=True)
class Away:
    """ "I am away", or "I just walked" for the last `since` seconds."""

    since: float = 0.0


@dataclass(frozen=True, slots=True)
class SetMode:
    """Quiet or pause, for some seconds or until a wall time; a pause always carries one of them."""

    kind: ModeKind
    seconds: float | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """Back to normal."""


@dataclass(frozen=True, slots=True)
class Quit:
    """The program ends; an open prompt is withdrawn, the bout is left to the checkpoint."""


Event = (
    Started
    | Looked
    | PromptShown
    | PromptFailed
    | Accept
    | Snooze
    | Skip
    | Walk
    | StartDrill
    | DrillEnded
    | Stand
    | Sit
    | Away
    | SetMode
    | Resume
    | Quit
)

"""The nouns everything else is spoken in: frozen values, hardly any behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class At:
    """One moment, stamped once per event.

    `t` counts seconds on an axis that includes sleep and never jumps; `wall` is the aware local label of the same
    moment; `asleep` is how many of the axis' seconds the machine has slept so far.
    """

    t: float
    wall: datetime
    asleep: float = 0.0

    def label(self, t: float) -> datetime:
        """The local wall time of another moment on the same axis, read off the present clock."""
        moment = self.wall.astimezone(UTC) + timedelta(seconds=t - self.t)
        return moment.astimezone(self.wall.tzinfo)


class Posture(StrEnum):
    """What the person, or the machine, is doing; every second of the axis belongs to exactly one."""

    SEATED = "seated"
    STANDING = "standing"
    AWAY = "away"
    ASLEEP = "asleep"
    UNCLEAR = "unclear"
    UNTRACKED = "untracked"
    PAUSED = "paused"


class Outcome(StrEnum):
    """How a prompt ended."""

    ACCEPTED = "accepted"
    WALKED = "walked"
    SNOOZED = "snoozed"
    SKIPPED = "skipped"
    IGNORED = "ignored"
    NATURAL = "natural"
    WITHDRAWN = "withdrawn"


class ModeKind(StrEnum):
    NORMAL = "normal"
    QUIET = "quiet"
    PAUSED = "paused"


class DrillResult(StrEnum):
    DONE = "done"
    PARTIAL = "partial"
    ABANDONED = "abandoned"
    EXPIRED = "expired"


# ---------------------------------------------------------------- readings and events


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

# ---------------------------------------------------------------- records (facts, as stored)


@dataclass(frozen=True, slots=True)
class BoutRecord:
    id: str
    start: datetime
    end: datetime
    assumed_seconds: float
    ended_by: str


@dataclass(frozen=True, slots=True)
class SpanRecord:
    """Time that was not sitting; `state` is any posture but seated."""

    id: str
    start: datetime
    end: datetime
    state: str
    signal: str


@dataclass(frozen=True, slots=True)
class PromptRecord:
    """One prompt from due to outcome; `shown` is None when the person left before it came."""

    id: str
    due: datetime
    shown: datetime | None
    ended: datetime
    outcome: str
    bout_seconds: float
    number: int
    drill: str
    held_by: tuple[str, ...] = ()
    snooze_seconds: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DrillRecord:
    """`sides` maps left and right to seconds, empty for a drill that has no sides."""

    id: str
    drill: str
    level: int
    started: datetime
    ended: datetime
    result: str
    seconds: float
    sides: dict[str, float]
    effort: str | None = None
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    id: str
    at: datetime
    start: datetime
    end: datetime
    state: str


Record = BoutRecord | SpanRecord | PromptRecord | DrillRecord | CorrectionRecord

# ---------------------------------------------------------------- state


@dataclass(frozen=True, slots=True)
class Stretch:
    """A closed piece of the axis, in seconds; `why` is a bout's `ended_by` or a span's signal."""

    posture: Posture
    start: float
    end: float
    why: str
    assumed: float = 0.0

    @property
    def seconds(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class PendingBreak:
    """An accepted standing drill or walk, not yet long enough to count as a break."""

    kind: str
    start: float
    done: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits since when, and by what evidence; all times on the axis.

    `evidence` is the end of what is proven, `input` the last input known, `touch` a first input that still waits for
    a second one, `deaf_until` the end of the minute after "I am away" in which input is no return.
    """

    posture: Posture = Posture.UNCLEAR
    since: float = 0.0
    signal: str = "none"
    evidence: float = 0.0
    input: float | None = None
    assumed: float = 0.0
    call_seconds: float = 0.0
    locked_since: float | None = None
    touch: float | None = None
    deaf_until: float = 0.0
    pending: PendingBreak | None = None
    looked: float = 0.0
    slept: float = 0.0
    reading: Reading = field(default_factory=Reading)

    @property
    def seated(self) -> bool:
        return self.posture is Posture.SEATED

    @property
    def present(self) -> bool:
        """At the desk, on a chair or on their feet."""
        return self.posture in (Posture.SEATED, Posture.STANDING)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One offer of a drill, from the moment it is due; `sent` once handed to a notifier, `shown` once seen."""

    id: str
    due: float
    drill: str
    alternative: str | None = None
    number: int = 1
    held_by: tuple[str, ...] = ()
    free_since: float | None = None
    sent: float | None = None
    shown: float | None = None
    shown_bout_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Prompting:
    """What the prompter remembers: the open prompt, and what this bout and this day have used up."""

    prompt: Prompt | None = None
    shown_in_bout: int = 0
    snoozes_used: int = 0
    snooze_until: float | None = None
    silent_until_seconds: float | None = None
    shown_on: str = ""
    shown_that_day: int = 0
    retry_at: float | None = None


@dataclass(frozen=True, slots=True)
class RunningDrill:
    id: str
    drill: str
    level: int
    started: float
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class DrillDone:
    """A drill of the past weeks, as far as choosing the next one needs it."""

    drill: str
    on: str
    result: str


@dataclass(frozen=True, slots=True)
class Mode:
    kind: ModeKind = ModeKind.NORMAL
    until: float | None = None
    until_wall: datetime | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """The day so far, closed bouts only: seconds that lie in the day, breaks, the longest bout, drills done."""

    date: str = ""
    sitting: float = 0.0
    breaks: int = 0
    longest: float = 0.0
    drills_done: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """Everything the program knows between two events; saved whole as the checkpoint."""

    run: str = "0"
    t: float = 0.0
    wall: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    seat: Seat = field(default_factory=Seat)
    prompting: Prompting = field(default_factory=Prompting)
    drill: RunningDrill | None = None
    mode: Mode = field(default_factory=Mode)
    last_offer: str | None = None
    history: tuple[DrillDone, ...] = ()
    today: Today = field(default_factory=Today)


# ---------------------------------------------------------------- effects


@dataclass(frozen=True, slots=True)
class Offer:
    """A prompt as the notifier shows it; `level` 1 notification, 2 small window, 3 centred window."""

    id: str
    title: str
    body: str
    drill: str
    drill_name: str
    snoozes_left: int
    level: int = 1


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

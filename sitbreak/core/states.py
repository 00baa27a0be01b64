"""What the program knows between two events; saved whole as the checkpoint."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sitbreak.core.events import Reading
from sitbreak.core.nouns import ModeKind, Posture


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
    shown_ever: int = 0
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

"""What reaches the program: readings of the signals, and what a person or a window did."""

from datetime import datetime

from sitbreak.core.nouns import DrillResult, ModeKind
from sitbreak.core.values import dataclass
from sitbreak.core.week_events import ReadWeek, WeekTold


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
    """A drill window or terminal reports; seconds are those really exercised, sides in seconds.

    `spread` answers whether what hurt went down the leg or felt numb or weak, None when nobody was asked;
    `acknowledged` when the safety notice was shown first and confirmed.
    """

    result: DrillResult
    seconds: float = 0.0
    left: float = 0.0
    right: float = 0.0
    effort: str | None = None
    spread: bool | None = None
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The safety notice was read."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What hurt in a drill went down the leg, or felt numb or weak; or it did not."""

    spread: bool


@dataclass(frozen=True, slots=True)
class SwitchDrills:
    """All drills on again, or off."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetLevel:
    """Go on from here at that step of a drill (`name` is its id), or open a chain (its letters) up to that level."""

    name: str
    level: int


@dataclass(frozen=True, slots=True)
class Change:
    """Take a suggestion: set `key` to `value`; `before` is what it was, both as the settings file writes them."""

    key: str
    value: str
    before: str


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """The flexibility self-check, per side: level, above or unsure."""

    left: str
    right: str


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
class Correct:
    """From `start` to `end` (aware times) it was different: `state` is seated or away."""

    start: datetime
    end: datetime
    state: str


@dataclass(frozen=True, slots=True)
class AnswerGap:
    """The answer to "were you at the desk?": seated, away, or never (ask again); None means the question of now."""

    answer: str
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last declaration or correction back."""


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
    | Acknowledge
    | Spread
    | SwitchDrills
    | SetLevel
    | Change
    | SelfCheck
    | Stand
    | Sit
    | Away
    | Correct
    | AnswerGap
    | Undo
    | SetMode
    | Resume
    | WeekTold
    | ReadWeek
    | Quit
)

"""What the program knows between two events; saved whole as the checkpoint."""

from dataclasses import field
from datetime import UTC, datetime

from sitbreak.core.events import Reading
from sitbreak.core.memory import DrillDone, Tally, Training
from sitbreak.core.nouns import ModeKind, Posture
from sitbreak.core.records import BoutRecord, CorrectionRecord, DefinitionRecord, SpanRecord
from sitbreak.core.values import dataclass


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
    a second one, `deaf_until` the end of the minute after "I am away" in which input is no return. `corrected` is
    where the open bout begins by a later correction, None where it begins at `since`.
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
    corrected: float | None = None
    reading: Reading = field(default_factory=Reading)

    @property
    def began(self) -> float:
        """Where the open stretch begins for everybody who asks; only the records keep to `since`."""
        return self.since if self.corrected is None else self.corrected

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
    """A drill under way; `typing_since` is the first of the inputs that go on beside it, on the axis.

    `asleep` is how long the machine had slept by its start; `closing` once its window was told to end.
    """

    id: str
    drill: str
    level: int
    started: float
    prompt: str | None = None
    warm_up: float = 0.0
    typing_since: float | None = None
    asleep: float = 0.0
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Mode:
    kind: ModeKind = ModeKind.NORMAL
    until: float | None = None
    until_wall: datetime | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """What is on record of a day: closed bouts and gaps that reach into it, corrections of them, drills done."""

    date: str = ""
    bouts: tuple[BoutRecord, ...] = ()
    gaps: tuple[SpanRecord, ...] = ()
    corrections: tuple[CorrectionRecord, ...] = ()
    drills_done: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """Was somebody there from `start` to `end` (times on the axis)? Nothing could tell; `asked` once it was put."""

    id: str
    start: float
    end: float
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """The last thing the person declared, as far as taking it back needs it.

    `since` is where the declared stretch begins on the axis, `until` where it ended, None while it is open; `before`
    is the posture it replaced, `prompting` what the bout had used up. A `correction` has none of that, nor has a
    changed `setting`: its key and the value before.
    """

    word: str
    at: float
    since: float = 0.0
    until: float | None = None
    before: Posture = Posture.UNCLEAR
    prompting: Prompting = field(default_factory=Prompting)
    correction: CorrectionRecord | None = None
    setting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """The word on last week: `week` is the ISO week in which it was last said, or found not worth saying.

    `sentence` waits to be said, about the week `about`; `asked` is when the records were last asked, on the axis.
    """

    week: str = ""
    about: str = ""
    sentence: str = ""
    asked: float | None = None


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
    question: Question | None = None
    said: Said | None = None
    reminded: float = 0.0
    training: Training = field(default_factory=Training)
    tally: Tally = field(default_factory=Tally)
    news: News = field(default_factory=News)
    defined: DefinitionRecord | None = None

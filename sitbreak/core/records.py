"""Facts as they are stored; everything that is shown is derived from them."""

from datetime import datetime

from sitbreak.core.values import dataclass


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
    """What the person said later of a span: `state` is seated or away; `withdrawn` once they took it back."""

    id: str
    at: datetime
    start: datetime
    end: datetime
    state: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """How the thigh hung in the flexibility self-check, per side: level, above or unsure; a feel, no finding."""

    id: str
    at: datetime
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class DefinitionRecord:
    """The limits, in seconds, by which everything from `at` on was judged, until the next record of this kind."""

    id: str
    at: datetime
    absence_idle_seconds: float
    absence_locked_seconds: float
    absence_asleep_seconds: float
    assume_seated_max_seconds: float
    confirm_break_seconds: float
    limit_seconds: float

    @property
    def absences(self) -> tuple[float, float, float]:
        """How long without input, locked and asleep makes a break, in seconds."""
        return self.absence_idle_seconds, self.absence_locked_seconds, self.absence_asleep_seconds


Record = BoutRecord | SpanRecord | PromptRecord | DrillRecord | CorrectionRecord | CheckRecord | DefinitionRecord

"""The pieces a drill is timed with: phases, moves of the figure, and the levels of its dose ladder."""

from __future__ import annotations

from enum import StrEnum

from sitbreak.core.values import dataclass


class Kind(StrEnum):
    """What a phase is for."""

    PREPARE = "prepare"
    HOLD = "hold"
    WORK = "work"
    SWITCH = "switch"
    REST = "rest"
    FINISH = "finish"

    @property
    def exercise(self) -> bool:
        """True for the phases that count as exercise."""
        return self in (Kind.HOLD, Kind.WORK)


class Side(StrEnum):
    """The working side of a phase."""

    RIGHT = "right"
    LEFT = "left"
    ALTERNATE = "alternate"
    BOTH = "both"
    NONE = "none"

    @property
    def other(self) -> Side:
        """Right for left and left for right; the others are their own."""
        return {Side.RIGHT: Side.LEFT, Side.LEFT: Side.RIGHT}.get(self, self)

    @property
    def text(self) -> str:
        """How the person reads it; "" where there is no side."""
        return _SIDE_WORDS[self]


_SIDE_WORDS = {
    Side.RIGHT: "Right leg",
    Side.LEFT: "Left leg",
    Side.ALTERNATE: "Alternate legs",
    Side.BOTH: "Both legs",
    Side.NONE: "",
}


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of the countdown; `text` tells what to do in it."""

    kind: Kind
    side: Side
    seconds: float
    text: str = ""

    def starting(self, first: Side) -> Phase:
        """The same phase for someone who begins with the other side; `{side}` in the text follows."""
        side = self.side.other if first is Side.LEFT else self.side
        return Phase(self.kind, side, self.seconds, self.text.replace("{side}", side.value))


@dataclass(frozen=True, slots=True)
class Move:
    """Go to a keyframe in `seconds` and stay there for `dwell` seconds, None until the phase ends."""

    frame: str
    seconds: float
    dwell: float | None = None

    @property
    def total(self) -> float:
        return self.seconds + (self.dwell or 0.0)


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the dose ladder; `reps` counts turns of the loop in one work phase, 0 where nothing repeats."""

    name: str
    dose: str
    phases: tuple[Phase, ...]
    loop: tuple[Move, ...]
    hold_loop: tuple[Move, ...]
    reps: int = 0
    express: bool = False

    @property
    def seconds(self) -> float:
        return sum(phase.seconds for phase in self.phases)

    def side_seconds(self, side: Side) -> float:
        """Exercise on exactly that side."""
        return sum(phase.seconds for phase in self.phases if phase.kind.exercise and phase.side is side)

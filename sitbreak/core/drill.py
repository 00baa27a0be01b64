"""A drill of the catalogue: what it is, whom it suits, and its plan at each level of the dose ladder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sitbreak.core.phases import Kind, Level, Move, Phase, Side
from sitbreak.core.plan import Plan, Postures, lay_out
from sitbreak.core.pose import Pose
from sitbreak.core.values import dataclass, replace

STANDARD_HOLD = 30.0
"""Seconds of the hold the ladders are written for; another wish scales every hold in proportion."""

WARM_UP_TEXT = "March on the spot, easy and loose"

CATEGORIES = (
    "mobility",
    "strengthen-neutral",
    "strengthen-shortened",
    "strengthen-lengthened",
    "glute",
    "hamstring",
    "core",
)
CHAINS = ("M", "SN", "SS", "SL", "G", "H", "C")
"""In the order of the categories they belong to."""
PROFILES = ("desk", "chair", "floor")
DISCREET = ("yes", "partly", "no")
TARGETS = ("hip-front", "thigh-front", "buttock", "thigh-back", "trunk")
PROPS = ("desk", "chair", "sofa", "bed", "mat", "pad", "object", "arrow")


@dataclass(frozen=True, slots=True)
class Prop:
    """A thing in the picture: `x` is where it begins, `top` its upper edge, both in body heights."""

    kind: str
    x: float
    top: float


@dataclass(frozen=True, slots=True)
class Drill:
    """One exercise; `level` is its place in the chain, `levels` the steps of its own dose ladder, counted from 1.

    `min_rest_h` is in hours; `default_level` counts from 1; `target` names the muscles that light up.
    """

    id: str
    name: str
    category: str
    chain: str
    level: int
    posture: str
    profile: str
    dynamic: bool
    discreet: str
    resets_bout: bool
    min_rest_h: float
    cues: tuple[str, ...]
    cautions: tuple[str, ...]
    errors: tuple[str, ...]
    why: str
    muscles: str
    target: str
    equipment: str
    props: tuple[Prop, ...]
    levels: tuple[Level, ...]
    default_level: int
    keyframes: Mapping[str, Pose]
    entry: tuple[str, ...]
    rest: str
    finish: tuple[str, ...]

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The countdown of the default level."""
        return self.dose().phases

    @property
    def loop(self) -> tuple[Move, ...]:
        """What the figure repeats at the default level."""
        return self.dose().loop

    @property
    def seconds(self) -> float:
        """Length of the default level."""
        return self.dose().seconds

    @property
    def express_level(self) -> int | None:
        """The number of the 30-40 s version, where there is one."""
        return next((number for number, level in enumerate(self.levels, 1) if level.express), None)

    def dose(self, level: int = 0) -> Level:
        """The step of the ladder with that number; 0 is the default, beyond the ends the nearest step."""
        number = level or self.default_level
        return self.levels[min(max(number, 1), len(self.levels)) - 1]

    def plan(
        self,
        level: int = 0,
        hold: float | None = None,
        first_side: Literal["left", "right"] = "right",
        warm_up: float = 0.0,
    ) -> Plan:
        """Lay the drill out in time.

        `hold` is the wished length in seconds of a standard (30 s) hold, `warm_up` seconds of marching before all else.
        """
        postures = Postures(self.keyframes, self.entry, self.rest, self.finish)
        share = 1.0 if hold is None else hold / STANDARD_HOLD
        dose = self.dose(level)
        warm = (Phase(Kind.PREPARE, Side.NONE, warm_up, WARM_UP_TEXT),) if warm_up else ()
        return lay_out(replace(dose, phases=(*warm, *dose.phases)), postures, share, Side(first_side))

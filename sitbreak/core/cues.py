"""What a person with their back to the screen has to hear, and when."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from sitbreak.core.phases import Kind, Phase, Side
from sitbreak.core.plan import Plan
from sitbreak.core.values import dataclass

TICKS = (3, 2, 1)
"""Seconds before the end of a phase that are counted down."""

APART = 0.9
"""Seconds between two cues at least; a tick that would come closer to the start of its phase is left out."""


class Tone(StrEnum):
    """The sounds there are."""

    READY = "ready"
    GO = "go"
    SWITCH = "switch"
    REST = "rest"
    FINISH = "finish"
    DONE = "done"
    TICK = "tick"
    PROMPT = "prompt"


_TONES = {
    Kind.PREPARE: Tone.READY,
    Kind.HOLD: Tone.GO,
    Kind.WORK: Tone.GO,
    Kind.SWITCH: Tone.SWITCH,
    Kind.REST: Tone.REST,
    Kind.FINISH: Tone.FINISH,
}

_WORDS = {
    Kind.PREPARE: "Get ready.",
    Kind.HOLD: "Hold.",
    Kind.WORK: "Move.",
    Kind.SWITCH: "Switch sides.",
    Kind.REST: "Rest.",
    Kind.FINISH: "Finish.",
}


_SAID = {"\N{MULTIPLICATION SIGN}": " times ", "\N{EN DASH}": " to "}
_SPEAKABLE = frozenset(" .,;:?!'()-%/").union(_SAID)


@dataclass(frozen=True, slots=True)
class Cue:
    """A sound `at` so many seconds from the start of the drill; `words` is what a voice says there, "" for nothing."""

    at: float
    tone: Tone
    words: str = ""


def schedule(plan: Plan) -> tuple[Cue, ...]:
    """Every cue of a run in order: each phase's start, its last three seconds, and the end."""
    phases = (cue for index in range(len(plan.phases)) for cue in _phase(plan, index))
    return (*phases, Cue(plan.total, Tone.DONE, "That was it. Well done."))


def _phase(plan: Plan, index: int) -> Iterator[Cue]:
    phase, start, end = plan.phases[index], plan.starts[index], plan.starts[index + 1]
    yield Cue(start, _TONES[phase.kind], spoken(phase))
    yield from (Cue(end - left, Tone.TICK) for left in TICKS if end - left >= start + APART)


def spoken(phase: Phase) -> str:
    """The phase as a voice says it: what to do, with which leg, and for an exercise how long."""
    side = f"{phase.side.text}." if phase.side is not Side.NONE else ""
    task = f"{phase.text[:1].upper()}{phase.text[1:]}." if phase.text else ""
    length = f"{phase.seconds:g} seconds." if phase.kind.exercise or phase.kind is Kind.REST else ""
    return plain(" ".join(part for part in (_WORDS[phase.kind], side, task, length) if part))


def plain(text: str) -> str:
    """`text` without anything a speech program could take for an order or a line end."""
    spelled = "".join(_SAID.get(sign, sign) if sign.isalnum() or sign in _SPEAKABLE else " " for sign in text)
    return " ".join(spelled.split()).lstrip(" -./")

"""One run of a drill, whatever shows it: where it stands, what was really exercised, and how it ended."""

from __future__ import annotations

import json
from collections import Counter

from sitbreak.core.catalogue import Drill, Kind, Moment, Plan, Side

ENOUGH_FOR_PARTIAL = 10.0
SHARE_FOR_DONE = 0.75
GRACE = 2.0
"""Seconds into a phase within which "back" means the phase before."""
SECONDS_PER_CUE = 7.0
EFFORTS = ("easy", "ok", "hard", "hurt")

KIND_WORDS = {
    Kind.PREPARE: "Get ready",
    Kind.HOLD: "Hold",
    Kind.WORK: "Move",
    Kind.SWITCH: "Switch sides",
    Kind.REST: "Rest",
    Kind.FINISH: "Finish",
}
START_LINE = "Comfortable range only. Stop if anything hurts, tingles or makes you dizzy."
FEEDBACK_QUESTION = "How was it?"


class Session:
    """Counts only time that was played: skipped seconds are not exercise, repeated ones are."""

    def __init__(self, drill: Drill, plan: Plan) -> None:
        self.drill = drill
        self.plan = plan
        self.position = 0.0
        self.paused = False
        self.typed_on = False
        self.jumps = 0
        self.effort: str | None = None
        self.spread: bool | None = None
        self._played = 0.0
        self._sides: Counter[Side] = Counter()

    @property
    def moment(self) -> Moment:
        return self.plan.at(self.position)

    @property
    def over(self) -> bool:
        return self.position >= self.plan.total

    @property
    def exercised(self) -> float:
        """Seconds of hold and work phases played so far."""
        return float(sum(self._sides.values()))

    @property
    def cue(self) -> str:
        """The cue to show now; they take turns."""
        return self.drill.cues[int(self.position / SECONDS_PER_CUE) % len(self.drill.cues)]

    def advance(self, seconds: float) -> None:
        """Let that many seconds pass, phase by phase; nothing while paused."""
        while seconds > 0 and not self.paused and not self.over:
            moment = self.moment
            step = min(seconds, moment.remaining)
            if moment.kind.exercise:
                self._sides[moment.side] += step  # type: ignore[assignment]
            self._played += step
            self.position = self.plan.starts[moment.index + 1] if step == moment.remaining else self.position + step
            seconds -= step

    def toggle(self) -> None:
        """Pause or go on."""
        self.paused = not self.paused
        self.typed_on = False

    def pause_for_typing(self) -> bool:
        """Pause because somebody works on beside the drill; whether there was anything to pause."""
        pausable = not (self.paused or self.over)
        self.paused, self.typed_on = self.paused or pausable, self.typed_on or pausable
        return pausable

    def skip(self) -> None:
        """On to the next phase."""
        self.jumps += 1
        self.position = self.plan.starts[self.moment.index + 1]

    def back(self) -> None:
        """To the start of this phase, or of the one before when this one has just begun."""
        self.jumps += 1
        moment = self.moment
        index = moment.index - 1 if moment.elapsed < GRACE and moment.index else moment.index
        self.position = self.plan.starts[index]

    def result(self) -> dict[str, object]:
        """What the run came to, ready for JSON; sides in seconds, alternating work counted half to each."""
        half = self._sides[Side.ALTERNATE] / 2
        return {
            "version": 1,
            "result": self._ending(),
            "seconds": round(self._played),
            "left": round(self._sides[Side.LEFT] + half),
            "right": round(self._sides[Side.RIGHT] + half),
            "effort": self.effort,
            **({} if self.spread is None else {"spread": self.spread}),
        }

    def _ending(self) -> str:
        planned = sum(phase.seconds for phase in self.plan.phases if phase.kind.exercise)
        if self.over and self.exercised >= SHARE_FOR_DONE * planned:
            return "done"
        return "partial" if self.exercised >= ENOUGH_FOR_PARTIAL else "abandoned"

    def line(self, **remarks: object) -> str:
        """The result as the one line a child prints, with what else it has to tell."""
        return json.dumps(self.result() | remarks)


def caution_line(session: Session) -> str:
    """The drill's cautions, for as long as the first phase gets ready for it; "" afterwards."""
    return " ".join(("Take care.", *session.drill.cautions)) if session.moment.index == 0 else ""


def notes(drill: Drill) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """All there is to know of a drill beside how it goes, as headings with their lines."""
    return (
        ("Before you go on", (*drill.cautions, "With new or strong pain, ask a doctor first.")),
        ("Watch out for", ("; ".join(drill.errors),)),
        ("Muscles", (drill.muscles,)),
        ("Why", (drill.why,)),
    )


def headline(session: Session) -> str:
    """The phase in words, or that the run is paused, and why if nobody asked for it."""
    if session.typed_on:
        return "Still typing: paused"
    return "Paused" if session.paused else KIND_WORDS[session.moment.kind]


def side_line(moment: Moment, plan: Plan) -> str:
    """The side in words and, where repetitions are counted, the count."""
    parts = [moment.side.text] if moment.side.text else []
    if moment.rep:
        parts.append(f"{moment.rep} of {round(moment.phase.seconds / plan.cycle)}")
    return "  ·  ".join(parts)


def next_line(moment: Moment) -> str:
    """What comes after this phase."""
    if moment.following is None:
        return "Then you are done"
    side = f", {moment.following.side.text.lower()}" if moment.following.side.text else ""
    return f"Next: {KIND_WORDS[moment.following.kind]}{side}, {moment.following.seconds:g} s"

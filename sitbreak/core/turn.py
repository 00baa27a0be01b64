"""One step under way: the state so far, the effects gathered, and how a changed seat becomes records."""

from __future__ import annotations

from sitbreak.core import defining, gaps, prompter, suggesting, today
from sitbreak.core.course import Course
from sitbreak.core.model import (
    At,
    BoutRecord,
    Effect,
    Keep,
    Outcome,
    Posture,
    Prompting,
    Question,
    Record,
    Seat,
    SpanRecord,
    State,
    Stretch,
    Withdraw,
)
from sitbreak.core.program import Book
from sitbreak.core.settings import Settings
from sitbreak.core.values import dataclass, replace

BREAKS = frozenset({"idle", "lock", "sleep", "drill", "walk", "stand", "away"})
"""Endings of a bout that are breaks; the others (cap, untracked, pause, end) only mean that nobody knows."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A step in the making; every method gives the turn after it."""

    state: State
    at: At
    settings: Settings
    book: Book
    effects: tuple[Effect, ...] = ()

    @property
    def seat(self) -> Seat:
        return self.state.seat

    @property
    def prompting(self) -> Prompting:
        return self.state.prompting

    def doing(self, *effects: Effect) -> Turn:
        return replace(self, effects=self.effects + effects)

    def keeping(self, record: Record) -> Turn:
        return self.doing(Keep(record))

    def prompted(self, prompting: Prompting) -> Turn:
        return replace(self, state=replace(self.state, prompting=prompting))

    def reseated(self, course: Course) -> Turn:
        """Take over a changed seat: its closed stretches become records, and a bout that ended ends its prompt."""
        before, (seat, closed) = self.seat, course
        turn = replace(self, state=replace(self.state, seat=seat))
        for stretch in closed:
            turn = turn._recorded(stretch)
        turn = turn._wondering(before)
        if seat.since != before.since:
            turn = turn.rebegun()
        if before.seated and (not seat.seated or seat.since != before.since):
            return turn._bout_over(closed[0].why if closed else "")
        return turn._worked_on() if before.pending is not None and seat.pending is None else turn

    def rebegun(self) -> Turn:
        """Let the open bout begin where the corrections of today say; what it loses it no longer answers for."""
        seat, day = self.seat, self.state.today
        if not (seat.seated and (day.corrections or seat.corrected is not None)):
            return self
        began = today.open_bout_began(day, seat, self.at)
        corrected = None if began == seat.since else began
        turn = replace(self, state=replace(self.state, seat=replace(seat, corrected=corrected)))
        return turn._bout_over("") if began > seat.began else turn

    def ended_prompt(self, outcome: Outcome, snooze: float | None = None, reason: str | None = None) -> Turn:
        """Close the open prompt, if any, with its record, and take it off the screen."""
        prompt = self.prompting.prompt
        if prompt is None:
            return self
        record = prompter.closed(prompt, outcome, self.at, snooze, reason)
        tally = suggesting.noted(self.state.tally, record)
        turn = replace(self, state=replace(self.state, tally=tally)).keeping(record)
        turn = turn if prompt.sent is None else turn.doing(Withdraw())
        return turn.prompted(replace(turn.prompting, prompt=None))

    def _recorded(self, stretch: Stretch) -> Turn:
        record, said = record_of(stretch, self.state.run, self.at), self.state.said
        if said is not None and said.until is None and stretch.start == said.since:
            said = replace(said, until=stretch.end)
        state = replace(self.state, today=today.with_record(self.state.today, record), said=said)
        return replace(self, state=state)._defined(stretch).keeping(record)

    def _defined(self, stretch: Stretch) -> Turn:
        """The limits that the stretch was judged by are on record before it."""
        name = ident(self.state.run, "l", stretch.start)
        rules = defining.of_settings(name, self.at.stamp(stretch.start), self.settings)
        if not defining.needed(self.state.defined, rules):
            return self
        return replace(self, state=replace(self.state, defined=rules)).keeping(rules)

    def _wondering(self, before: Seat) -> Turn:
        gap = gaps.unsure(before, self.seat, self.settings)
        if gap is None:
            return self
        question = Question(ident(self.state.run, "q", gap[0]), *gap)
        return replace(self, state=replace(self.state, question=question))

    def _bout_over(self, why: str) -> Turn:
        turn = self.ended_prompt(Outcome.NATURAL if why in BREAKS or why == "cap" else Outcome.WITHDRAWN)
        return turn.prompted(prompter.next_bout(turn.prompting))

    def _worked_on(self) -> Turn:
        """The accepted break did not happen; ask again later, not at once."""
        return self.prompted(prompter.snoozed(self.prompting, self.at.t, prompter.BACKED_OFF, counts=False))


def ident(run: str, kind: str, start: float) -> str:
    """An id that stays the same when the same thing is recorded again after a crash."""
    return f"{run}-{kind}{round(start * 1000):x}"


def record_of(stretch: Stretch, run: str, at: At) -> Record:
    """The fact to store of a closed stretch, with its times as local labels."""
    start, end = at.stamp(stretch.start), at.stamp(stretch.end)
    if stretch.posture is Posture.SEATED:
        return BoutRecord(ident(run, "b", stretch.start), start, end, round(stretch.assumed, 1), stretch.why)
    return SpanRecord(ident(run, "s", stretch.start), start, end, stretch.posture.value, stretch.why)

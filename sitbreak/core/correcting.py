"""Putting the past right: corrections are records of their own, what was seen stays as it was seen."""

from __future__ import annotations

from datetime import timedelta

from sitbreak.core import declared, today
from sitbreak.core.course import Course, switch
from sitbreak.core.model import (
    AnswerGap,
    At,
    Configure,
    Correct,
    CorrectionRecord,
    Posture,
    Prompting,
    Refuse,
    Said,
    Say,
    Seat,
    State,
)
from sitbreak.core.turn import Turn, ident
from sitbreak.core.values import replace

SEATED, AWAY = "seated", "away"

REACH = timedelta(days=14)
"""How far back a correction may go."""

UNDO_WITHIN = 3600.0
"""Seconds for which the last declaration or correction can be taken back."""

NO_QUESTION = "Nothing was asked, or it is answered; `sitbreak correct FROM TO seated|away` puts any time right."
NOTHING_SAID = (
    "Nothing was said in the last hour that could be taken back; "
    "`sitbreak correct FROM TO seated|away` puts a past time right."
)
NEVER_AGAIN = (
    "sitbreak will not ask again",
    "`sitbreak config set sitting.ask_about_gaps true` brings the question back.",
)


def correct(turn: Turn, wish: Correct) -> Turn:
    """From `wish.start` to `wish.end` it was different: keep that, and count by it from now on."""
    refusal = _refusal(wish, turn.at)
    if refusal:
        return turn.doing(Refuse(refusal))
    name = f"{ident(turn.state.run, 'c', turn.at.t)}-{int(wish.start.timestamp()):x}"
    record = CorrectionRecord(name, turn.at.stamp(turn.at.t), wish.start, wish.end, wish.state)
    turn = replace(turn, state=replace(turn.state, said=Said("correct", turn.at.t, correction=record)))
    return _kept(turn, record)


def _refusal(wish: Correct, at: At) -> str:
    if wish.state not in (SEATED, AWAY):
        return f'correct: found "{wish.state}", allowed seated or away.'
    if wish.end <= wish.start:
        return f"correct: {wish.end:%H:%M} is not after {wish.start:%H:%M}; give the earlier time first."
    if wish.end > at.wall:
        return f"correct: {wish.end:%H:%M} is still to come; only what is past can be put right."
    if wish.start < at.wall - REACH:
        return f"correct: {wish.start:%Y-%m-%d} is too long ago; the last 14 days can be put right."
    return ""


def _kept(turn: Turn, record: CorrectionRecord) -> Turn:
    """Store a correction; the day so far and the open bout follow it."""
    day = today.of_day(today.with_record(turn.state.today, record), turn.at.wall)
    past = record.end.date() < turn.at.wall.date()
    state = turn.state if past else replace(turn.state, today=day)
    return replace(turn, state=state).keeping(record).rebegun()


def answer(turn: Turn, reply: AnswerGap) -> Turn:
    """The person says where they were in a time that nothing could tell."""
    question = turn.state.question
    if question is None or reply.question not in (None, question.id):
        return turn.doing(Refuse(NO_QUESTION))
    turn = replace(turn, state=replace(turn.state, question=None))
    if reply.answer == "never":
        return turn.doing(Configure("sitting.ask_about_gaps", "false"), Say(*NEVER_AGAIN))
    return correct(turn, Correct(turn.at.stamp(question.start), turn.at.stamp(question.end), reply.answer))


def said(turn: Turn, word: str, before: Seat, prompting: Prompting) -> Turn:
    """Remember a declaration that changed the seat, so that it can be taken back."""
    if turn.seat.since == before.since and turn.seat.posture is before.posture:
        return turn
    told = Said(word, turn.at.t, turn.seat.since, None, before.posture, replace(prompting, prompt=None))
    return replace(turn, state=replace(turn.state, said=told))


def undoable(state: State, now: float) -> bool:
    """Whether there is a declaration or correction that can still be taken back."""
    return state.said is not None and now - state.said.at <= UNDO_WITHIN


def undo(turn: Turn) -> Turn:
    """Take the last declaration or correction back; what it did is put right by a correction."""
    told = turn.state.said
    if told is None or not undoable(turn.state, turn.at.t):
        return turn.doing(Refuse(NOTHING_SAID))
    turn = replace(turn, state=replace(turn.state, said=None))
    if told.setting:
        key, value = told.setting
        return turn.doing(Configure(key, value), Say("Taken back", f"{key} is {value} again."))
    if told.correction is not None:
        return _kept(turn, replace(told.correction, withdrawn=True))
    return _unsaid(turn, told)


def _unsaid(turn: Turn, told: Said) -> Turn:
    """The time since the declaration was what came before it; while it lasts, go on with that."""
    until = turn.at.t if told.until is None else told.until
    was_seated = told.before is Posture.SEATED
    if told.until is None:
        turn = turn.reseated(_before(turn.seat, told.before, turn.at))
    if until > told.since:
        wish = Correct(turn.at.stamp(told.since), turn.at.stamp(until), SEATED if was_seated else AWAY)
        turn = correct(turn, wish)
    state = replace(turn.state, said=None)
    restored = replace(told.prompting, shown_that_day=state.prompting.shown_that_day, shown_on=state.prompting.shown_on)
    goes_on = was_seated and turn.seat.seated and state.prompting.prompt is None
    return replace(turn, state=replace(state, prompting=restored) if goes_on else state)


def _before(seat: Seat, posture: Posture, at: At) -> Course:
    match posture:
        case Posture.SEATED:
            return declared.sit(seat, at)
        case Posture.STANDING:
            return declared.stand(seat, at)
        case Posture.AWAY | Posture.ASLEEP:
            return declared.away(seat, at, 0.0)
        case _:
            return switch(seat, Posture.UNCLEAR, at.t, "none")

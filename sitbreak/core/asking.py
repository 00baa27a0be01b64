"""Messages that can wait: the question about a gap, the reminder of a long stand, last week, and a suggestion."""

from __future__ import annotations

from datetime import datetime, timedelta

from sitbreak.core import delivering, prompter, suggesting, training_words, wording
from sitbreak.core.durations import HOUR
from sitbreak.core.model import At, ModeKind, Posture, Question, Say, Seat, State
from sitbreak.core.turn import Turn
from sitbreak.core.values import replace

STANDING_LONG = HOUR
"""Seconds of declared standing after which sitting or walking is suggested, and again after as many more."""

QUESTION_KEEPS = 12 * HOUR
"""Seconds after which nobody would remember; the question is dropped."""


def messages(turn: Turn) -> Turn:
    """Say what is due to somebody who is there and whom nothing holds from reading it."""
    turn = _forgetting(turn)
    if not waiting(turn.state, turn.at.t) or not _free(turn):
        return turn
    if _unasked(turn.state.question):
        return _ask(turn)
    if _stood_long(turn.state, turn.at.t):
        return _remind(turn)
    return delivering.tell(turn) if delivering.waiting(turn.state.news, turn.at) else _suggest(turn)


def waiting(state: State, now: float) -> bool:
    """Whether there is anything to say."""
    to_say = _unasked(state.question) or _stood_long(state, now) or _may_suggest(state, now)
    return to_say or delivering.waiting(state.news, At(now, _wall(state, now)))


def _unasked(question: Question | None) -> bool:
    return question is not None and not question.asked


def _stood_long(state: State, now: float) -> bool:
    seat = state.seat
    declared = seat.posture is Posture.STANDING and seat.signal == "declared"
    return declared and now - max(seat.since, state.reminded) >= STANDING_LONG


def _may_suggest(state: State, now: float) -> bool:
    return state.seat.seated and suggesting.due(state.tally, _wall(state, now))


def _wall(state: State, now: float) -> datetime:
    return state.wall + timedelta(seconds=now - state.t)


def _free(turn: Turn) -> bool:
    state, seat, prompt = turn.state, turn.seat, turn.prompting.prompt
    on_screen = prompt is not None and prompt.sent is not None
    if state.mode.kind is not ModeKind.NORMAL or state.drill is not None or on_screen:
        return False
    here = seat.present and not seat.reading.locked and _fresh(seat, turn.at.t)
    return here and not prompter.holds(seat.reading, state.mode, turn.at, turn.settings)


def _fresh(seat: Seat, now: float) -> bool:
    age = prompter.input_age(seat, now)
    return age is None or age < prompter.FRESH_INPUT


def _forgetting(turn: Turn) -> Turn:
    question = turn.state.question
    if question is None or turn.at.t - question.end < QUESTION_KEEPS:
        return turn
    return replace(turn, state=replace(turn.state, question=None))


def _ask(turn: Turn) -> Turn:
    question = turn.state.question
    if question is None:
        return turn
    state = replace(turn.state, question=replace(question, asked=True))
    return replace(turn, state=state).doing(wording.gap_question(question, turn.at))


def _remind(turn: Turn) -> Turn:
    stood: Say = wording.stood_long(turn.at.t - turn.seat.since)
    return replace(turn, state=replace(turn.state, reminded=turn.at.t)).doing(stood)


def _suggest(turn: Turn) -> Turn:
    tally, now = turn.state.tally, turn.at.stamp(turn.at.t)
    found = suggesting.suggestion(tally, turn.settings)
    if found is None:
        return replace(turn, state=replace(turn.state, tally=replace(tally, fresh=False)))
    state = replace(turn.state, tally=suggesting.made(tally, found, now))
    return replace(turn, state=state).doing(training_words.suggested(found))

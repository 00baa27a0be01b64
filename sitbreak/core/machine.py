"""The program as one pure function: `step` takes a state and an event and gives the next state and what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from sitbreak.core import answers, declared, drilling, program, prompter, seat, wording
from sitbreak.core.model import (
    Accept,
    At,
    Away,
    DrillEnded,
    Effect,
    Event,
    Looked,
    Mode,
    ModeKind,
    Outcome,
    Prompt,
    PromptFailed,
    PromptShown,
    Quit,
    Refuse,
    Resume,
    Say,
    Seat,
    SetMode,
    Show,
    Sit,
    Skip,
    Snooze,
    Stand,
    StartDrill,
    Started,
    State,
    Walk,
)
from sitbreak.core.program import Book
from sitbreak.core.settings import Settings
from sitbreak.core.turn import Turn, ident, new_day


def fresh(run: str, at: At) -> State:
    """The state of a program that starts for the first time; `run` is a random word that makes its ids its own."""
    return State(run=run, t=at.t, wall=at.wall, seat=Seat(since=at.t, looked=at.t, slept=at.asleep))


def step(state: State, event: Event, at: At, settings: Settings, book: Book = ()) -> tuple[State, tuple[Effect, ...]]:
    """Fold `event`, stamped `at`, into `state`; the effects are to be carried out in order.

    `book` are the drills to choose from. Time never runs backwards: `at.t` >= `state.t`.
    """
    today = new_day(state.today, at.wall)
    turn = Turn(replace(state, today=today), at, settings, book)
    turn = _mode_over(_fold(turn if isinstance(event, Started) else _mode_over(turn), event))
    blind = isinstance(event, Started | Quit)  # the signals have not been read yet, or are read no more
    turn = turn if blind else _prompt(drilling.left(turn))
    return replace(turn.state, t=at.t, wall=at.wall), turn.effects


def _fold(turn: Turn, event: Event) -> Turn:
    match event:
        case Looked(reading):
            return turn.reseated(seat.observe(turn.seat, reading, turn.at, turn.settings, drilling.going_on(turn)))
        case Started():
            return _started(turn)
        case PromptShown(id) | PromptFailed(id):
            return _delivered(turn, id, isinstance(event, PromptShown))
        case Accept() | Snooze() | Skip() | Walk() | StartDrill():
            return _answered(_touched(turn), event)
        case DrillEnded():
            return answers.drill_ended(turn, event)
        case Stand() | Sit() | Away():
            return _declared(_touched(turn), event)
        case SetMode():
            return _set_mode(_touched(turn), event)
        case Resume():
            return _normal(_touched(turn))
        case Quit():
            return answers.stop_drill(turn.ended_prompt(Outcome.WITHDRAWN))
        case _:
            assert_never(event)


def _touched(turn: Turn) -> Turn:
    return turn.reseated(seat.touched(turn.seat, turn.at, turn.settings, drilling.going_on(turn)))


def _answered(turn: Turn, event: Accept | Snooze | Skip | Walk | StartDrill) -> Turn:
    match event:
        case Accept():
            return answers.accept(turn, event)
        case Snooze():
            return answers.snooze(turn, event)
        case Skip():
            return answers.skip(turn, event)
        case Walk():
            return answers.walk(turn, event)
        case StartDrill():
            return answers.start_drill(turn, event)
        case _:
            assert_never(event)


def _declared(turn: Turn, event: Stand | Sit | Away) -> Turn:
    if turn.state.mode.kind is ModeKind.PAUSED:
        return turn.doing(Refuse("sitbreak is paused and counts nothing; `sitbreak resume` ends the pause."))
    match event:
        case Stand():
            return turn.reseated(declared.stand(turn.seat, turn.at))
        case Sit():
            return turn.reseated(declared.sit(turn.seat, turn.at))
        case Away(since):
            return turn.reseated(declared.away(turn.seat, turn.at, since))
        case _:
            assert_never(event)


def _started(turn: Turn) -> Turn:
    turn = turn.reseated(declared.start(turn.seat, turn.state.t, turn.at, turn.settings))
    if turn.state.mode.kind is ModeKind.PAUSED:
        turn = turn.reseated(declared.pause(turn.seat, turn.at))
    turn = answers.expired_drill(turn)
    prompt = turn.prompting.prompt
    return turn if prompt is None else turn.prompted(replace(turn.prompting, prompt=replace(prompt, sent=None)))


def _delivered(turn: Turn, prompt_id: str, on_screen: bool) -> Turn:
    prompt = turn.prompting.prompt
    if prompt is None or prompt.id != prompt_id or prompt.sent is None:
        return turn
    if on_screen:
        return turn.prompted(prompter.shown(turn.prompting, prompt, turn.seat, turn.at))
    return turn.prompted(prompter.lost(turn.prompting, prompt, turn.at))


def _set_mode(turn: Turn, wish: SetMode) -> Turn:
    refusal = _mode_refusal(wish, turn.at)
    if refusal:
        return turn.doing(Refuse(refusal))
    until = None if wish.seconds is None else turn.at.t + wish.seconds
    label = wish.until if until is None else turn.at.label(until)
    turn = _normal(turn) if wish.kind is ModeKind.QUIET else turn
    turn = replace(turn, state=replace(turn.state, mode=Mode(wish.kind, until, label)))
    prompt = turn.prompting.prompt
    if wish.kind is ModeKind.PAUSED:
        return turn.reseated(declared.pause(turn.seat, turn.at)).ended_prompt(Outcome.WITHDRAWN)
    return turn if prompt is None or prompt.sent is None else turn.ended_prompt(Outcome.WITHDRAWN)


def _mode_refusal(wish: SetMode, at: At) -> str:
    if wish.kind is ModeKind.PAUSED and wish.seconds is None and wish.until is None:
        return "A pause needs an end, such as `sitbreak pause 1h`."
    if wish.until is not None and wish.until <= at.wall:
        return "That time is already over."
    return "" if wish.seconds is None or wish.seconds > 0 else "A duration must be longer than nothing."


def _normal(turn: Turn) -> Turn:
    turn = replace(turn, state=replace(turn.state, mode=Mode()))
    return turn.reseated(declared.unpause(turn.seat, turn.at.t))


def _mode_over(turn: Turn) -> Turn:
    """Quiet and pause end when they were meant to, however much later that is noticed."""
    mode, at = turn.state.mode, turn.at
    late = _late(mode, at)
    if late is None or late < 0:
        return turn
    end = at.t - min(late, at.t - turn.state.t)
    normal = replace(turn, state=replace(turn.state, mode=Mode())).reseated(declared.unpause(turn.seat, end))
    return normal.doing(Say(*wording.mode_over(mode.kind)))


def _late(mode: Mode, at: At) -> float | None:
    """Seconds since the mode was meant to end, None when it has no end."""
    if mode.until is not None:
        return at.t - mode.until
    return None if mode.until_wall is None else at.wall.timestamp() - mode.until_wall.timestamp()


def _prompt(turn: Turn) -> Turn:
    """Move the prompt on: make it due, hold it, show it, give it up."""
    turn = _due(turn)
    prompt, now = turn.prompting.prompt, turn.at.t
    if prompt is None:
        return turn
    if prompter.unanswered(prompt, turn.seat, now, turn.settings):
        return _ignored(turn)
    if prompt.sent is not None:
        return turn
    held = prompter.holds(turn.seat.reading, turn.state.mode, turn.at, turn.settings)
    prompt = prompter.hold(prompt, held, now)
    if not prompter.ready(prompt, turn.prompting, turn.seat, now, turn.settings):
        return turn.prompted(replace(turn.prompting, prompt=prompt))
    sent = replace(prompt, sent=now)
    return turn.prompted(replace(turn.prompting, prompt=sent)).doing(Show(wording.offer(turn, sent)))


def _due(turn: Turn) -> Turn:
    state, at = turn.state, turn.at
    if state.drill is not None or turn.prompting.prompt is not None:
        return turn
    held = prompter.holds(turn.seat.reading, state.mode, at, turn.settings)
    if not prompter.wanted(turn.prompting, turn.seat, bool(held), at, turn.settings):
        return turn
    drill, other = program.choose(turn.book, state.history, state.last_offer, at.wall.date().isoformat(), turn.settings)
    offered = drill.id if drill else program.WALK
    number = turn.prompting.shown_in_bout + 1
    name, length = f"{ident(state.run, 'p', at.t)}-{number}", prompter.bout_seconds(turn.seat, at.t)
    prompt = Prompt(name, at.t, offered, other.id if other else None, number, shown_bout_seconds=length)
    turn = turn.prompted(replace(turn.prompting, prompt=prompt))
    return replace(turn, state=replace(turn.state, last_offer=offered))


def _ignored(turn: Turn) -> Turn:
    turn = turn.ended_prompt(Outcome.IGNORED)
    return turn.prompted(prompter.snoozed(turn.prompting, turn.at.t, prompter.BACKED_OFF))

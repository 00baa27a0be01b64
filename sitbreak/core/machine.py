"""The program as one pure function: `step` takes a state and an event and gives the next state and what to do."""

from __future__ import annotations

from typing import assert_never

from sitbreak.core import (
    answers,
    asking,
    correcting,
    declared,
    delivering,
    drilling,
    modes,
    program,
    prompter,
    seat,
    today,
    training,
    wording,
)
from sitbreak.core.model import (
    Accept,
    Acknowledge,
    AnswerGap,
    At,
    Away,
    Change,
    Correct,
    DrillEnded,
    Effect,
    Event,
    Looked,
    ModeKind,
    Outcome,
    Prompt,
    PromptFailed,
    PromptShown,
    Quit,
    ReadWeek,
    Refuse,
    Resume,
    Seat,
    SelfCheck,
    SetLevel,
    SetMode,
    Show,
    Sit,
    Skip,
    Snooze,
    Spread,
    Stand,
    StartDrill,
    Started,
    State,
    SwitchDrills,
    Undo,
    Walk,
    WeekTold,
)
from sitbreak.core.program import Book
from sitbreak.core.settings import Settings
from sitbreak.core.turn import Turn, ident
from sitbreak.core.values import replace


def fresh(run: str, at: At) -> State:
    """The state of a program that starts for the first time; `run` is a random word that makes its ids its own."""
    return State(run=run, t=at.t, wall=at.wall, seat=Seat(since=at.t, looked=at.t, slept=at.asleep))


def step(state: State, event: Event, at: At, settings: Settings, book: Book = ()) -> tuple[State, tuple[Effect, ...]]:
    """Fold `event`, stamped `at`, into `state`; the effects are to be carried out in order.

    `book` are the drills to choose from. Time never runs backwards: `at.t` >= `state.t`.
    """
    turn = Turn(replace(state, today=today.of_day(state.today, at.wall)), at, settings, book)
    turn = modes.over(_fold(turn if isinstance(event, Started) else modes.over(turn), event))
    blind = isinstance(event, Started | Quit)  # the signals have not been read yet, or are read no more
    turn = turn if blind else asking.messages(delivering.noticed(_prompt(drilling.minded(turn))))
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
        case Correct() | AnswerGap() | Undo():
            return _put_right(_touched(turn), event)
        case Acknowledge() | Spread() | SwitchDrills() | SetLevel() | Change() | SelfCheck():
            return training.told(_touched(turn), event)
        case SetMode() | Resume():
            return modes.switched(_touched(turn), event)
        case WeekTold() | ReadWeek():
            return delivering.heard(_touched(turn) if isinstance(event, ReadWeek) else turn, event)
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
    before, prompting = turn.seat, turn.prompting
    match event:
        case Stand():
            word, course = "stand", declared.stand(before, turn.at)
        case Sit():
            word, course = "sit", declared.sit(before, turn.at)
        case Away(since):
            word, course = "away", declared.away(before, turn.at, since)
        case _:
            assert_never(event)
    return correcting.said(turn.reseated(course), word, before, prompting)


def _put_right(turn: Turn, event: Correct | AnswerGap | Undo) -> Turn:
    match event:
        case Correct():
            return correcting.correct(turn, event)
        case AnswerGap():
            return correcting.answer(turn, event)
        case Undo():
            return correcting.undo(turn)
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
    number = turn.prompting.shown_in_bout + 1
    name, length = f"{ident(state.run, 'p', at.t)}-{number}", prompter.bout_seconds(turn.seat, at.t)
    prompt = Prompt(name, at.t, program.WALK, None, number, shown_bout_seconds=length)
    short = prompter.pressing(prompt, turn.seat, at.t, turn.settings)
    drill, other = program.choose(training.progress(turn), state.last_offer, short)
    offered = drill.id if drill else program.WALK
    prompt = replace(prompt, drill=offered, alternative=other.id if other else None)
    turn = turn.prompted(replace(turn.prompting, prompt=prompt))
    return replace(turn, state=replace(turn.state, last_offer=offered))


def _ignored(turn: Turn) -> Turn:
    turn = turn.ended_prompt(Outcome.IGNORED)
    return turn.prompted(prompter.snoozed(turn.prompting, turn.at.t, prompter.BACKED_OFF))

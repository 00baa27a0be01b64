"""What a person's answer or a finished drill does."""

from __future__ import annotations

from sitbreak.core import breaks, declared, program, prompter, training, training_words
from sitbreak.core.durations import format_duration
from sitbreak.core.fields import shown
from sitbreak.core.model import (
    Accept,
    CloseDrill,
    DrillEnded,
    DrillOrder,
    DrillRecord,
    DrillResult,
    OpenDrill,
    Outcome,
    Posture,
    Refuse,
    RunningDrill,
    Skip,
    Snooze,
    StartDrill,
    Walk,
)
from sitbreak.core.program import DrillCard
from sitbreak.core.turn import Turn, ident
from sitbreak.core.values import replace

LONGEST_SNOOZE = 3600.0

CANNOT_STAND = "can't stand"
"""The reason for a skip that may be answered with a drill on the chair."""

NOTHING_OPEN = "No prompt is open, so there is nothing to answer; `sitbreak drill` starts a drill at any time."
OVER = "That prompt is over; `sitbreak status` says what comes next."
BUSY = "A drill is already open; finish or stop it first."


def accept(turn: Turn, answer: Accept) -> Turn:
    """Take the offered drill or the named one."""
    refusal = _unanswerable(turn, answer.prompt)
    prompt = turn.prompting.prompt
    name = answer.drill or (prompt.drill if prompt else None)
    if refusal or name == program.WALK:
        return refusal or walk(turn, Walk(answer.prompt))
    card = _card(turn, name)
    if card is None:
        return turn.doing(Refuse(_unknown(answer.drill)))
    loud = prompt is not None and prompter.pressing(prompt, turn.seat, turn.at.t, turn.settings)
    return _begin(turn, card, express=loud and answer.drill is None)


def start_drill(turn: Turn, wish: StartDrill) -> Turn:
    """A drill on demand; while a prompt is open it is the answer to it."""
    if turn.state.drill is not None:
        return turn.doing(Refuse(BUSY))
    prompt = turn.prompting.prompt
    offered = _card(turn, prompt.drill) if prompt else _next_card(turn)
    card = _card(turn, wish.drill) if wish.drill else offered
    if card is None:
        return turn.doing(Refuse(training.off(turn.state.training) or _unknown(wish.drill)))
    return _begin(turn, card, opens=not wish.elsewhere)


def walk(turn: Turn, answer: Walk) -> Turn:
    """Just walk: a break without a drill, proven by the silence of the keyboard."""
    refusal = _unanswerable(turn, answer.prompt)
    if refusal:
        return refusal
    turn = _seen(turn).ended_prompt(Outcome.WALKED)
    return replace(turn, state=replace(turn.state, seat=breaks.begin(turn.seat, "walk", turn.at)))


def snooze(turn: Turn, answer: Snooze) -> Turn:
    """Ask again later, as often as the settings allow in one bout."""
    refusal = _unanswerable(turn, answer.prompt)
    seconds = _default_snooze(turn) if answer.seconds is None else answer.seconds
    if refusal:
        return refusal
    if turn.prompting.snoozes_used >= turn.settings.prompt.max_snoozes:
        return turn.doing(Refuse("The snoozes of this bout are used up: accept, walk or skip."))
    longest = max(LONGEST_SNOOZE, *turn.settings.prompt.snooze)
    if not 0 < seconds <= longest:
        return turn.doing(Refuse(f"A snooze lasts up to {format_duration(longest)}; pause or quiet last longer."))
    turn = _seen(turn).ended_prompt(Outcome.SNOOZED, snooze=seconds)
    return turn.prompted(prompter.snoozed(turn.prompting, turn.at.t, seconds))


def skip(turn: Turn, answer: Skip) -> Turn:
    """Not this time."""
    refusal = _unanswerable(turn, answer.prompt)
    if refusal:
        return refusal
    turn = _seen(turn).ended_prompt(Outcome.SKIPPED, reason=answer.reason)
    turn = turn.prompted(prompter.skipped(turn.prompting, turn.seat, turn.at.t, turn.settings))
    seated = program.for_the_chair(training.progress(turn)) if answer.reason == CANNOT_STAND else None
    return turn if seated is None else turn.doing(training_words.on_the_chair(seated))


def drill_ended(turn: Turn, report: DrillEnded) -> Turn:
    """A drill reports; done or partial proves a pending break, anything else leaves that to the keyboard."""
    drill = turn.state.drill
    if drill is None:
        return turn
    finished = report.result in (DrillResult.DONE, DrillResult.PARTIAL)
    turn = training.after(_logged(turn, drill, report, finished), drill.drill, report)
    if finished:
        turn = turn.reseated(breaks.finished(turn.seat, turn.at, turn.settings))
    if turn.seat.reading.idle is None and turn.seat.posture is Posture.STANDING and turn.seat.signal == "drill":
        return turn.reseated(declared.sit(turn.seat, turn.at))
    return _backed_off(turn, drill, report.result)


def _backed_off(turn: Turn, drill: RunningDrill, result: DrillResult) -> Turn:
    """Whoever still sits is left in peace for a while; giving up on an offered drill counts as a snooze."""
    given_up = result is DrillResult.ABANDONED and drill.prompt is not None
    unknown = result is DrillResult.EXPIRED and turn.prompting.snooze_until is not None
    if unknown or not (turn.seat.seated and turn.seat.since < drill.started):
        return turn
    if turn.seat.pending is None:
        return turn.prompted(prompter.snoozed(turn.prompting, turn.at.t, prompter.BACKED_OFF, counts=given_up))
    used = turn.prompting.snoozes_used + (1 if given_up else 0)
    return turn.prompted(replace(turn.prompting, snoozes_used=used))


def _logged(turn: Turn, drill: RunningDrill, report: DrillEnded, finished: bool) -> Turn:
    sides = {"left": report.left, "right": report.right} if report.left or report.right else {}
    record = DrillRecord(
        id=drill.id,
        drill=drill.drill,
        level=drill.level,
        started=turn.at.stamp(drill.started),
        ended=turn.at.stamp(turn.at.t),
        result=report.result.value,
        seconds=report.seconds,
        sides=sides,
        effort=report.effort,
        prompt=drill.prompt,
    )
    state = replace(turn.state, drill=None)
    if finished:
        state = replace(state, today=replace(state.today, drills_done=state.today.drills_done + 1))
    return training.remember(replace(turn, state=state).keeping(record), record)


def expired_drill(turn: Turn) -> Turn:
    """A drill that was open when the program died: nobody knows how it went."""
    return drill_ended(turn, DrillEnded(DrillResult.EXPIRED))


def stop_drill(turn: Turn) -> Turn:
    return turn.doing(CloseDrill()) if turn.state.drill else turn


def _unanswerable(turn: Turn, prompt_id: str | None) -> Turn | None:
    """The turn with a refusal, or None when the open prompt can be answered."""
    prompt = turn.prompting.prompt
    if prompt is None:
        return turn.doing(Refuse(NOTHING_OPEN if prompt_id is None else OVER))
    if prompt_id is not None and prompt_id != prompt.id:
        return turn.doing(Refuse(OVER))
    return None


def _seen(turn: Turn) -> Turn:
    """Who answers has seen the prompt, be it only in the tray."""
    prompt = turn.prompting.prompt
    return turn if prompt is None else turn.prompted(prompter.shown(turn.prompting, prompt, turn.seat, turn.at))


def _begin(turn: Turn, card: DrillCard, express: bool = False, opens: bool = True) -> Turn:
    prompt, at, known = turn.prompting.prompt, turn.at, training.progress(turn)
    if refusal := training.refusal(card, known):
        return turn.doing(Refuse(refusal))
    turn = _seen(turn).ended_prompt(Outcome.ACCEPTED)
    step = card.express_step if express and card.express_step is not None else known.step(card)
    warm, name = training.warm_up(card, known), ident(turn.state.run, "d", at.t)
    running = RunningDrill(name, card.id, step, at.t, prompt.id if prompt else None, warm, asleep=at.asleep)
    seat = breaks.begin(turn.seat, "drill", at) if card.resets_bout else turn.seat
    turn = replace(turn, state=replace(turn.state, drill=running, seat=seat))
    notice, side = turn.state.training.acknowledged is None, program.first_side(at.wall.date())
    order = DrillOrder(card.id, step, side, warm, notice)
    return turn.doing(OpenDrill(order)) if opens else turn


def _card(turn: Turn, drill: str | None) -> DrillCard | None:
    return None if drill is None else program.find(turn.book, drill)


def _next_card(turn: Turn) -> DrillCard | None:
    return program.choose(training.progress(turn), turn.state.last_offer)[0]


def _default_snooze(turn: Turn) -> float:
    choices = turn.settings.prompt.snooze
    return choices[len(choices) // 2]


def _unknown(drill: str | None) -> str:
    if drill is None:
        return "The settings exclude every drill; `sitbreak config show` lists drills.profile and drills.exclude."
    return f"There is no drill {shown(drill)}; `sitbreak drill --list` names them."

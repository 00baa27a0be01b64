"""What a drill's end and the person's word do to their training: steps up and down, rests, and the stop for pain."""

from __future__ import annotations

from datetime import datetime, timedelta

from sitbreak.core import program, safety, selfcheck, training_words
from sitbreak.core.cards import Book, DrillCard, find
from sitbreak.core.memory import Rung, Training
from sitbreak.core.model import (
    Acknowledge,
    At,
    Change,
    CheckRecord,
    Configure,
    DrillEnded,
    DrillRecord,
    Refuse,
    Said,
    SelfCheck,
    SetLevel,
    Spread,
    State,
    SwitchDrills,
)
from sitbreak.core.progress import OPEN_TO, Bar, Progress
from sitbreak.core.settings import Settings
from sitbreak.core.turn import Turn, ident
from sitbreak.core.values import replace

OFFERED_AGAIN = timedelta(days=7)
"""A next step that was not taken is offered again after so long."""

WARM_UP = 15.0
"""Seconds of easy marching before a lengthened drill on cold muscles."""

Told = Acknowledge | Spread | SwitchDrills | SetLevel | Change | SelfCheck


def progress(turn: Turn) -> Progress:
    """The person's drills as they stand in this turn."""
    return progress_of(turn.state, turn.at, turn.settings, turn.book)


def progress_of(state: State, at: At, settings: Settings, book: Book) -> Progress:
    """The person's drills as they stand at that moment."""
    walks = (row.end for row in state.today.bouts if row.ended_by == "walk" and row.end.date() == at.wall.date())
    return Progress(book, state.history, state.training, at.stamp(at.t), settings, tuple(walks))


def _now(turn: Turn) -> datetime:
    return turn.at.stamp(turn.at.t)


def warm_up(card: DrillCard, known: Progress) -> float:
    """Seconds of marching that the drill should begin with."""
    return WARM_UP if card.chain == "SL" and not known.warmed() else 0.0


def refusal(card: DrillCard, known: Progress) -> str:
    """Why the drill had better not be done now, even though the person asks for it; "" when nothing speaks against."""
    if known.training.stopped is not None:
        return off(known.training)
    bar = known.resting(card)
    if bar is Bar.HURT:
        return (
            f"{card.name} hurt last time, so it rests until {known.hurt_until(card):%d %B}; another one may suit you."
        )
    if bar is Bar.RESTING:
        return f"{card.name} rests until {known.rested_at(card):%d %B %H:%M}; muscles need the time after it."
    return ""


def off(training: Training) -> str:
    """That the drills are off and how they come back; "" while they are on."""
    since = training.stopped
    return "" if since is None else f"The drills are off since {since:%d %B}. {safety.BACK_ON}"


def remember(turn: Turn, record: DrillRecord) -> Turn:
    """Take a drill that ended into the history, with what follows for its step and for the chains it opens."""
    before = progress(turn)
    history = program.remember(turn.state.history, *program.history_of((record,)))
    turn = replace(turn, state=replace(turn.state, history=history))
    card = find(turn.book, record.drill)
    if card is None or record.result not in ("done", "partial"):
        return turn
    if before.step(card) < before.reached(card):
        turn = _climbed(turn, Rung(card.id, before.step(card), _now(turn) - timedelta(seconds=1)))
    known = progress(turn)
    if known.too_hard(card):
        turn = _climbed(turn, Rung(card.id, max(1, known.step(card) - 1), _now(turn)))
    return _opened(turn)


def _opened(turn: Turn) -> Turn:
    """A chain once open stays open, however long the drills that opened it are past."""
    known = progress(turn)
    for chain in sorted(OPEN_TO):
        level = known.chain_level(chain)
        if level > OPEN_TO[chain] and known.training.rung(chain) is None:
            turn = _climbed(turn, Rung(chain, level, _now(turn)))
    return turn


def _climbed(turn: Turn, rung: Rung) -> Turn:
    others = (one for one in turn.state.training.rungs if one.name != rung.name)
    return _trained(turn, replace(turn.state.training, rungs=(*others, rung)))


def _trained(turn: Turn, training: Training) -> Turn:
    return replace(turn, state=replace(turn.state, training=training))


def after(turn: Turn, drill: str, report: DrillEnded) -> Turn:
    """What there is to say once a drill has ended: about pain before all else, then a next step."""
    if report.acknowledged:
        turn = _acknowledged(turn)
    card = find(turn.book, drill)
    if report.effort == "hurt" and report.spread:
        return _stopped(turn)
    if card is None:
        return turn
    if report.effort == "hurt":
        return turn.doing(training_words.hurt(card) if report.spread is None else training_words.rests(card))
    return turn if turn.state.training.stopped is not None else _offered(turn, card, report)


def _offered(turn: Turn, card: DrillCard, report: DrillEnded) -> Turn:
    known = progress(turn)
    step, level = known.next_step(card), known.next_level(card.chain)
    if level is not None and _may_offer(known, card.chain):
        fitting = (one for one in turn.book if one.chain == card.chain and known.wanted(one))
        said = training_words.next_level(card.chain, level, [one.name for one in fitting if one.level == level])
        return _asked(turn, card.chain, known.chain_level(card.chain)).doing(said)
    if step is not None and _may_offer(known, card.id):
        return _asked(turn, card.id, known.reached(card)).doing(training_words.next_step(card, step))
    done = report.result.value == "done"
    return turn.doing(training_words.pair()) if done and not card.resets_bout else turn


def _may_offer(known: Progress, name: str) -> bool:
    rung = known.training.rung(name)
    return rung is None or known.now - rung.offered >= OFFERED_AGAIN


def _asked(turn: Turn, name: str, level: int) -> Turn:
    rung = turn.state.training.rung(name) or Rung(name, level)
    return _climbed(turn, replace(rung, offered=_now(turn)))


def told(turn: Turn, event: Told) -> Turn:
    """The person's word on their training."""
    match event:
        case Acknowledge():
            return _acknowledged(turn)
        case Spread(spread):
            return _stopped(turn) if spread else turn
        case SwitchDrills(on):
            return _switched(turn, on)
        case SetLevel():
            return _set_level(turn, event)
        case Change():
            return _changed(turn, event)
        case SelfCheck():
            return _checked(turn, event)


def _acknowledged(turn: Turn) -> Turn:
    read = turn.state.training.acknowledged or _now(turn)
    return _trained(turn, replace(turn.state.training, acknowledged=read))


def _stopped(turn: Turn) -> Turn:
    return _off(turn).doing(training_words.refer())


def _off(turn: Turn) -> Turn:
    stopped = turn.state.training.stopped or _now(turn)
    return _trained(turn, replace(turn.state.training, stopped=stopped))


def _switched(turn: Turn, on: bool) -> Turn:
    if not on:
        return _off(turn).doing(training_words.drills_off())
    return _trained(turn, replace(turn.state.training, stopped=None)).doing(training_words.drills_on())


def _set_level(turn: Turn, wish: SetLevel) -> Turn:
    known, card = progress(turn), find(turn.book, wish.name)
    if card is not None:
        now, following, lowest = known.step(card), known.next_step(card), 1
    else:
        now, following = known.chain_level(wish.name), known.next_level(wish.name)
        lowest = max(1, min(OPEN_TO.get(wish.name, now), now))
    if now == 0 or not (lowest <= wish.level <= now or wish.level == following):
        return turn.doing(Refuse(training_words.no_such_level(wish, now, lowest)))
    if wish.level == now:
        return turn
    turn = _climbed(turn, Rung(wish.name, wish.level, _now(turn), _now(turn)))
    return turn.doing(training_words.level_set(card, wish, now))


def _changed(turn: Turn, wish: Change) -> Turn:
    """Carry out a suggestion, or take it back; either way the opposite stays one click away."""
    back = replace(wish, value=wish.before, before=wish.value)
    said = Said("change", turn.at.t, setting=(wish.key, wish.before))
    turn = replace(turn, state=replace(turn.state, said=said))
    return turn.doing(Configure(wish.key, wish.value), training_words.changed(wish, back))


def _checked(turn: Turn, check: SelfCheck) -> Turn:
    last, now = turn.state.training.checked, _now(turn)
    if not {check.left, check.right} <= set(selfcheck.ANSWERS):
        return turn.doing(Refuse(f"The answer for each side is one of {', '.join(selfcheck.ANSWERS)}."))
    if last is not None and now - last < selfcheck.EVERY:
        return turn.doing(Refuse(training_words.checked_lately(last, last + selfcheck.EVERY)))
    turn = _trained(turn, replace(turn.state.training, checked=now))
    return turn.keeping(CheckRecord(ident(turn.state.run, "k", turn.at.t), now, check.left, check.right))

"""A drill while no sitbreak runs: chosen, guided and kept here, by the same rules and in the same checkpoint."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sitbreak.adapters.book import card
from sitbreak.adapters.clock import LocalTime
from sitbreak.adapters.launcher import ended
from sitbreak.commands import Refusal
from sitbreak.commands.records import Opened, opened
from sitbreak.core import program, training
from sitbreak.core.catalogue import Catalogue
from sitbreak.core.machine import fresh
from sitbreak.core.model import At, DrillOrder, DrillRecord, Say, State
from sitbreak.core.program import DrillCard
from sitbreak.core.turn import Turn, ident
from sitbreak.core.values import dataclass, replace
from sitbreak.ports import Saved

Guide = Callable[[DrillOrder], dict[str, Any]]
"""Guides a drill and gives its result; raises Refusal when the notice was not confirmed."""


@dataclass(frozen=True, slots=True)
class _Alone:
    """What lies in the folders, and the person's training as it follows from it."""

    here: Opened
    saved: Saved | None
    turn: Turn


def do(catalogue: Catalogue, options: Namespace, guide: Guide) -> dict[str, Any]:
    """Choose, guide and record one drill; its result. Raises Refusal."""
    alone = _open(catalogue)
    card = _chosen(alone.turn, options.id)
    known = training.progress(alone.turn)
    side, notice = program.first_side(known.now.date()), known.training.acknowledged is None
    order = DrillOrder(card.id, known.step(card), side, training.warm_up(card, known), notice)
    result = guide(order)
    _keep(alone, order, result)
    return result


def _open(catalogue: Catalogue) -> _Alone:
    here, now = opened(), LocalTime()()
    saved = here.store.load()
    state = saved.state if saved else fresh(os.urandom(4).hex(), At(0.0, now))
    found = here.store.between(now - timedelta(days=program.KEPT_DAYS), now)
    done = program.history_of([record for records in found.values() for record in records])
    state = replace(state, history=program.remember(state.history, *done))
    book = tuple(card(drill) for drill in catalogue)
    return _Alone(here, saved, Turn(state, At(state.t, now), here.settings, book))


def _chosen(turn: Turn, name: str | None) -> DrillCard:
    """What was asked for, or what the program would choose."""
    known = training.progress(turn)
    card = program.find(turn.book, name) if name else program.choose(known, turn.state.last_offer)[0]
    if card is None:
        off = training.off(known.training)
        raise Refusal(off or "nothing is left to offer now; see drills.profile and drills.exclude in the settings.")
    if refusal := training.refusal(card, known):
        raise Refusal(refusal)
    return card


def _keep(alone: _Alone, order: DrillOrder, result: Mapping[str, Any]) -> None:
    """Write the record and what follows from it, holding the lock that makes us the only writer."""
    from sitbreak.adapters.store import RecordStore
    from sitbreak.adapters.synced_folder import maker
    from sitbreak.adapters.system import device_name, history_folder, single_instance

    here, saved = alone.here, alone.saved
    here.places.make()
    lock = single_instance(here.places.runtime)
    if lock is None:
        raise Refusal("sitbreak was started meanwhile, so this drill is not on record.")
    device = device_name(here.places.state, here.settings.sync.device)
    folder, make = history_folder(here.places, here.settings), maker(here.places, here.settings)
    store = RecordStore(folder, here.places.checkpoint, device, make)
    record, state = _learned(alone.turn, order, result)
    store.put((record,))
    store.save(state, saved.outbox if saved else (), saved.axis if saved else {})
    lock.release()


def _learned(turn: Turn, order: DrillOrder, result: Mapping[str, Any]) -> tuple[DrillRecord, State]:
    """The drill as a fact, and the state after it; says what there is to say."""
    record = _fact(turn, order, result)
    turn = replace(turn, at=At(turn.at.t, LocalTime()()))
    turn = training.after(training.remember(turn, record), order.drill, ended(result))
    for effect in turn.effects:
        if isinstance(effect, Say):
            sys.stderr.write(f"{effect.title}: {effect.in_text}\n")
    return record, turn.state


def _fact(turn: Turn, order: DrillOrder, result: Mapping[str, Any]) -> DrillRecord:
    started = turn.at.stamp(turn.at.t)
    return DrillRecord(
        id=ident("alone", "d", started.timestamp()),
        drill=order.drill,
        level=order.level,
        started=started,
        ended=LocalTime()(),
        result=str(result["result"]),
        seconds=float(result["seconds"]),
        sides={side: float(result[side]) for side in ("left", "right") if result[side]},
        effort=result["effort"],
    )

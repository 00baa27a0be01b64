"""Runs stamped events through the program and tells what came of them, as `sitbreak replay` shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sitbreak.core.course import close
from sitbreak.core.machine import fresh, step
from sitbreak.core.model import (
    At,
    BoutRecord,
    Effect,
    Event,
    Keep,
    Posture,
    PromptRecord,
    PromptShown,
    Record,
    Show,
    SpanRecord,
    State,
)
from sitbreak.core.program import Book
from sitbreak.core.settings import Settings
from sitbreak.core.status import iso
from sitbreak.core.turn import record_of

_POSTURES = tuple(posture.value for posture in Posture)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A replayed day: where it ended, and every fact on the way (the open bout included, ended by "end")."""

    started: At
    ended: At
    state: State
    records: tuple[Record, ...]


def replay(events: Iterable[tuple[At, Event]], settings: Settings, book: Book) -> Replayed | None:
    """The day of those events; None when there are none. Every prompt counts as shown at once."""
    started: At | None = None
    state, records = State(), list[Record]()
    at = None
    for at, event in events:
        if started is None:
            started, state = at, fresh("replay", at)
        state, effects = _run(state, event, at, settings, book)
        records += [effect.record for effect in effects if isinstance(effect, Keep)]
    if started is None or at is None:
        return None
    last = (record_of(stretch, state.run, at) for stretch in close(state.seat, at.t, "end"))
    return Replayed(started, at, state, (*records, *last))


def _run(state: State, event: Event, at: At, settings: Settings, book: Book) -> tuple[State, tuple[Effect, ...]]:
    state, effects = step(state, event, at, settings, book)
    for effect in effects:
        if isinstance(effect, Show):
            state, more = step(state, PromptShown(effect.offer.id), at, settings, book)
            effects += more
    return state, effects


def to_json(day: Replayed) -> dict[str, Any]:
    """The values of `replay --json`, version 1."""
    return {
        "version": 1,
        "bouts": [_bout(record) for record in day.records if isinstance(record, BoutRecord)],
        "prompts": [_prompt(record) for record in day.records if isinstance(record, PromptRecord)] + _open_prompt(day),
        "spans": [_span(record) for record in day.records if isinstance(record, SpanRecord)],
        "totals": totals(day),
    }


def totals(day: Replayed) -> dict[str, float]:
    """Seconds by posture; together they are the time elapsed."""
    sums = dict.fromkeys(_POSTURES, 0.0)
    for record in day.records:
        if isinstance(record, BoutRecord | SpanRecord):
            posture = record.state if isinstance(record, SpanRecord) else Posture.SEATED.value
            sums[posture] += (record.end - record.start).total_seconds()
    elapsed = {"elapsed_seconds": number(day.ended.t - day.started.t)}
    return elapsed | {f"{posture}_seconds": number(seconds) for posture, seconds in sums.items()}


def number(seconds: float) -> float:
    """Milliseconds are enough, and whole seconds are written whole."""
    rounded = round(seconds, 3)
    return int(rounded) if rounded == int(rounded) else rounded


def _bout(bout: BoutRecord) -> dict[str, Any]:
    return {
        "start": iso(bout.start),
        "end": iso(bout.end),
        "seconds": number((bout.end - bout.start).total_seconds()),
        "assumed_seconds": number(bout.assumed_seconds),
        "ended_by": bout.ended_by,
    }


def _span(span: SpanRecord) -> dict[str, Any]:
    return {"start": iso(span.start), "end": iso(span.end), "state": span.state, "signal": span.signal}


def _prompt(prompt: PromptRecord) -> dict[str, Any]:
    return {
        "due": iso(prompt.due),
        "shown": None if prompt.shown is None else iso(prompt.shown),
        "outcome": prompt.outcome,
        "bout_seconds": number(prompt.bout_seconds),
        "held_by": list(prompt.held_by),
    }


def _open_prompt(day: Replayed) -> list[dict[str, Any]]:
    prompt = day.state.prompting.prompt
    if prompt is None:
        return []
    shown = None if prompt.shown is None else iso(day.ended.label(prompt.shown))
    due, held = iso(day.ended.label(prompt.due)), list(prompt.held_by)
    return [
        {
            "due": due,
            "shown": shown,
            "outcome": None,
            "bout_seconds": number(prompt.shown_bout_seconds),
            "held_by": held,
        }
    ]

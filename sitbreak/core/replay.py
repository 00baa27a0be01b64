"""Runs stamped events through the program and tells what came of them, as `sitbreak replay` shows it."""

from __future__ import annotations

from collections.abc import Iterable
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
    PromptFailed,
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
from sitbreak.core.trace import OPEN, Happening
from sitbreak.core.turn import record_of
from sitbreak.core.values import dataclass, replace

_POSTURES = tuple(posture.value for posture in Posture)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A replayed day: where it ended, and every fact on the way (the open bout included, ended by "end")."""

    started: At
    ended: At
    state: State
    records: tuple[Record, ...]


def replay(
    happenings: Iterable[tuple[At, Happening]], settings: Settings, book: Book, known: State | None = None
) -> Replayed | None:
    """The day of those happenings; None when there are none.

    `known` is what the program knew before the first one. Its recording tells when a prompt came to the screen;
    without it the day begins with nothing known, and every prompt counts as shown at once.
    """
    run = _Run(State() if known is None else known, settings, book, alone=known is None)
    started: At | None = None
    at = None
    for at, happening in happenings:
        if started is None:
            started = run.begin(at)
        run.take(happening, at)
    if started is None or at is None:
        return None
    last = (record_of(stretch, run.state.run, at) for stretch in close(run.state.seat, at.t, "end"))
    return Replayed(started, at, run.state, (*run.records, *last))


class _Run:
    """The program on its way through a trace; `alone` without anybody who tells what became of its prompts."""

    def __init__(self, state: State, settings: Settings, book: Book, alone: bool) -> None:
        self.state, self.records = state, list[Record]()
        self._settings, self._book, self._alone = settings, book, alone

    def begin(self, at: At) -> At:
        """The first moment that is told of: now, or when the stretch began that was open when the trace begins."""
        if self._alone:
            self.state = fresh("replay", at)
            return at
        since = self.state.seat.since
        return At(since, at.label(since), at.asleep)

    def take(self, happening: Happening, at: At) -> None:
        if isinstance(happening, Settings):
            self._settings = happening
            return
        for effect in self._step(self._meant(happening), at):
            if isinstance(effect, Show) and self._alone:
                self._step(PromptShown(effect.offer.id), at)

    def _meant(self, event: Event) -> Event:
        """A trace does not know a prompt's id: it is the open one that was shown, or failed to be."""
        prompt = self.state.prompting.prompt
        if prompt is None or not isinstance(event, PromptShown | PromptFailed) or event.id != OPEN:
            return event
        return replace(event, id=prompt.id)

    def _step(self, event: Event, at: At) -> tuple[Effect, ...]:
        self.state, effects = step(self.state, event, at, self._settings, self._book)
        self.records += (effect.record for effect in effects if isinstance(effect, Keep))
        return effects


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

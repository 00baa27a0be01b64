"""The answer to "where am I, since when, why, and what comes next", as the values of `status --json`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sitbreak.core import prompter, today, wording
from sitbreak.core.course import assumed_seconds
from sitbreak.core.model import At, ModeKind, Posture, State
from sitbreak.core.settings import Settings

_PUBLIC = {Posture.UNTRACKED: "unclear", Posture.PAUSED: "unclear"}


def status(state: State, at: At, settings: Settings) -> dict[str, Any]:
    """One JSON object, version 1; see the published interface in docs/interface.md."""
    seat, held = state.seat, held_by(state, at, settings)
    signal, text = wording.why(state, at)
    following = next_prompt(state, at, settings)
    return {
        "version": 1,
        "state": _PUBLIC.get(seat.posture, seat.posture.value),
        "since": iso(at.label(seat.began)),
        "why": {"signal": signal, "source": seat.reading.source, "text": text},
        "bout": _bout(state, at),
        "limit_seconds": round(settings.sitting.limit),
        "mode": state.mode.kind.value,
        "mode_until": iso(state.mode.until_wall) if state.mode.until_wall else None,
        "next_prompt": iso(following) if following else None,
        "held_by": list(held),
        "prompt": _prompt(state, at, settings),
        "drill": _drill(state, at),
        "question": _question(state, at),
        "safety": _safety(state),
        "today": _today(state, at),
        "text": sentence(state, at, settings),
    }


def sentence(state: State, at: At, settings: Settings) -> str:
    """The tooltip and first line of `status`: "Sitting 27 min, break in 18 min"."""
    parts = (wording.headline(state, at), wording.forecast(state, at, settings, held_by(state, at, settings)))
    return ", ".join(part for part in parts if part)


def held_by(state: State, at: At, settings: Settings) -> tuple[str, ...]:
    """Why no prompt comes now, in the words of the interface."""
    if state.mode.kind is not ModeKind.NORMAL and not _owed(state):
        return (state.mode.kind.value,)
    if not _owed(state):
        return ("snooze",) if _snoozing(state, at) else ()
    held = prompter.holds(state.seat.reading, state.mode, at, settings)
    unshowable = state.prompting.retry_at is not None
    return held or (() if unshowable else ("lull",))


def _owed(state: State) -> bool:
    prompt = state.prompting.prompt
    return prompt is not None and prompt.shown is None


def _snoozing(state: State, at: At) -> bool:
    until = state.prompting.snooze_until
    return until is not None and at.t < until


def next_prompt(state: State, at: At, settings: Settings) -> datetime | None:
    """When the next prompt falls due if the person stays; None when none is to be expected."""
    seat, prompting = state.seat, state.prompting
    if not seat.seated or state.mode.kind is not ModeKind.NORMAL or prompting.prompt is not None:
        return None
    if (
        prompting.shown_in_bout >= settings.prompt.max_per_bout
        or prompting.silent_until_seconds == prompter.REST_OF_BOUT
    ):
        return None
    length = max(settings.sitting.limit, prompting.silent_until_seconds or 0.0)
    due = max(at.t, seat.began + length, prompting.snooze_until or 0.0)
    return None if prompter.day_is_full(prompting, at, settings) else at.label(due)


def _bout(state: State, at: At) -> dict[str, Any] | None:
    seat = state.seat
    if not seat.seated:
        return None
    return {
        "start": iso(at.label(seat.began)),
        "seconds": round(at.t - seat.began),
        "assumed_seconds": round(assumed_seconds(seat, at.t)),
    }


def _prompt(state: State, at: At, settings: Settings) -> dict[str, Any] | None:
    prompt = state.prompting.prompt
    if prompt is None or prompt.shown is None:
        return None
    return {
        "id": prompt.id,
        "shown": iso(at.label(prompt.shown)),
        "number": prompt.number,
        "drill": prompt.drill,
        "alternative": prompt.alternative,
        "bout_seconds": round(prompter.bout_seconds(state.seat, at.t)),
        "snoozes_left": snoozes_left(state, settings),
    }


def snoozes_left(state: State, settings: Settings) -> int:
    return max(0, settings.prompt.max_snoozes - state.prompting.snoozes_used)


def _drill(state: State, at: At) -> dict[str, Any] | None:
    drill = state.drill
    if drill is None:
        return None
    told = {"id": drill.id, "drill": drill.drill, "started": iso(at.label(drill.started))}
    return told | {"level": drill.level, "warm_up_seconds": drill.warm_up}


def _today(state: State, at: At) -> dict[str, Any]:
    day = today.of_day(state.today, at.wall)
    figures = today.figures(day, state.seat, at)
    return {
        "sitting_seconds": round(figures.sitting),
        "breaks": figures.breaks,
        "longest_bout_seconds": round(figures.longest),
        "drills_done": day.drills_done,
    }


def _question(state: State, at: At) -> dict[str, Any] | None:
    question = state.question
    if question is None:
        return None
    return {"id": question.id, "start": iso(at.label(question.start)), "end": iso(at.label(question.end))}


def _safety(state: State) -> dict[str, Any]:
    training = state.training
    off = training.stopped
    return {"acknowledged": training.acknowledged is not None, "drills_off_since": iso(off) if off else None}


def iso(moment: datetime) -> str:
    """Local time with offset, to the second."""
    return moment.isoformat(timespec="seconds")

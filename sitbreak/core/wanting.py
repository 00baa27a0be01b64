"""Which signals the next step needs: those that cost something are asked only when their answer can change anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from sitbreak.core import asking, prompter
from sitbreak.core.looking import CALM
from sitbreak.core.model import At, ModeKind, Reading, State
from sitbreak.core.settings import Settings, within_hours
from sitbreak.core.values import replace

SOON = 5.0
"""Seconds by which a prompt's coming is foreseen, so that what may hold it is known when it is due."""

STILL = 20.0
"""Without input for this long (seconds) it matters whether a film is on."""

LOOKS_AHEAD = 3
"""A film is looked for at least this many looks before the person would count as gone."""


class Signal(StrEnum):
    """A part of a reading that costs something to ask for; unasked it reads as no."""

    CALL = "call"
    MEDIA = "media"
    FULLSCREEN = "fullscreen"
    DO_NOT_DISTURB = "do_not_disturb"
    APP = "app"


EVERYTHING = frozenset(Signal)

Wants = Callable[[Reading], frozenset[Signal]]
"""Says which signals are needed, given what costs nothing: input and lock."""


def wants(state: State, known: Reading, at: At, settings: Settings) -> frozenset[Signal]:
    """The signals that the step at `at` needs.

    A call counts as sitting, as time in a call and as a hold, so it is asked while somebody is there; a film only
    counts once the hands rest; all else can only hold a prompt, and is asked when one is due or about to be.
    """
    if known.locked or not _there(state, known) or state.mode.kind is ModeKind.PAUSED:
        return frozenset()
    passive = {Signal.CALL, Signal.MEDIA} if _still(known, settings) else {Signal.CALL}
    return frozenset(passive | (_holding(settings) if _due(state, at, settings) else set()))


def _there(state: State, known: Reading) -> bool:
    """Somebody is at the desk, or may be just coming back to it."""
    return state.seat.present or (known.idle is not None and known.idle < STILL)


def _still(known: Reading, settings: Settings) -> bool:
    if known.idle is None:
        return True
    return known.idle >= min(STILL, settings.sitting.absence.idle - LOOKS_AHEAD * CALM)


def _holding(settings: Settings) -> set[Signal]:
    quiet = settings.quiet
    asked = {
        Signal.FULLSCREEN: quiet.fullscreen,
        Signal.DO_NOT_DISTURB: quiet.do_not_disturb,
        Signal.APP: bool(quiet.apps),
    }
    return {signal for signal, used in asked.items() if used}


def _due(state: State, at: At, settings: Settings) -> bool:
    """Whether a prompt or a message waits to be shown, or will in a moment, and nothing already known holds it."""
    soon = replace(at, t=at.t + SOON, wall=at.wall + timedelta(seconds=SOON))
    if not _may_prompt(state, at, soon, settings):
        return False
    if asking.waiting(state, soon.t):
        return True
    prompting = state.prompting
    if prompting.prompt is not None:
        return prompting.prompt.sent is None
    length = prompter.bout_seconds(state.seat, soon.t)
    return length >= settings.sitting.limit and not prompter.spent(prompting, length, soon, settings)


def _may_prompt(state: State, at: At, soon: At, settings: Settings) -> bool:
    if state.drill is not None or not (within_hours(settings, at.wall) or within_hours(settings, soon.wall)):
        return False
    return state.mode.kind is ModeKind.NORMAL or _ends_by(state, soon)


def _ends_by(state: State, soon: At) -> bool:
    mode = state.mode
    by_clock = mode.until is not None and soon.t >= mode.until
    return by_clock or (mode.until_wall is not None and soon.wall >= mode.until_wall)

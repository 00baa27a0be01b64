"""How long the program may shut its eyes: as long as nothing it waits for can happen."""

from __future__ import annotations

from collections.abc import Iterator

from sitbreak.core.breaks import SECOND_AT_LEAST
from sitbreak.core.model import At, ModeKind, Seat, State
from sitbreak.core.settings import Settings, next_hours_change

CALM = 29.0
"""Seconds between looks while somebody sits or stands and nothing is due; two of them fit between checkpoints."""

WATCHFUL = 2.0
"""While a prompt waits for a lull, an answer or a held one for its turn, and while a break is being proven."""

ABSENT = 10.0
"""While nobody is there and the desktop cannot tell us of the return."""

ASLEEP_EYES = 120.0
"""While paused."""

CALLED = 300.0
"""The longest look-away: nobody is there, and the desktop calls us on the return."""

TOLD_AFTER = 30.0
"""A desktop that tells of a return can only do so once this many seconds have passed without input."""

SHORTEST = 0.5


def next_look(state: State, at: At, settings: Settings, told: bool) -> float:
    """Seconds until the signals must be read again; `told` when the desktop reports idle and return by itself."""
    pace = _pace(state, told)
    nearest = min((t - at.t for t in _deadlines(state, at, settings) if t > at.t), default=pace)
    return max(SHORTEST, min(pace, nearest))


def _pace(state: State, told: bool) -> float:
    seat = state.seat
    if state.mode.kind is ModeKind.PAUSED:
        return ASLEEP_EYES
    if (
        seat.touch is not None
        or seat.pending is not None
        or state.prompting.prompt is not None
        or state.drill is not None
    ):
        return WATCHFUL
    if seat.present:
        return CALM
    if seat.reading.idle is not None and seat.reading.idle < TOLD_AFTER:
        return WATCHFUL
    return CALLED if told else ABSENT


def _deadlines(state: State, at: At, settings: Settings) -> Iterator[float]:
    seat, prompting, mode = state.seat, state.prompting, state.mode
    if mode.until is not None:
        yield mode.until
    elif mode.until_wall is not None:
        yield at.t + (mode.until_wall - at.wall).total_seconds()
    if seat.present:
        yield from _seat_deadlines(seat, settings)
    if seat.seated:
        yield seat.began + settings.sitting.limit
        yield from (t for t in (prompting.snooze_until, prompting.retry_at) if t is not None)
    if prompting.prompt is not None and (change := next_hours_change(settings, at.wall)) is not None:
        yield at.t + (change - at.wall).total_seconds()


def _seat_deadlines(seat: Seat, settings: Settings) -> Iterator[float]:
    sitting = settings.sitting
    yield seat.evidence + sitting.absence.idle
    if seat.locked_since is not None:
        yield seat.locked_since + sitting.absence.locked
    if seat.touch is not None:
        yield seat.touch + SECOND_AT_LEAST
    if seat.reading.passive and seat.input is not None:
        yield seat.input + sitting.assume_seated_max

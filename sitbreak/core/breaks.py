"""The accepted break: a standing drill or walk counts only once the person has really left the keyboard."""

from __future__ import annotations

from sitbreak.core.course import Course, switch
from sitbreak.core.model import At, PendingBreak, Posture, Seat
from sitbreak.core.settings import Settings
from sitbreak.core.values import replace

SETTLING = 5.0
"""Seconds after accepting in which input is the tail of the click, not work going on."""

SECOND_AT_LEAST = 2.0
SECOND_AT_MOST = 60.0
"""A second input between these two (seconds) after the first makes a return; anything else is a bumped mouse."""

GOING_ON = 20.0
"""While a drill is open a return takes input this many seconds apart: a click in its window is part of the drill."""


def begin(seat: Seat, kind: str, at: At) -> Seat:
    """The person accepted a standing `kind` ("drill" or "walk"); the bout goes on until the break is proven."""
    return replace(seat, pending=PendingBreak(kind, at.t), touch=None) if seat.seated else seat


def finished(seat: Seat, at: At, settings: Settings) -> Course:
    """The drill was done, wholly or in part, before input resumed: the break counts at once."""
    if seat.pending is None:
        return (replace(seat, evidence=at.t, touch=None) if seat.signal == "drill" else seat), ()
    return settle(replace(seat, pending=replace(seat.pending, done=True)), at.t, settings, blind=True)


def input_while_pending(seat: Seat, moment: float, settings: Settings) -> Seat:
    """Two inputs soon after accepting: the person works on, it was no break and the bout goes on."""
    pending, first = seat.pending, seat.touch
    if pending is None or first is None:
        return seat
    if moment < pending.start + SETTLING:
        return replace(seat, touch=None, evidence=moment)
    if first >= pending.start + settings.sitting.confirm_break or not second(first, moment):
        return seat
    return replace(seat, pending=None, touch=None, evidence=moment)


def second(first: float, moment: float, at_least: float = SECOND_AT_LEAST) -> bool:
    """Whether an input at `moment` confirms the one at `first` as a return."""
    return at_least <= moment - first <= SECOND_AT_MOST


def lasting_touch(seat: Seat, now: float) -> float | None:
    """The first input while a second can still confirm it; an accepted break remembers it until it is proven."""
    old = seat.touch is not None and now - seat.touch > SECOND_AT_MOST
    return None if old and seat.pending is None else seat.touch


def settle(seat: Seat, now: float, settings: Settings, blind: bool) -> Course:
    """Count the pending break if it is proven by `now`; `blind` when no input can be seen to speak against it."""
    if seat.pending is None or not _proven(seat, seat.pending, now, settings, blind):
        return seat, ()
    pending, first = seat.pending, seat.touch
    posture = Posture.STANDING if pending.kind == "drill" else Posture.AWAY
    after, closed = switch(seat, posture, pending.start, pending.kind)
    late = not pending.done and first is not None and first > pending.start + settings.sitting.confirm_break
    return replace(after, evidence=now if pending.done else pending.start, touch=first if late else None), closed


def _proven(seat: Seat, pending: PendingBreak, now: float, settings: Settings, blind: bool) -> bool:
    if pending.done:
        return True
    quiet_until = now if seat.touch is None or blind else _unless_stray(seat.touch, now)
    return quiet_until >= pending.start + settings.sitting.confirm_break


def _unless_stray(touch: float, now: float) -> float:
    return now if now - touch > SECOND_AT_MOST else touch

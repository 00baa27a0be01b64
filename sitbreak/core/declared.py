"""What the person says about themselves, and what the program's own start and pauses do to the seat."""

from __future__ import annotations

from sitbreak.core.course import Course, switch, then
from sitbreak.core.model import At, Posture, Reading, Seat
from sitbreak.core.settings import Settings
from sitbreak.core.values import replace

AWAY_GRACE = 60.0
"""Seconds after "I am away" in which input (walking off, closing a lid) is no return."""


def stand(seat: Seat, at: At) -> Course:
    """ "I am standing": the bout ends now."""
    if seat.posture is Posture.STANDING and seat.signal == "declared":
        return seat, ()
    return _by_word(switch(seat, Posture.STANDING, at.t, "declared", "stand"), at)


def sit(seat: Seat, at: At) -> Course:
    """ "I am sitting": a bout begins now, unless one is under way."""
    if seat.seated:
        return seat, ()
    return _by_word(switch(seat, Posture.SEATED, at.t, "declared"), at)


def away(seat: Seat, at: At, since: float) -> Course:
    """ "I am away", or "I just walked" for the last `since` seconds: the bout ended then."""
    if seat.posture is Posture.PAUSED:
        return seat, ()
    gone, closed = switch(seat, Posture.AWAY, at.t - max(0.0, since), "declared", "away")
    return replace(gone, input=at.t, deaf_until=at.t + AWAY_GRACE), closed


def _by_word(course: Course, at: At) -> Course:
    seat, closed = course
    return replace(seat, evidence=at.t, input=at.t if seat.reading.idle is not None else None), closed


def pause(seat: Seat, at: At) -> Course:
    """Nothing is counted until the pause ends."""
    return (seat, ()) if seat.posture is Posture.PAUSED else switch(seat, Posture.PAUSED, at.t, "pause")


def unpause(seat: Seat, end: float) -> Course:
    """The pause is over; the next input starts a new bout."""
    if seat.posture is not Posture.PAUSED:
        return seat, ()
    return switch(replace(seat, input=end if seat.input is None else seat.input), Posture.UNCLEAR, end, "pause")


def start(seat: Seat, checkpoint: float, at: At, settings: Settings) -> Course:
    """The program starts; a gap since the `checkpoint` as long as an absence is nobody's time."""
    blank = replace(seat, reading=Reading(), looked=at.t, touch=None, locked_since=None)
    if at.t - checkpoint < settings.sitting.absence.idle:
        return replace(blank, reading=seat.reading, looked=checkpoint, locked_since=seat.locked_since), ()
    course = switch(blank, Posture.UNTRACKED, checkpoint, "none", "untracked")
    course = then(course, lambda s: switch(s, Posture.UNCLEAR, at.t, "none"))
    return then(course, lambda s: (replace(s, input=None, slept=at.asleep), ()))

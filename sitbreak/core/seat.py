"""Turns readings into postures and bouts by one rule: only presence seen in time extends a bout.

The rule covers idle, lock, sleep, crash and restart alike: *a bout is extended only by evidence of presence that comes
before the absence limit has run out since its end*. An absence is dated back to the last evidence, never earlier than
the last thing on record (`Seat.since`).

Every function takes a seat and gives back the seat after it and the stretches that were closed on the way; together
the stretches and the open one cover the axis without gap or overlap.
"""

from __future__ import annotations

from dataclasses import replace

from sitbreak.core import breaks
from sitbreak.core.course import Course, switch, then
from sitbreak.core.model import At, Posture, Reading, Seat
from sitbreak.core.settings import Settings

SAME_INPUT = 0.5
"""Two estimates of the last input closer than this (seconds) are the same input, read with different delay."""


def observe(seat: Seat, reading: Reading, at: At, settings: Settings, drilling: bool = False) -> Course:
    """Fold one reading, taken at `at`, into the seat; `drilling` says that a drill window is open."""
    slept = at.asleep - seat.slept
    long_sleep = slept >= settings.sitting.absence.asleep
    fell_asleep = at.t - slept if long_sleep else at.t
    last_input = _last_input(reading, at, fell_asleep)
    heard = _hear(_in_call(seat, fell_asleep), reading, _before(last_input, fell_asleep), fell_asleep, settings, drilling)
    course = then(heard, lambda s: _sleep(s, fell_asleep, at.t, reading)) if long_sleep else heard
    if long_sleep and last_input == at.t:
        course = then(course, lambda s: _input(s, at.t, settings, drilling))
    course = then(course, lambda s: breaks.settle(s, at.t, settings, reading.idle is None))
    after, closed = course
    locked_since = _locked_since(after, reading, at.t)
    return replace(after, reading=reading, looked=at.t, slept=at.asleep, locked_since=locked_since), closed


def touched(seat: Seat, at: At, settings: Settings, drilling: bool = False) -> Course:
    """Fold in that the person did something at `at` (a click, a command): an input like any other."""
    return observe(
        seat, replace(seat.reading, idle=0.0 if seat.reading.idle is not None else None), at, settings, drilling
    )


def _last_input(reading: Reading, at: At, fell_asleep: float) -> float | None:
    if reading.idle is None:
        return None
    moment = at.t - reading.idle
    return at.t if fell_asleep < moment < at.t else moment


def _before(moment: float | None, end: float) -> float | None:
    return moment if moment is not None and moment <= end else None


def _locked_since(seat: Seat, reading: Reading, now: float) -> float | None:
    if not reading.locked:
        return None
    return now if seat.locked_since is None else seat.locked_since


def _hear(
    seat: Seat, reading: Reading, heard: float | None, until: float, settings: Settings, drilling: bool
) -> Course:
    """All that is known of the time from the last look `until` now, or until the machine fell asleep."""
    if seat.posture is Posture.PAUSED:
        return replace(seat, input=_later(seat.input, heard)), ()
    if _untold(seat):
        return _first_look(seat, heard, reading, settings)
    if seat.locked_since is None:
        return _open_desk(seat, reading, heard, until, settings, drilling)
    if reading.locked:
        return _absence(seat, until, settings)
    return _unlock(seat, reading, heard, until, settings, drilling)


def _later(known: float | None, heard: float | None) -> float | None:
    return heard if heard is not None and (known is None or heard > known) else known


def _untold(seat: Seat) -> bool:
    return seat.posture is Posture.UNCLEAR and seat.input is None


def _first_look(seat: Seat, heard: float | None, reading: Reading, settings: Settings) -> Course:
    if reading.idle is None or heard is None:
        return seat, ()
    start = max(seat.since, seat.looked)
    if reading.locked or reading.idle >= settings.sitting.absence.idle:
        return switch(replace(seat, input=heard), Posture.AWAY, start, "lock" if reading.locked else "idle")
    return _sit_down(replace(seat, input=heard), start, max(start, heard))


def _sit_down(seat: Seat, start: float, evidence: float) -> Course:
    seated, closed = switch(seat, Posture.SEATED, start, "input")
    return replace(seated, evidence=evidence, input=evidence), closed


def _unlock(
    seat: Seat, reading: Reading, heard: float | None, until: float, settings: Settings, drilling: bool
) -> Course:
    """Unlocking is a return by itself, dated to the input that did it."""
    moment = heard if heard is not None and heard > seat.looked else until
    course = _absence(seat, moment, settings)
    course = then(course, lambda s: _came_back(replace(s, locked_since=None), moment))
    return then(course, lambda s: _open_desk(replace(s, locked_since=None), reading, heard, until, settings, drilling))


def _came_back(seat: Seat, moment: float) -> Course:
    if seat.present:
        return replace(seat, evidence=max(seat.evidence, moment), input=_later(seat.input, moment)), ()
    return _sit_down(seat, moment, moment)


def _open_desk(
    seat: Seat, reading: Reading, heard: float | None, until: float, settings: Settings, drilling: bool
) -> Course:
    """An unlocked desk: what was covered by a call or film, then the new input if any, then the silence after it."""
    new = heard is not None and (seat.input is None or heard > seat.input + SAME_INPUT)
    if not new or heard is None:
        return _silence(seat, reading, until, settings, drilling)
    course = _silence(seat, seat.reading, heard, settings, drilling)
    course = then(course, lambda s: _input(s, heard, settings, drilling))
    return then(course, lambda s: _silence(s, reading, until, settings, drilling))


def _silence(seat: Seat, reading: Reading, until: float, settings: Settings, drilling: bool) -> Course:
    """Time without input up to `until`; without an idle source a declaration vouches for itself, as does a drill."""
    if not seat.present:
        return seat, ()
    by_hand = (reading.idle is None and seat.signal == "declared") or (drilling and seat.signal == "drill")
    covered = until if by_hand else _covered(seat, until, settings)
    cap = _cap(seat, settings)
    if seat.reading.passive and not by_hand and until > cap:
        return switch(replace(seat, evidence=cap), Posture.UNCLEAR, cap, seat.signal, "cap")
    return _absence(replace(seat, evidence=max(seat.evidence, covered)), until, settings, unclear=reading.idle is None)


def _cap(seat: Seat, settings: Settings) -> float:
    return (seat.since if seat.input is None else seat.input) + settings.sitting.assume_seated_max


def _covered(seat: Seat, until: float, settings: Settings) -> float:
    """How far a call or film that was on at the last look proves presence."""
    return min(until, _cap(seat, settings)) if seat.reading.passive else seat.evidence


def _in_call(seat: Seat, until: float) -> Seat:
    """Count the time since the last look as call time if a call was on then."""
    if not (seat.seated and seat.reading.call):
        return seat
    return replace(seat, call_seconds=seat.call_seconds + max(0.0, until - max(seat.looked, seat.since)))


def _absence(seat: Seat, until: float, settings: Settings, unclear: bool = False) -> Course:
    """Whichever limit runs out first by `until` ends presence: no input, or a locked screen."""
    if not seat.present or seat.pending is not None:
        return seat, ()
    absence = settings.sitting.absence
    idle_at = seat.evidence + absence.idle
    if seat.locked_since is not None and min(until, idle_at) >= seat.locked_since + absence.locked:
        return switch(seat, Posture.AWAY, seat.locked_since, "lock")
    if until < idle_at:
        return seat, ()
    if unclear:
        return switch(seat, Posture.UNCLEAR, seat.evidence, "none", "cap")
    return switch(seat, Posture.AWAY, seat.evidence, "idle")


def _input(seat: Seat, moment: float, settings: Settings, drilling: bool) -> Course:
    """One new input at `moment`."""
    before, seat = seat, replace(seat, input=_later(seat.input, moment))
    if seat.posture is Posture.UNCLEAR:
        return _sit_down(seat, moment, moment)
    if seat.pending is not None:
        return breaks.input_while_pending(_touch(seat, moment), moment, settings), ()
    if seat.posture is Posture.STANDING and seat.signal == "drill":
        return (seat, ()) if drilling else _return(_touch(seat, moment), moment)
    if seat.present:
        return replace(seat, evidence=moment, assumed=seat.assumed + _assumed(before, moment, settings)), ()
    return (seat, ()) if moment < seat.deaf_until else _return(_touch(seat, moment), moment)


def _assumed(seat: Seat, moment: float, settings: Settings) -> float:
    """A silence longer than the absence limit was bridged by a call or film: seated, but only assumed."""
    gap = moment - (moment if seat.input is None else seat.input)
    return gap if gap >= settings.sitting.absence.idle else 0.0


def _touch(seat: Seat, moment: float) -> Seat:
    fresh = seat.touch is None or moment - seat.touch > breaks.SECOND_AT_MOST
    return replace(seat, touch=max(moment, seat.since)) if fresh else seat


def _return(seat: Seat, moment: float) -> Course:
    """Back at the desk once a second input has come, dated to the first."""
    if seat.touch is None or not breaks.second(seat.touch, moment):
        return seat, ()
    return then(_sit_down(seat, seat.touch, seat.touch), lambda s: (replace(s, evidence=moment, input=moment), ()))


def _sleep(seat: Seat, fell_asleep: float, woke: float, reading: Reading) -> Course:
    if seat.posture is Posture.PAUSED:
        return seat, ()
    course = switch(seat, Posture.ASLEEP, max(fell_asleep, seat.since), "sleep")
    after = Posture.AWAY if reading.idle is not None else Posture.UNCLEAR
    return then(course, lambda s: switch(s, after, woke, "sleep"))

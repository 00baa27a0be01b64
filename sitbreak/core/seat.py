"""Turns readings into postures and bouts by one rule: only presence seen in time extends a bout.

The rule covers idle, lock, sleep, crash and restart alike: *a bout is extended only by evidence of presence that comes
before the absence limit has run out since its end*. An absence is dated back to the last evidence, never earlier than
the last thing on record (`Seat.since`).

Every function takes a seat and gives back the seat after it and the stretches that were closed on the way; together
the stretches and the open one cover the axis without gap or overlap.
"""

from __future__ import annotations

from sitbreak.core import breaks
from sitbreak.core.course import Course, switch, then
from sitbreak.core.model import At, Posture, Reading, Seat
from sitbreak.core.settings import Settings
from sitbreak.core.values import replace

SAME_INPUT = 0.5
"""Two estimates of the last input closer than this (seconds) are the same input, read with different delay."""


def observe(seat: Seat, reading: Reading, at: At, settings: Settings, drilling: bool = False) -> Course:
    """Fold one reading, taken at `at`, into the seat; `drilling` says that a drill window is open."""
    slept = at.asleep - seat.slept
    if slept > 0 and slept >= settings.sitting.absence.asleep:
        course = _through_sleep(seat, reading, at.t - slept, at.t, settings, drilling)
    else:
        heard = None if reading.idle is None else at.t - reading.idle
        course = _hear(_in_call(seat, at.t), reading, heard, at.t, settings, drilling)
    after, closed = then(course, lambda s: breaks.settle(s, at.t, settings, reading.idle is None))
    locked_since = _locked_since(after, reading, at.t)
    after = replace(after, touch=breaks.lasting_touch(after, at.t), locked_since=locked_since)
    return replace(after, reading=reading, looked=at.t, slept=at.asleep), closed


def touched(seat: Seat, at: At, settings: Settings, drilling: bool = False) -> Course:
    """Fold in that the person did something at `at` (a click, a command): an input like any other."""
    return observe(
        seat, replace(seat.reading, idle=0.0 if seat.reading.idle is not None else None), at, settings, drilling
    )


def _through_sleep(
    seat: Seat, reading: Reading, fell_asleep: float, woke: float, settings: Settings, drilling: bool
) -> Course:
    """Awake until the machine fell asleep, asleep until it woke just now, and then whatever woke it."""
    last_input = None if reading.idle is None else woke - reading.idle
    heard = last_input if last_input is not None and last_input <= fell_asleep else None
    unlocked = heard is not None and heard > seat.looked and not reading.locked
    before = replace(reading, locked=reading.locked or (seat.locked_since is not None and not unlocked))
    course = _hear(_in_call(seat, fell_asleep), before, heard, fell_asleep, settings, drilling)
    course = then(course, lambda s: _sleep(s, fell_asleep, woke, reading, settings))
    if before.locked and not reading.locked:
        return then(course, lambda s: _unlock(s, reading, None, woke, settings, drilling))
    if last_input is not None and heard is None:
        return then(course, lambda s: _input(s, woke, settings, drilling))
    return course


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
    if _untold(seat) and heard is not None:
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


def _first_look(seat: Seat, heard: float, reading: Reading, settings: Settings) -> Course:
    start = heard if heard > seat.since + SAME_INPUT else seat.since
    idle = reading.idle or 0.0
    if reading.locked or idle >= settings.sitting.absence.idle:
        return switch(replace(seat, input=heard), Posture.AWAY, start, "lock" if reading.locked else "idle")
    return _sit_down(seat, start, heard)


def _sit_down(seat: Seat, start: float, evidence: float) -> Course:
    seated, closed = switch(seat, Posture.SEATED, start, "input")
    return replace(seated, evidence=evidence, input=evidence), closed


def _unlock(
    seat: Seat, reading: Reading, heard: float | None, until: float, settings: Settings, drilling: bool
) -> Course:
    """Unlocking is a return by itself, dated to the input that did it."""
    moment = heard if heard is not None and heard > seat.looked else until
    course = breaks.settle(seat, moment, settings, blind=True)
    course = then(course, lambda s: _absence(s, moment, settings))
    course = then(course, lambda s: _came_back(replace(s, locked_since=None), reading, moment, settings, drilling))
    return then(course, lambda s: _open_desk(s, reading, heard, until, settings, drilling))


def _came_back(seat: Seat, reading: Reading, moment: float, settings: Settings, drilling: bool) -> Course:
    """The screen was unlocked at `moment`; that alone says nothing where no input can be sensed."""
    if seat.posture is Posture.UNCLEAR and reading.idle is None:
        return seat, ()
    if not seat.present or (_after_drill(seat) and not drilling):
        return _sit_down(seat, moment, moment)
    seen = replace(seat, pending=None, touch=None, evidence=max(seat.evidence, moment))
    return replace(seen, input=_later(seat.input, moment), assumed=seat.assumed + _assumed(seat, moment, settings)), ()


def _after_drill(seat: Seat) -> bool:
    return seat.posture is Posture.STANDING and seat.signal == "drill"


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
        return _nobody(seat, reading, settings)
    by_hand = (reading.idle is None and seat.signal == "declared") or (drilling and seat.signal == "drill")
    covered = until if by_hand else _covered(seat, until, settings)
    cap = _cap(seat, settings)
    if seat.reading.passive and not by_hand and until > max(cap, _last_input(seat) + settings.sitting.absence.idle):
        signal = "call" if seat.reading.call else "media"
        return switch(replace(seat, evidence=cap), Posture.UNCLEAR, cap, signal, "cap")
    return _absence(replace(seat, evidence=max(seat.evidence, covered)), until, settings, unclear=reading.idle is None)


def _nobody(seat: Seat, reading: Reading, settings: Settings) -> Course:
    """An unclear time turns out to be an absence once the input is seen to have been silent long enough."""
    unknown = seat.posture is Posture.UNCLEAR and seat.signal in ("none", "pause") and not reading.passive
    if not unknown or reading.idle is None or reading.idle < settings.sitting.absence.idle:
        return seat, ()
    return switch(seat, Posture.AWAY, _last_input(seat), "pause" if seat.signal == "pause" else "idle")


def _last_input(seat: Seat) -> float:
    return seat.since if seat.input is None else seat.input


def _cap(seat: Seat, settings: Settings) -> float:
    return _last_input(seat) + settings.sitting.assume_seated_max


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
    if seat.pending is not None:
        return seat, ()
    idle_at = seat.evidence + settings.sitting.absence.idle if seat.present else until
    if _locked_out(seat, min(until, idle_at), settings):
        return _at_lock(seat)
    if until < idle_at or not seat.present:
        return seat, ()
    if unclear:
        return switch(seat, Posture.UNCLEAR, seat.evidence, "none", "cap")
    return switch(seat, Posture.AWAY, seat.evidence, "idle")


def _locked_out(seat: Seat, until: float, settings: Settings) -> bool:
    here = seat.present or seat.posture is Posture.UNCLEAR
    return here and seat.locked_since is not None and until >= seat.locked_since + settings.sitting.absence.locked


def _at_lock(seat: Seat) -> Course:
    return switch(seat, Posture.AWAY, seat.since if seat.locked_since is None else seat.locked_since, "lock")


def _input(seat: Seat, moment: float, settings: Settings, drilling: bool) -> Course:
    """One new input at `moment`."""
    before, seat = seat, replace(seat, input=_later(seat.input, moment))
    if seat.posture is Posture.UNCLEAR or seat.signal == "pause":
        return _sit_down(seat, moment, moment)
    if seat.pending is not None:
        return breaks.input_while_pending(_touch(seat, moment), moment, settings), ()
    if _after_drill(seat):
        return _return(_touch(seat, moment), moment, breaks.GOING_ON if drilling else breaks.SECOND_AT_LEAST)
    if seat.present:
        return replace(seat, evidence=moment, assumed=seat.assumed + _assumed(before, moment, settings)), ()
    return (seat, ()) if moment < seat.deaf_until else _return(_touch(seat, moment), moment)


def _assumed(seat: Seat, moment: float, settings: Settings) -> float:
    """A silence longer than the absence limit was bridged by a call or film: seated, but only assumed."""
    if seat.input is None or moment - seat.input < settings.sitting.absence.idle:
        return 0.0
    return max(0.0, min(moment, seat.evidence) - max(seat.input, seat.since))


def _touch(seat: Seat, moment: float) -> Seat:
    fresh = seat.touch is None or moment - seat.touch > breaks.SECOND_AT_MOST
    return replace(seat, touch=max(moment, seat.since)) if fresh else seat


def _return(seat: Seat, moment: float, at_least: float = breaks.SECOND_AT_LEAST) -> Course:
    """Back at the desk once a second input has come, `at_least` so many seconds after the first; dated to the first."""
    if seat.touch is None or not breaks.second(seat.touch, moment, at_least):
        return seat, ()
    return then(_sit_down(seat, seat.touch, seat.touch), lambda s: (replace(s, evidence=moment, input=moment), ()))


def _sleep(seat: Seat, fell_asleep: float, woke: float, reading: Reading, settings: Settings) -> Course:
    """Nobody types on a machine asleep, so a break or a lock that had begun goes on until it wakes."""
    if seat.posture is Posture.PAUSED:
        return seat, ()
    course = breaks.settle(seat, woke, settings, blind=True)
    course = then(course, lambda s: _at_lock(s) if _locked_out(s, woke, settings) else (s, ()))
    course = then(course, lambda s: switch(s, Posture.ASLEEP, fell_asleep, "sleep"))
    after = Posture.AWAY if reading.idle is not None else Posture.UNCLEAR
    return then(course, lambda s: switch(s, after, woke, "sleep"))

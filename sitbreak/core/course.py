"""Closing one stretch and opening the next: the only place where the axis is cut."""

from __future__ import annotations

from collections.abc import Callable

from sitbreak.core.model import Posture, Seat, Stretch
from sitbreak.core.values import replace

THINKING = 60.0
"""A silence up to so long (seconds) is somebody reading or listening, call or no call."""

Course = tuple[Seat, tuple[Stretch, ...]]
"""A seat, and the stretches that were closed on the way to it."""


def then(course: Course, step: Callable[[Seat], Course]) -> Course:
    """Do `step` next and keep what was closed before."""
    seat, closed = course
    after, more = step(seat)
    return after, closed + more


def switch(seat: Seat, posture: Posture, at: float, signal: str, ended_by: str | None = None) -> Course:
    """Close the open stretch at `at` (never before it began) and open one of `posture`, because of `signal`.

    A bout that is closed is marked as ended by `ended_by`, or by `signal` where the two are the same word.
    """
    end = max(at, seat.since)
    closed = close(seat, end, ended_by or signal)
    opened = replace(
        seat,
        posture=posture,
        since=end,
        signal=signal,
        evidence=end,
        assumed=0.0,
        call_seconds=0.0,
        touch=None,
        deaf_until=0.0,
        pending=None,
        corrected=None,
    )
    return opened, closed


def close(seat: Seat, end: float, ended_by: str) -> tuple[Stretch, ...]:
    """The open stretch as it would be recorded if it ended at `end`; nothing when it has no length."""
    if end <= seat.since:
        return ()
    why = ended_by if seat.seated else seat.signal
    return (Stretch(seat.posture, seat.since, end, why, assumed_seconds(seat, end)),)


def assumed_seconds(seat: Seat, end: float) -> float:
    """Seconds of the open bout up to `end` that only a call or film vouches for."""
    if not seat.seated or seat.input is None:
        return 0.0
    silence = min(end, seat.evidence) - max(seat.input, seat.since)
    return seat.assumed + (silence if silence > THINKING else 0.0)

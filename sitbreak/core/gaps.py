"""Which silences nobody can be sure of: long ones in which only a call or a film spoke for the person."""

from __future__ import annotations

from sitbreak.core.model import Posture, Seat
from sitbreak.core.settings import Settings


def unsure(before: Seat, after: Seat, settings: Settings) -> tuple[float, float] | None:
    """The span on the axis, from the last input before to the first after, that is worth a question; else None."""
    if not after.seated or before.input is None or not settings.sitting.ask_about_gaps:
        return None
    end = _return(before, after)
    if end is None or end - before.input < _long(settings):
        return None
    return before.input, end


def _return(before: Seat, after: Seat) -> float | None:
    """When the person was back from a silence that only a call or film covered."""
    if before.posture is Posture.UNCLEAR and before.signal in ("call", "media"):
        return after.since
    bridged = before.seated and before.since == after.since and after.assumed > before.assumed
    return after.input if bridged else None


def _long(settings: Settings) -> float:
    """Half of what may be assumed: a shorter silence in a call is everyday."""
    sitting = settings.sitting
    return max(sitting.absence.idle, sitting.assume_seated_max / 2)

"""When an open drill is over, whether or not anybody reports it."""

from __future__ import annotations

from sitbreak.core import answers, program
from sitbreak.core.model import CloseDrill, RunningDrill
from sitbreak.core.turn import Turn

LONGEST_PART = 2.0
"""A drill that takes so many times its nominal length is no longer going on."""

REPORT_WITHIN = 600.0
"""Seconds that a drill which was told to close has for its report."""

UNKNOWN_DRILL = 180.0
"""Nominal length (seconds) of a drill that the catalogue no longer holds."""


def going_on(turn: Turn) -> bool:
    """Whether a drill is open that may still be going on."""
    return turn.state.drill is not None and turn.at.t < _over_at(turn, turn.state.drill)


def _over_at(turn: Turn, drill: RunningDrill) -> float:
    """When even a slow, interrupted drill is over."""
    card = program.find(turn.book, drill.drill)
    return drill.started + LONGEST_PART * (card.seconds if card else UNKNOWN_DRILL)


def left(turn: Turn) -> Turn:
    """Somebody works on beside a drill that should be over: its window closes and reports, or else it has expired."""
    drill, seat = turn.state.drill, turn.seat
    if drill is None or not seat.seated or seat.pending is not None:
        return turn
    late = (turn.at.t if seat.input is None else seat.input) - _over_at(turn, drill)
    if late < 0:
        return turn
    turn = turn.doing(CloseDrill())
    return answers.expired_drill(turn) if late > REPORT_WITHIN else turn

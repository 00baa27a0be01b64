"""What an open drill means to who works on beside it, and when it is over without anybody reporting it."""

from __future__ import annotations

from sitbreak.core import answers, program
from sitbreak.core.breaks import GOING_ON, SETTLING
from sitbreak.core.model import CloseDrill, PauseDrill, RunningDrill
from sitbreak.core.turn import Turn
from sitbreak.core.values import replace

LONGEST_PART = 2.0
"""A drill that takes so many times its nominal length is no longer going on."""

REPORT_WITHIN = 600.0
"""Seconds that a drill which was told to close has for its report."""

NAP = 2.0
"""Seconds of sleep that are more than two clocks read one after the other."""

BREATH = 5.0
"""Seconds that somebody who types may pause without having stopped."""

UNKNOWN_DRILL = 180.0
"""Nominal length (seconds) of a drill that the catalogue no longer holds."""


def going_on(turn: Turn) -> bool:
    """Whether a drill is open that may still be going on."""
    return turn.state.drill is not None and turn.at.t < _over_at(turn, turn.state.drill)


def _over_at(turn: Turn, drill: RunningDrill) -> float:
    """When even a slow, interrupted drill is over."""
    card = program.find(turn.book, drill.drill)
    return drill.started + LONGEST_PART * (card.seconds if card else UNKNOWN_DRILL)


def minded(turn: Turn) -> Turn:
    """Somebody may work on beside the drill: it pauses, and closes once it should be over, or nobody can see it."""
    return _left(_unseen(_typed_on(turn)))


def _unseen(turn: Turn) -> Turn:
    """Behind a locked screen, or after a sleep, a drill plays to nobody: what was done by then is what counts."""
    drill = turn.state.drill
    if drill is None or drill.closing:
        return turn
    if turn.seat.locked_since is None and turn.at.asleep - drill.asleep < NAP:
        return turn
    return replace(turn, state=replace(turn.state, drill=replace(drill, closing=True))).doing(CloseDrill())


def _typed_on(turn: Turn) -> Turn:
    """Input that goes on beside a standing drill pauses it, again and again while it goes on."""
    drill = turn.state.drill
    if drill is None:
        return turn
    since = _typing_since(turn, drill)
    if since is not None and turn.seat.input is not None and turn.seat.input - since >= GOING_ON:
        turn, since = turn.doing(PauseDrill()), None
    if since == drill.typing_since:
        return turn
    return replace(turn, state=replace(turn.state, drill=replace(drill, typing_since=since)))


def _typing_since(turn: Turn, drill: RunningDrill) -> float | None:
    """When the input that goes on began; None while there is none, or where it is no sign of sitting on."""
    heard, card = turn.seat.input, program.find(turn.book, drill.drill)
    if heard is None or heard < drill.started + SETTLING or turn.at.t - heard > BREATH:
        return None
    if card is not None and not card.resets_bout:
        return None
    return heard if drill.typing_since is None else drill.typing_since


def _left(turn: Turn) -> Turn:
    """Somebody works on beside a drill that should be over: its window closes and reports, or else it has expired."""
    drill, seat = turn.state.drill, turn.seat
    if drill is None or not seat.seated or seat.pending is not None:
        return turn
    late = (turn.at.t if seat.input is None else seat.input) - _over_at(turn, drill)
    if late < 0:
        return turn
    turn = turn.doing(CloseDrill())
    return answers.expired_drill(turn) if late > REPORT_WITHIN else turn

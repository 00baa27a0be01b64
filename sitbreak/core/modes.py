"""Quiet and pause: how they begin, and that they end when they were meant to."""

from __future__ import annotations

from sitbreak.core import declared, wording
from sitbreak.core.model import At, Mode, ModeKind, Outcome, Refuse, Resume, SetMode
from sitbreak.core.turn import Turn
from sitbreak.core.values import replace


def switched(turn: Turn, wish: SetMode | Resume) -> Turn:
    """Quiet or a pause begins or ends."""
    return normal(turn) if isinstance(wish, Resume) else set_mode(turn, wish)


def set_mode(turn: Turn, wish: SetMode) -> Turn:
    """Quiet or a pause begins."""
    refusal = _mode_refusal(wish, turn.at)
    if refusal:
        return turn.doing(Refuse(refusal))
    until = None if wish.seconds is None else turn.at.t + wish.seconds
    label = wish.until if until is None else turn.at.label(until)
    turn = normal(turn) if wish.kind is ModeKind.QUIET else turn
    turn = replace(turn, state=replace(turn.state, mode=Mode(wish.kind, until, label)))
    prompt = turn.prompting.prompt
    if wish.kind is ModeKind.PAUSED:
        return turn.reseated(declared.pause(turn.seat, turn.at)).ended_prompt(Outcome.WITHDRAWN)
    return turn if prompt is None or prompt.sent is None else turn.ended_prompt(Outcome.WITHDRAWN)


def _mode_refusal(wish: SetMode, at: At) -> str:
    if wish.kind is ModeKind.PAUSED and wish.seconds is None and wish.until is None:
        return "A pause needs an end, such as `sitbreak pause 1h`."
    if wish.until is not None and wish.until <= at.wall:
        return "That time is already over."
    return "" if wish.seconds is None or wish.seconds > 0 else "A duration must be longer than nothing."


def normal(turn: Turn) -> Turn:
    """Neither any more."""
    turn = replace(turn, state=replace(turn.state, mode=Mode()))
    return turn.reseated(declared.unpause(turn.seat, turn.at.t))


def over(turn: Turn) -> Turn:
    """Quiet and pause end when they were meant to, however much later that is noticed."""
    mode, at = turn.state.mode, turn.at
    late = _late(mode, at)
    if late is None or late < 0:
        return turn
    end = at.t - min(late, at.t - turn.state.t)
    normal = replace(turn, state=replace(turn.state, mode=Mode())).reseated(declared.unpause(turn.seat, end))
    return normal.doing(wording.mode_over(mode.kind))


def _late(mode: Mode, at: At) -> float | None:
    """Seconds since the mode was meant to end, None when it has no end."""
    if mode.until is not None:
        return at.t - mode.until
    return None if mode.until_wall is None else at.wall.timestamp() - mode.until_wall.timestamp()

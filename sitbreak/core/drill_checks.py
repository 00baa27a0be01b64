"""What a drill must keep beyond the shape of its data: times that add up, feet on the floor, hedged words."""

from __future__ import annotations

from collections.abc import Iterator

from sitbreak.core.drill import Drill
from sitbreak.core.drill_place import check_place
from sitbreak.core.drill_words import check_words
from sitbreak.core.fields import Problem
from sitbreak.core.phases import Kind, Level, Move, Side
from sitbreak.core.pose import FLOOR_TOLERANCE, Pose, joints

CONTACT_TOLERANCE = 0.03
FEWEST_FRAMES = 2


def check(drill: Drill) -> Iterator[Problem]:
    """Every rule the drill breaks."""
    yield from check_words(drill)
    yield from check_place(drill)
    if drill.default_level > len(drill.levels):
        yield Problem("default_level", str(drill.default_level), f"1 to {len(drill.levels)}")
    if len(drill.keyframes) < FEWEST_FRAMES:
        yield Problem("keyframes", f"{len(drill.keyframes)}", f"at least {FEWEST_FRAMES}")
    yield from _names(drill)
    for number, level in enumerate(drill.levels, 1):
        yield from _level(level, f"levels[{number}]")
    for name, pose in drill.keyframes.items():
        yield from _pose(pose, f"keyframes.{name}")


def _names(drill: Drill) -> Iterator[Problem]:
    known = " or ".join(f'"{name}"' for name in drill.keyframes)
    for where, name in _named(drill):
        if name not in drill.keyframes:
            yield Problem(where, f'"{name}"', known)


def _named(drill: Drill) -> Iterator[tuple[str, str]]:
    yield from (("entry", name) for name in drill.entry)
    yield from (("finish", name) for name in drill.finish)
    yield "rest", drill.rest
    for number, level in enumerate(drill.levels, 1):
        for move in dict.fromkeys(level.loop + level.hold_loop):
            yield f"levels[{number}].loop", move.frame


def _level(level: Level, where: str) -> Iterator[Problem]:
    left, right = level.side_seconds(Side.LEFT), level.side_seconds(Side.RIGHT)
    if left != right:
        yield Problem(f"{where}.phases", f"left {left:g} s, right {right:g} s", "the same time on both sides")
    for number, phase in enumerate(level.phases, 1):
        if phase.kind.exercise is (phase.side is Side.NONE):
            allowed = "R, L, alt or both" if phase.kind.exercise else '"-"'
            yield Problem(f"{where}.phases[{number}]", f"side {phase.side.value} in {phase.kind.value}", allowed)
    yield from _turns(level, where)


def _turns(level: Level, where: str) -> Iterator[Problem]:
    yield from _stays(level.loop[:-1] + level.hold_loop[:-1], where)
    turn = sum(move.total for move in level.loop)
    work = [phase for phase in level.phases if phase.kind is Kind.WORK]
    if work and level.loop[-1].dwell is None:
        yield Problem(f"{where}.loop", "a move without dwell seconds", "dwell seconds, because it has work phases")
    for phase in work:
        if abs(turn * level.reps - phase.seconds) > 1e-6:
            found = f"{level.reps} turns of {turn:g} s in {phase.seconds:g} s"
            yield Problem(f"{where}.reps", found, "turns that fill each work phase exactly")


def _stays(moves: tuple[Move, ...], where: str) -> Iterator[Problem]:
    for move in moves:
        if move.dwell is None:
            yield Problem(f"{where}.loop", f'"{move.frame}" without dwell seconds', "that only for the last move")


def _pose(pose: Pose, where: str) -> Iterator[Problem]:
    placed = joints(pose)
    for contact in pose.contacts:
        height = placed[contact.joint][1]
        if abs(height - contact.height) > CONTACT_TOLERANCE:
            near = f"{contact.height:g} within {CONTACT_TOLERANCE:g}"
            yield Problem(f"{where}.contacts", f"{contact.joint} at {height:.3f}", near)
    for joint, (_, height) in placed.items():
        if height < -FLOOR_TOLERANCE:
            yield Problem(where, f"{joint} at {height:.3f}", f"nothing below {-FLOOR_TOLERANCE:g}")

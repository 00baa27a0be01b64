"""What a drill says to the person: hedged, without promise or fear, and with the cues its kind of movement needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitbreak.core.drill import Drill
from sitbreak.core.fields import Problem
from sitbreak.core.pose import Pose, joints

HEDGES = re.compile(r"\b(may|can|might|could)\b", re.IGNORECASE)
BANNED = re.compile(
    r"\b(diagnos\w*|cur(?:e|es|ed|ing)|heal(?:s|ed|ing)?|fix(?:es|ed|ing)?|guarantee\w*|prevent\w*|disease\w*|must|will"
    r"|always|instantly|proven)\b",
    re.IGNORECASE,
)
TOE_TOUCH = re.compile(r"\btoe[- ]touch|\b(touch|reach|grab)\w*\s+(for\s+)?(your|the)\s+toes", re.IGNORECASE)
TUCK = re.compile(r"\b(tuck|squeeze)", re.IGNORECASE)
HINGE = re.compile(r"\bhinge", re.IGNORECASE)
BENT_FORWARD = 25
"""Degrees of the trunk from which a standing movement counts as bending."""
NEAR_THE_TOES = 0.12


def check_words(drill: Drill) -> Iterator[Problem]:
    """Every sentence that promises, frightens or misleads, and every cue that is missing."""
    if not HEDGES.search(drill.why):
        yield Problem("why", f'"{drill.why}"', 'a sentence hedged with "may" or "can"')
    for where, text in _texts(drill):
        yield from _sentence(where, text)
    yield from _cues(drill)


def _sentence(where: str, text: str) -> Iterator[Problem]:
    for claim in BANNED.findall(text):
        yield Problem(where, f'the word "{claim}"', "hedged words without promise, diagnosis or command")
    # The warning "rounding to reach the toes" is what keeps people from it.
    if where != "errors" and TOE_TOUCH.search(text):
        yield Problem(where, f'"{text}"', "no touching of the toes")


def _texts(drill: Drill) -> Iterator[tuple[str, str]]:
    yield from (("name", drill.name), ("why", drill.why), ("muscles", drill.muscles), ("equipment", drill.equipment))
    for where, lines in (("cues", drill.cues), ("errors", drill.errors), ("cautions", drill.cautions)):
        yield from ((where, line) for line in lines)
    for number, level in enumerate(drill.levels, 1):
        lines = (level.name, level.dose, *(phase.text for phase in level.phases))
        yield from ((f"levels[{number}]", line) for line in lines)


def _cues(drill: Drill) -> Iterator[Problem]:
    if drill.category == "mobility" and not _says(drill, TUCK):
        yield Problem("cues", "no tuck or squeeze", 'a cue with "tuck" or "squeeze" in a mobility drill')
    if bends(drill) and not _says(drill, HINGE):
        yield Problem("cues", "no hinge", 'a cue with "hinge" in a drill that bends forward')
    for name, pose in drill.keyframes.items():
        if _touches_toes(pose):
            yield Problem(f"keyframes.{name}", "hands at the toes of a bent figure", "no touching of the toes")


def _says(drill: Drill, cue: re.Pattern[str]) -> bool:
    return any(cue.search(line) for line in drill.cues)


def bends(drill: Drill) -> bool:
    """True for a drill on the feet in which the trunk tips far forward."""
    frames = {move.frame for level in drill.levels for move in level.loop + level.hold_loop}
    poses = (drill.keyframes[name] for name in frames if name in drill.keyframes)
    return drill.posture.startswith("standing") and any(pose.trunk >= BENT_FORWARD for pose in poses)


def _touches_toes(pose: Pose) -> bool:
    placed = joints(pose)
    hands = [placed[f"hand_{side}"] for side in "ws"]
    toes = [placed[f"toe_{side}"] for side in "ws"]
    near = any(abs(hx - tx) + abs(hy - ty) < NEAR_THE_TOES for hx, hy in hands for tx, ty in toes)
    return near and pose.trunk >= BENT_FORWARD

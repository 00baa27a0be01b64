"""Whether a drill belongs where it says: its chain, its seat, its profile, and how long and how often it comes."""

from __future__ import annotations

from collections.abc import Iterator

from sitbreak.core.drill import CATEGORIES, CHAINS, Drill
from sitbreak.core.fields import Problem
from sitbreak.core.phases import Kind, Level

CHAIN_OF = dict(zip(CATEGORIES, CHAINS, strict=True))
AT_A_DESK = frozenset({"desk", "chair", "arrow"})
HOLD = (10, 45)
"""Shortest and longest hold in seconds."""
EXPRESS = (30, 40)
"""Shortest and longest express version in seconds."""
DAY = 24


def check_place(drill: Drill) -> Iterator[Problem]:
    """Every rule about place and time the drill breaks."""
    if drill.chain != CHAIN_OF[drill.category]:
        yield Problem("chain", f'"{drill.chain}"', f'"{CHAIN_OF[drill.category]}" for {drill.category}')
    if drill.resets_bout is (drill.posture == "chair"):
        yield Problem("resets_bout", str(drill.resets_bout).lower(), 'false exactly with posture "chair"')
    if drill.category == "strengthen-lengthened" and drill.level > 1 and drill.min_rest_h < DAY:
        yield Problem("min_rest_h", f"{drill.min_rest_h:g}", f"at least {DAY} from level 2 of the lengthened chain on")
    if drill.profile == "desk":
        yield from _desk(drill)
    for number, level in enumerate(drill.levels, 1):
        yield from _times(level, f"levels[{number}]")


def _desk(drill: Drill) -> Iterator[Problem]:
    if not drill.posture.startswith("standing"):
        yield Problem("profile", '"desk"', f'"chair" or "floor" with posture "{drill.posture}"')
    if odd := {prop.kind for prop in drill.props} - AT_A_DESK:
        yield Problem("props", ", ".join(sorted(odd)), "only desk, chair and arrow in the desk profile")


def _times(level: Level, where: str) -> Iterator[Problem]:
    if level.express and not EXPRESS[0] <= level.seconds <= EXPRESS[1]:
        yield Problem(f"{where}.express", f"{level.seconds:g} s", f"{EXPRESS[0]} to {EXPRESS[1]} s")
    for number, phase in enumerate(level.phases, 1):
        if phase.kind is Kind.HOLD and not HOLD[0] <= phase.seconds <= HOLD[1]:
            yield Problem(f"{where}.phases[{number}]", f"a hold of {phase.seconds:g} s", f"{HOLD[0]} to {HOLD[1]} s")

"""Drills against the week's targets as rings, stretching, strengthening and glutes apart."""

from __future__ import annotations

from collections.abc import Mapping

from sitbreak.core.cards import TARGET_WORDS
from sitbreak.core.durations import MINUTE
from sitbreak.core.values import dataclass
from sitbreak.core.week_counts import Drills, Group
from sitbreak.ui.report.phrases import length

FAMILIES = {
    "Stretching": ("mobility",),
    "Glutes": ("glute",),
    "Strengthening": ("strength", "lengthened", "hamstring", "core"),
    "More": ("other",),
}
NAMES = TARGET_WORDS | {"other": "Others"}
STRETCH_TARGET = 10 * MINUTE
"""Seconds of stretch a side and week beyond which more is not known to help."""


@dataclass(frozen=True, slots=True)
class Ring:
    """`done` and `partial` in percent of the way round."""

    name: str
    count: int
    target: int
    done: float
    partial: float
    also: str
    seconds: str
    aborted: int
    partly: int


@dataclass(frozen=True, slots=True)
class Family:
    name: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Side:
    name: str
    text: str
    percent: float


def families(drills: Drills) -> tuple[Family, ...]:
    """The rings that have a target or anything to show."""
    found = (Family(name, _rings(drills.by_category, groups)) for name, groups in FAMILIES.items())
    return tuple(family for family in found if family.rings)


def sides(drills: Drills) -> tuple[Side, ...]:
    """Stretch of the left and the right side against ten minutes each."""
    return tuple(
        Side(side, length(seconds), round(min(100.0, 100 * seconds / STRETCH_TARGET), 1))
        for side, seconds in drills.stretch_seconds.items()
    )


def _rings(rows: Mapping[str, Group], groups: tuple[str, ...]) -> tuple[Ring, ...]:
    return tuple(_ring(NAMES[name], rows[name]) for name in groups if name in rows and _shown(rows[name]))


def _shown(group: Group) -> bool:
    return bool(group.target or group.done or group.partial or group.aborted)


def _ring(name: str, group: Group) -> Ring:
    done = _share(group.done, group.target)
    also = {"in part": group.partial, "broken off": group.aborted}
    return Ring(
        name=name,
        count=group.done,
        target=group.target,
        done=done,
        partial=min(100 - done, _share(group.partial, group.target)),
        also=", ".join(f"{count} {words}" for words, count in also.items() if count),
        seconds=length(group.seconds),
        aborted=group.aborted,
        partly=group.partial,
    )


def _share(count: int, target: int) -> float:
    """Percent of the target; a category without one is full as soon as anything was done."""
    return min(100.0, round(100 * count / target, 1)) if target else 100.0 * bool(count)

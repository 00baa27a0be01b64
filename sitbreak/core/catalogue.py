"""The drills the program can offer, found by id; the door through which the rest meets a drill and its parts."""

from __future__ import annotations

from collections.abc import Iterator

from sitbreak.core.drill import CATEGORIES, PROFILES, Drill, Prop
from sitbreak.core.drill_reader import CatalogueError, parse_drill, read_drill
from sitbreak.core.fields import Problem
from sitbreak.core.phases import Kind, Level, Move, Phase, Side
from sitbreak.core.plan import Moment, Plan
from sitbreak.core.pose import Pose as Keyframe
from sitbreak.core.values import dataclass

__all__ = [
    "CATEGORIES",
    "PROFILES",
    "Catalogue",
    "CatalogueError",
    "Drill",
    "Keyframe",
    "Kind",
    "Level",
    "Moment",
    "Move",
    "Phase",
    "Plan",
    "Problem",
    "Prop",
    "Side",
    "parse_drill",
    "read_drill",
]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All drills in the order of their chains; ids are unique."""

    drills: tuple[Drill, ...] = ()

    def __iter__(self) -> Iterator[Drill]:
        return iter(self.drills)

    def __len__(self) -> int:
        return len(self.drills)

    def get(self, drill_id: str) -> Drill | None:
        """The drill of that id, or None."""
        return next((drill for drill in self.drills if drill.id == drill_id), None)

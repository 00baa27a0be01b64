"""The drills as the program chooses from them: one small card each, read from the catalogue and then let go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from sitbreak.adapters.forked import forked
from sitbreak.core.program import Book, DrillCard

if TYPE_CHECKING:
    from sitbreak.core.catalogue import Drill


def shipped_book() -> Book:
    """A card for each shipped drill; raises CatalogueError when one is damaged."""
    return tuple(_read(facts) for facts in forked(_facts))


def _read(facts: Sequence[Any]) -> DrillCard:
    """A card out of what JSON made of one, which knows lists and no tuples."""
    every: list[Any] = [tuple(fact) if isinstance(fact, list) else fact for fact in facts]
    return DrillCard(*every)


def _facts() -> list[tuple[object, ...]]:
    from sitbreak.adapters.catalogue_files import load_shipped

    return [astuple(card(drill)) for drill in load_shipped()]


def card(drill: Drill) -> DrillCard:
    """What choosing needs of a drill."""
    from sitbreak.core.catalogue import Side

    return DrillCard(
        id=drill.id,
        name=drill.name,
        category=drill.category,
        chain=drill.chain,
        level=drill.level,
        place=drill.profile,
        dynamic=drill.dynamic,
        resets_bout=drill.resets_bout,
        sided=any(phase.side in (Side.LEFT, Side.RIGHT) for phase in drill.phases),
        seconds=round(drill.seconds),
        default_step=drill.default_level,
        express_step=drill.express_level,
        min_rest_h=drill.min_rest_h,
        lengths=tuple(round(level.seconds) for level in drill.levels),
        doses=tuple(level.dose for level in drill.levels),
    )

"""The drills as the program chooses from them: one small card each, read from the catalogue and then let go."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from sitbreak.adapters.forked import forked
from sitbreak.core.program import Book, DrillCard

if TYPE_CHECKING:
    from sitbreak.core.catalogue import Drill


def shipped_book() -> Book:
    """A card for each shipped drill; raises CatalogueError when one is damaged."""
    return tuple(DrillCard(*facts) for facts in forked(_facts))


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
    )

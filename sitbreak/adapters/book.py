"""The drills as the program chooses from them: one small card each, read from the catalogue and then let go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitbreak.adapters.forked import forked
from sitbreak.core.program import Book, DrillCard
from sitbreak.core.values import dataclass

if TYPE_CHECKING:
    from sitbreak.adapters.catalogue_files import BadFile
    from sitbreak.core.catalogue import Drill


@dataclass(frozen=True, slots=True)
class Shelf:
    """The cards of all drills, the files of the person's own by id, and one line for each file that is left out."""

    book: Book
    own: Mapping[str, str]
    problems: tuple[str, ...] = ()

    def locate(self, drill: str) -> str:
        """What a window is to be told of a drill: the path of an own one's file, or else the id."""
        return self.own.get(drill, drill)


def shipped_book() -> Book:
    """A card for each shipped drill; raises CatalogueError when one is damaged."""
    return shelf().book


def shelf(config: Path | None = None) -> Shelf:
    """The shipped drills and the person's own beside the settings in `config`, as they are now.

    Raises CatalogueError when a shipped one is damaged.
    """
    told = forked(lambda: _facts(config))
    return Shelf(tuple(_read(facts) for facts in told["cards"]), told["own"], tuple(told["problems"]))


def _read(facts: Sequence[Any]) -> DrillCard:
    """A card out of what JSON made of one, which knows lists and no tuples."""
    every: list[Any] = [tuple(fact) if isinstance(fact, list) else fact for fact in facts]
    return DrillCard(*every)


def _facts(config: Path | None) -> dict[str, Any]:
    from sitbreak.adapters.catalogue_files import load_with, own_folder

    loaded = load_with(config)
    own = loaded.within(own_folder(config)) if config else {}
    return {
        "cards": [astuple(card(drill)) for drill in loaded.catalogue],
        "own": {name: str(path) for name, path in own.items()},
        "problems": [_in_short(bad) for bad in loaded.bad],
    }


def _in_short(bad: BadFile) -> str:
    """A line for a menu, where there is no room for every mistake."""
    more = len(bad.problems) - 1
    return f"{bad.path.name}: {bad.problems[0]}" + (f" (and {more} more)" if more else "")


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

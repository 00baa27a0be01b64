"""What choosing needs to know of a drill; the figure and the phases stay in the window's process."""

from __future__ import annotations

from sitbreak.core.values import dataclass

WALK = "walk-break"
"""The answer that is always offered beside a drill."""

TARGET_OF_CATEGORY = {
    "strengthen-neutral": "strength",
    "strengthen-shortened": "strength",
    "strengthen-lengthened": "lengthened",
}
"""Categories of the catalogue whose weekly target goes by another name."""

TARGET_WORDS = {
    "mobility": "Hip stretches",
    "glute": "Glute drills",
    "strength": "Hip strength",
    "lengthened": "Lengthened strength",
    "hamstring": "Hamstrings",
    "core": "Core",
}
"""The weekly targets as a person reads them."""


@dataclass(frozen=True, slots=True)
class DrillCard:
    """One drill: where it belongs, and the steps of its dose ladder.

    `level` is its place in the chain. Steps count from 1: `default_step` is where everybody begins, `express_step` the
    30-40 s version; `lengths` are the seconds of each step and `doses` what each asks for, in words.
    """

    id: str
    name: str
    category: str
    chain: str
    level: int
    place: str
    dynamic: bool
    resets_bout: bool
    sided: bool
    seconds: int
    default_step: int = 0
    express_step: int | None = None
    min_rest_h: float = 0.0
    lengths: tuple[int, ...] = ()
    doses: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """The weekly target it counts for."""
        return TARGET_OF_CATEGORY.get(self.category, self.category)

    def length(self, step: int) -> int:
        """Seconds of that step, of the default one where it is not known."""
        return self.lengths[step - 1] if 1 <= step <= len(self.lengths) else self.seconds

    def dose(self, step: int) -> str:
        """What that step asks for, "" where it is not known."""
        return self.doses[step - 1] if 1 <= step <= len(self.doses) else ""


Book = tuple[DrillCard, ...]


def find(book: Book, drill: str) -> DrillCard | None:
    """The card of that id."""
    return next((card for card in book if card.id == drill), None)

"""Which drill next: filters by place and taste, warms up first, then fills the week's largest gap without repeating."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sitbreak.core.model import DrillDone
from sitbreak.core.settings import Settings

WALK = "walk-break"
"""The answer that is always offered beside a drill."""

_PLACES = ("desk", "chair", "floor")
_ORDER = (
    "mobility",
    "glute",
    "strengthen-neutral",
    "strengthen-shortened",
    "strengthen-lengthened",
    "hamstring",
    "core",
)
_OPEN_TO = {"M": 1, "SS": 1, "SL": 0, "G": 2}
"""The highest level of a chain that is offered unasked; chains not named are open to their end. What lies beyond
opens after a number of completed drills and easy answers that nothing counts yet, so it stays closed; every drill can
be asked for by name."""
TARGET_OF_CATEGORY = {
    "strengthen-neutral": "strength",
    "strengthen-shortened": "strength",
    "strengthen-lengthened": "lengthened",
}
"""Categories of the catalogue whose weekly target goes by another name."""


@dataclass(frozen=True, slots=True)
class DrillCard:
    """What choosing needs to know of a drill; the figure and the phases stay in the window's process."""

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


Book = tuple[DrillCard, ...]


def find(book: Book, drill: str) -> DrillCard | None:
    """The card of that id."""
    return next((card for card in book if card.id == drill), None)


def allowed(book: Book, settings: Settings) -> Book:
    """Open drills for the person's places, less what they excluded; for a prompt only those that leave the seat."""
    reach = _PLACES[: _PLACES.index(settings.drills.profile.value) + 1]
    wanted = (card for card in book if card.place in reach and card.id not in settings.drills.exclude)
    return tuple(card for card in wanted if card.resets_bout and _open(card))


def _open(card: DrillCard) -> bool:
    return card.level <= _OPEN_TO.get(card.chain, card.level)


def choose(
    book: Book, history: Sequence[DrillDone], last_offer: str | None, today: str, settings: Settings
) -> tuple[DrillCard | None, DrillCard | None]:
    """The drill to offer and an alternative of another category; (None, None) when nothing is allowed."""
    candidates = allowed(book, settings)
    warm = tuple(card for card in candidates if card.dynamic) if not _warm(book, history, today) else ()
    rank = _Rank(_done_by_target(book, _this_week(history, today)), history, settings)
    chosen = rank.first(_unrepeated(warm or candidates, last_offer))
    if chosen is None:
        return None, None
    return chosen, rank.first(tuple(card for card in candidates if card.category != chosen.category))


def _warm(book: Book, history: Sequence[DrillDone], today: str) -> bool:
    """Whether a dynamic drill was done today; holding still first thing is what the rule spares cold muscles."""
    dynamic = {card.id for card in book if card.dynamic}
    return any(done.on == today and done.drill in dynamic for done in history)


def _unrepeated(cards: Book, last_offer: str | None) -> Book:
    return tuple(card for card in cards if card.id != last_offer) or cards


@dataclass(frozen=True, slots=True)
class _Rank:
    """Puts the target that is farthest behind first, and within it the drill not done for longest."""

    done: Mapping[str, int]
    history: Sequence[DrillDone]
    settings: Settings

    def first(self, cards: Book) -> DrillCard | None:
        last = {done.drill: place for place, done in enumerate(self.history)}

        def rank(card: DrillCard) -> tuple[float, int, int, str]:
            return self._share(card), _ORDER.index(card.category), last.get(card.id, -1), card.id

        return min(cards, key=rank, default=None)

    def _share(self, card: DrillCard) -> float:
        wished: int = getattr(self.settings.targets, _target(card))
        return self.done.get(_target(card), 0) / wished if wished else float("inf")


def _target(card: DrillCard) -> str:
    return TARGET_OF_CATEGORY.get(card.category, card.category)


def _done_by_target(book: Book, week: Sequence[DrillDone]) -> Counter[str]:
    """How often each target was served, by any drill of the book, offered or asked for."""
    target_of = {card.id: _target(card) for card in book}
    return Counter(target_of[done.drill] for done in week if done.drill in target_of)


def _this_week(history: Sequence[DrillDone], today: str) -> list[DrillDone]:
    day = date.fromisoformat(today)
    monday = (day - timedelta(days=day.weekday())).isoformat()
    return [done for done in history if done.on >= monday]


def remember(history: Sequence[DrillDone], done: DrillDone, keep_days: int = 35) -> tuple[DrillDone, ...]:
    """The history with one more drill and without what is too old to matter."""
    oldest = (date.fromisoformat(done.on) - timedelta(days=keep_days)).isoformat()
    return (*(d for d in history if d.on >= oldest), done)


def first_side(day: date) -> Literal["left", "right"]:
    """The side to begin with, changing from day to day so that neither is favoured."""
    return "right" if day.toordinal() % 2 else "left"

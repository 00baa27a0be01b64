"""Which drill next: filters by place and taste, warms up first, then fills the week's largest gap without repeating."""

from __future__ import annotations

from collections.abc import Sequence
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
_TARGETS = {"strengthen-neutral": "strength", "strengthen-shortened": "strength", "strengthen-lengthened": "lengthened"}


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
    """Drills for the person's places, less what they excluded; for a prompt only those that leave the seat."""
    reach = _PLACES[: _PLACES.index(settings.drills.profile.value) + 1]
    return tuple(
        card for card in book if card.place in reach and card.id not in settings.drills.exclude and card.resets_bout
    )


def choose(
    book: Book, history: Sequence[DrillDone], last_offer: str | None, today: str, settings: Settings
) -> tuple[DrillCard | None, DrillCard | None]:
    """The drill to offer and an alternative of another category; (None, None) when nothing is allowed."""
    candidates = allowed(book, settings)
    warm = tuple(card for card in candidates if card.dynamic) if not _moved_today(history, today) else ()
    chosen = _best(_unrepeated(warm or candidates, last_offer), history, today, settings)
    if chosen is None:
        return None, None
    others = tuple(card for card in candidates if card.category != chosen.category)
    return chosen, _best(others, history, today, settings)


def _moved_today(history: Sequence[DrillDone], today: str) -> bool:
    return any(done.on == today for done in history)


def _unrepeated(cards: Book, last_offer: str | None) -> Book:
    return tuple(card for card in cards if card.id != last_offer) or cards


def _best(cards: Book, history: Sequence[DrillDone], today: str, settings: Settings) -> DrillCard | None:
    week = _this_week(history, today)
    by_id = {card.id: card for card in cards}
    counts = {
        category: sum(1 for d in week if d.drill in by_id and by_id[d.drill].category == category)
        for category in _ORDER
    }
    recency = {done.drill: place for place, done in enumerate(history)}

    def rank(card: DrillCard) -> tuple[float, int, int, str]:
        gap = _share_done(card.category, counts[card.category], settings)
        return gap, _ORDER.index(card.category), recency.get(card.id, -1), card.id

    return min(cards, key=rank, default=None)


def _share_done(category: str, count: int, settings: Settings) -> float:
    target: int = getattr(settings.targets, _TARGETS.get(category, category))
    return count / target if target else float("inf")


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

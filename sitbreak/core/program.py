"""Which drill next: what may be offered now, something moving first, then the week's largest gap, never a repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from sitbreak.core.cards import TARGET_OF_CATEGORY, WALK, Book, DrillCard, find
from sitbreak.core.memory import LONG_AGO, DrillDone
from sitbreak.core.progress import Bar, Progress
from sitbreak.core.records import DrillRecord, Record
from sitbreak.core.values import dataclass

__all__ = [
    "TARGET_OF_CATEGORY",
    "WALK",
    "Book",
    "DrillCard",
    "allowed",
    "choose",
    "find",
    "first_side",
    "for_the_chair",
    "history_of",
    "on_request",
    "remember",
]

_ORDER = ("mobility", "glute", "strength", "lengthened", "hamstring", "core")
"""Which target goes first among equals."""

DAYS_OF_TARGET = 5
"""Targets are for a week of so many days."""

KEPT_DAYS, KEPT_DRILLS = 35, 300
"""The history keeps what is younger, up to so many, and the last of every drill."""


def allowed(progress: Progress) -> Book:
    """What a prompt may offer now: drills that leave the seat and that nothing bars."""
    return tuple(card for card in progress.book if card.resets_bout and progress.bar(card) is None)


def on_request(progress: Progress) -> Book:
    """What may be done now if the person wishes: their places' drills that are open, on the chair as well."""
    barred = (None, Bar.ENOUGH)
    return tuple(card for card in progress.book if progress.bar(card) in barred)


def for_the_chair(progress: Progress) -> DrillCard | None:
    """A drill for somebody who cannot stand up now."""
    seated = tuple(card for card in progress.book if not card.resets_bout and progress.bar(card) is None)
    return _Rank.of(progress).first(seated)


def choose(
    progress: Progress, last_offer: str | None, short: bool = False
) -> tuple[DrillCard | None, DrillCard | None]:
    """The drill to offer and an alternative of another category; (None, None) when nothing is allowed.

    `short` wants one that has an express version.
    """
    candidates = allowed(progress)
    warm = () if progress.warm() else tuple(card for card in candidates if card.dynamic)
    pool = warm or candidates
    brief = tuple(card for card in pool if short and card.express_step is not None and card.id != last_offer)
    rank = _Rank.of(progress)
    chosen = rank.first(brief or _unrepeated(pool, last_offer))
    if chosen is None:
        return None, None
    return chosen, rank.first(tuple(card for card in candidates if card.category != chosen.category))


def _unrepeated(cards: Book, last_offer: str | None) -> Book:
    return tuple(card for card in cards if card.id != last_offer) or cards


@dataclass(frozen=True, slots=True)
class _Rank:
    """Puts the target that is farthest behind first, and within it the drill not done for longest."""

    progress: Progress
    done: Counter[str]
    share: float
    last: dict[str, int]

    @classmethod
    def of(cls, progress: Progress) -> _Rank:
        week = this_week(progress)
        target_of = {card.id: card.target for card in progress.book}
        done = Counter(target_of[one.drill] for one in week if one.drill in target_of)
        days = {one.on for one in week} | {progress.now.date().isoformat()}
        last = {one.drill: place for place, one in enumerate(progress.history) if one.counts}
        return cls(progress, done, min(1.0, len(days) / DAYS_OF_TARGET), last)

    def first(self, cards: Book) -> DrillCard | None:
        return min(cards, key=self._rank, default=None)

    def _rank(self, card: DrillCard) -> tuple[float, int, int, str]:
        return -self._behind(card), _ORDER.index(card.target), self.last.get(card.id, -1), card.id

    def _behind(self, card: DrillCard) -> float:
        """How many drills are missing from what the week's days so far ask for."""
        wished: int = getattr(self.progress.settings.targets, card.target)
        return round(wished * self.share - self.done[card.target], 6) if wished else float("-inf")


def this_week(progress: Progress) -> list[DrillDone]:
    """What was done since Monday, at least in part."""
    day = progress.now.date()
    monday = (day - timedelta(days=day.weekday())).isoformat()
    return [done for done in progress.history if done.on >= monday and done.counts]


def history_of(records: Sequence[Record]) -> tuple[DrillDone, ...]:
    """The drills among the records, oldest first, as they are remembered."""
    drills = sorted((one for one in records if isinstance(one, DrillRecord)), key=lambda one: one.ended)
    return tuple(DrillDone(one.drill, one.result, one.ended, one.level, one.effort, one.id) for one in drills)


def remember(history: Sequence[DrillDone], *more: DrillDone) -> tuple[DrillDone, ...]:
    """The history with more drills, each once, and without what is too old or too much to matter."""
    known = {done.id for done in more if done.id}
    every = sorted((*(done for done in history if done.id not in known), *more), key=lambda done: done.at)
    oldest = every[-1].at - timedelta(days=KEPT_DAYS) if every else LONG_AGO
    young = [done for done in every if done.at >= oldest][-KEPT_DRILLS:]
    recent = {done.drill for done in young if done.counts}
    old = every[: len(every) - len(young)]
    last = {done.drill: done for done in old if done.counts and done.drill not in recent}
    return (*last.values(), *young)


def first_side(day: date) -> Literal["left", "right"]:
    """The side to begin with, changing from day to day so that neither is favoured."""
    return "right" if day.toordinal() % 2 else "left"

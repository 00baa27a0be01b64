"""The week's targets with what was done for them so far, today apart, for the person who wants to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields

from sitbreak.core.cards import TARGET_WORDS, find
from sitbreak.core.memory import DrillDone
from sitbreak.core.program import this_week
from sitbreak.core.progress import Progress
from sitbreak.core.settings import Targets
from sitbreak.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Aim:
    """One target: drills done, at least in part, today and this week, and how many the week asks for."""

    name: str
    today: int
    week: int
    target: int

    @property
    def words(self) -> str:
        """Such as "Glute drills: 2 today, 4 of 10 this week"."""
        today = f"{self.today} today, " if self.today else ""
        return f"{TARGET_WORDS[self.name]}: {today}{self.week} of {self.target} this week"


def aims(known: Progress) -> tuple[Aim, ...]:
    """Every target the settings ask anything for, in the order of the settings."""
    week = this_week(known)
    done = _counted(known, week)
    today = _counted(known, [one for one in week if one.on == known.now.date().isoformat()])
    wished = {
        row.name: getattr(known.settings.targets, row.name) for row in fields(Targets) if row.name in TARGET_WORDS
    }
    return tuple(Aim(name, today[name], done[name], target) for name, target in wished.items() if target)


def _counted(known: Progress, drills: Sequence[DrillDone]) -> Counter[str]:
    cards = (find(known.book, one.drill) for one in drills)
    return Counter(card.target for card in cards if card is not None)

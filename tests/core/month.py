"""A month at a desk played through the whole program: eight hours a day, every prompt answered as a plan says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sitbreak.adapters.catalogue_files import load_shipped
from sitbreak.core.catalogue import Side
from sitbreak.core.model import (
    Accept,
    Acknowledge,
    DrillEnded,
    DrillOrder,
    DrillRecord,
    DrillResult,
    Event,
    OpenDrill,
    Say,
    SetLevel,
    Skip,
    Walk,
)
from sitbreak.core.settings import Settings
from tests.core.trainee import BOOK
from tests.timeline import HOUR, MINUTE, MONDAY_NINE, Day

GLANCE = 4 * MINUTE
WORK = 8 * HOUR
CATALOGUE = load_shipped()

Mood = Callable[[], tuple[str, str | None]]
"""How the next prompt is answered: accept, walk, skip or give up, and how the drill feels."""


@dataclass(frozen=True)
class Offered:
    """One prompt: what it offered when, and what was on record before."""

    drill: str
    due: datetime
    before: tuple[DrillRecord, ...]


@dataclass
class Month:
    """Lived by `mood`; takes every next step that is offered when `climbs`."""

    settings: Settings
    mood: Mood
    climbs: bool = True
    offers: list[Offered] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.day = Day(self.settings, GLANCE, MONDAY_NINE, book=BOOK)
        self.day.feed(Acknowledge())

    @property
    def drills(self) -> list[DrillRecord]:
        return [record for record in self.day.records if isinstance(record, DrillRecord)]

    @property
    def orders(self) -> list[DrillOrder]:
        return [effect.order for effect in self.day.effects if isinstance(effect, OpenDrill)]

    def lives(self, days: int) -> Month:
        """So many days from a Monday on, weekends off."""
        for number in range(days):
            if number % 7 < 5:
                self._works(number * 24 * HOUR + WORK)
            self.day.sleeps((number + 1) * 24 * HOUR - self.day.t)
        return self

    def _works(self, until: float) -> None:
        self._returns()
        while self.day.t < until:
            self.day.types(GLANCE)
            prompt = self.day.state.prompting.prompt
            if prompt is not None and prompt.shown is not None:
                self.offers.append(Offered(prompt.drill, self.day.at.label(prompt.due), tuple(self.drills)))
                self._answers(prompt.drill)

    def _answers(self, drill: str) -> None:
        answer, effort = self.mood()
        events: dict[str, Event] = {"accept": Accept(), "walk": Walk(), "skip": Skip(), "give up": Accept()}
        before = len(self.day.effects)
        self.day.does(events[answer])
        order = next((e.order for e in self.day.effects[before:] if isinstance(e, OpenDrill)), None)
        if order is not None:
            self._does(order, answer, effort)
        self.day.leaves(6 * MINUTE)
        self._returns()

    def _returns(self) -> None:
        """Two inputs, close enough to be no stray bump."""
        self.day.types(1)
        self.day.types(20)

    def _does(self, order: DrillOrder, answer: str, effort: str | None) -> None:
        left, right = sides(order)
        self.day.leaves(90)
        result = DrillResult.DONE if answer == "accept" else DrillResult.ABANDONED
        before = len(self.day.effects)
        self.day.feed(DrillEnded(result, left + right, left, right, effort, spread=False))
        for effect in self.day.effects[before:]:
            if isinstance(effect, Say):
                self._hears(effect)

    def _hears(self, message: Say) -> None:
        self.said.append(message.title)
        for choice in message.choices:
            if isinstance(choice.event, SetLevel) and self.climbs and choice.label != "Undo":
                self.day.does(choice.event)


def sides(order: DrillOrder) -> tuple[float, float]:
    """Seconds of exercise on the left and on the right when the drill is done as ordered."""
    drill = CATALOGUE.get(order.drill)
    assert drill is not None
    spent = {Side.LEFT: 0.0, Side.RIGHT: 0.0}
    for phase in drill.plan(order.level, None, order.first_side, order.warm_up).phases:
        for side in (Side.LEFT, Side.RIGHT) if phase.side is Side.ALTERNATE else (phase.side,):
            if phase.kind.exercise and side in spent:
                spent[side] += phase.seconds
    return spent[Side.LEFT], spent[Side.RIGHT]


def since(one: DrillRecord, moment: datetime) -> timedelta:
    return moment - one.ended

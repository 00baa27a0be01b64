"""A made-up working week: an office worker with calls, lunches and moods, lived through the real program at speed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random

from sitbreak.core.machine import fresh, step
from sitbreak.core.model import (
    Accept,
    At,
    DrillEnded,
    DrillOrder,
    DrillResult,
    Effect,
    Event,
    Keep,
    Looked,
    OpenDrill,
    PromptShown,
    Quit,
    Reading,
    Record,
    Show,
    Skip,
    Snooze,
    Stand,
    Started,
    State,
    Walk,
)
from sitbreak.core.program import Book
from sitbreak.core.settings import Settings
from sitbreak.core.values import replace

GLANCE = 10.0
MINUTE = 60.0

_MOODS = (("accept", 46), ("walk", 14), ("snooze", 14), ("skip", 8), ("ignore", 10), ("leave", 8))
_PIECES = (("work", 62), ("call", 14), ("coffee", 16), ("stand", 8))


@dataclass
class Worker:
    """One person at one desk; `chance` decides everything, so the same seed lives the same week."""

    begins: datetime
    settings: Settings
    book: Book
    chance: Random
    t: float = 0.0
    asleep: float = 0.0
    last_input: float = 0.0
    signals: Reading = field(default_factory=lambda: Reading(idle=0.0, source="demo"))
    records: list[Record] = field(default_factory=list)
    opened: list[DrillOrder] = field(default_factory=list)
    asked: bool = False

    def __post_init__(self) -> None:
        self.state: State = fresh("demo", self.at)
        self._feed(Started())

    @property
    def at(self) -> At:
        return At(self.t, At(0.0, self.begins).label(self.t), self.asleep)

    def day(self, number: int) -> None:
        """From the morning to the evening of day `number`, counted from the first."""
        self._sleep_until(number * 24 * 60 * MINUTE + self.chance.gauss(8 * 60 + 50, 12) * MINUTE)
        self._stretch_of_day(self.t + self.chance.uniform(3.2, 3.7) * 60 * MINUTE)
        self._lock(self.chance.uniform(35, 55) * MINUTE)
        self._stretch_of_day(self.t + self.chance.uniform(3.6, 4.6) * 60 * MINUTE)
        self._away(6 * MINUTE)

    def go_home(self) -> None:
        self._feed(Quit())

    def _stretch_of_day(self, end: float) -> None:
        while self.t < end:
            match self._pick(_PIECES):
                case "work":
                    self._work(self.chance.lognormvariate(3.5, 0.45) * MINUTE)
                case "call":
                    self._call(self.chance.uniform(15, 50) * MINUTE)
                case "coffee":
                    self._away(self.chance.uniform(5.5, 14) * MINUTE)
                case "stand":
                    self._feed(Stand())
                    self._work(self.chance.uniform(10, 25) * MINUTE)
                    self._away(self.chance.uniform(5.5, 8) * MINUTE)

    def _pick(self, weighed: tuple[tuple[str, int], ...]) -> str:
        names, weights = zip(*weighed, strict=True)
        return str(self.chance.choices(names, weights)[0])

    def _work(self, seconds: float) -> None:
        end = self.t + seconds
        while self.t < end:
            self._glance(typing=self.chance.random() < 0.8)
            if self.asked:
                self._answer()

    def _call(self, seconds: float) -> None:
        self.signals = replace(self.signals, call=True)
        self._pass(seconds, typing=False)
        self.signals = replace(self.signals, call=False)
        self._glance(typing=True)

    def _away(self, seconds: float) -> None:
        self._pass(seconds, typing=False)

    def _lock(self, seconds: float) -> None:
        self.signals = replace(self.signals, locked=True)
        self._pass(seconds, typing=False)
        self.signals = replace(self.signals, locked=False)
        self._glance(typing=True)

    def _sleep_until(self, t: float) -> None:
        nap = t - self.t
        self.t, self.asleep = t, self.asleep + nap
        self._glance(typing=False)
        self._glance(typing=True)

    def _pass(self, seconds: float, typing: bool) -> None:
        for _ in range(round(seconds / GLANCE)):
            self._glance(typing)

    def _glance(self, typing: bool) -> None:
        self.t += GLANCE
        self.last_input = self.t - self.chance.uniform(0, 4) if typing else self.last_input
        self._feed(Looked(replace(self.signals, idle=self.t - self.last_input)))

    def _answer(self) -> None:
        self.asked = False
        self._pass(self.chance.uniform(0, 40), typing=True)
        match self._pick(_MOODS):
            case "accept":
                self._feed(Accept())
                self._exercise()
            case "walk":
                self._feed(Walk())
                self._away(self.chance.uniform(2, 6) * MINUTE)
            case "snooze":
                self._feed(Snooze())
            case "skip":
                self._feed(Skip(self.chance.choice(("busy", "meeting", "other"))))
            case "leave":
                self._away(self.chance.uniform(6, 12) * MINUTE)
            case _:
                self._pass(120, typing=True)

    def _exercise(self) -> None:
        if not self.opened:
            return
        order = self.opened.pop()
        card = next(card for card in self.book if card.id == order.drill)
        whole = self.chance.random() < 0.85
        seconds = card.seconds if whole else card.seconds * 0.6
        self._pass(seconds, typing=False)
        side = seconds / 2 if card.sided else 0.0
        result = DrillResult.DONE if whole else DrillResult.PARTIAL
        self._feed(DrillEnded(result, round(seconds), side, side, self.chance.choice(("easy", "ok", None))))
        self._away(self.chance.uniform(10, 90))

    def _feed(self, event: Event) -> None:
        self.state, effects = step(self.state, event, self.at, self.settings, self.book)
        for effect in effects:
            self._notice(effect)

    def _notice(self, effect: Effect) -> None:
        match effect:
            case Keep(record):
                self.records.append(record)
            case Show(offer):
                self._feed(PromptShown(offer.id))
                self.asked = True
            case OpenDrill(order):
                self.opened.append(order)
            case _:
                pass


def week(monday: date, zone: tzinfo | None, settings: Settings, book: Book, seed: int) -> Iterator[list[Record]]:
    """The records of each working day in turn."""
    worker = Worker(datetime.combine(monday, time(), zone), settings, book, Random(seed))
    for number in range(5):
        worker.records = []
        worker.day(number)
        if number == 4:
            worker.go_home()
        yield worker.records


def monday_before(now: datetime) -> date:
    """Monday of the last whole week."""
    return now.date() - timedelta(days=now.weekday() + 7)

"""A person's drills as tests write them down: what was done when, how it felt, and what may come next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sitbreak.adapters.book import shipped_book
from sitbreak.core.cards import DrillCard, find
from sitbreak.core.memory import DrillDone, Training
from sitbreak.core.progress import Progress
from sitbreak.core.settings import Settings, read_settings

BOOK = shipped_book()
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def card(name: str) -> DrillCard:
    found = find(BOOK, name)
    assert found is not None
    return found


def ruled(**drills: object) -> Settings:
    return read_settings({"drills": drills})


def done(*ids: str, at: datetime = MONDAY, effort: str | None = None, step: int | None = None) -> list[DrillDone]:
    """Drills done to the end, one a minute, at the step they begin at."""
    steps = [card(name).default_step if step is None else step for name in ids]
    pairs = enumerate(zip(ids, steps, strict=True))
    return [DrillDone(name, "done", at + timedelta(minutes=n), at_step, effort) for n, (name, at_step) in pairs]


def daily(name: str, days: int, since: datetime = MONDAY, a_day: int = 1, effort: str | None = "ok") -> list[DrillDone]:
    """The same drill on some days running."""
    return [one for day in range(days) for one in done(*[name] * a_day, at=since + day * DAY, effort=effort)]


@dataclass
class Trainee:
    """A person at `now`; everything they did is in `history`."""

    history: list[DrillDone] = field(default_factory=list)
    now: datetime = MONDAY
    settings: Settings = field(default_factory=Settings)
    training: Training = field(default_factory=Training)
    walks: tuple[datetime, ...] = ()

    @property
    def known(self) -> Progress:
        history = sorted(self.history, key=lambda one: one.at)
        return Progress(BOOK, history, self.training, self.now, self.settings, self.walks)

    def later(self, by: timedelta) -> Trainee:
        return replace(self, now=self.now + by)

    def bar(self, name: str) -> str | None:
        found = self.known.bar(card(name))
        return found.value if found else None

    def step(self, name: str) -> int:
        return self.known.step(card(name))

    def next_step(self, name: str) -> int | None:
        return self.known.next_step(card(name))

"""Stand-ins for everything the engine touches; they write down what was asked of them, in order."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from zoneinfo import ZoneInfo

from sitbreak.core.machine import fresh
from sitbreak.core.model import At, DrillOrder, Event, Offer, PromptShown, Quit, Reading, Record, Say, State
from sitbreak.core.program import Book
from sitbreak.core.settings import Settings
from sitbreak.engine import Engine, Eyes, Turned
from sitbreak.hands import Hands
from sitbreak.ports import Axis, Post, Saved
from tests.timeline import CARDS

MONDAY_NINE = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
PATIENCE = 10.0

Journal = list[tuple[object, ...]]


@dataclass
class FakeClock:
    """A clock that stands still until told otherwise, but for `ticks` seconds at every reading."""

    t: float = 0.0
    ticks: float = 0.0
    asleep: float = 0.0

    def now(self) -> At:
        self.t += self.ticks
        return At(self.t, MONDAY_NINE + timedelta(seconds=self.t), self.asleep)

    def sleep(self, seconds: float) -> None:
        self.t, self.asleep = self.t + seconds, self.asleep + seconds


@dataclass
class FakeStore:
    """Keeps records by id; `full` names the writes that the disk refuses: "save", "put"."""

    journal: Journal
    saved: Saved | None = None
    records: dict[str, Record] = field(default_factory=dict)
    full: frozenset[str] = frozenset()

    def put(self, records: Sequence[Record]) -> None:
        self._write("put", tuple(record.id for record in records))
        self.records.update({record.id: record for record in records})

    def save(self, state: State, outbox: Sequence[Record], axis: Axis) -> None:
        self._write("save", tuple(record.id for record in outbox))
        self.saved = Saved(state, tuple(outbox), axis)

    def load(self) -> Saved | None:
        return self.saved

    def problems(self) -> tuple[str, ...]:
        return ()

    def _write(self, what: str, ids: tuple[str, ...]) -> None:
        if what in self.full:
            self.journal.append((f"{what} refused", ids))
            raise OSError(errno.ENOSPC, "No space left on device", "records")
        self.journal.append((what, ids))


@dataclass
class FakeNotifier:
    """Shows every prompt at once."""

    journal: Journal
    post: Post
    name: str = "fake"

    def show(self, offer: Offer) -> None:
        self.journal.append(("show", offer.id))
        self.post(PromptShown(offer.id))

    def withdraw(self) -> None:
        self.journal.append(("withdraw",))

    def say(self, message: Say) -> None:
        self.journal.append(("say", message.title))

    def close(self) -> None:
        """Nothing is held."""


@dataclass
class FakeLauncher:
    """Opens nothing."""

    journal: Journal

    def drill(self, order: DrillOrder) -> None:
        self.journal.append(("drill", order.drill))

    def stop_drill(self) -> None:
        self.journal.append(("stop drill",))

    def pause_drill(self) -> None:
        self.journal.append(("pause drill",))


@dataclass
class FakeTicker:
    """Never calls back; the test looks by itself."""

    armed: list[float] = field(default_factory=list)

    def arm(self, seconds: float) -> None:
        self.armed.append(seconds)

    def rest(self) -> float:
        return PATIENCE

    def close(self) -> None:
        """Nothing runs."""


class Bench:
    """A running engine among fakes; `store` is handed from one to the next, as the disk is."""

    def __init__(self, store: FakeStore | None = None, clock: FakeClock | None = None, book: Book = CARDS) -> None:
        self.store = store or FakeStore([])
        self.journal = self.store.journal
        self.clock = clock or FakeClock()
        self.reading = Reading(idle=0.0, source="fake")
        self.settings = Settings()
        self.turns: list[Turned] = []
        self._news: SimpleQueue[Turned] = SimpleQueue()
        saved = self.store.saved
        state = saved.state if saved else fresh("run", self.clock.now())
        eyes = Eyes(self.clock, self._read, lambda: False, lambda: self.settings, lambda: book, self._axis)
        self.engine = Engine(state, saved.outbox if saved else (), eyes)
        self.engine.watch(self._turned)
        self.ticker = FakeTicker()
        notifier = FakeNotifier(self.journal, self.engine.post)
        self.hands = Hands(notifier, FakeLauncher(self.journal), self.store, self.ticker, self._configure, self)

    def _configure(self, key: str, value: str) -> None:
        self.journal.append(("configure", key, value))

    def recall(self, week: str) -> None:
        self.journal.append(("recall", week))

    def open(self, week: str) -> None:
        self.journal.append(("open", week))

    def start(self) -> Bench:
        self.engine.start(self.hands)
        self.turn()
        return self.look()

    def does(self, event: Event) -> Bench:
        """Post an event and wait until it has been carried out."""
        self.engine.post(event)
        self._until(event)
        return self

    def look(self) -> Bench:
        """Have the signals read and wait until they have been folded in."""
        self.engine.ask(("resume",))
        return self

    def sits(self, seconds: float, every: float = 120.0) -> Bench:
        """Let time pass with the person typing, and the engine looking when it wishes to, or sooner."""
        end = self.clock.t + seconds
        while self.clock.t < end:
            self.clock.t = min(end, self.clock.t + every, self.clock.t + self.ticker.armed[-1])
            self.look()
        return self

    def turn(self) -> Turned:
        """The next turn that nobody has waited for yet."""
        try:
            return self._news.get(timeout=PATIENCE)
        except Empty:
            raise AssertionError("the engine did not turn") from None

    def quits(self) -> Bench:
        """Quit and wait for the end of the thread."""
        self.does(Quit())
        self.engine.join(PATIENCE)
        return self

    def _read(self, *_wants: object) -> Reading:
        return self.reading

    def _axis(self) -> Axis:
        return {"offset": self.clock.t}

    def _turned(self, turned: Turned) -> None:
        self.turns.append(turned)
        self._news.put(turned)

    def _until(self, event: Event) -> None:
        while self.turn().event is not event:
            pass

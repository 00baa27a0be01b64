"""One run of the real engine, store, settings file and scheduler's shell in the middle of the made-up year."""

from __future__ import annotations

import errno
import heapq
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from sitbreak.adapters.settings_file import Watched
from sitbreak.adapters.store import RecordStore
from sitbreak.core.model import (
    BoutRecord,
    DrillEnded,
    DrillOrder,
    DrillResult,
    Event,
    Keep,
    Offer,
    PromptFailed,
    PromptShown,
    Quit,
    Reading,
    Record,
    Say,
    SpanRecord,
    State,
    Walk,
    WeekTold,
)
from sitbreak.core.trays import view
from sitbreak.core.wanting import Wants
from sitbreak.engine import Engine, Eyes, Turned
from sitbreak.hands import Hands
from sitbreak.ports import Axis
from sitbreak.resuming import axis_of, state_of
from tests.soak import habits
from tests.soak.clockwork import SteppedTicker
from tests.soak.world import World
from tests.timeline import CARDS

REACTION, EXERCISE, WALK, READS = 25.0, 75.0, 150.0, 5.0
"""Seconds until a prompt is answered, for a drill, for a walk, and until a message is."""

SEEN_EVERY = 20
"""Steps; the tray alone would take half of the year."""

TELLER = "sitbreak.commands.week_told"


class Disk(RecordStore):
    """The real store, on a disk that may be full."""

    full = False

    def put(self, records: Sequence[Record]) -> None:
        self._refuse()
        super().put(records)

    def save(self, state: State, outbox: Sequence[Record], axis: Axis) -> None:
        self._refuse()
        super().save(state, outbox, axis)

    def _refuse(self) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, "No space left on device", "records")


def ledger_of(home: Path) -> Path:
    """The test's own account of what should be on record, beside the program's folder."""
    return home.with_name(f"{home.name}-ledger")


def entry(record: Record) -> str:
    """A line of the ledger: the record's id, its state and how long it lasted, to the microsecond, unlike on the disk.

    Bouts and other stretches only; for all else nothing but the id.
    """
    if not isinstance(record, BoutRecord | SpanRecord):
        return f"{record.id} - 0\n"
    name = "seated" if isinstance(record, BoutRecord) else record.state
    return f"{record.id} {name} {(record.end - record.start).total_seconds()!r}\n"


class Life:
    """The program from a start to its end, be it by command or by a kill."""

    name = "script"

    def __init__(self, world: World, home: Path, chance: Random) -> None:
        self._world, self._home, self._chance = world, home, chance
        self._watched = Watched(home / "config/config.toml")
        self.store = Disk(home / "data/history", home / "state/state.json", "desk")
        saved = self.store.load()
        self.clock = world.machine.clock(saved)
        state = state_of(saved, self.clock.now(), self.store)
        eyes = Eyes(self.clock, self._read, lambda: True, self._settings, lambda: CARDS, lambda: axis_of(self.clock))
        self.engine = Engine(state, saved.outbox if saved else (), eyes)
        self.engine.watch(self._turned)
        ticker = SteppedTicker(self.clock, self.engine.look, self._advance)
        self._hands = Hands(self, self, self.store, ticker, self._configure, self)
        self._plans: list[tuple[float, int, Callable[[], object]]] = []
        self._order, self._turns = count(), count()

    def run(self) -> None:
        """Live until the program ends; the year goes on from where it stands."""
        self.engine.start(self._hands)
        self.engine.join()

    # ------------------------------------------------ time

    def _advance(self, wait: float) -> None:
        """Where the engine would sleep: on to whatever comes first, on the engine's own thread."""
        planned = self._plans[0][0] if self._plans else float("inf")
        happens = self._world.pass_to(min(self._world.machine.t + wait, planned))
        if happens:
            self._meet(happens)
        elif planned <= self._world.machine.t:
            heapq.heappop(self._plans)[2]()

    def _meet(self, happens: str) -> None:
        """What the world brings: a kill or an end, something the desktop tells by itself, or a wish of the person."""
        self.store.full = self._world.disk_is_full
        if happens == "killed":
            raise SystemExit
        if happens in ("off", "stopped", "over"):
            self.engine.post(Quit())
        elif happens == "wish":
            self.engine.post(habits.deed(self.clock.now(), self._chance))
        else:
            self.engine.look()

    def _plan(self, seconds: float, deed: Callable[[], object]) -> None:
        heapq.heappush(self._plans, (self._world.machine.t + seconds, next(self._order), deed))

    def _say(self, event: Event) -> None:
        """What the person does to a prompt or in a window; a walk leads away from the desk."""
        if isinstance(event, Walk):
            self._world.hands_off(True)
            self._plan(WALK, self._back)
        self.engine.post(event)

    def _back(self) -> None:
        self._world.hands_off(False)
        self.engine.look()

    # ------------------------------------------------ eyes

    def _read(self, _wants: Wants) -> Reading:
        return self._world.reading()

    def _settings(self) -> Any:
        self._watched.changed()
        return self._watched.settings

    def _turned(self, turned: Turned) -> None:
        """Note what goes on record, and compute the tray as the program does, though not after every single step."""
        self._world.counts[type(turned.event).__name__] += 1
        if kept := [entry(effect.record) for effect in turned.effects if isinstance(effect, Keep)]:
            with ledger_of(self._home).open("a", encoding="ascii") as ledger:
                ledger.writelines(kept)
        if next(self._turns) % SEEN_EVERY == 0:
            view(turned.state, turned.at, turned.settings, CARDS, self.store.problems())

    # ------------------------------------------------ hands, on the engine's thread

    def show(self, offer: Offer) -> None:
        said = habits.answer(offer, self._chance)
        self.engine.post(PromptShown(offer.id))
        if said is not None:
            self._plan(READS if isinstance(said, PromptFailed) else REACTION, lambda: self._say(said))

    def withdraw(self) -> None:
        """Nothing is on a real screen."""

    def say(self, message: Say) -> None:
        self._world.counts["message"] += 1
        if message.choices and self._chance.random() < 0.7:
            choice = self._chance.choice(message.choices)
            self._plan(READS, lambda: self._say(choice.event))

    def drill(self, order: DrillOrder) -> None:
        self._world.hands_off(True)
        report = habits.report(self._chance)
        self._plan(EXERCISE + order.warm_up, lambda: self._end_drill(report))

    def _end_drill(self, report: DrillEnded | None) -> None:
        if report is not None:
            self.engine.post(report)
        self._plan(READS, self._back)

    def stop_drill(self) -> None:
        self._plan(0.0, lambda: self.engine.post(DrillEnded(DrillResult.ABANDONED)))

    def pause_drill(self) -> None:
        """The window asks, and nobody answers."""

    def _configure(self, key: str, value: str) -> None:
        self._world.counts["setting changed by a click"] += 1
        self._watched.path.write_text(f"{key} = {value}\n", encoding="utf-8")

    def recall(self, week: str) -> None:
        """The real child reads the week, while the year stands still."""
        env = {"SITBREAK_HOME": str(self._home), "PATH": ""}
        told = subprocess.run([sys.executable, "-m", TELLER, week], env=env, capture_output=True, check=True, text=True)
        self.engine.post(WeekTold(week, told.stdout.split('"sentence": "')[1].rstrip('"}\n')))

    def open(self, week: str) -> None:
        self._world.counts["week opened"] += 1

    def close(self) -> None:
        """Nothing is open."""

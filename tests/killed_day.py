"""Lives a busy day through the real engine and store at speed until it is killed, and tells what it was promised.

Usage: python -m tests.killed_day HOME SEED

Each line "BEGIN END" on standard input forks a life that goes on from the checkpoint in HOME, from second BEGIN of the
day until it is killed or END is over. What happens is told on standard output, a line each, before or after the fact:
"at T" before an event, "saving" and "storing" before a write, "stored RECORD" after the write, "shown" and "opened" with
the id of a prompt or drill that is on the screen; "pid N" comes first and "over CODE" last.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Semaphore

from sitbreak.adapters.store import RecordStore
from sitbreak.core.codec import encode_outbox
from sitbreak.core.machine import fresh
from sitbreak.core.model import DrillEnded, DrillOrder, DrillResult, Event, Offer, PromptShown, Quit, Record, State, Walk
from sitbreak.core.settings import read_settings
from sitbreak.engine import Engine, Eyes, Hands
from sitbreak.ports import Axis
from tests.busy_day import Desk, answer
from tests.timeline import CARDS

SETTINGS = read_settings({"sitting": {"limit": "15m"}, "prompt": {"max_per_day": 100}, "quiet": {"hours": {}}})
EXERCISE = 70.0


def tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def store_in(home: Path) -> RecordStore:
    return RecordStore(home / "data/history", home / "state/state.json", "desk")


class ToldStore(RecordStore):
    """Tells what is on the disk once it is."""

    def put(self, records: Sequence[Record]) -> None:
        tell("storing")
        super().put(records)
        for value in encode_outbox(records):
            tell(f"stored {json.dumps(value)}")

    def save(self, state: State, outbox: Sequence[Record], axis: Axis) -> None:
        tell("saving")
        super().save(state, outbox, axis)


class Script:
    """The world around one engine: clock, notifier, launcher and ticker in one, all of them made of the day's script."""

    name = "script"

    def __init__(self, home: Path, seed: int, begin: float) -> None:
        self.desk = Desk(seed, begin)
        store = ToldStore(home / "data/history", home / "state/state.json", "desk")
        saved = store.load()
        state = saved.state if saved else fresh("day", self.now())
        eyes = Eyes(self, lambda: self.desk.reading, lambda: True, lambda: SETTINGS, lambda: CARDS, dict)
        self.engine = Engine(state, saved.outbox if saved else (), eyes)
        self._hands = Hands(self, self, store, self)
        self._handled = Semaphore(0)
        self._due: list[tuple[float, Event | None]] = []
        self._shown: list[str] = []
        self._wish = 0.0

    now = property(lambda self: lambda: self.desk.at)

    def live(self, end: float) -> None:
        """Go on until the day is at `end`, then quit."""
        tell(f"at {self.desk.t}")
        self.engine.start(self._hands)
        self._settled(2)
        while self.desk.t < end:
            self._next()
        self.engine.post(Quit())
        self.engine.join(10)

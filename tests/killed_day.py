"""Lives a busy day through the real engine and store at speed until it is killed, and tells what it was promised.

Usage: python -m tests.killed_day HOME SEED

Each line "BEGIN END" on standard input forks a life that goes on from the checkpoint in HOME, from second BEGIN of the
day until it is killed or END is over. What happens is told on standard output, one line each: "pid N" first and "over
CODE" last; "at T" before an event, "saving" and "storing" before a write, "stored RECORD" after it; "shown ID" and
"opened ID" of prompts and drills that come to the screen.
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
from sitbreak.core.model import (
    DrillEnded,
    DrillOrder,
    DrillResult,
    Event,
    Offer,
    PromptShown,
    Quit,
    Record,
    Say,
    State,
    Walk,
)
from sitbreak.core.settings import read_settings
from sitbreak.engine import Engine, Eyes
from sitbreak.hands import Hands
from sitbreak.ports import Axis
from tests.busy_day import Desk, answer
from tests.timeline import CARDS

SETTINGS = read_settings({"sitting": {"limit": "15m"}, "prompt": {"max_per_day": 100}, "quiet": {"hours": {}}})
REACTION, EXERCISE, WALK = 25.0, 75.0, 150.0


def tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


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


class Life:
    """Everything around one engine, played by the script: the clock, the notifier, the launcher and the ticker."""

    name = "script"

    def __init__(self, home: Path, seed: int, begin: float) -> None:
        self._desk = Desk(seed, begin)
        store = ToldStore(home / "history", home / "state/state.json", "desk")
        saved = store.load()
        state = saved.state if saved else fresh("day", self._desk.now())
        eyes = Eyes(self._desk, lambda _wants: self._desk.read(), lambda: True, lambda: SETTINGS, lambda: CARDS, dict)
        self._engine = Engine(state, saved.outbox if saved else (), eyes)
        self._hands = Hands(self, self, store, self, self._configure, self)
        self._handled = Semaphore(0)
        self._planned: list[tuple[float, Event | None]] = []
        self._news: list[str] = []
        self._wish = 0.0

    def _configure(self, key: str, value: str) -> None:
        """Nobody is asked anything on this day."""

    def recall(self, week: str) -> None:
        """The day does not reach into another week."""

    def open(self, week: str) -> None:
        """Nobody reads a week on this day."""

    def go_on(self, end: float) -> None:
        """Live until the day's second `end`, then quit."""
        tell(f"at {self._desk.t}")
        self._engine.start(self._hands)
        self._wait(2)
        while self._desk.t < end:
            self._move()
        self._engine.post(Quit())
        self._engine.join(10)

    def _move(self) -> None:
        """On to whatever comes first: the next look, the next piece of the day, or something the person means to do."""
        planned = min(self._planned, key=lambda plan: plan[0], default=(float("inf"), None))
        moment = min(planned[0], self._desk.piece.end, self._desk.t + self._wish)
        begun = self._desk.pass_to(moment)
        tell(f"at {moment}")
        if planned[0] <= moment:
            self._planned.remove(planned)
            self._do(planned[1])
        else:
            self._post(self._desk.piece.deed if begun else None)

    def _do(self, deed: Event | None) -> None:
        """What was planned; nothing means that the person is back."""
        walks = isinstance(deed, Walk)
        self._desk.hands_off(walks)
        if walks:
            self._plan(WALK, None)
        self._post(deed)

    def _plan(self, seconds: float, deed: Event | None) -> None:
        self._planned.append((self._desk.t + seconds, deed))

    def _post(self, event: Event | None) -> None:
        """Hand over an event, or only look, and wait until the engine is done with it."""
        if event is None:
            self._engine.look()
        else:
            self._engine.post(event)
        self._wait(1)
        while self._news:
            self._post(PromptShown(self._news.pop()))

    def _wait(self, times: int) -> None:
        for _ in range(times):
            if not self._handled.acquire(timeout=20):
                raise TimeoutError("the engine does not answer")

    # the hands; all of this is called on the engine's thread while the script waits

    def show(self, offer: Offer) -> None:
        tell(f"shown {offer.id}")
        self._news.append(offer.id)
        if reply := answer(offer.id):
            self._plan(REACTION, reply)

    def withdraw(self) -> None:
        """Nothing is on a real screen."""

    def say(self, message: Say) -> None:
        """Nobody listens."""

    def drill(self, order: DrillOrder) -> None:
        running = self._engine.state.drill
        assert running is not None
        tell(f"opened {running.id}")
        self._desk.hands_off(True)
        self._plan(EXERCISE, DrillEnded(DrillResult.DONE, EXERCISE, 30, 30, "ok"))

    def stop_drill(self) -> None:
        """The window reports nothing any more."""

    def pause_drill(self) -> None:
        """Nobody types beside the drill."""

    def rest(self) -> float:
        """The script calls by itself."""
        return 60.0

    def arm(self, seconds: float) -> None:
        self._wish = seconds
        self._handled.release()

    def close(self) -> None:
        """Nothing is open."""


def main(home: str, seed: str) -> None:
    for line in sys.stdin:
        begin, end = map(float, line.split())
        child = os.fork()
        if child == 0:
            tell(f"pid {os.getpid()}")
            Life(Path(home), int(seed), begin).go_on(end)
            os._exit(0)
        _, code = os.waitpid(child, 0)
        tell(f"over {os.waitstatus_to_exitcode(code)}")


if __name__ == "__main__":
    main(*sys.argv[1:])

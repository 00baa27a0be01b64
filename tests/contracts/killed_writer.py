"""Writes records until it is killed, round after round, and tells what it had been promised each time.

Usage: python -m tests.contracts.killed_writer FOLDER ROUNDS SEED
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path

from sitbreak.adapters.store import RecordStore
from sitbreak.core.model import BoutRecord, State

MONDAY = datetime(2026, 11, 16, 8, tzinfo=timezone(timedelta(hours=1)))
WEEKS = 3


def bout(number: int, ended_by: str = "idle") -> BoutRecord:
    """A made-up bout; neighbours lie in different weeks."""
    start = MONDAY + timedelta(weeks=number % WEEKS, minutes=number)
    return BoutRecord(f"bout-{number}", start, start + timedelta(minutes=1), 0.0, ended_by)


def store_in(folder: Path) -> RecordStore:
    return RecordStore(folder / "history", folder / "state" / "state.json", "desk")


def write_on(folder: Path, first: int, promise: int) -> None:
    """Checkpoint with outbox, store, checkpoint without, as the engine does; some puts replace an older record."""
    store = store_in(folder)
    for number in count(first):
        batch = [bout(number), bout(number - number % 7, "lock" * (number % 5 + 1))]
        store.save(State(t=float(number)), batch, {})
        os.write(promise, f"saved {number}\n".encode())
        store.put(batch)
        os.write(promise, f"{number}\n".encode())
        store.save(State(t=float(number)), (), {})


def killed_round(folder: Path, first: int, delay: float) -> list[str]:
    """The promises a writer made before it was killed `delay` seconds after the first."""
    listen, promise = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(listen)
        write_on(folder, first, promise)
    os.close(promise)
    with open(listen, encoding="ascii") as lines:
        made = [lines.readline().strip()]
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return made + lines.read().split("\n")[:-1]


def rounds(folder: Path, number: int, seed: int) -> Iterator[list[str]]:
    chance = random.Random(seed)
    first = 0
    for _ in range(number):
        made = killed_round(folder, first, chance.uniform(0, 0.012))
        first = 1 + max(int(line.removeprefix("saved ")) for line in made)
        yield made


def main(folder: str, number: str, seed: str) -> None:
    for made in rounds(Path(folder), int(number), int(seed)):
        for path in Path(folder).rglob("*.json"):
            json.loads(path.read_text())
        sys.stdout.write(json.dumps(made) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

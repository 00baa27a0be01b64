"""A made-up year at a desk through the real engine, store and scheduler, weighed once a week, every second told.

Usage: python -m tests.soak.year WEEKS SEED [traced]; prints what it found as JSON. Tracing takes five times as long.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

from sitbreak.adapters.logbook import log_to
from sitbreak.adapters.store import RecordStore
from sitbreak.core.course import close
from sitbreak.core.model import PromptRecord, Record
from sitbreak.core.turn import record_of
from tests.soak import habits
from tests.soak.life import Life, entry, ledger_of
from tests.soak.meter import Sample, sample
from tests.soak.world import World

MEMORY = "/dev/shm"
"""Files in memory, where there are such: a real disk would spend half of the time on writing for good."""

WEEK = 7 * 86_400.0
TICK = 0.002
"""Seconds by which two times may differ because ids hold milliseconds."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where the time went: seconds of the axis and of everything on record, and how many joints do not fit.

    `lost` counts records that the store has taken and that are not in its files, or the other way round.
    """

    elapsed: float
    by_state: dict[str, float]
    stretches: int
    gaps: int
    records: int
    lost: int

    @property
    def missing(self) -> float:
        return self.elapsed - sum(self.by_state.values())


@dataclass(frozen=True, slots=True)
class Year:
    """What came of it; `seconds` is how long it took to live."""

    samples: tuple[Sample, ...]
    account: Account
    counts: dict[str, int]
    seconds: float


def live(weeks: int, seed: int, home: Path) -> Year:
    """So many weeks in that folder."""
    began = time.monotonic()
    chance, samples = Random(seed), []
    for folder in ("config", "state", "data"):
        (home / folder).mkdir()
    log_to(home / "state/sitbreak.log")
    world = World(seed)
    with world.machine.rules_the_scheduler():
        for week in range(1, weeks + 1):
            life = _lived(world, home, chance, week)
            samples.append(_weighed(week, home, sum(world.counts.values())))
            sys.stderr.write(f"week {week}: {samples[-1]}\n")
    return Year(tuple(samples), _account(life, home), dict(_outcomes(home) + world.counts), time.monotonic() - began)


def _lived(world: World, home: Path, chance: Random, week: int) -> Life:
    """The runs of one week; it ends with a restart, and new settings begin the next."""
    world.until(week * WEEK)
    (home / "config/config.toml").write_text(habits.SETTINGS[week % len(habits.SETTINGS)], encoding="utf-8")
    while not world.over:
        life = Life(world, home, chance)
        life.run()
        world.counts["run of the program"] += 1
        world.go_on()
    return life


def _weighed(week: int, home: Path, happened: int) -> Sample:
    gc.collect()
    return sample(
        float(week), os.getpid(), home, happened, sys.getallocatedblocks(), tracemalloc.get_traced_memory()[0]
    )


def _records(home: Path) -> list[Record]:
    store = RecordStore(home / "data/history", home / "state/state.json", "desk")
    return [record for part in store.in_weeks(store.weeks()).values() for record in part]


def _account(life: Life, home: Path) -> Account:
    """Everything in the ledger and the stretch still open, laid end to end on the axis."""
    state, at, records = life.engine.state, life.clock.now(), _records(home)
    last = (entry(record_of(stretch, "open", at)) for stretch in close(state.seat, state.t, "end"))
    lines = ledger_of(home).read_text(encoding="ascii").splitlines()
    kept = {name: (state, float(seconds)) for name, state, seconds in map(str.split, lines)}
    lost = len(kept.keys() ^ {record.id for record in records})
    kept |= {name: (state, float(seconds)) for name, state, seconds in map(str.split, last)}
    laid = sorted((_start(name), state, seconds) for name, (state, seconds) in kept.items() if state != "-")
    by_state: dict[str, float] = {}
    for _, name, seconds in laid:
        by_state[name] = by_state.get(name, 0.0) + seconds
    gaps = sum(abs(start + seconds - after) > TICK for (start, _, seconds), (after, _, _) in pairwise(laid))
    return Account(state.t, by_state, len(laid), gaps, len(records), lost)


def _start(name: str) -> float:
    """The wall clock may have been set since, so labels only tell how long; the id tells when."""
    return int(name.rpartition("-")[2][1:], 16) / 1000


def _outcomes(home: Path) -> Counter[str]:
    return Counter(f"prompt {record.outcome}" for record in _records(home) if isinstance(record, PromptRecord))


def main(weeks: str, seed: str, how: str = "") -> None:
    if how == "traced":
        tracemalloc.start()
    with tempfile.TemporaryDirectory(prefix="sitbreak-year-", dir=MEMORY if os.path.isdir(MEMORY) else None) as place:
        home = Path(place, "home")
        home.mkdir()
        year = live(int(weeks), int(seed), home)
    sys.stdout.write(json.dumps(asdict(year)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

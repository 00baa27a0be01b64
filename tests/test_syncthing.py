"""Two machines with a Syncthing each: both write at once, one is away for a while; nothing is lost or counted twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from sitbreak.adapters.conflicts import is_copy
from sitbreak.adapters.store import RecordStore
from sitbreak.core.model import BoutRecord, DrillRecord, Record
from tests.commands.home import Home
from tests.synced import Synced, until_same

WEEK = "2026-W20"
MONDAY = datetime(2026, 5, 11, tzinfo=timezone(timedelta(hours=2)))
SHARED = "old-clone"
"""A name that both machines have, which must not be: each writes the other's file."""


@dataclass
class Machine:
    """One of the two: a user with a running Syncthing; `written` are the ids that it promised to keep."""

    home: Home
    peer: Synced
    written: set[str]

    @property
    def name(self) -> str:
        return self.peer.name

    def puts(self, *records: Record, device: str = "") -> None:
        """Store the records as the running program does."""
        checkpoint = self.home.path / "state" / "state.json"
        RecordStore(self.peer.folder, checkpoint, device or self.name).put(records)
        self.written |= {record.id for record in records}

    def lives(self) -> None:
        """The program itself, for as long as it takes to sit, stand and sit down again."""
        with self.home.service():
            for word in ("sit", "stand", "sit", "away", "quit"):
                assert self.home.does(word).returncode == 0
        self.written |= {row["id"] for row in self.home.logged()}

    def has(self) -> list[str]:
        """The ids on record here, of every device, as the export would hold them."""
        store = RecordStore(self.peer.folder, self.home.path / "state" / "state.json", "")
        rows = [row for week in store.weeks() for records in store.week(week).values() for row in records]
        assert store.check() == ()
        return sorted(row.id for row in rows)


def bout(name: str, day: int, minutes: tuple[int, int], ended_by: str = "idle") -> BoutRecord:
    start, end = (MONDAY + timedelta(days=day, hours=9, minutes=at) for at in minutes)
    return BoutRecord(name, start, end, 0.0, ended_by)


def drill(name: str, day: int) -> DrillRecord:
    start = MONDAY + timedelta(days=day, hours=10)
    return DrillRecord(name, "standing-march", 1, start, start + timedelta(minutes=1), "done", 60.0, {})


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    """A desktop and a laptop whose Syncthings have met and agree."""
    made = [_machine(tmp_path / name) for name in ("desktop", "laptop")]
    desktop, laptop = made
    desktop.peer.meet(laptop.peer)
    laptop.peer.meet(desktop.peer)
    try:
        for machine in made:
            machine.peer.start()
        until_same(desktop.peer, laptop.peer, "the two to meet")
        yield desktop, laptop
    finally:
        for machine in made:
            machine.peer.stop()


def _machine(path: Path) -> Machine:
    peer = Synced(path / path.name, path / "Sync")
    settings = f"[sync]\nfolder = {json.dumps(str(peer.folder))}\ndevice = {json.dumps(path.name)}\n"
    return Machine(Home(path / "home").configure(settings), peer, set())


def both_write(desktop: Machine, laptop: Machine, day: int) -> None:
    """Both at the same time: a bout that moves from one to the other, and a drill on each."""
    with ThreadPoolExecutor() as pool:
        jobs = [
            pool.submit(desktop.puts, bout(f"d{day}", day, (0, 40)), drill(f"dd{day}", day)),
            pool.submit(laptop.puts, bout(f"l{day}", day, (43, 80), "drill"), drill(f"ld{day}", day)),
        ]
        for job in jobs:
            job.result()


def both_live(machines: tuple[Machine, Machine]) -> None:
    """The program runs on both at the same time."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(Machine.lives, machines))


def agree(desktop: Machine, laptop: Machine, what: str) -> None:
    """Both come to hold the same files, with every record that either wrote, once."""
    until_same(desktop.peer, laptop.peer, what)
    everything = sorted(desktop.written | laptop.written)
    assert desktop.has() == laptop.has() == everything


def test_two_machines_lose_nothing_and_count_nothing_twice(machines: tuple[Machine, Machine]) -> None:
    """Rule: written at once, apart, and into the same file by mistake, every record arrives once on both machines.

    The weeks of both are equal and name both devices; a bout that moved from one to the other is one.
    """
    desktop, laptop = machines
    both_write(desktop, laptop, 0)
    both_live(machines)
    agree(desktop, laptop, "what was written at once")

    laptop.peer.stop()
    both_write(desktop, laptop, 1)
    both_live(machines)
    desktop.puts(bout("both", 2, (0, 20)), bout("only-d", 2, (60, 90)), device=SHARED)
    laptop.puts(bout("both", 2, (0, 50)), bout("only-l", 2, (100, 130)), device=SHARED)

    laptop.peer.start()
    agree(desktop, laptop, "what was written apart")
    copies = [name for name in desktop.peer.files() if is_copy(Path(name).name)]
    assert [Path(name).parent.name for name in copies] == [SHARED]
    assert "sync-conflict" in copies[0]

    weeks = [machine.home.tells("week", WEEK) for machine in machines]
    assert weeks[0] == weeks[1]
    assert weeks[0]["devices"] == ["desktop", "laptop", SHARED]
    assert [day["bouts"] for day in weeks[0]["days"]] == [1, 1, 3, 0, 0, 0, 0]
    assert [day["sitting_seconds"] / 60 for day in weeks[0]["days"]] == [80, 80, 110, 0, 0, 0, 0]
    assert sum(row["done"] for row in weeks[0]["drills"]["by_category"].values()) == 4
    today = [machine.home.tells("week") for machine in machines]
    assert today[0] == today[1]
    assert {"desktop", "laptop"} <= set(today[0]["devices"])
    assert copies == [name for name in laptop.peer.files() if is_copy(Path(name).name)], "a copy is nobody's to delete"

"""Kills engine and store some hundred times in a busy day under load and looks for what they had promised to keep."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sitbreak.adapters.store import RecordStore
from sitbreak.core.model import BoutRecord, DrillRecord, PromptRecord, Record, SpanRecord
from tests.conftest import in_full
from tests.witness import Witness

ROOT = Path(__file__).parents[1]
SEED = 20260302
KILLS = 200
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no fork and no SIGKILL")


@dataclass
class Day:
    """A busy day under way in another process; `told` gathers what all its lives told."""

    home: Path
    server: subprocess.Popen[str]
    t: float = 0.0
    begun: float = 0.0
    lived_to: float = 0.0
    stored: dict[str, dict[str, Any]] = field(default_factory=dict)
    told: dict[str, set[str]] = field(default_factory=lambda: {"shown": set(), "opened": set()})

    def killed_after(self, lines: int, seconds: float) -> int:
        """Live until so many lines were told and some seconds passed, then kill; the exit code."""
        life = self._born(float("inf"))
        for _ in range(lines):
            self._hear(next(life))
        time.sleep(seconds)
        os.kill(self._pid, signal.SIGKILL)
        return self._rest(life)

    def lived(self, seconds: float) -> int:
        """Live so many seconds of the day and quit; the exit code."""
        return self._rest(self._born(self.t + seconds))

    def pause(self, seconds: float) -> None:
        """Time in which the program does not run."""
        self.t += seconds

    def enough(self, records: int) -> bool:
        """Whether so much was at stake that a loss could have been seen, which hangs on how fast the machine is."""
        return len(self.stored) > records and min(map(len, self.told.values())) > 20

    def _born(self, end: float) -> Iterator[str]:
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        self.server.stdin.write(f"{self.t} {end}\n")
        self.server.stdin.flush()
        life, self.begun = iter(self.server.stdout), self.t
        self._pid = int(next(life).removeprefix("pid "))
        return life

    def _rest(self, life: Iterator[str]) -> int:
        for line in life:
            if line.startswith("over "):
                return int(line.removeprefix("over "))
            self._hear(line)
        raise AssertionError("the server of lives is gone")

    def _hear(self, line: str) -> None:
        word, _, rest = line.strip().partition(" ")
        if word == "at":
            self.lived_to, self.t = self.t, max(self.t, float(rest))
        elif word == "stored":
            record = json.loads(rest)
            assert self.stored.setdefault(record["id"], record) == record, "a stored record was replaced by another"
        elif word in self.told:
            self.told[word].add(rest)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    argv = [sys.executable, "-m", "tests.killed_day", str(tmp_path), str(SEED)]
    pipe = subprocess.PIPE
    with subprocess.Popen(argv, cwd=ROOT, text=True, stdin=pipe, stdout=pipe, start_new_session=True) as server:
        try:
            yield Day(tmp_path, server)
        finally:
            os.killpg(server.pid, signal.SIGKILL)


def on_disk(home: Path) -> dict[str, dict[str, Any]]:
    """Every record as it stands in the files, by id; raises when a file is no JSON or an id comes twice."""
    found: dict[str, dict[str, Any]] = {}
    for path in (home / "history/desk").glob("*.json"):
        for table, documents in json.loads(path.read_text()).items():
            for document in documents.values() if table != "meta" else ():
                assert document["id"] not in found, f"{document['id']} twice"
                found[document["id"]] = {"kind": table.removesuffix("s"), **document}
    return found


def check_after_kill(day: Day) -> None:
    """No file is unreadable, nothing that was stored is missing or changed, and hardly any time is lost."""
    found = on_disk(day.home)
    assert {key: found.get(key) for key in day.stored} == day.stored
    store = RecordStore(day.home / "history", day.home / "state/state.json", "desk")
    assert store.check() == ()
    saved = store.load()
    assert saved is not None
    lost = day.lived_to - max(saved.state.t, day.begun) if saved.state.seat.present else 0.0
    assert lost <= 60, f"the kill cost {lost} s of presence"
    assert store.check() == ()


def all_records(home: Path) -> list[Record]:
    store = RecordStore(home / "history", home / "state/state.json", "desk")
    return [record for week in store.weeks() for record in store.week(week)["desk"]]


def ids(records: list[Record], kind: type[Record]) -> Counter[str]:
    return Counter(record.id for record in records if isinstance(record, kind))


def check_whole_day(day: Day) -> None:
    """Every second belongs to exactly one stretch, and whatever was opened is closed exactly once."""
    records = all_records(day.home)
    stretches = sorted((row for row in records if isinstance(row, BoutRecord | SpanRecord)), key=lambda row: row.start)
    for before, after in pairwise(stretches):
        assert abs(after.start - before.end) <= SECOND, f"{before} is followed by {after}"
    bouts = [row for row in stretches if isinstance(row, BoutRecord)]
    assert all(one.end <= other.start for one, other in pairwise(bouts))
    prompts, drills = ids(records, PromptRecord), ids(records, DrillRecord)
    assert set(prompts) >= day.told["shown"]
    assert set(drills) >= day.told["opened"]
    assert max([*prompts.values(), *drills.values()]) == 1


@pytest.fixture
def load(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """Processes that reckon, and one that keeps the disk busy; as many as processors where more kills are wanted."""
    many = (os.cpu_count() or 1) if in_full(request.config) else 0
    busy = [[sys.executable, "-c", "while True: pass"]] * many
    argvs = [*busy, [sys.executable, "-c", _WRITES, str(tmp_path / "load")]]
    with ExitStack() as ends:
        for argv in argvs:
            ends.callback(subprocess.Popen(argv).kill)
        yield


_WRITES = """
import os, sys, time
while True:
    with open(sys.argv[1], "wb") as file:
        file.write(bytes(1 << 16))
        os.fsync(file.fileno())
    time.sleep(0.05)
"""


@pytest.mark.fault("kill -9 of engine and store at a random moment, under load")
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("load")
def test_kills_in_a_busy_day_lose_nothing_that_was_stored(
    day: Day, witness: Witness, request: pytest.FixtureRequest
) -> None:
    """Rule: kill -9 at any instant costs no stored record, leaves no file unreadable and cuts no hole in the day."""
    chance, kills = Random(SEED), max(KILLS, request.config.getoption("--kills"))
    assert day.lived(60) == 0
    killed = 0
    while killed < kills or (killed < 3 * kills and not day.enough(records=kills)):
        killed += 1
        code = day.killed_after(chance.randint(0, 90), chance.uniform(0, 0.012))
        assert code == -signal.SIGKILL
        check_after_kill(day)
        day.pause(chance.choice((1, 4, 15, 40, 200, 900)))
    assert day.lived(3600) == 0
    check_after_kill(day)
    check_whole_day(day)
    assert day.enough(records=kills)
    witness.injected = killed
    witness.tell(kept=len(day.stored))

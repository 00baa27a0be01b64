"""The tray program itself is killed again and again at random moments under load: whatever it confirmed is kept."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest

from sitbreak.adapters.control_client import NotRunning, ask
from tests.desktop.conftest import OpenDesktop
from tests.desktop.program import BRIEF, SITBREAK, Program
from tests.desktop.test_faults import check_files_are_whole
from tests.witness import Witness, on_record

SEED = 20261123
LONGEST_LIFE = 0.6
"""Seconds from the program's first answer to its end, at most."""

SETTINGS = BRIEF | {"sitting.limit": '"1m"', "sitting.absence.idle": '"30m"', "prompt.max_per_day": "1000"}


class Restless(threading.Thread):
    """Somebody who sits down, stands up, drills and answers without end; `stood` counts what was confirmed."""

    def __init__(self, program: Program, seed: int) -> None:
        super().__init__(name="restless", daemon=True)
        self._runtime, self._chance = str(program.home / "runtime"), Random(seed)
        self._over = threading.Event()
        self.stood = self.answered = 0

    def run(self) -> None:
        sits = False
        while not self._over.is_set():
            words = ["stand"] if sits else ["sit"]
            if (reply := self._asks(words)) is not None and reply["exit"] == 0:
                self.answered += 1
                self.stood += sits
                sits = not sits
            self._asks(self._chance.choice((["status"], ["drill"], ["answer", "skip"], ["quiet", "1m"], ["resume"])))

    def end(self) -> None:
        self._over.set()
        self.join(10)

    def _asks(self, words: list[str]) -> dict[str, Any] | None:
        """The reply, or None while nobody is there, or nobody any more."""
        try:
            return ask(self._runtime, {"command": words}, 5.0)
        except (NotRunning, OSError):
            self._over.wait(0.01)
            return None


@contextmanager
def restless(program: Program) -> Iterator[Restless]:
    person = Restless(program, SEED)
    person.start()
    try:
        yield person
    finally:
        person.end()


def wait_for_life(program: Program) -> None:
    """Start it and wait for its first answer."""
    program.process = program.desktop.run([SITBREAK, "run"], name="sitbreak", SITBREAK_SPEED="20")
    program.wait_for(program.answers, "an answer")


@pytest.mark.fault("kill -9 of the tray program at a random moment, under load")
@pytest.mark.timeout(7200)
def test_kills_of_the_tray_program(open_desktop: OpenDesktop, witness: Witness, request: pytest.FixtureRequest) -> None:
    """Killed at any moment of a busy life, it starts again, and every bout it had confirmed is on record, once."""
    kills, chance = request.config.getoption("--kills"), Random(SEED)
    desktop = open_desktop(panel="light", notifier="xfce4-notifyd")
    program = Program(desktop, SETTINGS)
    desktop.type_on()
    desktop.run([sys.executable, "-c", "while True: pass"], name="load")
    with restless(program) as person:
        for _ in range(kills):
            wait_for_life(program)
            time.sleep(chance.uniform(0, LONGEST_LIFE))  # the moment of the kill is what is drawn by lot
            program.process.send_signal(signal.SIGKILL)
            assert program.ended() == -signal.SIGKILL, program.log()[-2000:]
            on_record(program.home)  # every file can be read, whatever lies half-written beside it
    program.start()
    assert program.quit() == 0
    check_files_are_whole(program)
    ends = [row["ended_by"] for row in on_record(program.home).values() if row["kind"] == "bout"]
    assert ends.count("stand") >= person.stood > kills / 4
    assert list((program.home / "state").glob("*.unreadable-*")) == []
    witness.injected = kills

"""A whole day of the real program: what it recorded as it went, what it has on record, and that both tell the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

import pytest

from sitbreak.adapters.control_client import ask
from tests.desktop.machine import Machine
from tests.desktop.program import Program
from tests.desktop.session import DesktopSession


class Lasted(NamedTuple):
    """A stretch of the day: "seated" or a span's state, a bout's `ended_by` or a span's signal, and its seconds."""

    state: str
    why: str
    seconds: float


class Diary(Program):
    """The program with its recorder on."""

    def start(self, *options: str, **env: str) -> None:
        self._trace = self.desktop.root / "day.jsonl"
        super().start("--record", str(self._trace), *options, **env)

    # ------------------------------------------------ what it hears

    def looks(self) -> None:
        """Have it read the signals now; the report of a drill that nobody does is no input and changes nothing."""
        reply = ask(str(self.home / "runtime"), {"command": ["drill-ended", "abandoned", "0", "0", "0"]}, 5.0)
        assert reply["exit"] == 0, reply

    def hears(self, **signals: bool) -> None:
        """Wait until it has read these signals."""
        self.wait_for(lambda: signals.items() <= self._reading().items(), f"a reading of {signals}")

    def _reading(self) -> dict[str, Any]:
        """The signals as recorded; a line is held back until a further look."""
        self.looks()
        self.looks()
        known: dict[str, Any] = dict.fromkeys(("locked", "call", "media"), False)
        for line in self._trace.read_text().splitlines()[1:]:
            known |= json.loads(line)
        return known

    def sleeps(self, machine: Machine, seconds: int) -> None:
        """The machine falls asleep and wakes so much later; it has looked at both moments when this returns."""
        machine.logind.sleep(begins=True)
        self.looks()
        machine.wakes_after(seconds)
        machine.logind.sleep(begins=False)
        self.looks()

    def sits(self) -> None:
        """Wait until it takes the person for seated."""
        self.wait_for(lambda: self.status()["state"] == "seated", "somebody seated")

    # ------------------------------------------------ what it says

    def says(self, sentence: str, **why: str) -> None:
        """The first line of `sitbreak status` begins so, and its JSON gives this reason."""
        assert self.ask("status").stdout.startswith(sentence)
        assert why.items() <= self.status()["why"].items()

    # ------------------------------------------------ what is on record

    def day(self) -> list[Lasted]:
        """Every closed stretch since somebody was first seen, from the week's file; they join without gap."""
        found = sorted(self._stretches(), key=lambda row: row["start"])
        assert all(before["end"] == after["start"] for before, after in pairwise(found)), found
        lasted = [Lasted(row["state"], row["why"], _seconds(row)) for row in found]
        return lasted[1:] if lasted and lasted[0][:2] == ("unclear", "none") else lasted

    def _stretches(self) -> Iterator[dict[str, Any]]:
        for bout in self.records("bouts"):
            yield bout | {"state": "seated", "why": bout["ended_by"]}
        for span in self.records("spans"):
            yield span | {"why": span["signal"]}

    def check_replay(self) -> None:
        """Its own recording, replayed, gives the same day as the week's file, to within a second."""
        replayed = self._json("replay", str(self._trace), "--json")
        bouts = [bout for bout in replayed["bouts"] if bout["ended_by"] != "end"]
        _same(bouts, self.records("bouts"), "ended_by")
        _same(replayed["spans"][: len(self.records("spans"))], self.records("spans"), "state")


def begin(desktop: DesktopSession, settings: Mapping[str, str], **env: str) -> Diary:
    """A day on which somebody has begun to type, and is seen to."""
    diary = Diary(desktop, settings)
    desktop.type_on()
    diary.start(**env)
    diary.sits()
    return diary


def _same(told: list[dict[str, Any]], stored: list[dict[str, Any]], word: str) -> None:
    assert [row[word] for row in told] == [row[word] for row in stored]
    for one, other in zip(told, stored, strict=True):
        assert _moments(one) == pytest.approx(_moments(other), abs=1.01)


def _moments(row: dict[str, Any]) -> tuple[float, float]:
    return moment(row["start"]), moment(row["end"])


def moment(label: str) -> float:
    """Seconds since 1970 of a stored label."""
    return datetime.fromisoformat(label).timestamp()


def _seconds(row: dict[str, Any]) -> float:
    start, end = _moments(row)
    return end - start

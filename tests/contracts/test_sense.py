"""One reading from all signals, of which only those are asked that are wanted."""

from __future__ import annotations

from typing import Any, cast

import pytest

from sitbreak.adapters.choose import Report
from sitbreak.adapters.signals.front.window import Window
from sitbreak.adapters.signals.sense import Sense, Sources
from sitbreak.core.model import Reading
from sitbreak.core.wanting import EVERYTHING, Signal


class Part:
    """A source of any port: notes that it was asked."""

    events, name = True, "made up"

    def __init__(self, port: str, journal: list[str], answer: object) -> None:
        self._port, self._journal, self._answer = port, journal, answer
        self.report = Report(port, ())

    def ask(self) -> Any:
        self._journal.append(self._port)
        return self._answer

    seconds = read = ask

    def close(self) -> None:
        self._journal.append(f"{self._port} closed")


ANSWERS = {
    "idle": 40.0,
    "lock": False,
    "sleep": False,
    "call": True,
    "media": True,
    "fullscreen": Window(True, "mpv"),
    "do_not_disturb": True,
}


@pytest.fixture
def journal() -> list[str]:
    return []


@pytest.fixture
def sense(journal: list[str]) -> Sense:
    parts = {port: Part(port, journal, answer) for port, answer in ANSWERS.items()}
    return Sense(Sources(**cast("dict[str, Any]", parts)))


def test_everything(sense: Sense) -> None:
    """Asked for nothing in particular, it tells everything."""
    assert sense.read() == Reading(40.0, False, True, True, True, True, "mpv", "made up")


@pytest.mark.parametrize(
    ("wanted", "asked", "reading"),
    [
        (set(), [], Reading(40.0, source="made up")),
        ({Signal.CALL}, ["call"], Reading(40.0, call=True, source="made up")),
        ({Signal.MEDIA}, ["media"], Reading(40.0, media=True, source="made up")),
        ({Signal.FULLSCREEN}, ["fullscreen"], Reading(40.0, fullscreen=True, source="made up")),
        ({Signal.APP}, ["fullscreen"], Reading(40.0, app="mpv", source="made up")),
        ({Signal.DO_NOT_DISTURB}, ["do_not_disturb"], Reading(40.0, do_not_disturb=True, source="made up")),
    ],
    ids=["nothing", "call", "media", "fullscreen", "app", "do_not_disturb"],
)
def test_only_what_is_wanted(
    sense: Sense, journal: list[str], wanted: set[Signal], asked: list[str], reading: Reading
) -> None:
    """A signal that is not wanted is not asked for, and reads as no whatever it was before."""
    sense.read(lambda _known: EVERYTHING)
    journal.clear()
    assert sense.read(lambda _known: frozenset(wanted)) == reading
    assert journal == ["idle", "lock", *asked]


def test_wants_know_input_and_lock(sense: Sense) -> None:
    """Who says what is wanted knows the input and the lock of this very look."""
    heard: list[Reading] = []

    def wants(known: Reading) -> frozenset[Signal]:
        heard.append(known)
        return frozenset()

    sense.read(wants)
    assert heard == [Reading(40.0, False, source="made up")]


def test_every_port_is_described_and_closed(sense: Sense, journal: list[str]) -> None:
    """Every port has its report, and is closed in the end."""
    assert list(sense.describe()) == list(ANSWERS)
    sense.close()
    assert journal == [f"{port} closed" for port in ANSWERS]

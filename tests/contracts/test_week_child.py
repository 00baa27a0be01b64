"""What matters about a week comes from a process of its own, or not at all; the program waits for neither."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue

import pytest

from sitbreak.adapters import week_child
from sitbreak.adapters.store import RecordStore
from sitbreak.adapters.week_child import WeekChild
from sitbreak.core.model import BoutRecord, Event, WeekTold

NINE = datetime(2026, 11, 18, 9, tzinfo=UTC)


@pytest.fixture
def posted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleQueue[Event]:
    """The events of a program whose folders are empty but for one long bout in week 47."""
    monkeypatch.setenv("SITBREAK_HOME", str(tmp_path))
    bout = BoutRecord("b", NINE, NINE + timedelta(minutes=90), 0.0, "idle")
    RecordStore(tmp_path / "data/history", tmp_path / "state/state.json", "desk").put([bout])
    return SimpleQueue()


@pytest.mark.parametrize(("week", "words"), [("2026-W47", "1 h 30 min"), ("2026-W46", "")])
def test_the_records_answer(posted: SimpleQueue[Event], week: str, words: str) -> None:
    """The answer is about the week that was asked for, and empty where nobody sat."""
    WeekChild(posted.put).recall(week)
    told = posted.get(timeout=30)
    assert isinstance(told, WeekTold)
    assert told.week == week
    assert words in told.sentence
    assert bool(told.sentence) == bool(words)


def test_no_answer(
    posted: SimpleQueue[Event], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A child that breaks is logged with its exit code, and nothing is posted: the program asks again by itself."""
    caplog.set_level(logging.WARNING)
    ended: SimpleQueue[int] = SimpleQueue()
    told = week_child._ended  # the one place that hears of the end

    def note(code: int) -> None:
        told(code)
        ended.put(code)

    monkeypatch.setattr(week_child, "_ended", note)
    WeekChild(posted.put).recall("no week")
    assert ended.get(timeout=30) == 1
    assert posted.empty()
    assert "exit code 1" in caplog.text

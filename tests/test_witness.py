"""The witness that counts lost records finds each way in which one can be lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.witness import Witness

Spoil = Callable[[dict[str, Any]], object]
BOUT = {"start": "2026-11-23T09:00:00+00:00", "end": "2026-11-23T09:30:00+00:00", "ended_by": "idle"}
SPAN = {"start": "2026-11-23T09:30:00+00:00", "end": "2026-11-23T09:40:00+00:00", "state": "away", "signal": "idle"}


@pytest.fixture
def week(tmp_path: Path) -> Path:
    """A week's file with a bout and what followed it."""
    path = tmp_path / "data/history/desk/2026-W48.json"
    path.parent.mkdir(parents=True)
    tables = {"meta": {"1": {}}, "bouts": {"1": {"id": "b1", **BOUT}}, "spans": {"1": {"id": "s1", **SPAN}}}
    path.write_text(json.dumps(tables))
    return path


@pytest.fixture
def watching(tmp_path: Path, week: Path) -> Iterator[Witness]:
    """It has seen both records."""
    witness = Witness()
    witness.over(tmp_path)
    witness.note(tmp_path)
    yield witness
    witness.close()


def rewrite(week: Path, spoil: Spoil) -> None:
    tables = json.loads(week.read_text())
    spoil(tables)
    week.write_text(json.dumps(tables))


def test_nothing_happened(watching: Witness, tmp_path: Path) -> None:
    """What is still there is counted as kept."""
    watching.check(tmp_path)
    assert (watching.kept, watching.lost) == (2, 0)


SPOILT: dict[str, Spoil] = {
    "missing": lambda tables: tables["bouts"].clear(),
    "changed": lambda tables: tables["spans"]["1"].update(state="standing"),
    "twice": lambda tables: tables["bouts"].update({"2": tables["bouts"]["1"]}),
    "a hole": lambda tables: tables["spans"].update({"2": {"id": "s2", **SPAN, "start": "2026-11-23T09:41:00+00:00"}}),
}


@pytest.mark.parametrize("how", SPOILT)
def test_what_is_spoilt_is_found(watching: Witness, week: Path, tmp_path: Path, how: str) -> None:
    """A record that is missing, changed or there twice is found, and so is time that is on record twice or not."""
    rewrite(week, SPOILT[how])
    with pytest.raises(AssertionError):
        watching.check(tmp_path)


def test_no_json_is_found(watching: Witness, week: Path, tmp_path: Path) -> None:
    """A file that could not be read at any moment is found, though it is whole again."""
    whole = week.read_text()
    week.write_text(whole[:-9])
    watching.note(tmp_path)
    week.write_text(whole)
    with pytest.raises(AssertionError):
        watching.check(tmp_path)

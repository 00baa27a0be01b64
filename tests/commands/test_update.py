"""A sitbreak that is updated goes on where the version before it stopped."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.commands.home import PATIENCE, Home

DATA = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize("version", ["1-first", "1"])
def test_the_program_starts_from_what_an_older_one_left(home: Home, version: str) -> None:
    """Rule: checkpoint and records of every version are taken over, with nothing kept aside and nothing lost."""
    week = home.path / "data" / "history" / "desk-frozen" / "2026-W47.json"
    state = home.path / "state"
    for folder in (week.parent, state):
        folder.mkdir(parents=True)
    shutil.copy(DATA / f"week-{version}.json", week)
    shutil.copy(DATA / f"checkpoint-{version}.json", state / "state.json")
    (state / "device").write_text("desk-frozen\n")
    before = json.loads(week.read_text())
    with home.service() as program:
        assert home.does("status").returncode == 0
        home.does("quit")
        program.wait(PATIENCE)
    assert [name for name in home.files() if "unreadable" in name] == []
    after = json.loads(week.read_text())
    assert {row["id"] for row in before["bouts"].values()} <= {row["id"] for row in after["bouts"].values()}
    checkpoint = json.loads((state / "state.json").read_text())
    assert checkpoint["version"] == 2
    assert checkpoint["outbox"] == []

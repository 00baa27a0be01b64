"""The safety notice before the first drill, pain, steps and the self-check, said with the real commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.home import BRIEF, Home, until


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", SITBREAK_SPEED="40").configure(BRIEF)


def training(home: Home) -> Any:
    return json.loads((home.path / "state" / "state.json").read_text())["state"]["training"]


def drills(home: Home) -> list[tuple[str, str, str | None]]:
    return [(r["drill"], r["result"], r["effort"]) for r in home.logged() if r["kind"] == "drill"]


def test_the_notice_is_printed_and_kept_as_read(home: Home) -> None:
    """Reading it changes nothing; acknowledging it is kept, and keeps its first date."""
    shown = home.does("safety")
    assert "physician" in shown.stdout
    assert not (home.path / "state").exists()
    assert home.does("safety", "--acknowledge").returncode == 0
    first = training(home)["acknowledged"]
    assert first
    assert home.does("safety", "--acknowledge").returncode == 0
    assert training(home)["acknowledged"] == first


def test_no_first_drill_without_it(home: Home) -> None:
    """Where nobody can confirm the notice a drill is refused with the way to it, and nothing is put on record."""
    done = home.does("drill", "glute-squeeze", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "sitbreak safety --acknowledge" in done.stderr
    assert drills(home) == []


def test_a_terminal_shows_it_first(home: Home) -> None:
    """In a terminal the notice comes before the first drill, and not before the second."""
    with home.terminal("drill", "glute-squeeze") as screen:
        screen.shows("Before your first drill").shows("I understand")
        assert not (home.path / "data").exists()
        screen.types("y").shows("Get ready").shows("How was it?").types("2")
        assert screen.ends() == 0
    assert training(home)["acknowledged"]
    with home.terminal("drill", "glute-squeeze") as screen:
        screen.shows("Get ready").shows("How was it?").types("1")
        assert screen.ends() == 0
    assert drills(home) == [("glute-squeeze", "done", "ok"), ("glute-squeeze", "done", "easy")]


def test_not_now_is_an_answer(home: Home) -> None:
    """Leaving the notice without confirming starts no drill."""
    with home.terminal("drill", "glute-squeeze") as screen:
        screen.shows("I understand").types("q")
        assert screen.ends() == 1
    assert drills(home) == []


def test_pain_that_spread_turns_the_drills_off(home: Home) -> None:
    """Hurt, and yes to the one question: where to turn is shown, and the next drill is refused."""
    home.does("safety", "--acknowledge")
    with home.terminal("drill", "glute-squeeze") as screen:
        screen.shows("How was it?").types("4").shows("spread down the leg").types("y").shows("physician")
        assert screen.ends() == 0
    assert training(home)["stopped"]
    refused = home.does("drill", "standing-march")
    assert (refused.returncode, "sitbreak drills on" in refused.stderr) == (1, True)
    with home.service():
        assert home.does("drills", "on").returncode == 0
        assert home.tells("status")["safety"] == {"acknowledged": True, "drills_off_since": None}


def test_the_running_program_is_told(home: Home) -> None:
    """With the program running, acknowledging, steps, drills off and self-checks go to it; refusals are sentences."""
    with home.service():
        assert home.tells("status")["safety"]["acknowledged"] is False
        assert home.does("safety", "--acknowledge").returncode == 0
        assert home.tells("status")["safety"]["acknowledged"] is True
        assert home.does("level", "standing-march", "1").returncode == 0
        refused = home.does("level", "standing-march", "3")
        assert (refused.returncode, "six times" in refused.stderr) == (1, True)
        assert home.does("self-check", "--left", "level", "--right", "above").returncode == 0
        again = home.does("self-check", "--left", "level", "--right", "above")
        assert (again.returncode, "changes slowly" in again.stderr) == (1, True)
        assert home.does("drills", "off").returncode == 0
        assert home.tells("status")["safety"]["drills_off_since"]
    kept = [record for record in home.logged() if record["kind"] == "check"]
    assert [(record["left"], record["right"]) for record in kept] == [("level", "above")]
    assert "self-check: left level, right above" in home.does("log").stdout


def test_a_drill_for_the_program_is_done_at_the_persons_step(home: Home) -> None:
    """A drill guided in a terminal for the running program is recorded at the step the person has reached."""
    home.does("safety", "--acknowledge")
    with home.service():
        home.does("level", "standing-march", "1")
        assert home.does("drill", "standing-march", "--json").returncode == 0
        until(lambda: drills(home), "the record")
    (record,) = [record for record in home.logged() if record["kind"] == "drill"]
    assert (record["level"], record["seconds"]) == (1, 37)


def test_the_self_check_tells_how_and_that_it_proves_little(home: Home) -> None:
    """Without answers it prints what to do, for nobody's diagnosis; one side alone is refused."""
    assert "not a diagnosis" in home.does("self-check").stdout
    assert home.does("self-check", "--left", "level").returncode == 1

"""`sitbreak doctor` tries who would play and speak, and tells what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.home import Home
from tests.contracts.presence import need
from tests.contracts.sound_server import SoundServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SoundServer]:
    """A sound server of one's own."""
    running = SoundServer(tmp_path / "sound")
    yield running
    running.end()


@pytest.mark.parametrize("running", [False, True], ids=["not running", "running"])
def test_sound_and_voice_are_tried(tmp_path: Path, server: SoundServer, running: bool) -> None:
    """With a sound server the best of each is chosen, whether or not the program runs."""
    need("espeak-ng")
    env = {**server.env, "PULSE_SERVER": f"unix:{server.socket}", "SITBREAK_VOICE": "espeak-ng"}
    home = Home(tmp_path / "home", **env)
    if running:
        with home.service():
            ports = home.tells("doctor")["ports"]
    else:
        ports = home.tells("doctor")["ports"]
    assert (ports["sound"]["chosen"], ports["voice"]["chosen"]) == ("paplay", "espeak-ng")
    assert [row["name"] for row in ports["sound"]["tried"]] == ["paplay", "pw-play", "aplay"]


def test_without_a_sound_server_doctor_says_what_to_do(tmp_path: Path) -> None:
    """A player that finds nobody to play for is named with its own words and with what helps."""
    need("paplay")
    home = Home(tmp_path / "home", PULSE_SERVER=f"unix:{tmp_path}/none", SITBREAK_SOUND="paplay")
    sound = home.tells("doctor")["ports"]["sound"]
    assert sound["chosen"] == "none"
    assert sound["tried"][0]["reason"] == "Connection failure: Connection refused"
    assert "start a sound server" in sound["tried"][0]["remedy"]


def test_without_any_player_doctor_names_the_packages(tmp_path: Path) -> None:
    """Where nothing is installed each candidate tells which package would serve."""
    empty = tmp_path / "bin"
    empty.mkdir()
    home = Home(tmp_path / "home", PATH=str(empty), XDG_RUNTIME_DIR=str(tmp_path))
    ports = home.tells("doctor")["ports"]
    assert [row["reason"] for row in ports["sound"]["tried"]] == [
        "paplay is not installed",
        "pw-play is not installed",
        "aplay is not installed",
    ]
    assert all(row["remedy"] for name in ("sound", "voice") for row in ports[name]["tried"])

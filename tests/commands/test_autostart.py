"""`sitbreak autostart`: what a person who says on, off and status gets, up to a session that really starts it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.home import Home, until
from tests.desktop.conftest import require

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has XDG autostart and systemd")


@pytest.fixture
def user(tmp_path: Path) -> Home:
    """Somebody whose settings lie in a folder of the test, as the session's do."""
    return Home(tmp_path / "a home", HOME=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path / "config"))


def started(user: Home) -> list[str]:
    """What a session finds to start."""
    config = Path(user.env["XDG_CONFIG_HOME"])
    return sorted(str(path.relative_to(config)) for path in config.rglob("sitbreak.*"))


def test_on_off_and_status(user: Home) -> None:
    """Rule: status tells where it is on, and off leaves nothing; both can be said again."""
    assert user.does("autostart", "status").stdout == "off\n"
    for _ in range(2):
        assert "from the next one on" in user.does("autostart", "on").stdout
    assert user.does("autostart", "status").stdout == f"on: {user.env['XDG_CONFIG_HOME']}/autostart/sitbreak.desktop\n"
    assert user.does("autostart", "off").stdout == "sitbreak does not start with your session any more.\n"
    assert user.does("autostart", "off").stdout == "It was off already.\n"
    assert started(user) == []


def test_one_way_at_a_time(user: Home) -> None:
    """Rule: a session never starts it twice, so either way takes the other's place; off takes both."""
    entry, unit = (
        ["autostart/sitbreak.desktop"],
        [
            "systemd/user/graphical-session.target.wants/sitbreak.service",
            "systemd/user/sitbreak.service",
        ],
    )
    for words, there in ((["on"], entry), (["on", "--systemd"], unit), (["on"], entry)):
        assert user.does("autostart", *words).returncode == 0
        assert started(user) == there
    user.does("autostart", "on", "--systemd")
    assert user.does("autostart", "off").returncode == 0
    assert started(user) == []


def test_what_is_not_ours_is_left_and_said(user: Home) -> None:
    """Rule: somebody else's file is named in one sentence, exit code 1, and what is ours goes all the same."""
    other = Path(user.env["XDG_CONFIG_HOME"], "autostart", "sitbreak.desktop")
    user.does("autostart", "on", "--systemd")
    other.parent.mkdir(parents=True)
    other.write_text("[Desktop Entry]\nType=Application\nName=Mine\nExec=sitbreak\n")
    done = user.does("autostart", "off")
    assert done.returncode == 1
    assert done.stderr.startswith(f"sitbreak: {other} was not made by `sitbreak autostart`")
    assert started(user) == ["autostart/sitbreak.desktop"]
    assert "not made by" in user.does("autostart", "status").stdout
    assert user.does("autostart", "on").returncode == 1
    assert "Name=Mine" in other.read_text()


def test_bad_usage(user: Home) -> None:
    """Rule: words that make no sense are said so, and change nothing."""
    assert user.does("autostart").returncode == 2
    assert user.does("autostart", "off", "--systemd").returncode == 1
    assert started(user) == []


def test_a_session_starts_it(user: Home) -> None:
    """Rule: what reads the session's autostart folder starts the program, spaces in its folder or not."""
    require(["dex"] if shutil.which("dex") is None else [])
    assert user.does("autostart", "on").returncode == 0
    env, mute = user.env | {"XDG_CONFIG_DIRS": "/nonexistent"}, subprocess.DEVNULL
    command = ["dex", "--autostart", "--environment", "XFCE"]
    subprocess.run(command, env=env, check=True, timeout=20, stdin=mute, stdout=mute, stderr=mute)
    try:
        until(lambda: user.does("status").returncode == 0, "the program that the session started")
    finally:
        user.does("quit")
    until(lambda: user.does("status").returncode == 3, "its end")

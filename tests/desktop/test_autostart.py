"""A session that starts its programs by XDG autostart has the icon in its tray, and after `off` no longer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.desktop.conftest import OpenDesktop, require
from tests.desktop.program import Program
from tests.desktop.session import DesktopSession

SESSION = ["dex", "--autostart", "--environment", "XFCE"]


@pytest.fixture
def desktop(open_desktop: OpenDesktop) -> DesktopSession:
    return open_desktop(panel="light", notifier="xfce4-notifyd")


def test_the_icon_comes_with_the_session(desktop: DesktopSession) -> None:
    """What `sitbreak autostart on` leaves is started by the session, with a desktop's tray and notifications."""
    require(["dex"] if shutil.which("dex") is None else [])
    program = Program(desktop)
    assert program.ask("autostart", "on").returncode == 0
    desktop.run(SESSION, name="session", XDG_CONFIG_DIRS="/nonexistent")
    program.wait_for(program.icon, "the icon")
    assert program.doctor()["ports"]["tray"]["chosen"] == "sni"
    program.ask("quit")
    program.wait_for(lambda: program.ask("status").returncode == 3, "its end")

    entry = Path(program.ask("autostart", "status").stdout.removeprefix("on: ").strip())
    assert entry.is_file()
    assert program.ask("autostart", "off").returncode == 0
    assert not entry.exists()
    desktop.run(SESSION, name="session", XDG_CONFIG_DIRS="/nonexistent").wait(20)
    assert program.ask("status").returncode == 3

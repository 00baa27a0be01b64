"""What holds a prompt on a real desktop, and that it comes once nothing does: a film, a call, do-not-disturb."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.presence import need
from tests.contracts.sound_server import SoundServer
from tests.desktop.conftest import OpenDesktop, TakeSeat
from tests.desktop.program import Program
from tests.desktop.session import DesktopSession

FILM = ["mpv", "--no-config", "--vo=x11", "--ao=null", "--fs", "av://lavfi:testsrc"]


@pytest.fixture
def desktop(open_desktop: OpenDesktop) -> DesktopSession:
    return open_desktop(notifier="xfce4-notifyd")


@pytest.fixture
def sound(tmp_path: Path) -> Iterator[SoundServer]:
    server = SoundServer(tmp_path / "sound")
    yield server
    server.end()


def wait_held(program: Program, *reasons: str) -> None:
    """The prompt comes to be held by exactly these."""
    program.wait_for(lambda: program.status()["held_by"] == list(reasons), f"a prompt held by {reasons}")
    assert program.prompt() is None
    assert not program.on_screen()


def comes(program: Program, *held_by: str) -> None:
    """The prompt comes to the screen after all; its record, once skipped, knows what held it."""
    program.wait_for_prompt()
    assert program.ask("answer", "skip").returncode == 0
    assert program.wait_for_record("prompts")["held_by"] == list(held_by)


def test_film_on_the_whole_screen(desktop: DesktopSession, take_seat: TakeSeat) -> None:
    """While a film fills the screen no prompt comes, and it comes when the film is over."""
    need("mpv")
    film = desktop.run(FILM)
    desktop.wait_for(lambda: "mpv" in desktop.output("wmctrl", "-lx"), 10, "the film")
    program = take_seat(desktop)
    wait_held(program, "fullscreen")
    desktop.stop(film)
    comes(program, "fullscreen")


def test_do_not_disturb(desktop: DesktopSession, take_seat: TakeSeat) -> None:
    """While the desktop's do-not-disturb is on no prompt comes, and it comes when that is off."""
    need("xfconf-query")
    switch = ("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "--create", "-t", "bool", "-s")
    desktop.output(*switch, "true")
    program = take_seat(desktop)
    wait_held(program, "do_not_disturb")
    desktop.output(*switch, "false")
    comes(program, "do_not_disturb")


def test_call(desktop: DesktopSession, take_seat: TakeSeat, sound: SoundServer) -> None:
    """While a program records from the microphone no prompt comes, and it comes some time after the call."""
    with sound.recorder("mic"):
        program = take_seat(desktop, PULSE_SERVER=f"unix:{sound.socket}")
        wait_held(program, "call")
    comes(program, "call")


def test_doctor(desktop: DesktopSession, take_seat: TakeSeat) -> None:
    """The program names the source of each of these signals."""
    ports = take_seat(desktop).doctor()["ports"]
    assert ports["fullscreen"]["chosen"] == "x11"
    assert ports["do_not_disturb"]["chosen"] == "notifications"
    assert ports["media"]["chosen"] == "mpris"
    assert {row["name"] for row in ports["call"]["tried"]} >= {"pulse", "alsa", "camera"}

"""The window in front, as a real window manager on X11 and a real sway tell it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sitbreak.adapters.signals.asked import Asked
from sitbreak.adapters.signals.front import open_front
from sitbreak.adapters.signals.front.sway import SwayFront
from sitbreak.adapters.signals.front.window import Window
from sitbreak.adapters.signals.front.x11 import X11Front
from sitbreak.ports import Unavailable
from tests.contracts.presence import need, wait_for
from tests.desktop.conftest import OpenDesktop
from tests.desktop.session import DesktopSession, Process
from tests.desktop.wayland import WaylandSession

pytest_plugins = ["tests.contracts.presence_fixtures"]

FILM = ["mpv", "--no-config", "--vo=x11", "--ao=null", "--geometry=320x240", "av://lavfi:testsrc"]


@pytest.fixture
def desktop(open_desktop: OpenDesktop, monkeypatch: pytest.MonkeyPatch) -> DesktopSession:
    desk = open_desktop()
    monkeypatch.setenv("DISPLAY", desk.env["DISPLAY"])
    for variable in ("WAYLAND_DISPLAY", "SWAYSOCK", "XAUTHORITY"):
        monkeypatch.delenv(variable, raising=False)
    return desk


@pytest.fixture
def front(desktop: DesktopSession) -> Iterator[X11Front]:
    made = X11Front(desktop.env["DISPLAY"])
    yield made
    made.close()


def film(desktop: DesktopSession, *options: str) -> Process:
    need("mpv")
    return desktop.run([*FILM, *options])


def wait_front(front: X11Front | SwayFront | Asked[Window], fullscreen: bool, app: str) -> None:
    """That window comes to the front."""
    wait_for(lambda: front.ask() == Window(fullscreen, app), f"{app or 'nobody'} in front, found {front.ask()}")


class TestX11:
    def test_film_on_the_whole_screen(self, desktop: DesktopSession, front: X11Front) -> None:
        """A film that fills the screen is seen as that, until it is a window again, and by its class all the time."""
        assert front.ask() == Window()
        film(desktop, "--fs")
        wait_front(front, True, "mpv")
        desktop.xdo("key", "f")
        wait_front(front, False, "mpv")

    def test_its_end(self, desktop: DesktopSession, front: X11Front) -> None:
        """With the window that filled the screen gone, nothing does."""
        playing = film(desktop, "--fs")
        wait_front(front, True, "mpv")
        desktop.stop(playing)
        wait_front(front, False, "")

    def test_behind_another_window(self, desktop: DesktopSession, front: X11Front) -> None:
        """Only the window in front counts, not one on the whole screen behind it."""
        film(desktop, "--fs")
        wait_front(front, True, "mpv")
        desktop.run(["python3", "-c", NOTE])
        wait_for(lambda: "Note" in desktop.output("wmctrl", "-lx"), "the note")
        desktop.output("wmctrl", "-xa", "Note")
        wait_front(front, False, "Note")

    def test_many_looks(self, desktop: DesktopSession, front: X11Front) -> None:
        """Windows that come and go between two questions never break the connection for good."""
        port = open_front()
        for _ in range(5):
            playing = film(desktop, "--fs")
            wait_front(port, True, "mpv")
            desktop.stop(playing)
            wait_front(port, False, "")
        assert port.report.chosen == "x11"
        port.close()

    def test_server_dies(self, desktop: DesktopSession, front: X11Front) -> None:
        """An X server that goes is a ConnectionError, and the port answers that nothing is in front."""
        port = open_front()
        desktop.kill_x()
        wait_for(lambda: not port.ask().app and port.report.chosen == "none", "the end of the X server")
        with pytest.raises(ConnectionError):
            front.ask()


NOTE = "import tkinter; root = tkinter.Tk(className='note'); root.geometry('200x200'); root.mainloop()"


class TestSway:
    @pytest.fixture
    def front(self, sway: WaylandSession, monkeypatch: pytest.MonkeyPatch) -> SwayFront:
        monkeypatch.setenv("SWAYSOCK", sway.env["SWAYSOCK"])
        return SwayFront(sway.env["SWAYSOCK"])

    def test_focused_window(self, sway: WaylandSession, front: SwayFront) -> None:
        """The focused window is known by its application id, and whether it fills the screen."""
        assert front.ask() == Window()
        sway.children.start("terminal", ["foot", "--app-id=slides", "sleep", "1000"], sway.env)
        wait_front(front, False, "slides")
        sway.sway("fullscreen enable")
        wait_front(front, True, "slides")
        sway.sway("fullscreen disable")
        wait_front(front, False, "slides")

    def test_sway_dies(self, sway: WaylandSession, front: SwayFront) -> None:
        """Without sway the port answers that nothing is in front, and finds it again when it is back."""
        port = open_front()
        assert port.report.chosen == "sway"
        sway.kill()
        assert port.ask() == Window()
        with pytest.raises(OSError, match=r".+"):
            front.ask()
        sway.start()
        wait_front(port, False, "")
        assert open_front().report.chosen == "sway"


class TestPort:
    def test_other_wayland_desktops(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A Wayland desktop that tells nobody is named, with what to do instead."""
        monkeypatch.delenv("SWAYSOCK", raising=False)
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        monkeypatch.setenv("DISPLAY", ":0")
        report = open_front().report
        assert report.chosen == "none"
        (row,) = [row for row in report.tried if row.name == "x11"]
        assert "Wayland" in row.reason
        assert "do-not-disturb" in row.remedy

    def test_forced(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """A source asked for by name that cannot serve says why; an unknown name is refused."""
        monkeypatch.setenv("SWAYSOCK", str(tmp_path / "nobody"))
        assert [row.ok for row in open_front("sway").report.tried if row.name == "sway"] == [False]
        with pytest.raises(Unavailable, match="sway, x11, none"):
            open_front("periscope")

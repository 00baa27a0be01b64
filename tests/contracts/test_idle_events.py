"""What idle sources promise that tell by themselves, kept on real X servers and Wayland compositors."""

from __future__ import annotations

import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.choose import choose
from sitbreak.adapters.clock import steady
from sitbreak.adapters.signals.idle import candidates
from sitbreak.adapters.signals.idle.x11 import X11Idle
from sitbreak.adapters.signals.idle.x11_wire import XClient
from sitbreak.adapters.signals.idle.xsync import XSyncIdle
from sitbreak.ports import Idle, Unavailable
from tests.contracts.idle_servers import Desk, Watcher, open_desk
from tests.contracts.presence import Calls, XServer, wait_for

pytest_plugins = ["tests.contracts.presence_fixtures"]

IDLE_AFTER = 3.0
"""Seconds that count as leaving here; longer than the dating of the last input takes on Wayland."""

FORCE_SCREEN_SAVER, RESET = 115, 0
COOKIE = bytes(range(16))


@pytest.fixture(params=["x11", "sway", "kwin"])
def desk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with open_desk(request.param) as opened:
        for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(variable, raising=False)
        for variable, value in opened.env.items():
            monkeypatch.setenv(variable, value)
        yield opened


@pytest.fixture
def idle(desk: Desk, calls: Calls) -> Iterator[Idle]:
    source = desk.sit_down(calls, IDLE_AFTER)
    yield source
    source.close()


@pytest.fixture
def watcher(desk: Desk) -> Iterator[Watcher]:
    alone = Watcher(desk, IDLE_AFTER)
    yield alone
    alone.close()


def age(idle: Idle) -> float:
    seconds = idle.seconds()
    assert seconds is not None
    return seconds


def leave(idle: Idle, calls: Calls) -> None:
    """Keep the hands off until the source has told of it."""
    calls.count = 0
    wait_for(lambda: calls.count, "the call at leaving")
    assert age(idle) == pytest.approx(IDLE_AFTER, abs=0.5)


class TestEvents:
    """What lets the engine shut its eyes."""

    def test_tells_of_leaving_and_of_the_first_input(self, desk: Desk, idle: Idle, calls: Calls) -> None:
        """One call at leaving and one at the first input after it, each time, even if the return was but one bump."""
        assert idle.events
        for _ in range(2):
            desk.server.touch()
            leave(idle, calls)
            wait_for(lambda: age(idle) > IDLE_AFTER + 0.7, "longer absence")
            assert calls.count == 1
            desk.server.touch()
            wait_for(lambda: calls.count == 2, "the call at the return", timeout=1)
            assert age(idle) < 0.5
        wait_for(lambda: age(idle) > 1.0, "quiet")
        assert calls.count == 2

    def test_silent_while_somebody_types(self, desk: Desk, idle: Idle, calls: Calls) -> None:
        """Nobody is called while input goes on, and the last input is never older than the source admits."""
        desk.server.touch()
        calls.count = 0
        ages = []
        for _ in range(9):
            desk.type_for(0.5)
            ages.append(age(idle))
        assert calls.count == 0
        assert max(ages) < desk.unsure + 0.7

    def test_dates_the_last_input(self, desk: Desk, idle: Idle) -> None:
        """Soon after the last of many inputs it is dated right within a second, and stays where it is."""
        desk.type_for(3.0)
        last = steady()
        wait_for(lambda: steady() > last + 3.0, "quiet")
        assert steady() - age(idle) == pytest.approx(last, abs=0.5)
        first_date = steady() - age(idle)
        wait_for(lambda: steady() > last + 5.0, "the later threshold")
        assert steady() - age(idle) == pytest.approx(first_date, abs=0.1)

    def test_one_bump_is_one_input(self, desk: Desk, idle: Idle, calls: Calls) -> None:
        """After a single bump no later input is ever reported, or a cat would count as a return."""
        leave(idle, calls)
        desk.server.touch()
        wait_for(lambda: age(idle) < 1.0, "the bump to be seen")
        bump = steady() - age(idle)
        while steady() < bump + 3.5:
            assert steady() - age(idle) == pytest.approx(bump, abs=0.4)
            time.sleep(0.1)

    def test_nobody_wakes_up(self, desk: Desk, watcher: Watcher) -> None:
        """The process sleeps as long as nothing changes: while somebody types, and while nobody does."""
        desk.server.touch()
        desk.type_for(1.0)
        before = watcher.wakes()
        desk.type_for(3.0)
        assert watcher.wakes() - before <= 1
        wait_for(lambda: "change" in watcher.heard, "the call at leaving")
        before = watcher.wakes()
        time.sleep(3.0)
        assert watcher.wakes() - before <= 1

    def test_server_goes_and_comes(self, desk: Desk, calls: Calls) -> None:
        """When the server dies one is told and nobody knows; once it is back, it tells of leaving as before."""
        now = 0.0
        idle = desk.revived(calls, IDLE_AFTER, steady=lambda: now)
        assert age(idle) >= 0
        calls.count = 0
        desk.server.kill()
        wait_for(lambda: calls.count, "the call at its end")
        assert idle.seconds() is None
        assert (idle.name, idle.events) == ("none", False)
        desk.server.start()
        now = 1.0
        assert age(idle) >= 0
        assert (idle.name, idle.events) == (desk.source, True)
        desk.server.touch()
        leave(idle, calls)
        idle.close()

    def test_dead_server(self, desk: Desk, idle: Idle) -> None:
        """A source whose server died says so at every later question, and closing it does no harm."""
        desk.server.kill()
        wait_for(lambda: not listening(), "the end of the thread")
        for _ in range(2):
            with pytest.raises(ConnectionError):
                idle.seconds()

    def test_close_leaves_nothing(self, desk: Desk, calls: Calls) -> None:
        """Closing ends the thread and calls nobody."""
        idle = desk.sit_down(calls, IDLE_AFTER)
        assert listening()
        calls.count = 0
        idle.close()
        assert not listening()
        assert calls.count == 0

    def test_serves_by_default(self, desk: Desk, calls: Calls) -> None:
        """On such a desktop this source is chosen, and what hides absence from it is said."""

        def no_bus() -> Bus:
            raise ConnectionRefusedError("there is no session bus")

        chosen = choose("idle", candidates(no_bus, calls))
        assert chosen.name == desk.source
        assert "film" in chosen.adapter.caveat
        chosen.adapter.close()

    def test_refuses_dead_server(self, desk: Desk, calls: Calls) -> None:
        """A display nobody serves is refused in one clause."""
        desk.server.kill()
        with pytest.raises(Unavailable, match="does not let us in"):
            desk.sit_down(calls, IDLE_AFTER)


def listening() -> bool:
    return any(thread.name == "display" for thread in threading.enumerate())


class TestXSync:
    """What only an X server does."""

    def test_refuses_without_display(self, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without DISPLAY there is no X11 session to ask."""
        monkeypatch.delenv("DISPLAY", raising=False)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        with pytest.raises(Unavailable, match="DISPLAY is not set"):
            XSyncIdle(calls)

    @pytest.mark.parametrize("display", ["localhost:10.0", "otherhost:0", "nonsense"])
    def test_leaves_far_displays_alone(self, calls: Calls, monkeypatch: pytest.MonkeyPatch, display: str) -> None:
        """A display over TCP is left to the source that can reach it."""
        monkeypatch.setenv("DISPLAY", display)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        with pytest.raises(Unavailable, match="no display of this machine"):
            XSyncIdle(calls)

    def test_refuses_wayland(self, x_server: XServer, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
        """In a Wayland session X11 is refused although its server answers: it would see a part of the input."""
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        with pytest.raises(Unavailable, match="Wayland"):
            XSyncIdle(calls)

    def test_unknown_extension(self, x_server: XServer) -> None:
        """What the server lacks is refused by its name."""
        client = XClient(x_server.display)
        with pytest.raises(Unavailable, match="no NONSENSE extension"):
            client.extension(b"NONSENSE")
        client.close()

    def test_refused_request(self, x_server: XServer) -> None:
        """A request the server refuses ends the connection with a reason, instead of waiting for a reply for ever."""
        client = XClient(x_server.display)
        with pytest.raises(ConnectionError, match=r"request 98\.0 is refused with error 16"):
            client.ask(struct.pack("<BxH", 98, 1))
        with pytest.raises(ConnectionError, match="gone"):
            client.ask(struct.pack("<BxH", 43, 1))
        client.close()

    def test_hanging_server(self, x_server: XServer, calls: Calls) -> None:
        """A server that hangs holds nobody up for longer than a moment."""
        idle = XSyncIdle(calls)
        x_server.hang()
        began = steady()
        with pytest.raises(ConnectionError, match="does not answer"):
            idle.seconds()
        assert steady() - began < 3.0
        idle.close()

    @pytest.mark.parametrize("source", ["xsync", "x11"])
    def test_reset_screen_saver_looks_like_input(self, x_server: XServer, calls: Calls, source: str) -> None:
        """The caveat is true: a player that resets the screen saver cannot be told from a person."""
        idle: Idle = XSyncIdle(calls) if source == "xsync" else X11Idle()
        wait_for(lambda: age(idle) > 1.0, "quiet")
        player = XClient(x_server.display)
        player.tell(struct.pack("<BBH", FORCE_SCREEN_SAVER, RESET, 1))
        wait_for(lambda: age(idle) < 0.5, "the reset to be seen", timeout=1)
        assert "screen saver" in idle.caveat
        player.close()
        idle.close()


class TestCookie:
    """A server that lets in only those who know its cookie."""

    @pytest.fixture
    def guarded(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
        authority = str(write_authority(tmp_path / "server", b""))
        monkeypatch.setenv("XAUTHORITY", authority)
        server = XServer("-auth", authority)
        monkeypatch.setenv("DISPLAY", f"{server.display}.0")
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        yield str(server.number)
        server.kill()

    def test_shows_the_right_cookie(
        self, guarded: str, calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Of several entries the one for this display is shown, and opens the door."""
        entries = write_authority(tmp_path / "ours", b"99", bytes(16)).read_bytes()
        entries += write_authority(tmp_path / "ours", guarded.encode()).read_bytes()
        (tmp_path / "ours").write_bytes(entries)
        monkeypatch.setenv("XAUTHORITY", str(tmp_path / "ours"))
        idle = XSyncIdle(calls)
        assert age(idle) >= 0
        idle.close()

    def test_wrong_or_no_cookie(
        self, guarded: str, calls: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Without the cookie the server's own words are the reason."""
        monkeypatch.setenv("XAUTHORITY", str(write_authority(tmp_path / "wrong", guarded.encode(), bytes(16))))
        with pytest.raises(Unavailable, match="does not let us in: Invalid MIT-MAGIC-COOKIE-1"):
            XSyncIdle(calls)
        monkeypatch.setenv("XAUTHORITY", str(tmp_path / "missing"))
        with pytest.raises(Unavailable, match="does not let us in"):
            XSyncIdle(calls)


def write_authority(path: Path, number: bytes, cookie: bytes = COOKIE) -> Path:
    """A file with one entry, for any machine; an empty number stands for every display."""
    wild = 65535
    fields = (b"", number, b"MIT-MAGIC-COOKIE-1", cookie)
    path.write_bytes(struct.pack(">H", wild) + b"".join(struct.pack(">H", len(one)) + one for one in fields))
    return path

"""Fixtures that lend a test its own X server, bus, logind or terminal; the tests of signals load them as a plugin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.presence import Calls, MateSaver, MockedLogind, PrivateBus, Terminal, XServer
from tests.desktop.conftest import require
from tests.desktop.wayland import WaylandSession


@pytest.fixture
def session_daemon(tmp_path: Path) -> Iterator[PrivateBus]:
    bus = PrivateBus(tmp_path / "session")
    yield bus
    bus.end()


@pytest.fixture
def system_daemon(tmp_path: Path) -> Iterator[PrivateBus]:
    bus = PrivateBus(tmp_path / "system")
    yield bus
    bus.end()


@pytest.fixture
def logind(system_daemon: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> Iterator[MockedLogind]:
    monkeypatch.setenv("XDG_SESSION_ID", "c1")
    mocked = MockedLogind(system_daemon)
    yield mocked
    mocked.end()


@pytest.fixture
def x_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[XServer]:
    server = XServer()
    monkeypatch.setenv("DISPLAY", server.display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    yield server
    server.kill()


@pytest.fixture
def sway(monkeypatch: pytest.MonkeyPatch) -> Iterator[WaylandSession]:
    require(WaylandSession.missing("sway"))
    with WaylandSession("sway") as session:
        monkeypatch.delenv("DISPLAY", raising=False)
        for variable in ("XDG_RUNTIME_DIR", "WAYLAND_DISPLAY"):
            monkeypatch.setenv(variable, session.env[variable])
        yield session


@pytest.fixture
def mate_saver(session_daemon: PrivateBus, x_server: XServer, tmp_path: Path) -> Iterator[MateSaver]:
    saver = MateSaver(session_daemon, x_server, tmp_path)
    yield saver
    saver.end()


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    one = Terminal()
    yield one
    one.end()


@pytest.fixture
def calls() -> Calls:
    return Calls()

"""Do-not-disturb as real notification services keep it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sitbreak.adapters.bus import Bus, BusGone
from sitbreak.adapters.signals.asked import Asked
from sitbreak.adapters.signals.silence import open_silence
from sitbreak.adapters.signals.silent_service import SilentService
from sitbreak.ports import Unavailable
from tests.contracts.presence import DAEMON, PrivateBus, Service, need, wait_for
from tests.desktop.conftest import OpenDesktop
from tests.desktop.session import DesktopSession
from tests.desktop.wayland import WaylandSession

pytest_plugins = ["tests.contracts.presence_fixtures"]

XFCE = ("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb")
NOTIFICATIONS = "org.freedesktop.Notifications"


class Daemon(Service):
    """A notification service that says its name and little else."""

    name, path = NOTIFICATIONS, "/org/freedesktop/Notifications"

    def __init__(self, bus: Bus, called: str) -> None:
        self._called = called
        super().__init__(bus)

    def on_GetServerInformation(self) -> tuple[str, tuple[Any, ...]]:
        return "ssss", (self._called, "", "1", "1.2")

    def on_GetCapabilities(self) -> tuple[str, tuple[Any, ...]]:
        return "as", ([],)


@pytest.fixture
def bus_of() -> Iterator[Callable[[DesktopSession], Bus]]:
    """Connections to the session bus of a desktop."""
    made: list[Bus] = []

    def connect(desktop: DesktopSession) -> Bus:
        made.append(Bus(desktop.env["DBUS_SESSION_BUS_ADDRESS"]))
        return made[-1]

    yield connect
    for bus in made:
        bus.close()


@pytest.fixture
def session(session_daemon: PrivateBus) -> Callable[[], Bus]:
    bus = session_daemon.connect()
    return lambda: bus


def test_dunst(open_desktop: OpenDesktop, bus_of: Callable[[DesktopSession], Bus]) -> None:
    """dunst is silenced while it is paused."""
    desktop = open_desktop(notifier="dunst")
    silence = SilentService(bus_of(desktop))
    assert not silence.ask()
    desktop.output("dunstctl", "set-paused", "true")
    assert silence.ask()
    desktop.output("dunstctl", "set-paused", "false")
    assert not silence.ask()


def test_xfce(open_desktop: OpenDesktop, bus_of: Callable[[DesktopSession], Bus]) -> None:
    """Xfce keeps do-not-disturb in its settings, where nothing stands until it is switched on for the first time."""
    need("xfconf-query")
    desktop = open_desktop(notifier="xfce4-notifyd")
    silence = SilentService(bus_of(desktop))
    assert not silence.ask()
    desktop.output(*XFCE, "--create", "-t", "bool", "-s", "true")
    assert silence.ask()
    desktop.output(*XFCE, "-s", "false")
    assert not silence.ask()


def test_mako(sway: WaylandSession, session_daemon: PrivateBus, tmp_path: Path) -> None:
    """mako is silenced while its mode says so by name."""
    need("mako", "makoctl")
    config = tmp_path / "mako"
    config.write_text("[mode=do-not-disturb]\ninvisible=1\n")
    env = sway.env | {"DBUS_SESSION_BUS_ADDRESS": session_daemon.address}
    sway.children.start("mako", ["mako", "--config", str(config)], env)
    bus = session_daemon.connect()
    wait_for(lambda: bus.call(*DAEMON, "NameHasOwner", "s", NOTIFICATIONS)[0], "mako")

    def mode(name: str) -> None:
        subprocess.run(["makoctl", "mode", "-s", name], env=env, capture_output=True, timeout=10, check=True)

    silence = SilentService(bus)
    assert not silence.ask()
    mode("do-not-disturb")
    assert silence.ask()
    mode("default")
    assert not silence.ask()


def test_gnome(
    session: Callable[[], Bus], session_daemon: PrivateBus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """GNOME keeps it in its settings; since asking takes a process, the answer is good for a few seconds."""
    need("gsettings")
    for name, value in {"GSETTINGS_BACKEND": "keyfile", "XDG_CONFIG_HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    schema = ["org.gnome.desktop.notifications", "show-banners"]
    if subprocess.run(["gsettings", "get", *schema], capture_output=True, timeout=10, check=False).returncode:
        need("org.gnome.desktop.notifications (gsettings-desktop-schemas)")
    Daemon(session_daemon.connect(), "gnome-shell")
    now = 0.0
    silence = SilentService(session(), lambda: now)
    assert not silence.ask()
    subprocess.run(["gsettings", "set", *schema, "false"], env=os.environ, timeout=10, check=True)
    assert not silence.ask()
    now = 10.0
    assert silence.ask()


class TestPort:
    def test_another_service_takes_over(self, session: Callable[[], Bus], session_daemon: PrivateBus) -> None:
        """A service that goes is forgotten, and the next one found."""
        old, other = (session_daemon.connect() for _ in range(2))
        first = Daemon(old, "gnome-shell")
        port = open_silence(session)
        assert port.report.chosen == "notifications"
        first.go()
        assert not port.ask()
        assert port.report.chosen == "none"
        Daemon(other, "gnome-shell")
        now_serves(port)

    def test_service_that_does_not_tell(self, session: Callable[[], Bus], session_daemon: PrivateBus) -> None:
        """A service of which nothing is known is named."""
        Daemon(session_daemon.connect(), "lightning")
        reasons = [row.reason for row in open_silence(session).report.tried if not row.ok]
        assert reasons == ["lightning tells no program whether it is silenced"]

    def test_nobody_is_started(self, session: Callable[[], Bus]) -> None:
        """Without a service, none is started by the question."""
        port = open_silence(session)
        assert not port.ask()
        assert [row.reason for row in port.report.tried if not row.ok] == ["no notification service is running"]

    def test_no_bus(self) -> None:
        """Without a bus the port says so."""

        def no_bus() -> Bus:
            raise BusGone("there is no such bus")

        assert [row.reason for row in open_silence(no_bus).report.tried if not row.ok] == ["there is no such bus"]

    def test_forced(self, session: Callable[[], Bus]) -> None:
        """`none` switches it off; an unknown name is refused with the names there are."""
        assert open_silence(session, "none").report.chosen == "none"
        with pytest.raises(Unavailable, match="notifications, none"):
            open_silence(session, "librarian")


def now_serves(port: Asked[bool]) -> None:
    """The port finds whoever serves, at the latest some seconds after a question."""

    def served() -> bool:
        port.ask()
        return port.report.chosen == "notifications"

    wait_for(served, "the new service")

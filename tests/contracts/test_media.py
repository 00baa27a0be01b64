"""Whether a film is on: a real player, a mocked logind and stand-ins for the services that know of inhibitors."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitbreak.adapters.bus import Bus, BusGone, MethodCall
from sitbreak.adapters.signals.inhibitors import Gnome, PowerManagement
from sitbreak.adapters.signals.media import Media, Part, open_media
from sitbreak.adapters.signals.mpris import PATH, PREFIX, PROPERTIES, sound_only
from sitbreak.adapters.signals.pmset import holders
from sitbreak.core.trusting import TRUSTED_FOR
from sitbreak.ports import Unavailable
from tests.contracts.presence import DAEMON, MockedLogind, PrivateBus, Program, Service, missing, need, wait_for

pytest_plugins = ["tests.contracts.presence_fixtures"]

MPV = PREFIX + "mpv"
LOOKS, LONG_NAME = 100, 20_000
MPRIS_OF_MPV = Path("/usr/lib/mpv-mpris/mpris.so"), Path("/etc/mpv/scripts/mpris.so")


def no_bus() -> Bus:
    raise BusGone("there is no such bus")


@pytest.fixture
def session(session_daemon: PrivateBus) -> Callable[[], Bus]:
    bus = session_daemon.connect()
    return lambda: bus


class Film:
    """The real mpv, playing a test picture to nobody."""

    def __init__(self, bus: Bus, address: str) -> None:
        need("mpv")
        script = next((str(path) for path in MPRIS_OF_MPV if path.exists()), "")
        if not script:
            missing("mpv-mpris")
        self._bus = bus
        argv = ["mpv", "--no-config", "--vo=null", "--ao=null", f"--script={script}", "av://lavfi:testsrc"]
        self._player = Program(argv, DBUS_SESSION_BUS_ADDRESS=address)
        wait_for(lambda: bus.call(*DAEMON, "NameHasOwner", "s", MPV)[0], "mpv on the bus")

    def order(self, what: str) -> None:
        self._bus.call(MPV, PATH, PREFIX + "Player", what)

    def end(self) -> None:
        self._player.end()


def _methods_of(look: Callable[[], bool], called: list[str]) -> list[str]:
    """What one look adds to the methods called."""
    called.clear()
    look()
    return called


class Player(Service):
    """A stand-in for a player that plays."""

    path = PATH

    def __init__(self, bus: Bus, name: str, entry: str) -> None:
        self.name = PREFIX + name
        self.properties = {"PlaybackStatus": "Playing", "DesktopEntry": entry}
        super().__init__(bus)

    def _handle(self, call: MethodCall) -> tuple[str, tuple[Any, ...]]:
        assert (call.interface, call.member) == (PROPERTIES, "Get")
        return "v", (("s", self.properties[call.body[1]]),)


class TestPlayers:
    def test_film_plays_and_pauses(self, session: Callable[[], Bus], session_daemon: PrivateBus) -> None:
        """A film counts while it plays, and neither paused nor once its player is gone."""
        media = open_media(session, no_bus)
        assert not media.ask()
        film = Film(session_daemon.connect(), session_daemon.address)
        wait_for(media.ask, "the film")
        film.order("Pause")
        wait_for(lambda: not media.ask(), "the pause")
        film.order("Play")
        wait_for(media.ask, "the film, going on")
        film.end()
        wait_for(lambda: not media.ask(), "the end of the film")

    def test_music_is_no_film(
        self, session: Callable[[], Bus], session_daemon: PrivateBus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A player that by its desktop entry plays no video proves nobody's presence: music plays to empty rooms."""
        entries = tmp_path / "applications"
        entries.mkdir()
        (entries / "jukebox.desktop").write_text("[Desktop Entry]\nCategories=AudioVideo;Audio;Player;\n")
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        Player(session_daemon.connect(), "jukebox", "jukebox")
        media = open_media(session, no_bus)
        assert not media.ask()
        Player(session_daemon.connect(), "browser.instance1", "unheard-of")
        wait_for(media.ask, "the browser's film")

    def test_names_are_forgotten(self, session: Callable[[], Bus], session_daemon: PrivateBus) -> None:
        """A player that gives itself another long name at each look is believed, and costs no more for it."""
        player = Player(session_daemon.connect(), "changeling", "")
        media = open_media(session, no_bus)
        wait_for(media.ask, "the film")
        tracemalloc.start()
        try:
            for number in range(LOOKS):
                player.properties["DesktopEntry"] = f"{number:0{LONG_NAME}}"
                assert media.ask()
            kept, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert kept < LOOKS * LONG_NAME / 2

    def test_phone_is_elsewhere(self, session: Callable[[], Bus], session_daemon: PrivateBus) -> None:
        """What plays on a phone and is only shown here says nothing of the desk."""
        Player(session_daemon.connect(), "kdeconnect.mpris_000001", "")
        media = open_media(session, no_bus)
        assert not media.ask()


def test_sound_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The categories of a desktop entry tell music from films; without an entry a film is assumed."""
    (tmp_path / "applications").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for name, kinds in {"tunes": "Audio;Music", "films": "AudioVideo;Audio;Video", "browser": "Network"}.items():
        (tmp_path / f"applications/{name}.desktop").write_text(f"[Desktop Entry]\nCategories={kinds};\n")
    assert [sound_only(name) for name in ("tunes", "films", "browser", "unheard-of", "")] == [True, *[False] * 4]


class SessionManager(Service):
    """GNOME's session manager, as far as it concerns inhibitors."""

    name, path = "org.gnome.SessionManager", "/org/gnome/SessionManager"

    def __init__(self, bus: Bus) -> None:
        self.held: dict[str, tuple[str, int]] = {}
        super().__init__(bus)

    def inhibit(self, app: str, flags: int) -> str:
        path = f"{self.path}/Inhibitor{len(self.held) + 1}"
        self.held[path] = (app, flags)
        answers = {"GetAppId": ("s", (app,)), "GetFlags": ("u", (flags,))}
        self.bus.export(path, lambda call: answers[call.member])
        return path

    def on_IsInhibited(self, flags: int) -> tuple[str, tuple[Any, ...]]:
        return "b", (any(held & flags for _, held in self.held.values()),)

    def on_GetInhibitors(self) -> tuple[str, tuple[Any, ...]]:
        return "ao", (list(self.held),)


class PowerManager(Service):
    """A power manager, as far as it concerns inhibitors."""

    name = "org.freedesktop.PowerManagement.Inhibit"
    path = "/org/freedesktop/PowerManagement/Inhibit"

    def __init__(self, bus: Bus) -> None:
        self.held: list[str] = []
        super().__init__(bus)

    def come(self) -> None:
        self.bus.call(*DAEMON, "RequestName", "su", PowerManagement.bus_name, 0)

    def on_HasInhibit(self) -> tuple[str, tuple[Any, ...]]:
        return "b", (bool(self.held),)

    def on_GetInhibitors(self) -> tuple[str, tuple[Any, ...]]:
        return "as", (self.held,)


class TestInhibitors:
    def test_gnome(self, session: Callable[[], Bus], session_daemon: PrivateBus) -> None:
        """Of GNOME's inhibitors those against idling count, not one against logging out."""
        manager = SessionManager(session_daemon.connect())
        media = open_media(session, no_bus)
        manager.inhibit("editor", 1)
        assert not media.ask()
        manager.inhibit("browser", 8 | 4)
        assert media.ask()
        manager.held.clear()
        assert not media.ask()

    def test_power_management(self, session: Callable[[], Bus], session_daemon: PrivateBus) -> None:
        """The inhibitors of Xfce's and KDE's power managers count."""
        manager = PowerManager(session_daemon.connect())
        media = open_media(session, no_bus)
        assert not media.ask()
        manager.held.append("browser")
        assert media.ask()

    @pytest.mark.parametrize(
        ("what", "mode", "user", "counts"),
        [
            ("idle", "block", os.getuid(), True),
            ("sleep:idle", "block", os.getuid(), True),
            ("idle", "delay", os.getuid(), False),
            ("handle-lid-switch", "block", os.getuid(), False),
            ("idle", "block", os.getuid() + 1, False),
        ],
        ids=["idle", "among others", "only a delay", "of the lid", "another user's"],
    )
    def test_logind(
        self, logind: MockedLogind, system_daemon: PrivateBus, what: str, mode: str, user: int, counts: bool
    ) -> None:
        """Of logind's inhibitors those of ours that block idling count."""
        bus = system_daemon.connect()
        code = f"ret = [('{what}', 'mpv', 'plays', '{mode}', dbus.UInt32({user}), dbus.UInt32(4711))]"
        words = (f"{logind.SERVICE}.Manager", "ListInhibitors", "", "a(ssssuu)", code)
        bus.call(logind.SERVICE, logind.PATH, logind.MOCK, "AddMethod", "sssss", *words)
        assert open_media(no_bus, lambda: bus).ask() is counts

    def test_stale_inhibitor(self, session: Callable[[], Bus], session_daemon: PrivateBus) -> None:
        """One that stands for hours with nothing playing counts no more, and the report names it with its cure."""
        now = 0.0
        SessionManager(session_daemon.connect()).inhibit("caffeine", 8)
        bus = session()
        media = Media([Part(Gnome(bus), lambda: frozenset({Gnome.bus_name}))], steady=lambda: now)
        while now < TRUSTED_FOR:
            assert media.ask()
            now += 600
        assert not media.ask()
        (row,) = [row for row in media.report.tried if row.name == "inhibitor"]
        assert not row.ok
        assert "caffeine" in row.reason
        assert row.remedy


class TestPort:
    def test_report(self, session: Callable[[], Bus], session_daemon: PrivateBus) -> None:
        """The report names who can be asked here, and why the others cannot."""
        SessionManager(session_daemon.connect())
        media = open_media(session, no_bus)
        assert media.report.chosen == "mpris+gnome"
        reasons = {row.name: row.reason for row in media.report.tried if not row.ok}
        assert reasons == {
            "power-management": "nobody owns org.freedesktop.PowerManagement on the bus",
            "logind": "there is no such bus",
        }

    def test_bus_is_asked_who_is_there_only_after_a_change(
        self, session: Callable[[], Bus], session_daemon: PrivateBus, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Looks do not list the bus again and again; a program that comes is still found."""
        methods: list[str] = []
        bus, call = session(), session().call

        def counted(*words: Any, **more: Any) -> Any:
            methods.append(words[3])
            return call(*words, **more)

        monkeypatch.setattr(bus, "call", counted)
        media = open_media(session, no_bus)
        wait_for(lambda: not _methods_of(media.ask, methods), "a quiet look")
        SessionManager(session_daemon.connect()).inhibit("browser", 8)
        wait_for(media.ask, "the inhibitor")

    def test_bus_dies(self, session: Callable[[], Bus], session_daemon: PrivateBus) -> None:
        """A bus that dies reads as no film, and the report says so."""
        media = open_media(session, no_bus)
        session_daemon.kill()
        wait_for(lambda: media.report.chosen == "none" or media.ask(), "the end of the bus")
        assert not media.ask()
        assert not any(row.ok for row in media.report.tried)

    def test_forced(self, session: Callable[[], Bus]) -> None:
        """One source by name, or none; an unknown name is refused with the names there are."""
        assert open_media(session, no_bus, "mpris").report.chosen == "mpris"
        assert open_media(session, no_bus, "none").report.chosen == "none"
        with pytest.raises(Unavailable, match="mpris, gnome, power-management, logind, none"):
            open_media(session, no_bus, "television")


def test_pmset() -> None:
    """Of what macOS lists, the processes that keep the display awake are named, and nothing of their reasons."""
    listing = """Assertion status system-wide:
   PreventUserIdleDisplaySleep    1
Listed by owning process:
   pid 301(Safari): [0x0001] 00:12:05 PreventUserIdleDisplaySleep named: "a film"
   pid 99(powerd): [0x0002] 01:00:00 PreventUserIdleSystemSleep named: "Powerd"
"""
    assert holders(listing) == ["pid 301(Safari)"]

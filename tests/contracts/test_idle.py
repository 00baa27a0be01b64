"""What every idle source promises, kept by the stand-in of the core's tests and by every real source alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.choose import choose
from sitbreak.adapters.clock import steady
from sitbreak.adapters.signals.idle import candidates
from sitbreak.adapters.signals.idle.freedesktop import FreedesktopIdle, Unit
from sitbreak.adapters.signals.idle.last_input import LastInput
from sitbreak.adapters.signals.idle.macos import MacIdle
from sitbreak.adapters.signals.idle.mutter import MutterIdle
from sitbreak.adapters.signals.idle.nobody import NoIdle
from sitbreak.adapters.signals.idle.reviving import Reviving
from sitbreak.adapters.signals.idle.terminal import TerminalIdle, own_terminals
from sitbreak.adapters.signals.idle.wayland import NEAR, SLACK, WaylandIdle
from sitbreak.adapters.signals.idle.windows import WindowsIdle
from sitbreak.adapters.signals.idle.x11 import X11Idle
from sitbreak.adapters.signals.idle.xsync import XSyncIdle
from sitbreak.core.seat import SAME_INPUT
from sitbreak.ports import Idle, Unavailable
from tests.contracts.macos_calls import ApplicationServices
from tests.contracts.presence import (
    Calls,
    Counter,
    MuteSaver,
    PrivateBus,
    StandInMutter,
    StandInSaver,
    Terminal,
    XServer,
    wait_for,
)
from tests.contracts.windows_calls import Windows
from tests.desktop.wayland import WaylandSession

pytest_plugins = ["tests.contracts.presence_fixtures"]


class StandInIdle:
    """The simplest source that keeps the contract."""

    name = "stand-in"
    events = False
    caveat = ""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def seconds(self) -> float | None:
        return self._counter.read()

    def close(self) -> None:
        """Nothing is held."""


@dataclass(frozen=True)
class Rig:
    """A source, somebody who gives it input, and how coarse (seconds) its clock is."""

    idle: Idle
    touch: Callable[[], None]
    grain: float = 0.3


def stand_in(_request: pytest.FixtureRequest) -> Rig:
    counter = Counter()
    return Rig(StandInIdle(counter), counter.touch)


def x11(request: pytest.FixtureRequest) -> Rig:
    server: XServer = request.getfixturevalue("x_server")
    return Rig(X11Idle(), server.touch)


def xsync(request: pytest.FixtureRequest) -> Rig:
    server: XServer = request.getfixturevalue("x_server")
    return Rig(XSyncIdle(Calls()), server.touch)


def wayland(request: pytest.FixtureRequest) -> Rig:
    session: WaylandSession = request.getfixturevalue("sway")
    idle = WaylandIdle(Calls())
    wait_for(lambda: known(idle) > NEAR + SLACK + 0.1, "the first dating")
    return Rig(idle, session.touch)


def mutter(request: pytest.FixtureRequest) -> Rig:
    daemon: PrivateBus = request.getfixturevalue("session_daemon")
    service = StandInMutter(daemon.connect())
    return Rig(MutterIdle(daemon.connect(), Calls()), service.counter.touch)


def freedesktop(per_second: int) -> Callable[[pytest.FixtureRequest], Rig]:
    def make(request: pytest.FixtureRequest) -> Rig:
        daemon: PrivateBus = request.getfixturevalue("session_daemon")
        service = StandInSaver(daemon.connect(), per_second=per_second)
        service.counter.age(3)
        idle = FreedesktopIdle(daemon.connect())
        wait_for(lambda: idle.seconds() is not None, "the unit of the counter")
        return Rig(idle, service.counter.touch, grain=1.2)

    return make


def at_terminal(request: pytest.FixtureRequest) -> Rig:
    one: Terminal = request.getfixturevalue("terminal")
    one.age(100)
    return Rig(TerminalIdle(terminals=lambda: iter([one.path])), one.touch, grain=9.0)


def revived(request: pytest.FixtureRequest) -> Rig:
    server: XServer = request.getfixturevalue("x_server")
    return Rig(Reviving([("x11", X11Idle), ("none", NoIdle)]), server.touch)


def on_windows(_request: pytest.FixtureRequest) -> Rig:
    windows = Windows()
    return Rig(WindowsIdle(windows, windows), windows.touch)


def on_macos(_request: pytest.FixtureRequest) -> Rig:
    library = ApplicationServices()
    return Rig(MacIdle(library), library.touch)


RIGS = {
    "stand-in": stand_in,
    "x11": x11,
    "xsync": xsync,
    "wayland": wayland,
    "mutter": mutter,
    "freedesktop-milliseconds": freedesktop(1000),
    "freedesktop-seconds": freedesktop(1),
    "terminal": at_terminal,
    "reviving": revived,
    "windows": on_windows,
    "macos": on_macos,
}


@pytest.fixture(params=RIGS)
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    made = RIGS[request.param](request)
    yield made
    made.idle.close()


class TestContract:
    """What the seat model relies on."""

    def test_has_a_name(self, rig: Rig) -> None:
        """A source names itself, and says whether it tells of changes by itself."""
        assert rig.idle.name
        assert isinstance(rig.idle.events, bool)

    def test_grows_with_time(self, rig: Rig) -> None:
        """Without input the answer grows by the time that passes."""
        before, began = known(rig.idle), steady()
        wait_for(lambda: steady() >= began + 1.2, "time to pass")
        grown, passed = known(rig.idle) - before, steady() - began
        assert grown == pytest.approx(passed, abs=0.2)

    def test_same_input_stays_in_its_place(self, rig: Rig) -> None:
        """However often one asks, the last input does not seem to move, or each look would count as new input."""
        known(rig.idle)
        places: list[float] = []
        for _ in range(8):
            places.append(steady() - known(rig.idle))
            time.sleep(0.17)
        assert max(places) - min(places) < SAME_INPUT

    def test_input_brings_it_back(self, rig: Rig) -> None:
        """Input brings the answer back to nothing, as nearly as the source can tell."""
        wait_for(lambda: known(rig.idle) > rig.grain + 0.2, "some idle time")
        rig.touch()
        wait_for(lambda: known(rig.idle) <= rig.grain, "the input to be seen", timeout=3)


def known(idle: Idle) -> float:
    """The answer of a source that has one."""
    seconds = idle.seconds()
    assert seconds is not None
    assert seconds >= 0
    return seconds


class TestX11:
    def test_refuses_without_display(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without DISPLAY there is no X11 session to ask."""
        monkeypatch.delenv("DISPLAY", raising=False)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        with pytest.raises(Unavailable, match="DISPLAY is not set"):
            X11Idle()

    def test_refuses_wayland(self, x_server: XServer, monkeypatch: pytest.MonkeyPatch) -> None:
        """In a Wayland session X11 is refused although its server answers: it would see a part of the input."""
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        with pytest.raises(Unavailable, match="Wayland"):
            X11Idle()

    def test_refuses_dead_server(self, x_server: XServer) -> None:
        """A display nobody serves is refused, not raised as the library's own error."""
        x_server.kill()
        with pytest.raises(Unavailable, match="does not let us in"):
            X11Idle()

    def test_server_dies(self, x_server: XServer) -> None:
        """A server that dies is a lost connection at every later question, and closing afterwards does no harm."""
        idle = X11Idle()
        x_server.kill()
        for _ in range(2):
            with pytest.raises(ConnectionError, match="X server is gone"):
                idle.seconds()
        idle.close()

    def test_server_comes_back(self, x_server: XServer) -> None:
        """After the X server died nobody knows the idle time; once it is back, everything works as before."""
        now = 0.0
        idle = Reviving([("x11", X11Idle), ("none", NoIdle)], steady=lambda: now)
        x_server.kill()
        assert idle.seconds() is None
        assert idle.name == "none"
        x_server.start()
        assert idle.seconds() is None
        now = 1.0
        assert known(idle) >= 0
        assert idle.name == "x11"
        idle.close()


class TestMutter:
    @pytest.fixture
    def service(self, session_daemon: PrivateBus) -> StandInMutter:
        return StandInMutter(session_daemon.connect())

    def test_refuses_elsewhere(self, session_daemon: PrivateBus, calls: Calls) -> None:
        """Where nobody owns Mutter's name, the source refuses at once."""
        with pytest.raises(Unavailable, match="no GNOME session"):
            MutterIdle(session_daemon.connect(), calls)

    def test_tells_of_leaving_and_return(
        self, service: StandInMutter, session_daemon: PrivateBus, calls: Calls
    ) -> None:
        """Leaving and coming back are told each time, although the watch for the return fires only once."""
        idle = MutterIdle(session_daemon.connect(), calls)
        wait_for(lambda: service.idle_watches and service.active_watches, "the watches")
        for _ in range(2):
            wait_for(lambda: calls.count, "the call for the last change")
            calls.count = 0
            service.leave()
            wait_for(lambda: calls.count, "the call at leaving")
            wait_for(lambda: service.active_watches, "the watch for the return")
            calls.count = 0
            service.come_back()
            wait_for(lambda: calls.count, "the call at the return")
        idle.close()

    def test_keeps_one_watch_of_each_kind(
        self, service: StandInMutter, session_daemon: PrivateBus, calls: Calls
    ) -> None:
        """Being idle again and again piles up no watches in Mutter, and closing takes back the rest."""
        idle = MutterIdle(session_daemon.connect(), calls)
        wait_for(lambda: calls.count, "the watches")
        for _ in range(3):
            (old,) = service.active_watches
            calls.count = 0
            service.leave()
            wait_for(lambda: calls.count, "the call, which comes after the new watch")
            assert old not in service.active_watches
        assert len(service.active_watches) == len(service.idle_watches) == 1
        idle.close()
        assert not service.active_watches
        assert not service.idle_watches

    def test_goes_and_comes(self, service: StandInMutter, session_daemon: PrivateBus, calls: Calls) -> None:
        """When Mutter goes one is told to look and finds it gone; when it comes the watches are set anew."""
        idle = MutterIdle(session_daemon.connect(), calls)
        wait_for(lambda: calls.count, "the watches")
        calls.count = 0
        service.forget()
        service.go()
        wait_for(lambda: calls.count, "the call when Mutter goes")
        with pytest.raises(ConnectionError):
            idle.seconds()
        service.come()
        wait_for(lambda: service.idle_watches and service.active_watches, "the watches")
        assert known(idle) >= 0
        idle.close()


class TestFreedesktop:
    def test_refuses_mute_server(self, session_daemon: PrivateBus) -> None:
        """A screen saver that knows no idle time is refused with its own words."""
        MuteSaver(session_daemon.connect())
        with pytest.raises(Unavailable, match="NotSupported"):
            FreedesktopIdle(session_daemon.connect())

    def test_refuses_zero_in_wayland(self, session_daemon: PrivateBus, monkeypatch: pytest.MonkeyPatch) -> None:
        """The eternal 0 of a Wayland session is not taken for a busy person."""
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        StandInSaver(session_daemon.connect(), per_second=0)
        with pytest.raises(Unavailable, match="Wayland"):
            FreedesktopIdle(session_daemon.connect())

    def test_server_goes(self, session_daemon: PrivateBus) -> None:
        """A screen saver that goes is a lost connection."""
        service = StandInSaver(session_daemon.connect())
        idle = FreedesktopIdle(session_daemon.connect())
        service.go()
        with pytest.raises(ConnectionError):
            idle.seconds()

    @pytest.mark.parametrize(
        ("counts", "seconds"),
        [
            ([0, 19_000], 19.0),
            ([5_000, 900, 400, 15_400], 15.4),
            ([3, 23, 43, 63], 63.0),
            ([3, 0, 12, 2, 9, 0, 4], 4.0),
            ([0, 0, 0, 0, 0, 0], None),
            ([7], None),
            ([3, 23, 43, 63, 12_000], 12.0),
        ],
    )
    def test_unit(self, counts: list[int], seconds: float | None) -> None:
        """Asked every 20 s: what outruns the clock is milliseconds, what never moves tells nothing."""
        unit = Unit()
        answers = [unit.seconds(20.0 * look, count) for look, count in enumerate(counts)]
        assert answers[-1] == seconds


class TestTerminal:
    def test_finds_own_terminals(self, terminal: Terminal) -> None:
        """A pseudo terminal of this user is among those looked at."""
        assert terminal.path in own_terminals()

    def test_youngest_counts(self, terminal: Terminal) -> None:
        """Of several terminals the one used last decides."""
        other = Terminal()
        terminal.age(100)
        other.age(40)
        idle = TerminalIdle(terminals=lambda: iter([terminal.path, other.path]))
        assert known(idle) == pytest.approx(40, abs=2)
        other.end()

    def test_refuses_without_terminal(self) -> None:
        """Who has no terminal cannot be seen at one."""
        with pytest.raises(Unavailable, match="no terminal"):
            TerminalIdle(terminals=lambda: iter([]))

    def test_last_terminal_closes(self) -> None:
        """When the last terminal is closed the source is gone, not idle."""
        one = Terminal()
        idle = TerminalIdle(terminals=lambda: iter([one.path]))
        one.end()
        with pytest.raises(ConnectionError):
            idle.seconds()

    @pytest.mark.parametrize("jump", [3600.0, -3600.0])
    def test_setting_the_clock_moves_nothing(self, terminal: Terminal, jump: float) -> None:
        """Setting the wall clock neither makes a person idle nor busy."""
        terminal.age(30)
        shift = 0.0
        idle = TerminalIdle(wall=lambda: time.time() + shift, terminals=lambda: iter([terminal.path]))
        shift = jump
        assert known(idle) == pytest.approx(30, abs=2)


class TestLastInput:
    def test_sleep_is_counted(self) -> None:
        """A counter that stood still while the machine slept does not make the last input look recent."""
        awake, slept = 100.0, 0.0
        last = LastInput(0.25, lambda: awake, lambda: awake + slept)
        assert last.since(10.0) == 10.0
        slept, awake = 3600.0, 105.0
        assert last.since(15.0) == 3615.0

    def test_input_after_sleep(self) -> None:
        """The first input after sleep is as old as the counter says."""
        awake, slept = 100.0, 0.0
        last = LastInput(0.25, lambda: awake, lambda: awake + slept)
        last.since(10.0)
        slept, awake = 3600.0, 105.0
        assert last.since(2.0) == 2.0

    def test_a_late_answer_is_no_input(self) -> None:
        """A desktop that takes three seconds to tell the same counter has seen nobody; one that tells less has."""
        awake, slept = 100.0, 0.0
        last = LastInput(0.25, lambda: awake, lambda: awake + slept)
        assert last.since(1.0) == 1.0

        def slowly(counted: float) -> float:
            nonlocal awake
            awake += 3.0
            return counted

        slept, awake = 3600.0, 101.0
        assert last.told_by(lambda: slowly(2.0)) == 3605.0
        awake = 110.0
        assert last.told_by(lambda: slowly(1.0)) == 1.0

    def test_sleep_hides_an_absence_from_the_desktop(self) -> None:
        """After sleep the absence is long and the counter low, so the desktop will tell of no return for a while."""
        awake, slept = 100.0, 0.0
        last = LastInput(0.25, lambda: awake, lambda: awake + slept)
        last.since(10.0)
        assert not last.hides(30.0)
        slept, awake = 3600.0, 105.0
        last.since(15.0)
        assert last.hides(30.0)
        awake = 125.0
        last.since(35.0)
        assert not last.hides(30.0)


class Mortal:
    """A source that lives and dies at the test's word."""

    events = True
    caveat = ""

    def __init__(self, name: str, alive: set[str], asked: list[str]) -> None:
        asked.append(name)
        if name not in alive:
            raise Unavailable(f"{name} is dead")
        self.name, self._alive = name, alive
        self.closed = 0

    def seconds(self) -> float | None:
        if self.name not in self._alive:
            raise ConnectionResetError(f"{self.name} died")
        return 1.0

    def close(self) -> None:
        self.closed += 1


class Ward:
    """Two mortal sources behind a reviving one, with a clock of the test's."""

    def __init__(self, *alive: str, forced: str | None = None) -> None:
        self.alive, self.asked, self.now = set(alive), list[str](), 0.0
        made: list[tuple[str, Callable[[], Idle]]] = [
            (name, partial(Mortal, name, self.alive, self.asked)) for name in ("first", "second")
        ]
        self.idle = Reviving([*made, ("none", NoIdle)], forced, steady=lambda: self.now)

    def run(self, seconds: float) -> list[float]:
        """Ask every half second for that long; the moments at which the candidates were tried."""
        tried: list[float] = []
        end = self.now + seconds
        while self.now < end:
            before = len(self.asked)
            self.idle.seconds()
            tried += [self.now] * (len(self.asked) > before)
            self.now += 0.5
        return tried


class TestReviving:
    def test_pauses_grow(self) -> None:
        """A dead source is tried again after 1, 2, 4 .. 60 seconds, and never given up."""
        ward = Ward("first")
        ward.alive.clear()
        tried = ward.run(250)
        gaps = [later - earlier for earlier, later in zip([0.0, *tried], tried, strict=False)]
        assert gaps == [1, 2, 4, 8, 16, 32, 60, 60, 60]

    def test_says_so_once(self, caplog: pytest.LogCaptureFixture) -> None:
        """A death is logged once, not at each look."""
        ward = Ward("first")
        ward.alive.clear()
        ward.run(100)
        assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
            "idle source first died, looking for it or another: first died"
        ]

    def test_makes_do_and_returns(self) -> None:
        """A worse source serves until the best is back; from then on nothing is tried any more."""
        ward = Ward("first", "second")
        ward.alive.remove("first")
        ward.run(2)
        assert ward.idle.name == "second"
        ward.alive.add("first")
        ward.run(5)
        assert ward.idle.name == "first"
        assert ward.run(100) == []

    def test_late_start(self) -> None:
        """A source that comes up only after the program is found, too."""
        ward = Ward()
        assert (ward.idle.name, ward.idle.seconds()) == ("none", None)
        ward.alive.add("second")
        ward.run(2)
        assert (ward.idle.name, ward.idle.seconds()) == ("second", 1.0)

    def test_first_choice_is_kept(self) -> None:
        """As long as the source chosen at the start serves, no better one is looked for."""
        ward = Ward("second")
        assert ward.run(100) == []

    def test_forced_source(self) -> None:
        """A forced source is waited for and never replaced."""
        ward = Ward("second", forced="first")
        ward.run(10)
        assert ward.idle.name == "none"
        ward.alive.add("first")
        ward.run(20)
        assert ward.idle.name == "first"

    def test_forced_ignorance(self) -> None:
        """Who asks for no idle source gets none, and nothing is tried."""
        ward = Ward("first", forced="none")
        assert ward.run(10) == []

    def test_report(self) -> None:
        """The report names what serves, and for a source that died the reason."""
        ward = Ward("first")
        assert ward.idle.report.chosen == "first"
        ward.alive.clear()
        ward.idle.seconds()
        assert ward.idle.report.chosen == "none"
        assert ward.idle.report.tried[0].reason == "first died"


class TestCandidates:
    def no_bus(self) -> Bus:
        raise ConnectionRefusedError("there is no session bus")

    @pytest.fixture(autouse=True)
    def bare(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(variable, raising=False)

    def test_order(self, calls: Calls) -> None:
        """What counts input and tells by itself comes first, ignorance last."""
        names = [name for name, _ in candidates(self.no_bus, calls)]
        assert names == ["mutter", "wayland", "xsync", "x11", "freedesktop", "terminal", "none"]

    def test_nothing_at_all(self, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without bus, display and terminal the answer is that nobody knows, with every reason kept."""
        monkeypatch.setattr("sitbreak.adapters.signals.idle.terminal.own_terminals", lambda: iter([]))
        chosen = choose("idle", candidates(self.no_bus, calls))
        assert (chosen.name, chosen.adapter.seconds()) == ("none", None)
        assert [row.reason for row in chosen.tried] == [
            "there is no session bus",
            "WAYLAND_DISPLAY is not set: no Wayland session",
            "DISPLAY is not set: no X11 session",
            "DISPLAY is not set: no X11 session",
            "there is no session bus",
            "no terminal belongs to this user",
            "serves",
        ]

    def test_x_session(self, calls: Calls, x_server: XServer, monkeypatch: pytest.MonkeyPatch) -> None:
        """In a plain X11 session the alarms of the X server serve."""
        monkeypatch.setenv("DISPLAY", x_server.display)
        chosen = choose("idle", candidates(self.no_bus, calls))
        assert chosen.name == "xsync"
        chosen.adapter.close()

    def test_x_over_tcp(self, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
        """A display over TCP, which the alarms leave alone, is at least asked."""
        monkeypatch.setenv("DISPLAY", "localhost:4711.0")
        rows = {row.name: row.reason for row in choose("idle", candidates(self.no_bus, calls)).tried}
        assert "no display of this machine" in rows["xsync"]
        assert "Connection refused" in rows["x11"]

    @pytest.mark.parametrize(("forced", "name"), [(None, "none"), ("terminal", "terminal")])
    def test_terminals_in_a_graphical_session(
        self, calls: Calls, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, forced: str | None, name: str
    ) -> None:
        """In a graphical session terminals see too little to be asked, unless the person says so."""
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        assert choose("idle", candidates(self.no_bus, calls, forced), forced).name == name

"""Lock and sleep as services of a real bus tell them, and the reading that joins the signals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from sitbreak.adapters.bus import Bus, BusGone
from sitbreak.adapters.signals.lock import SAVERS, Lock, open_lock
from sitbreak.adapters.signals.logind import LogindLock
from sitbreak.adapters.signals.sense import open_sense
from sitbreak.adapters.signals.sleep import open_sleep
from sitbreak.ports import Unavailable
from tests.contracts.presence import Calls, MateSaver, MockedLogind, PrivateBus, StandInSaver, XServer, wait_for

pytest_plugins = ["tests.contracts.presence_fixtures"]


def no_bus() -> Bus:
    raise BusGone("there is no such bus")


@pytest.fixture
def session(session_daemon: PrivateBus) -> Callable[[], Bus]:
    bus = session_daemon.connect()
    return lambda: bus


@pytest.fixture
def system(system_daemon: PrivateBus) -> Callable[[], Bus]:
    bus = system_daemon.connect()
    return lambda: bus


def reads(lock: Lock, locked: bool) -> bool:
    return lock.read() is locked


class TestScreenSavers:
    @pytest.fixture
    def lock(self, session: Callable[[], Bus], calls: Calls) -> Iterator[Lock]:
        made = open_lock(session, no_bus, calls)
        yield made
        made.close()

    @pytest.mark.parametrize("desktop", SAVERS)
    def test_follows_each_desktop(self, lock: Lock, session_daemon: PrivateBus, calls: Calls, desktop: str) -> None:
        """Each desktop's screen saver is heard, and one is told to look at each change."""
        saver = StandInSaver(session_daemon.connect(), desktop)
        wait_for(lambda: lock.name == desktop, "the screen saver")
        saver.set_active(True)
        wait_for(lock.read, "the lock")
        assert calls.count == 1
        saver.set_active(False)
        wait_for(lambda: not lock.read(), "the end of the lock")
        assert calls.count == 2

    def test_locked_before_the_start(
        self, session: Callable[[], Bus], session_daemon: PrivateBus, calls: Calls
    ) -> None:
        """A screen that was locked before we came is known to be locked."""
        StandInSaver(session_daemon.connect(), "gnome").set_active(True)
        lock = open_lock(session, no_bus, calls)
        wait_for(lock.read, "the lock")
        wait_for(lambda: calls.count == 1, "the call")
        lock.close()

    def test_vanished_source_no_longer_counts(self, lock: Lock, session_daemon: PrivateBus, calls: Calls) -> None:
        """A screen saver that dies while it covers the screen does not lock it for ever."""
        saver = StandInSaver(session_daemon.connect(), "xfce")
        saver.set_active(True)
        wait_for(lock.read, "the lock")
        saver.go()
        wait_for(lambda: not lock.read(), "the end of the lock")
        assert calls.count == 2

    def test_any_source_is_enough(self, lock: Lock, session_daemon: PrivateBus) -> None:
        """Of two screen savers either one locks, until both are off."""
        bus = session_daemon.connect()
        gnome, freedesktop = StandInSaver(bus, "gnome"), StandInSaver(bus, "freedesktop")
        wait_for(lambda: lock.name == "freedesktop+gnome", "both screen savers")
        gnome.set_active(True)
        freedesktop.set_active(True)
        wait_for(lambda: sum(row.ok for row in lock.report.tried) == 2 and lock.read(), "the lock")
        gnome.set_active(False)
        freedesktop.set_active(False)
        wait_for(lambda: not lock.read(), "the end of both")

    def test_signal_of_a_stranger(self, lock: Lock, session_daemon: PrivateBus) -> None:
        """Only the owner of the screen saver's name is believed."""
        saver = StandInSaver(session_daemon.connect(), "gnome")
        wait_for(lambda: lock.name == "gnome", "the screen saver")
        session_daemon.connect().emit(saver.path, saver.name, "ActiveChanged", "b", True)
        saver.set_active(True)
        wait_for(lock.read, "the lock")
        session_daemon.connect().emit(saver.path, saver.name, "ActiveChanged", "b", False)
        assert saver.bus.call("org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetId")
        assert lock.read()

    def test_real_screen_saver(self, lock: Lock, mate_saver: MateSaver, calls: Calls) -> None:
        """The real screen saver of MATE is seen to come, to cover the screen, to uncover it and to die covering it."""
        wait_for(lambda: lock.name == "mate", "the screen saver")
        for what, covered in (("activate", True), ("deactivate", False), ("activate", True)):
            mate_saver.order(what)
            wait_for(partial(reads, lock, covered), what)
        mate_saver.end()
        wait_for(partial(reads, lock, False), "the end of the lock")
        assert calls.count == 4

    def test_bus_dies(self, session_daemon: PrivateBus, calls: Calls) -> None:
        """When the bus dies nobody is left to say that the screen is locked."""
        bus = session_daemon.connect()
        lock = open_lock(lambda: bus, no_bus, calls)
        StandInSaver(session_daemon.connect(), "gnome").set_active(True)
        wait_for(lock.read, "the lock")
        session_daemon.kill()
        wait_for(lambda: not lock.read(), "the end of the lock")


class TestLogind:
    @pytest.fixture
    def lock(self, logind: MockedLogind, system: Callable[[], Bus], calls: Calls) -> Iterator[Lock]:
        made = open_lock(no_bus, system, calls)
        wait_for(lambda: made.name == "logind", "logind")
        yield made
        made.close()

    def test_follows_the_hint(self, lock: Lock, logind: MockedLogind, calls: Calls) -> None:
        """The locked hint of our session is followed."""
        logind.hint(True)
        wait_for(lock.read, "the lock")
        logind.hint(False)
        wait_for(lambda: not lock.read(), "the end of the lock")
        assert calls.count == 2

    def test_order_is_not_the_deed(self, lock: Lock, logind: MockedLogind) -> None:
        """An order to lock counts for nothing until the locker says that it locked: else nobody would tell the end."""
        logind.order("Lock")
        logind.hint(True)
        wait_for(lock.read, "the lock")
        logind.order("Unlock")
        logind.hint(False)
        wait_for(lambda: not lock.read(), "the end of the lock")

    def test_order_alone(self, lock: Lock, logind: MockedLogind, system: Callable[[], Bus]) -> None:
        """An order to lock without a locker leaves the screen unlocked."""
        heard = Calls()
        system().subscribe(lambda *_: heard(), interface=logind.SESSION, member="Lock")
        logind.order("Lock")
        wait_for(lambda: heard.count, "the order")
        assert not lock.read()

    def test_switched_away_is_locked(self, lock: Lock, logind: MockedLogind, calls: Calls) -> None:
        """Somebody else's session in front locks ours at once, ours in front unlocks it; doctor tells which."""
        logind.switch(front=False)
        wait_for(lock.read, "the switch")
        assert (lock.name, lock.report.tried[0].reason) == ("logind", "serves: another session is in front of yours")
        logind.switch(front=True)
        wait_for(lambda: not lock.read(), "the switch back")
        assert calls.count == 2
        assert lock.report.tried[0].reason == "serves"

    def test_switched_away_before_the_start(
        self, logind: MockedLogind, system: Callable[[], Bus], calls: Calls
    ) -> None:
        """A session that was in the background before we came is known to be."""
        logind.switch(front=False)
        lock = open_lock(no_bus, system, calls)
        wait_for(lock.read, "the lock")
        lock.close()

    def test_locked_and_switched(self, lock: Lock, logind: MockedLogind) -> None:
        """Back in front with the screen still locked is locked; only the hint ends that."""
        logind.switch(front=False)
        wait_for(lock.read, "the switch")
        logind.hint(True)
        logind.switch(front=True)
        wait_for(lambda: lock.report.tried[0].reason == "serves", "the switch back")
        assert lock.read()
        logind.hint(False)
        wait_for(lambda: not lock.read(), "the end of the lock")

    @pytest.mark.parametrize(
        ("name", "signature", "value"),
        [("Seat", "(so)", ("", "/")), ("Remote", "b", True), ("Class", "s", "background")],
    )
    def test_sessions_without_a_screen_to_lose(
        self, lock: Lock, logind: MockedLogind, name: str, signature: str, value: Any
    ) -> None:
        """A session over the network or a service's is locked by its hint, and by no switch that nobody undoes."""
        logind.set(name, signature, value)
        logind.switch(front=False)
        logind.hint(True)
        wait_for(lock.read, "the lock")
        logind.hint(False)
        wait_for(lambda: not lock.read(), "the end of the lock")

    def test_session_that_is_being_closed(self, lock: Lock, logind: MockedLogind) -> None:
        """A session that is being closed in the background waits for nobody to come back to it."""
        logind.switch(front=False)
        logind.hint(True)
        wait_for(lock.read, "the switch")
        logind.tell(State=("s", "closing"))
        wait_for(lambda: not lock.read(), "the end of the lock")

    def test_session_that_is_gone(self, lock: Lock, logind: MockedLogind) -> None:
        """A session that ends in the background does not leave us locked for ever."""
        logind.switch(front=False)
        wait_for(lock.read, "the switch")
        logind.log_out()
        wait_for(lambda: not lock.read(), "the end of the session")

    def test_bus_that_comes_later(self, logind: MockedLogind, system: Callable[[], Bus], calls: Calls) -> None:
        """A source whose bus was not there at the start is tried again, after growing pauses, and then serves."""
        now, there = [0.0], [False]
        makers = [("logind", lambda: LogindLock(system() if there[0] else no_bus(), calls))]
        lock = Lock(makers, None, steady=lambda: now[0])
        logind.hint(True)
        assert (lock.name, lock.read(), lock.report.tried[0].reason) == ("none", False, "there is no such bus")
        there[0] = True
        assert not lock.read()
        assert lock.name == "none"
        now[0] = 1.5
        wait_for(lock.read, "the lock")
        assert [row.name for row in lock.report.tried] == ["logind"]
        lock.close()

    def test_logind_restarts(self, lock: Lock, logind: MockedLogind) -> None:
        """A logind that goes no longer counts; when it is back it is asked and heard again."""
        logind.hint(True)
        wait_for(lock.read, "the lock")
        logind.end()
        wait_for(lambda: not lock.read(), "the end of logind")
        assert lock.report.tried[0].reason == "nobody owns org.freedesktop.login1 on the bus"
        logind.start()
        logind.hint(True)
        wait_for(lock.read, "the lock")

    def test_unknown_session(
        self, logind: MockedLogind, system: Callable[[], Bus], calls: Calls, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A session logind does not know makes no lock, and doctor can say why."""
        monkeypatch.setenv("XDG_SESSION_ID", "other")
        lock = open_lock(no_bus, system, calls)
        wait_for(lambda: "cannot be asked" in lock.report.tried[0].reason, "the reason")
        assert (lock.name, lock.read()) == ("none", False)
        lock.close()

    def test_sleep_and_waking(self, logind: MockedLogind, system: Callable[[], Bus], calls: Calls) -> None:
        """One is told to look before the machine sleeps and again when it wakes."""
        sleep = open_sleep(system, calls)
        wait_for(lambda: sleep.name == "logind", "logind")
        logind.sleep(True)
        wait_for(sleep.read, "sleep")
        logind.sleep(False)
        wait_for(lambda: not sleep.read(), "waking")
        assert calls.count == 2
        sleep.close()


class TestWithoutServices:
    def test_no_bus_at_all(self, calls: Calls) -> None:
        """Without any bus the screen counts as unlocked, the clock tells sleep, and doctor hears why."""
        lock, sleep = open_lock(no_bus, no_bus, calls), open_sleep(no_bus, calls)
        assert (lock.name, lock.read(), sleep.name, sleep.read()) == ("none", False, "clock", False)
        assert {row.reason for row in lock.report.tried} == {"there is no such bus"}
        assert [row.ok for row in sleep.report.tried] == [False, True]

    def test_empty_bus(self, session: Callable[[], Bus], calls: Calls) -> None:
        """A bus nobody lives on yields no source and no lock."""
        lock = open_lock(session, session, calls)
        assert (lock.name, lock.read()) == ("none", False)
        assert lock.report.tried[1].reason == "nobody owns org.freedesktop.ScreenSaver on the bus"
        lock.close()

    def test_forced_source_alone(self, session: Callable[[], Bus], session_daemon: PrivateBus, calls: Calls) -> None:
        """A forced source is the only one listened to."""
        saver = StandInSaver(session_daemon.connect(), "mate")
        saver.set_active(True)
        lock = open_lock(session, no_bus, calls, "gnome")
        other = open_lock(session, no_bus, calls, "mate")
        wait_for(other.read, "the lock")
        assert not lock.read()
        lock.close()
        other.close()

    def test_unknown_names(self, calls: Calls) -> None:
        """A name nobody has is refused with the allowed names."""
        with pytest.raises(Unavailable, match=r"one of: logind, freedesktop, .*, none"):
            open_lock(no_bus, no_bus, calls, "fort-knox")
        with pytest.raises(Unavailable, match="one of: logind, clock"):
            open_sleep(no_bus, calls, "sandman")

    def test_forced_clock(self, system: Callable[[], Bus], calls: Calls) -> None:
        """Who trusts the clock alone may say so."""
        sleep = open_sleep(system, calls, "clock")
        assert sleep.report.tried[0].reason == "not tried: SITBREAK_SLEEP=clock asks for another"


class TestSense:
    def test_joins_idle_and_lock(
        self, x_server: XServer, session: Callable[[], Bus], session_daemon: PrivateBus, calls: Calls
    ) -> None:
        """One reading holds the idle time with its source's name, and the lock."""
        saver = StandInSaver(session_daemon.connect(), "gnome")
        sense = open_sense(session, no_bus, calls, {})
        reading = sense.read()
        assert (reading.source, reading.locked) == ("xsync", False)
        assert reading.idle is not None
        saver.set_active(True)
        wait_for(lambda: sense.read().locked, "the lock")
        ports = sense.describe()
        assert [ports[port].chosen for port in ("idle", "lock", "sleep")] == [reading.source, "gnome", "clock"]
        sense.close()

    def test_source_dies(self, x_server: XServer, calls: Calls) -> None:
        """A source that dies makes the reading say that nobody can tell, and raises nothing."""
        sense = open_sense(no_bus, no_bus, calls, {"SITBREAK_IDLE": "x11"})
        assert sense.read().idle is not None
        x_server.kill()
        reading = sense.read()
        assert (reading.idle, reading.source) == (None, "none")
        sense.close()

    def test_forced_name_that_nobody_has(self, calls: Calls) -> None:
        """A wrong word in the environment is refused, naming the right ones."""
        with pytest.raises(Unavailable, match=r"SITBREAK_IDLE=magic .* mutter, .*x11, freedesktop, terminal, none"):
            open_sense(no_bus, no_bus, calls, {"SITBREAK_IDLE": "magic"})

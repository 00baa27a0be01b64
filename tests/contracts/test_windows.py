"""The signals of Windows keep what every signal promises, over stand-ins of the calls they make."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from types import ModuleType, SimpleNamespace
from typing import cast

import pytest

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.signals import native
from sitbreak.adapters.signals.asked import Asked, Probe
from sitbreak.adapters.signals.call.windows import WindowsCall
from sitbreak.adapters.signals.front.window import Window
from sitbreak.adapters.signals.front.windows import WindowsFront
from sitbreak.adapters.signals.idle.windows import WindowsIdle
from sitbreak.adapters.signals.lock import Lock
from sitbreak.adapters.signals.lock_windows import WindowsLock
from sitbreak.adapters.signals.media import Media, Part
from sitbreak.adapters.signals.polled import Polled
from sitbreak.adapters.signals.powrprof import DisplayRequests
from sitbreak.adapters.signals.sense import open_sense
from sitbreak.adapters.signals.silence_windows import WindowsSilence
from sitbreak.core.model import Reading
from sitbreak.ports import Unavailable
from tests.contracts.presence import Calls
from tests.contracts.probe_contract import Rig, follows_the_fact, survives_a_failing_call
from tests.contracts.windows_calls import (
    ACTIVE,
    DISCONNECTED,
    LOCKED,
    UNKNOWN,
    UNLOCKED,
    Notifications,
    Registry,
    Windows,
)

BOOTED = 1_790_000_000.0
LATER, MUCH_LATER = BOOTED + 600, BOOTED + 1200


def no_bus() -> Bus:
    raise ConnectionError("this system has no message bus")


def breaks(windows: Windows, call: str) -> Callable[[bool], None]:
    return lambda broken: (windows.broken.add if broken else windows.broken.discard)(call)


def locked() -> Rig:
    windows = Windows()
    lock = Lock([("windows", lambda: Polled("windows", WindowsLock(windows)))], None)

    def switch(on: bool) -> None:
        windows.flags = LOCKED if on else UNLOCKED

    return Rig(lock.read, lambda: lock.report, switch, breaks(windows, "WTSQuerySessionInformationW"))


def away() -> Rig:
    windows = Windows()
    lock = Lock([("windows", lambda: Polled("windows", WindowsLock(windows)))], None)

    def switch(on: bool) -> None:
        windows.state = DISCONNECTED if on else ACTIVE

    return Rig(lock.read, lambda: lock.report, switch, breaks(windows, "WTSQuerySessionInformationW"))


def asked(make: Callable[[], Probe[bool]], switch: Callable[[bool], None], broken: Callable[[bool], None]) -> Rig:
    port = Asked("made up", [("windows", make)], False, steady=count(0.0, 60.0).__next__)
    return Rig(port.ask, lambda: port.report, switch, broken)


def call(device: str) -> Rig:
    registry = Registry()

    def switch(on: bool) -> None:
        registry.use(r"NonPackaged\C:#zoom.exe", LATER, 0 if on else MUCH_LATER, device)

    return asked(
        partial(WindowsCall, registry, lambda: BOOTED), switch, lambda broken: setattr(registry, "broken", broken)
    )


def fullscreen() -> Rig:
    windows = Windows()
    port = Asked(
        "fullscreen", [("windows", lambda: WindowsFront(windows, windows))], Window(), steady=count(0.0, 60.0).__next__
    )

    def switch(on: bool) -> None:
        windows.notification_state = 3 if on else 5

    ask = lambda: port.ask().fullscreen  # noqa: E731
    return Rig(ask, lambda: port.report, switch, breaks(windows, "SHQueryUserNotificationState"))


def silence() -> Rig:
    notifications, windows = Notifications(), Windows()
    mode = {"now": 0}

    def switch(on: bool) -> None:
        notifications.mode = mode["now"] = 1 if on else 0

    def broken(now: bool) -> None:
        notifications.mode = OSError("the service is gone") if now else mode["now"]

    return asked(lambda: WindowsSilence(notifications, windows), switch, broken)


def media() -> Rig:
    windows = Windows()
    port = Media([Part(DisplayRequests(windows), frozenset)])

    def switch(on: bool) -> None:
        windows.execution_state = 0b111 if on else 0b101

    return Rig(port.ask, lambda: port.report, switch, breaks(windows, "CallNtPowerInformation"))


RIGS = {
    "lock": locked,
    "switched away": away,
    "microphone": partial(call, "microphone"),
    "camera": partial(call, "webcam"),
    "full screen": fullscreen,
    "do-not-disturb": silence,
    "media": media,
}


@pytest.mark.parametrize("rig", RIGS.values(), ids=RIGS)
@pytest.mark.parametrize("promise", [follows_the_fact, survives_a_failing_call])
def test_promises(promise: Callable[[Rig], None], rig: Callable[[], Rig]) -> None:
    """Every source follows its fact and outlives a failing call."""
    promise(rig())


class TestIdle:
    def test_ticks_begin_anew(self) -> None:
        """A clock of ticks that begins anew between input and look gives the seconds between them all the same."""
        windows = Windows()
        windows.last_input = (windows.ticks() - 60_000) % (1 << 32)
        assert WindowsIdle(windows, windows).seconds() == pytest.approx(60, abs=0.5)

    def test_input_ahead_of_the_clock(self) -> None:
        """An input dated a little ahead of the clock is one of just now, not one of seven weeks ago."""
        windows = Windows()
        windows.ahead = 15
        assert WindowsIdle(windows, windows).seconds() == pytest.approx(0, abs=0.5)

    def test_failing_call(self) -> None:
        """A session that cannot be asked raises OSError, which looks for another source."""
        windows = Windows()
        idle = WindowsIdle(windows, windows)
        windows.broken.add("GetLastInputInfo")
        with pytest.raises(OSError, match="GetLastInputInfo"):
            idle.seconds()


class TestLock:
    @pytest.mark.parametrize(
        ("state", "flags", "locked"),
        [
            (ACTIVE, UNLOCKED, False),
            (ACTIVE, LOCKED, True),
            (DISCONNECTED, UNLOCKED, True),
            (DISCONNECTED, UNKNOWN, True),
            (ACTIVE, UNKNOWN, False),
            (ACTIVE, 7, False),
            (99, UNLOCKED, False),
        ],
    )
    def test_what_counts(self, state: int, flags: int, locked: bool) -> None:
        """Locked and switched away count; a state nobody has documented does not."""
        windows = Windows()
        windows.state, windows.flags = state, flags
        assert WindowsLock(windows).ask() is locked

    def test_memory_is_given_back(self) -> None:
        """What Windows lends is given back, also when it is in a form we do not know."""
        windows = Windows()
        lock = WindowsLock(windows)
        windows.level = 2
        with pytest.raises(OSError, match="a form we do not know"):
            lock.ask()
        assert not windows.lent


class TestCall:
    @pytest.mark.parametrize(
        ("program", "began", "ended", "on"),
        [
            ("Microsoft.Teams", LATER, 0.0, True),
            ("Microsoft.Teams", LATER, MUCH_LATER, False),
            (r"NonPackaged\C:#zoom.exe", LATER, 0.0, True),
            (r"NonPackaged\C:#zoom.exe", BOOTED - 600, 0.0, False),
        ],
        ids=["packaged", "ended", "not packaged", "from before a crash"],
    )
    def test_what_counts(self, program: str, began: float, ended: float, on: bool) -> None:
        """A use without an end counts, unless it began before the machine did."""
        registry = Registry()
        registry.use(program, began, ended)
        assert WindowsCall(registry, lambda: BOOTED).ask() is on

    def test_unknown_values(self) -> None:
        """Programs without times, or with times in another form, are in no call."""
        registry = Registry()
        registry.keys |= {f"{path}\\odd": {} for path in list(registry.keys)}
        registry.use("other", LATER, 0)
        next(times for path, times in registry.keys.items() if path.endswith("other"))["LastUsedTimeStart"] = b"\0"
        assert not WindowsCall(registry, lambda: BOOTED).ask()

    def test_no_record(self) -> None:
        """A Windows that keeps no such record refuses."""
        registry = Registry()
        registry.keys.clear()
        with pytest.raises(FileNotFoundError):
            WindowsCall(registry)


@pytest.mark.parametrize(("state", "fills"), [(n, n in (2, 3, 4)) for n in range(-1, 10)])
def test_full_screen(state: int, fills: bool) -> None:
    """Only the documented states of a filled screen count; lock, quiet time and unknown ones do not."""
    windows = Windows()
    windows.notification_state = state
    assert WindowsFront(windows, windows).ask() == Window(fills, "Notepad")


def test_no_window_in_front() -> None:
    """With no window in front there is no program either."""
    windows = Windows()
    windows.window_class = ""
    assert WindowsFront(windows, windows).ask() == Window()


class TestSilence:
    @pytest.mark.parametrize(
        ("mode", "state", "on"), [(0, 5, False), (1, 5, True), (2, 5, True), (3, 5, False), (0, 6, True)]
    )
    def test_what_counts(self, mode: int, state: int, on: bool) -> None:
        """Priority and alarms only are do-not-disturb, the quiet hour of a new account too, an unknown mode is not."""
        windows = Windows()
        windows.notification_state = state
        assert WindowsSilence(Notifications(mode), windows).ask() is on

    def test_before_windows_11(self) -> None:
        """A Windows whose Focus assist no documented call tells refuses with what the person can do."""
        with pytest.raises(Unavailable, match="tells no program") as refusal:
            WindowsSilence(Notifications(None), Windows())
        assert "sitbreak quiet" in refusal.value.remedy

    def test_mode_this_library_does_not_know(self) -> None:
        """A mode that came after the library is no crash."""
        notifications = Notifications()
        silence = WindowsSilence(notifications, Windows())
        notifications.mode = ValueError("9 is not a valid ToastNotificationMode")
        with pytest.raises(OSError, match="not a valid"):
            silence.ask()


def test_system_held_awake_without_its_display_is_no_film() -> None:
    """A download that keeps the machine awake, or a person at it, speaks for no film."""
    windows = Windows()
    windows.execution_state = 0b101
    assert DisplayRequests(windows).held(frozenset()) == []


def test_whole_sense(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows every port but sleep is served by the system, and one reading holds what they tell."""
    windows, registry = Windows(), Registry()
    windows.notification_state, windows.execution_state, windows.flags = 2, 2, LOCKED
    registry.use("Microsoft.Teams", time.time(), 0)
    toasts = SimpleNamespace(ToastNotificationManager=Notifications(1))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(native, "windows", lambda _name: windows)
    monkeypatch.setitem(sys.modules, "winreg", cast("ModuleType", registry))
    monkeypatch.setitem(sys.modules, "winrt.windows.ui.notifications", cast("ModuleType", toasts))
    sense = open_sense(no_bus, no_bus, Calls(), {})
    reading = sense.read()
    assert reading.idle == pytest.approx(0, abs=2)
    assert reading == Reading(reading.idle, True, True, True, True, True, "Notepad", "windows")
    chosen = {port: report.chosen for port, report in sense.describe().items()}
    assert chosen == dict.fromkeys(chosen, "windows") | {"sleep": "clock"}
    sense.close()


@pytest.mark.parametrize("make", [WindowsIdle, WindowsLock, WindowsCall, WindowsFront, WindowsSilence, DisplayRequests])
def test_elsewhere(make: Callable[[], object]) -> None:
    """On another system each refuses, as a candidate does."""
    with pytest.raises((OSError, Unavailable)):
        make()

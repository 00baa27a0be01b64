"""Real X servers, private buses and small stand-ins for desktop services that tell of a person's presence."""

from __future__ import annotations

import os
import pty
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest

from sitbreak.adapters.bus import Bus, BusError, BusGone, MethodCall

T = TypeVar("T")

DISPLAYS = range(1000, 50_000)
UNKNOWN = "org.freedesktop.DBus.Error.UnknownMethod"
BUS_CONFIG = """<busconfig><type>session</type><listen>{address}</listen>
<policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy>
</busconfig>"""


def wait_for(look: Callable[[], T], what: str, timeout: float = 10.0) -> T:
    """Look again and again until the answer is true, and return it; fail naming `what` after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited {timeout:g} s for {what}"
        time.sleep(0.02)
    return found


def missing(what: str) -> None:
    """Skip the test naming what is not there; where everything has to be there that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"missing: {what}")
    pytest.skip(f"missing: {what}")


def need(*programs: str) -> None:
    """Skip or fail unless these programs are installed."""
    if absent := [program for program in programs if not shutil.which(program)]:
        missing(", ".join(absent))


class Program:
    """A child process that ends with the test."""

    def __init__(self, argv: Sequence[str], **env: str) -> None:
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(argv, env=os.environ | env, stdout=quiet, stderr=quiet)

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        self.process.send_signal(how)  # does nothing to one that has ended already
        self.process.wait(timeout=10)


class Address(Protocol):
    """A bus that a service may come to."""

    address: str

    def connect(self) -> Bus:
        """A connection that is closed with the bus."""


class Display(Protocol):
    """A place with windows; `display` is its name, such as ":7"."""

    display: str


class XServer:
    """An Xvfb with these options on one display number, which can be killed and started again.

    The number is drawn by lot: the lowest free one would soon belong to somebody else's server between end and start.
    """

    def __init__(self, *options: str) -> None:
        need("Xvfb", "xdotool")
        self._options = ["-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset", *options]
        self.number = random.choice(DISPLAYS)
        self.display = f":{self.number}"
        self.start()

    def start(self) -> None:
        self._server = Program(["Xvfb", self.display, *self._options])
        wait_for(self._answers, f"Xvfb {self.display}")
        assert self._server.process.poll() is None, f"{self.display} belongs to somebody else"

    def kill(self) -> None:
        self._server.end()
        for left in (f"/tmp/.X{self.number}-lock", f"/tmp/.X11-unix/X{self.number}"):
            Path(left).unlink(missing_ok=True)

    def hang(self) -> None:
        """Let it answer nobody any more."""
        self._server.process.send_signal(signal.SIGSTOP)

    def touch(self) -> None:
        """Move the pointer there and back."""
        self._xdotool("mousemove", "100", "100", "mousemove", "120", "120")

    def _answers(self) -> bool:
        return self._xdotool("getmouselocation") == 0

    def _xdotool(self, *words: str) -> int:
        env = os.environ | {"DISPLAY": self.display}
        return subprocess.run(["xdotool", *words], env=env, capture_output=True, timeout=10, check=False).returncode


class PrivateBus:
    """A bus daemon nobody else uses, and connections to it."""

    def __init__(self, folder: Path) -> None:
        need("dbus-daemon")
        folder.mkdir(parents=True, exist_ok=True)
        self.address = f"unix:path={folder}/bus"
        (folder / "bus.conf").write_text(BUS_CONFIG.format(address=self.address), encoding="utf-8")
        self._daemon = Program(["dbus-daemon", "--nofork", f"--config-file={folder}/bus.conf"])
        self._buses: list[Bus] = []
        wait_for(self._listens, "the bus")

    def connect(self) -> Bus:
        bus = Bus(self.address)
        self._buses.append(bus)
        return bus

    def _listens(self) -> bool:
        try:
            Bus(self.address).close()
        except BusGone:
            return False
        return True

    def kill(self) -> None:
        """End the daemon under everybody connected."""
        self._daemon.end()

    def end(self) -> None:
        for bus in self._buses:
            bus.close()
        self._daemon.end()


class Service:
    """A stand-in for one desktop service; `answers` maps a method to what it replies: signature and body."""

    name = ""
    path = ""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        bus.export(self.path, self._handle)
        self.come()

    def come(self) -> None:
        reply = self.bus.call(*DAEMON, "RequestName", "su", self.name, 0)
        assert reply == (1,), f"{self.name} belongs to somebody else"

    def go(self) -> None:
        self.bus.call(*DAEMON, "ReleaseName", "s", self.name)

    def signal(self, member: str, signature: str, *body: Any) -> None:
        self.bus.emit(self.path, self.name, member, signature, *body)

    def _handle(self, call: MethodCall) -> tuple[str, tuple[Any, ...]]:
        answer = getattr(self, f"on_{call.member}", None)
        if call.interface != self.name or answer is None:
            raise BusError(UNKNOWN, f"no {call.member}")
        signature, body = answer(*call.body)
        return signature, body


DAEMON = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


class Counter:
    """Counts the seconds since the last touch, as a compositor does."""

    def __init__(self) -> None:
        self.touch()

    def touch(self) -> None:
        self._touched = time.monotonic()

    def age(self, seconds: float) -> None:
        self._touched -= seconds

    def read(self) -> float:
        return time.monotonic() - self._touched


class StandInMutter(Service):
    """Mutter's idle monitor, as far as it concerns input, idle watches and the one-shot active watch."""

    name = "org.gnome.Mutter.IdleMonitor"
    path = "/org/gnome/Mutter/IdleMonitor/Core"

    def __init__(self, bus: Bus) -> None:
        self.counter = Counter()
        self.idle_watches: dict[int, int] = {}
        self.active_watches: list[int] = []
        self._serial = 0
        super().__init__(bus)

    def forget(self) -> None:
        """What a new Mutter knows of the old one's watches."""
        self.idle_watches.clear()
        self.active_watches.clear()

    def leave(self) -> None:
        """The person has just been idle for long enough that every idle watch fires."""
        self.counter.age(max(self.idle_watches.values()) / 1000)
        for watch in self.idle_watches:
            self.signal("WatchFired", "u", watch)

    def come_back(self) -> None:
        self.counter.touch()
        for watch in self.active_watches:
            self.signal("WatchFired", "u", watch)
        self.active_watches.clear()

    def on_GetIdletime(self) -> tuple[str, tuple[Any, ...]]:
        return "t", (int(self.counter.read() * 1000),)

    def on_AddIdleWatch(self, interval: int) -> tuple[str, tuple[Any, ...]]:
        self._serial += 1
        self.idle_watches[self._serial] = interval
        return "u", (self._serial,)

    def on_AddUserActiveWatch(self) -> tuple[str, tuple[Any, ...]]:
        self._serial += 1
        self.active_watches.append(self._serial)
        return "u", (self._serial,)

    def on_RemoveWatch(self, watch: int) -> tuple[str, tuple[Any, ...]]:
        self.idle_watches.pop(watch, None)
        self.active_watches = [kept for kept in self.active_watches if kept != watch]
        return "", ()


class StandInSaver(Service):
    """A screen saver of any desktop; `per_second` is what its idle counter counts: 1000 as Plasma, or 1."""

    def __init__(self, bus: Bus, desktop: str = "freedesktop", per_second: int = 1000) -> None:
        self.name = f"org.{desktop}.ScreenSaver"
        self.path = f"/org/{desktop}/ScreenSaver"
        self.counter = Counter()
        self.active = False
        self.per_second = per_second
        super().__init__(bus)

    def set_active(self, active: bool) -> None:
        self.active = active
        self.signal("ActiveChanged", "b", active)

    def on_GetActive(self) -> tuple[str, tuple[Any, ...]]:
        return "b", (self.active,)

    def on_GetSessionIdleTime(self) -> tuple[str, tuple[Any, ...]]:
        return "u", (int(self.counter.read() * self.per_second),)


class MuteSaver(StandInSaver):
    """A screen saver that knows no idle time, as most of them."""

    def on_GetSessionIdleTime(self) -> tuple[str, tuple[Any, ...]]:
        raise BusError("org.freedesktop.DBus.Error.NotSupported", "not here")


class MateSaver:
    """The real screen saver of MATE on a display and bus of the test's."""

    def __init__(self, bus: Address, server: Display, home: Path) -> None:
        need("mate-screensaver", "mate-screensaver-command")
        own = {"DISPLAY": server.display, "DBUS_SESSION_BUS_ADDRESS": bus.address, "HOME": str(home)}
        self._env = own | {"GSETTINGS_BACKEND": "memory"}
        self._saver = Program(["mate-screensaver", "--no-daemon"], **self._env)

    def order(self, what: str) -> None:
        """ "activate" or "deactivate", as a person would from a launcher."""
        argv = ["mate-screensaver-command", f"--{what}"]
        subprocess.run(argv, env=os.environ | self._env, capture_output=True, timeout=20, check=True)

    def end(self) -> None:
        self._saver.end()


class MockedLogind:
    """The logind template of python-dbusmock, with one session "c1"."""

    SERVICE, PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
    SESSION = "org.freedesktop.login1.Session"
    MOCK = "org.freedesktop.DBus.Mock"

    def __init__(self, bus: Address) -> None:
        python = _python_with_dbusmock()
        self._bus = bus.connect()
        self._argv = [python, "-m", "dbusmock", "--system", "--template", "logind"]
        self._address = bus.address
        self.start()

    def start(self) -> None:
        self._mock = Program(self._argv, DBUS_SYSTEM_BUS_ADDRESS=self._address)
        wait_for(lambda: self._bus.call(*DAEMON, "NameHasOwner", "s", self.SERVICE)[0], "the mocked logind")
        call = (self.SERVICE, self.PATH, self.MOCK, "AddSession", "ssusb")
        (self.session,) = self._bus.call(*call, "c1", "seat0", os.getuid(), "somebody", True, timeout=10)

    def end(self) -> None:
        self._mock.end()

    def hint(self, locked: bool) -> None:
        """What the locker tells logind."""
        self._bus.call(self.SERVICE, self.session, self.SESSION, "SetLockedHint", "b", locked)

    def tell(self, **properties: tuple[str, Any]) -> None:
        """Change properties of the session, each given with its signature, and signal it as logind does."""
        self._bus.call(self.SERVICE, self.session, self.MOCK, "UpdateProperties", "sa{sv}", self.SESSION, properties)

    def set(self, name: str, signature: str, value: Any) -> None:
        """Set one property of the session."""
        words = (self.SESSION, name, (signature, value))
        self._bus.call(self.SERVICE, self.session, "org.freedesktop.DBus.Properties", "Set", "ssv", *words)

    def switch(self, front: bool) -> None:
        """Somebody switches to our session, or to another one on the same seat."""
        self.tell(Active=("b", front), State=("s", "active" if front else "online"))

    def log_out(self) -> None:
        """Our session is over and forgotten."""
        self._bus.call(self.SERVICE, self.PATH, self.MOCK, "RemoveObject", "s", self.session)
        words = (f"{self.SERVICE}.Manager", "SessionRemoved", "so", [("s", "c1"), ("o", self.session)])
        self._bus.call(self.SERVICE, self.PATH, self.MOCK, "EmitSignal", "sssav", *words)

    def order(self, what: str) -> None:
        """ "Lock" or "Unlock", as `loginctl` orders it."""
        self._bus.call(self.SERVICE, self.session, self.SESSION, what)

    def sleep(self, begins: bool) -> None:
        arguments = ("PrepareForSleep", "b", [("b", begins)])
        words = (f"{self.SERVICE}.Manager", *arguments)
        self._bus.call(self.SERVICE, self.PATH, self.MOCK, "EmitSignal", "sssav", *words)


def _python_with_dbusmock() -> str:
    for python in (sys.executable, "/usr/bin/python3"):
        asked = subprocess.run([python, "-c", "import dbusmock, gi"], capture_output=True, timeout=20, check=False)
        if asked.returncode == 0:
            return python
    missing("python3-dbusmock")
    raise AssertionError


class Terminal:
    """A pseudo terminal somebody may type on."""

    def __init__(self) -> None:
        self._keyboard, self._program = pty.openpty()
        self.path = os.ttyname(self._program)

    def touch(self) -> None:
        """A line is typed and the program reads it."""
        os.write(self._keyboard, b"x\n")
        os.read(self._program, 10)

    def age(self, seconds: float) -> None:
        """As if the last line had been typed that long ago."""
        then = time.time() - seconds
        os.utime(self.path, (then, then))

    def end(self) -> None:
        os.close(self._keyboard)
        os.close(self._program)


class Calls:
    """Counts how often it was called; stands in for the engine that is told to look."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1

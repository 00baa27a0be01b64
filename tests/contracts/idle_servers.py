"""Real display servers with somebody at them, each with the idle source that belongs to it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from sitbreak.adapters.signals.idle.reviving import Reviving
from sitbreak.ports import Idle
from tests.contracts.idle_watcher import make
from tests.contracts.presence import XServer, wait_for
from tests.desktop.conftest import require
from tests.desktop.wayland import Compositor, WaylandSession


class Server(Protocol):
    """What a test does to a display server and the person at it."""

    def touch(self) -> None: ...

    def kill(self) -> None: ...

    def start(self) -> None: ...


@dataclass(frozen=True)
class Desk:
    """A server, the name of its source, the environment in which that finds it, and how coarse (seconds) it is."""

    source: str
    server: Server
    env: dict[str, str]
    unsure: float = 0.0

    def sit_down(self, on_change: Callable[[], None], idle_after: float) -> Idle:
        """The source itself."""
        return make(self.source, idle_after, on_change)

    def revived(self, on_change: Callable[[], None], idle_after: float, steady: Callable[[], float]) -> Reviving:
        """The source as the program holds it."""
        return Reviving([(self.source, lambda: self.sit_down(on_change, idle_after))], steady=steady)

    def type_for(self, seconds: float) -> None:
        """Input every fifth of a second."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.server.touch()
            time.sleep(0.2)


@contextmanager
def wayland_desk(compositor: Compositor) -> Iterator[Desk]:
    """A compositor with nothing running in it."""
    require(WaylandSession.missing(compositor))
    with WaylandSession(compositor) as session:
        env = {name: session.env[name] for name in ("XDG_RUNTIME_DIR", "WAYLAND_DISPLAY")}
        yield Desk("wayland", session, env, unsure=2.5)


@contextmanager
def x_desk() -> Iterator[Desk]:
    """An X server with nothing running in it."""
    server = XServer()
    try:
        yield Desk("xsync", server, {"DISPLAY": server.display})
    finally:
        server.kill()


def open_desk(name: str) -> AbstractContextManager[Desk]:
    """The desk of that name: "x11", "sway" or "kwin"."""
    match name:
        case "sway" | "kwin":
            return wayland_desk(name)
        case _:
            return x_desk()


class Watcher:
    """The source alone in a process of its own."""

    def __init__(self, desk: Desk, idle_after: float) -> None:
        argv = [sys.executable, "-m", "tests.contracts.idle_watcher", desk.source, str(idle_after)]
        self._process = subprocess.Popen(
            argv, env=os.environ | desk.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.heard: list[str] = []
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()
        wait_for(lambda: self.heard, "the source")

    def wakes(self) -> int:
        """How often it has woken up so far."""
        return context_switches(self._process.pid)

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._reader.join()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self.heard.append(line.strip())


def context_switches(pid: int) -> int:
    """How often the threads of a process went to sleep of their own accord, which is how often they woke up."""
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/status", encoding="ascii") as status:
            total += next(int(line.split()[1]) for line in status if line.startswith("voluntary_ctxt_switches"))
    return total

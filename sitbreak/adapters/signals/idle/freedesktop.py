"""Idle time from org.freedesktop.ScreenSaver, which Plasma on X11 answers in milliseconds and others in seconds."""

from __future__ import annotations

import os
from collections.abc import Callable

from sitbreak.adapters import clock
from sitbreak.adapters.bus import Bus, BusError
from sitbreak.adapters.signals.idle.last_input import LastInput
from sitbreak.ports import Unavailable

SERVICE = "org.freedesktop.ScreenSaver"
PATHS = ("/org/freedesktop/ScreenSaver", "/ScreenSaver")
TIMEOUT = 1.0
GRAIN = 1.0
SECONDS_AFTER_LOOKS = 3


class Unit:
    """Finds out what a counter counts: one that grows faster than the clock must count milliseconds."""

    def __init__(self) -> None:
        self._milliseconds = False
        self._agreeing = 0
        self._compared: tuple[float, int] | None = None

    def seconds(self, now: float, count: int) -> float | None:
        """The count in seconds at the moment `now`, or None as long as it could be either or never moved."""
        if not self._milliseconds:
            self._compare(now, count)
        if self._milliseconds:
            return count / 1000
        return float(count) if self._agreeing >= SECONDS_AFTER_LOOKS else None

    def _compare(self, now: float, count: int) -> None:
        before, counted = self._compared or (now, count)
        elapsed, growth = now - before, count - counted
        self._milliseconds = growth > elapsed + GRAIN
        if elapsed >= GRAIN and growth > 0:
            self._agreeing += 1
        if elapsed >= GRAIN or growth < 0 or self._compared is None:
            self._compared = (now, count)


class FreedesktopIdle:
    """Asks the session's screen saver; says None until it is clear what the number means."""

    name = "freedesktop"
    events = False
    caveat = ""

    def __init__(self, bus: Bus, steady: Callable[[], float] = clock.steady) -> None:
        """Ask once; raises Unavailable when nobody answers, or with the 0 that Plasma on Wayland always answers."""
        self._bus, self._steady = bus, steady
        self._unit = Unit()
        self._last = LastInput(GRAIN)
        self._path = self._answering_path()

    def seconds(self) -> float | None:
        """Seconds since the last input; raises ConnectionError when the screen saver is gone."""
        try:
            counted = self._unit.seconds(self._steady(), self._count(self._path))
        except BusError as error:
            raise ConnectionError(str(error)) from error
        return None if counted is None else self._last.since(counted)

    def close(self) -> None:
        """Nothing is held but the shared bus."""

    def _answering_path(self) -> str:
        refusal = ""
        for path in PATHS:
            try:
                count = self._count(path)
            except (BusError, ConnectionError) as error:
                refusal = refusal or str(error)
                continue
            _refuse_mute(count)
            return path
        raise Unavailable(f"no screen saver tells the idle time: {refusal}")

    def _count(self, path: str) -> int:
        return int(self._bus.call(SERVICE, path, SERVICE, "GetSessionIdleTime", timeout=TIMEOUT, gives="u")[0])


def _refuse_mute(count: int) -> None:
    if count == 0 and os.environ.get("WAYLAND_DISPLAY"):
        raise Unavailable("the screen saver answers 0, as it always does in a Wayland session")

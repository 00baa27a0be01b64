"""Stamps every event from a clock that does not jump, tells sleep apart, and labels with the local wall time."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import Any, Self

from sitbreak.adapters.forked import forked
from sitbreak.core.model import At
from sitbreak.core.values import dataclass

log = logging.getLogger(__name__)

BOOT_ID = "/proc/sys/kernel/random/boot_id"
LOCALTIME = "/etc/localtime"
ZONE_CHECK_SECONDS = 60.0
BRACKET_SECONDS = 0.01
BRACKET_TRIES = 20
WALL_SET_SECONDS = 0.25
"""The wall clock was set once it differs so much from what it said; less is a process held up between two readings."""


def wall() -> float:
    """Seconds of the wall clock since 1970, which may jump; for comparing with time stamps of files."""
    return time.time()


if sys.platform == "win32":

    @cache
    def _library(name: str) -> Any:
        import ctypes

        return ctypes.WinDLL(name)

    def _ticks(library: str, function: str) -> float:
        import ctypes

        ticks = ctypes.c_ulonglong()
        getattr(_library(library), function)(ctypes.byref(ticks))
        return ticks.value / 1e7

    def steady() -> float:
        """Seconds on a clock that never jumps and counts sleep."""
        return _ticks("api-ms-win-core-realtime-l1-1-1", "QueryInterruptTime")

    def awake() -> float:
        """Seconds on a clock that never jumps and stands still during sleep."""
        return _ticks("kernel32", "QueryUnbiasedInterruptTime")

elif sys.platform == "darwin":

    def steady() -> float:
        """Seconds on a clock that never jumps and counts sleep."""
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)

    def awake() -> float:
        """Seconds on a clock that never jumps and stands still during sleep."""
        return time.clock_gettime(time.CLOCK_UPTIME_RAW)

else:

    def steady() -> float:
        """Seconds on a clock that never jumps and counts sleep."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def awake() -> float:
        """Seconds on a clock that never jumps and stands still during sleep."""
        return time.monotonic()


def boot_id() -> str:
    """What tells this boot of the machine from every other, or "" where nothing does."""
    try:
        with open(BOOT_ID, encoding="utf-8") as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""


class LocalTime:
    """The local wall time, labelled with the machine's zone of today, so that labels across a time change are right."""

    def __init__(self, steady: Callable[[], float] = steady) -> None:
        self._steady = steady
        self._mark = _zone_mark()
        self._zone = _zone()
        self._check_at = steady() + ZONE_CHECK_SECONDS

    def __call__(self) -> datetime:
        if self._steady() >= self._check_at:
            self._check()
        return datetime.now(self._zone)

    def _check(self) -> None:
        self._check_at = self._steady() + ZONE_CHECK_SECONDS
        if (mark := _zone_mark()) != self._mark:
            self._mark, self._zone = mark, _zone()


def _zone_mark() -> tuple[object, ...]:
    """Cheap to read, and different once the machine's zone is."""
    try:
        link = os.lstat(LOCALTIME)
    except OSError:
        return (os.environ.get("TZ"), time.tzname)
    return (os.environ.get("TZ"), link.st_ino, link.st_mtime_ns)


def _zone() -> tzinfo:
    if sys.platform != "win32":
        time.tzset()  # the C library remembers the zone it saw first, and tzlocal compares with it
    try:
        return _named(forked(_zone_name))
    except (LookupError, ValueError, OSError) as error:
        log.warning("the time zone cannot be told, using the present offset: %s", error)
        return datetime.now().astimezone().tzinfo or UTC


def _zone_name() -> str | None:
    from tzlocal import reload_localzone

    return getattr(reload_localzone(), "key", None)


def _named(name: str | None) -> tzinfo:
    """The zone of that name; one without a name is a file, which only tzlocal finds."""
    if name:
        from zoneinfo import ZoneInfo

        return ZoneInfo(name)
    from tzlocal import get_localzone

    return get_localzone()


@dataclass(frozen=True, slots=True)
class Clocks:
    """The readings a `SystemClock` is made of; replaced by made-up ones in tests."""

    steady: Callable[[], float]
    awake: Callable[[], float]
    wall: Callable[[], datetime]
    boot: Callable[[], str]


def system_clocks() -> Clocks:
    """This machine's clocks."""
    return Clocks(steady, awake, LocalTime(), boot_id)


@dataclass(frozen=True, slots=True)
class Axis:
    """Where an axis lies on the machine's clocks, in seconds to add to them; only good for the boot it names."""

    boot: str
    offset: float
    asleep_offset: float


class SystemClock:
    """The program's clock: seconds since the axis began, seconds slept of them, and the wall time of the moment."""

    def __init__(self, clocks: Clocks | None = None, axis: Axis | None = None) -> None:
        """Begin a new axis at 0, or go on with the given one."""
        self._clocks = clocks or system_clocks()
        self._axis = axis or _axis(self._clocks, 0.0, 0.0)
        self._t = self._asleep = 0.0
        self._zero: datetime | None = None

    @classmethod
    def resume(cls, axis: Axis, t: float, wall: datetime, asleep: float = 0.0, clocks: Clocks | None = None) -> Self:
        """Go on where a checkpoint was written: `t` and `asleep` in seconds on its axis, `wall` its aware time.

        Within one boot the axis just goes on, whatever the wall clock did; after another boot the wall clock says how
        long the gap was, never less than nothing, and none of it counts as sleep.
        """
        clocks = clocks or system_clocks()
        if axis.boot and axis.boot == clocks.boot() and clocks.steady() + axis.offset >= t:
            return cls(clocks, axis)
        gap = max(0.0, (clocks.wall() - wall).total_seconds())
        return cls(clocks, _axis(clocks, t + gap, asleep))

    def origin(self) -> Axis:
        """What `resume` needs to find the axis again; goes into the checkpoint."""
        return self._axis

    def now(self) -> At:
        """The present moment; `t` and `asleep` never decrease, a moment keeps its label until the clock is set."""
        now, slept = _steady_and_slept(self._clocks)
        self._t = max(self._t, now + self._axis.offset)
        self._asleep = max(self._asleep, slept + self._axis.asleep_offset)
        return At(self._t, self._label(), self._asleep)

    def _label(self) -> datetime:
        wall, passed = self._clocks.wall(), timedelta(seconds=self._t)
        zero = wall.astimezone(UTC) - passed
        if self._zero is None or abs((zero - self._zero).total_seconds()) > WALL_SET_SECONDS:
            self._zero = zero
        return (self._zero + passed).astimezone(wall.tzinfo)


def _axis(clocks: Clocks, t: float, asleep: float) -> Axis:
    now, slept = _steady_and_slept(clocks)
    return Axis(clocks.boot(), t - now, asleep - slept)


def _steady_and_slept(clocks: Clocks) -> tuple[float, float]:
    """Both clocks as of one moment: a process held up between the two readings must not look like sleep."""
    for _ in range(BRACKET_TRIES):
        before = clocks.awake()
        now = clocks.steady()
        if clocks.awake() - before <= BRACKET_SECONDS:
            break
    return now, now - before

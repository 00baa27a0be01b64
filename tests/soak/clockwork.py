"""A made-up machine: its clocks, boots and sleeps, and the real scheduler's shell stepped by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from apscheduler.schedulers import base

from sitbreak.adapters.clock import Axis, Clocks, SystemClock
from sitbreak.adapters.ticker import SchedulerTicker
from sitbreak.ports import Clock, Saved
from tests.soak.person import BEGIN, ZONE

START_UP = 30.0
"""Seconds that a boot takes before anything of ours runs."""


class Machine:
    """What its clocks say at second `t` of the year; `set_by` is how far its wall clock is wrong."""

    def __init__(self) -> None:
        self.t = self.set_by = 0.0
        self.zone: ZoneInfo = ZONE
        self._booted, self._slept, self._boots = -START_UP, 0.0, 0

    def boot(self) -> None:
        """It was off and starts anew."""
        self._booted, self._slept, self._boots = self.t - START_UP, 0.0, self._boots + 1

    def sleep(self, until: float) -> None:
        self._slept += until - self.t
        self.t = until

    def wall(self, zone: tzinfo | None = None) -> datetime:
        return datetime.fromtimestamp(BEGIN.timestamp() + self.t + self.set_by, zone or self.zone)

    def clock(self, saved: Saved | None) -> SystemClock:
        """The program's own clock, gone on with from a checkpoint."""
        clocks = Clocks(self._steady, lambda: self._steady() - self._slept, self.wall, lambda: f"boot{self._boots}")
        if saved is None:
            return SystemClock(clocks)
        boot, offset, asleep = (saved.axis[name] for name in ("boot", "offset", "asleep_offset"))
        axis = Axis(str(boot), float(offset), float(asleep))
        return SystemClock.resume(axis, saved.state.t, saved.state.wall, saved.state.seat.slept, clocks)

    def _steady(self) -> float:
        return self.t - self._booted

    @contextmanager
    def rules_the_scheduler(self) -> Iterator[None]:
        """APScheduler sees this machine's wall clock."""
        machine = self

        class Wall(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Wall:
                return machine.wall(tz)  # type: ignore[return-value]

        before, base.datetime = base.datetime, Wall
        try:
            yield
        finally:
            base.datetime = before


class SteppedTicker(SchedulerTicker):
    """The real ticker; where the engine would sleep by it, `advance` lets at most so many seconds of the year pass."""

    def __init__(self, clock: Clock, look: Callable[[], None], advance: Callable[[float], None]) -> None:
        super().__init__(clock, self._looks)
        self._wanted, self._advance, self._called = look, advance, False

    def rest(self) -> float:
        wait = super().rest()
        if not self._called:
            self._advance(wait)
        self._called = False
        return 0.0

    def _looks(self) -> None:
        self._called = True
        self._wanted()

"""The look that was asked for comes in time, whatever happens to the wall clock: the real APScheduler, real waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from queue import Empty, SimpleQueue

import pytest
from apscheduler.schedulers import base
from apscheduler.schedulers.background import BackgroundScheduler

from sitbreak.adapters.ticker import SchedulerTicker
from sitbreak.core.model import At

SOON = 0.5
PATIENCE = 3.0
"""Seconds a look may be late on a busy machine; every jump below is far longer."""

HOUR, DAY = 3600.0, 86400.0
JUMPS = {"an hour back": -HOUR, "an hour ahead": HOUR, "a day ahead": DAY, "a day back": -DAY, "a minute back": -60.0}


class Machine:
    """A machine whose wall clock can be set, and which can be held up; APScheduler sees the same wall clock."""

    def __init__(self) -> None:
        self.set_by = 0.0
        self.held_up = 0.0

    def now(self) -> At:
        return At(time.monotonic() + self.held_up, self.wall())

    def wall(self, zone: tzinfo | None = UTC) -> datetime:
        return datetime.now(zone) + timedelta(seconds=self.set_by + self.held_up)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()

    class Wall(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Wall:
            return machine.wall(tz)  # type: ignore[return-value]

    monkeypatch.setattr(base, "datetime", Wall)
    return machine


class Watch:
    """A ticker, the thread that rests by it as the engine does, and the moments at which it looked."""

    def __init__(self, machine: Machine) -> None:
        self._looks: SimpleQueue[float] = SimpleQueue()
        self._wishes: SimpleQueue[float | None] = SimpleQueue()
        self.ticker = SchedulerTicker(machine, lambda: self._looks.put(time.monotonic()))
        self._thread = threading.Thread(target=self._run, name="rests")
        self._thread.start()

    def arm(self, seconds: float) -> None:
        self._wishes.put(seconds)

    def close(self) -> None:
        self._wishes.put(None)
        self._thread.join(PATIENCE)
        self.ticker.close()

    def looked(self, patience: float) -> float | None:
        """The moment of the next look, or None when none comes in that time."""
        try:
            return self._looks.get(timeout=patience)
        except Empty:
            return None

    def _run(self) -> None:
        while True:
            try:
                wish = self._wishes.get(timeout=self.ticker.rest())
            except Empty:
                continue
            if wish is None:
                return
            self.ticker.arm(wish)


@pytest.fixture
def watch(machine: Machine) -> Iterator[Watch]:
    watch = Watch(machine)
    yield watch
    watch.close()


@pytest.mark.parametrize("jump", JUMPS)
def test_a_look_comes_in_time_when_the_clock_is_set_meanwhile(machine: Machine, watch: Watch, jump: str) -> None:
    """Armed, then the clock is set: the look comes after the seconds asked for, neither at once nor never."""
    begun = time.monotonic()
    watch.arm(SOON)
    machine.set_by = JUMPS[jump]
    looked = watch.looked(SOON + PATIENCE)
    assert looked is not None
    assert looked - begun >= SOON - 0.05


@pytest.mark.parametrize("jump", JUMPS)
def test_a_look_comes_in_time_when_the_clock_was_set_before(machine: Machine, watch: Watch, jump: str) -> None:
    """The clock is set while the scheduler sleeps, then armed: the new look is not moved by the old jump."""
    machine.set_by = JUMPS[jump]
    begun = time.monotonic()
    watch.arm(SOON)
    looked = watch.looked(SOON + PATIENCE)
    assert looked is not None
    assert looked - begun >= SOON - 0.05


def test_a_plain_scheduler_stalls_on_this_machine(machine: Machine) -> None:
    """The same machine silences APScheduler as it comes, so these tests can fail."""
    looks: SimpleQueue[int] = SimpleQueue()
    plain = BackgroundScheduler(timezone=UTC)
    plain.start()
    try:
        plain.add_job(looks.put, "date", [1], run_date=machine.wall() + timedelta(seconds=SOON))
        machine.set_by = -HOUR
        with pytest.raises(Empty):
            looks.get(timeout=SOON + 0.5)
    finally:
        plain.shutdown(wait=False)


def test_arming_again_moves_the_look(watch: Watch) -> None:
    """There is one look at a time: the last wish counts, whether it is sooner or later."""
    begun = time.monotonic()
    for seconds in (600.0, 0.05, SOON):
        watch.arm(seconds)
    looked = watch.looked(SOON + PATIENCE)
    assert looked is not None
    assert looked - begun >= SOON - 0.05
    assert watch.looked(0.3) is None


def test_a_look_that_is_late_still_comes(machine: Machine, watch: Watch) -> None:
    """A process held up for an hour past the moment looks as soon as it runs again, and once."""
    watch.arm(SOON)
    machine.held_up = HOUR
    assert watch.looked(SOON + PATIENCE) is not None
    assert watch.looked(0.3) is None


def test_it_can_be_armed_after_every_look(watch: Watch) -> None:
    """The engine arms after each look; ten in a row come."""
    for _ in range(10):
        watch.arm(0.0)
        assert watch.looked(PATIENCE) is not None


def test_closed_it_looks_no_more(machine: Machine) -> None:
    """After `close` an armed look does not come."""
    looks: list[str] = []
    ticker = SchedulerTicker(machine, lambda: looks.append("looked"))
    ticker.arm(0.0)
    ticker.close()
    ticker.rest()
    assert looks == []

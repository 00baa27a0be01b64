"""The clock's promises: no jumps, sleep told apart, the axis going on across restarts, labels in local time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sitbreak.adapters.clock import Axis, Clocks, LocalTime, SystemClock, boot_id, steady
from tests.contracts.presence import missing, need

START = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


class Machine:
    """A made-up machine: time passes, the lid closes, somebody sets the clock, it boots."""

    def __init__(self) -> None:
        self.uptime, self.slept = 5000.0, 1200.0
        self.wall = START
        self.boot = "first"
        self.held_up = 0.0

    def run(self, seconds: float) -> None:
        self.uptime += seconds
        self.wall += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.run(seconds)

    def reboot(self, off: float) -> None:
        self.wall += timedelta(seconds=off)
        self.uptime, self.slept, self.boot = 30.0, 0.0, "second"

    def steady(self) -> float:
        self.run(self.held_up)
        self.held_up = 0.0
        return self.uptime

    @property
    def clocks(self) -> Clocks:
        return Clocks(self.steady, lambda: self.uptime - self.slept, lambda: self.wall, lambda: self.boot)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_axis_begins_at_zero(machine: Machine) -> None:
    """A new axis begins at 0 with nothing slept, whatever the machine did before."""
    at = SystemClock(machine.clocks).now()
    assert (at.t, at.asleep, at.wall) == (0.0, 0.0, START)


def test_sleep_is_on_the_axis_and_told_apart(machine: Machine) -> None:
    """Seconds asleep count on the axis and are known to have been sleep."""
    clock = SystemClock(machine.clocks)
    machine.run(60)
    machine.sleep(3600)
    machine.run(10)
    at = clock.now()
    assert (at.t, at.asleep) == (3670.0, 3600.0)


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=-400)])
def test_wall_clock_jump_moves_labels_only(machine: Machine, jump: timedelta) -> None:
    """Setting the wall clock changes labels, never the axis."""
    clock = SystemClock(machine.clocks)
    machine.run(60)
    machine.wall += jump
    at = clock.now()
    assert (at.t, at.wall) == (60.0, START + timedelta(seconds=60) + jump)


def test_a_moment_keeps_its_label(machine: Machine) -> None:
    """A process held up between two readings of the clock gives no second label to a moment that had one."""
    clock = SystemClock(machine.clocks)
    before = clock.now()
    machine.run(40.0)
    machine.wall += timedelta(milliseconds=9)
    assert clock.now().label(before.t) == before.wall


def test_held_up_process_did_not_sleep(machine: Machine) -> None:
    """A process stopped between the readings of two clocks does not take that for sleep of the machine."""
    clock = SystemClock(machine.clocks)
    machine.held_up = 7.0
    at = clock.now()
    assert (at.t, at.asleep) == (7.0, 0.0)


def test_never_goes_back(machine: Machine) -> None:
    """Neither the axis nor the sleep on it ever decreases, even if the machine's clock should."""
    clock = SystemClock(machine.clocks)
    machine.sleep(100)
    before = clock.now()
    machine.slept -= 5
    machine.uptime -= 20
    after = clock.now()
    assert (after.t, after.asleep) == (before.t, before.asleep)


def test_restart_within_one_boot(machine: Machine) -> None:
    """After a restart of the program the axis goes on, sleep included, even though the wall clock was set meanwhile."""
    first = SystemClock(machine.clocks)
    machine.run(100)
    saved = first.now()
    machine.sleep(50)
    machine.run(20)
    machine.wall -= timedelta(hours=5)
    at = SystemClock.resume(first.origin(), saved.t, saved.wall, saved.asleep, machine.clocks).now()
    assert (at.t, at.asleep) == (170.0, 50.0)


def test_restart_after_a_boot(machine: Machine) -> None:
    """After another boot the wall clock says how long the gap was, and sleep goes on from where it was."""
    first = SystemClock(machine.clocks)
    machine.sleep(40)
    saved = first.now()
    machine.reboot(off=900)
    second = SystemClock.resume(first.origin(), saved.t, saved.wall, saved.asleep, machine.clocks)
    assert (second.now().t, second.now().asleep) == (940.0, 40.0)
    machine.sleep(5)
    assert (second.now().t, second.now().asleep) == (945.0, 45.0)


def test_wall_clock_behind_after_a_boot(machine: Machine) -> None:
    """A machine that boots with its clock behind makes no negative gap."""
    first = SystemClock(machine.clocks)
    machine.run(40)
    saved = first.now()
    machine.reboot(off=-5000)
    assert SystemClock.resume(first.origin(), saved.t, saved.wall, saved.asleep, machine.clocks).now().t == 40.0


@pytest.mark.parametrize("boot", ["", "first"])
def test_axis_that_cannot_be_right(machine: Machine, boot: str) -> None:
    """Without a boot's name, or when the axis would lead behind the checkpoint, the wall clock decides."""
    machine.boot = boot
    axis = Axis(boot, offset=-10_000.0, asleep_offset=0.0)
    clock = SystemClock.resume(axis, 500.0, START - timedelta(seconds=30), 0.0, machine.clocks)
    assert clock.now().t == 530.0


def test_resumed_origin_is_good_for_the_next_restart(machine: Machine) -> None:
    """What `origin` gives after a resume leads the next resume to the same axis."""
    first = SystemClock(machine.clocks)
    machine.run(40)
    machine.reboot(off=60)
    second = SystemClock.resume(first.origin(), 40.0, START + timedelta(seconds=40), 0.0, machine.clocks)
    saved = second.now()
    machine.run(10)
    third = SystemClock.resume(second.origin(), saved.t, saved.wall, saved.asleep, machine.clocks)
    assert third.now().t == saved.t + 10


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets the machine's zone for this process, and puts it back."""
    yield lambda name: monkeypatch.setenv("TZ", name)
    monkeypatch.undo()
    time.tzset()


def test_labels_are_local_and_right_across_a_time_change(zone: Callable[[str], None]) -> None:
    """The label carries the zone itself, so that a moment before the time change gets the offset of its own time."""
    zone("Europe/Berlin")
    at = SystemClock().now()
    assert at.wall.tzinfo is not None
    june = at.label(at.t + (datetime(2031, 6, 1, tzinfo=UTC) - at.wall).total_seconds())
    december = at.label(at.t + (datetime(2031, 12, 1, tzinfo=UTC) - at.wall).total_seconds())
    assert (june.utcoffset(), december.utcoffset()) == (timedelta(hours=2), timedelta(hours=1))


def test_zone_change_is_noticed_within_a_minute(zone: Callable[[str], None]) -> None:
    """Who travels gets labels of the new zone at the latest after a minute, without a restart."""
    zone("Europe/Berlin")
    now = 0.0
    local = LocalTime(lambda: now)
    zone("Asia/Tokyo")
    now = 59.0
    assert str(local().tzinfo) == "Europe/Berlin"
    now = 60.0
    assert str(local().tzinfo) == "Asia/Tokyo"


def test_unusable_zone_keeps_the_present_offset(zone: Callable[[str], None], caplog: pytest.LogCaptureFixture) -> None:
    """A zone nobody knows costs a warning, not the program; labels stay aware."""
    zone("Nowhere/Atall")
    assert LocalTime()().utcoffset() is not None
    assert "time zone" in caplog.text


def test_real_clocks_go_on() -> None:
    """On this machine the axis advances as much as the boot clock does, and nothing was slept meanwhile."""
    clock = SystemClock()
    began, first = steady(), clock.now()
    time.sleep(0.05)
    second, ended = clock.now(), steady()
    assert 0.05 <= second.t - first.t <= ended - began
    assert second.asleep < 0.02


RESUMED = """
import json, sys
from datetime import datetime
from sitbreak.adapters.clock import Axis, SystemClock
axis, t, wall, asleep = json.loads(sys.argv[1])
at = SystemClock.resume(Axis(*axis), t, datetime.fromisoformat(wall), asleep).now()
print(json.dumps([at.t, at.asleep]))
"""


def test_sleep_of_a_real_kernel() -> None:
    """In a time namespace whose boot clock is 5000 s ahead, a resumed axis shows 5000 s of sleep."""
    need("unshare")
    shift = ["unshare", "--time", "--boottime", "5000"]
    if subprocess.run([*shift, "true"], capture_output=True, timeout=10, check=False).returncode:
        missing("the right to make a time namespace")
    if not boot_id():
        missing("a boot id")
    clock = SystemClock()
    axis, at = clock.origin(), clock.now()
    saved = json.dumps([[axis.boot, axis.offset, axis.asleep_offset], at.t, at.wall.isoformat(), at.asleep])
    argv = [*shift, sys.executable, "-c", RESUMED, saved]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=30, check=True, cwd=os.getcwd())
    t, asleep = json.loads(done.stdout)
    assert t - at.t == pytest.approx(5000, abs=20)
    assert asleep - at.asleep == pytest.approx(5000, abs=0.05)

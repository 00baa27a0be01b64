"""The wall clock and the time zone change under the running program: prompts keep their hour, sitting its length."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.contracts.presence import need
from tests.desktop.conftest import OpenDesktop, require
from tests.desktop.diary import Diary, begin, moment
from tests.desktop.machine import Machine
from tests.desktop.program import BRIEF, UNPROMPTED
from tests.desktop.session import DesktopSession
from tests.witness import Witness

LIMIT = 20.0
HOUR = 3600
ZONES = Path("/usr/share/zoneinfo")


@pytest.fixture
def desktop(open_desktop: OpenDesktop) -> DesktopSession:
    return open_desktop(notifier="xfce4-notifyd")


def sat(diary: Diary) -> float:
    """Seconds of the bout under way."""
    return float(diary.status()["bout"]["seconds"])


def spends(diary: Diary, seconds: float) -> None:
    """The person goes on typing for so long."""
    began = time.monotonic()
    diary.wait_for(lambda: time.monotonic() >= began + seconds, "that time to pass")


@pytest.mark.parametrize(
    "jump",
    [
        pytest.param(24 * HOUR, id="a day ahead", marks=[pytest.mark.fault("clock set ahead a day"), pytest.mark.long]),
        pytest.param(-HOUR, id="an hour back", marks=pytest.mark.fault("clock set back an hour")),
    ],
)
def test_the_clock_is_set(desktop: DesktopSession, laptop: Machine, witness: Witness, jump: int) -> None:
    """A clock that is set brings no prompt early and none late, and neither makes nor loses sitting."""
    witness.set_clock = True
    diary = begin(desktop, BRIEF | {"sitting.absence.idle": '"1m"'}, **laptop.env)
    began = time.monotonic() - sat(diary)
    laptop.sets_clock(jump)
    diary.looks()
    assert diary.prompt() is None, "the clock alone brought a prompt"
    assert sat(diary) == pytest.approx(time.monotonic() - began, abs=3)

    diary.wait_for_prompt()
    assert time.monotonic() - began == pytest.approx(LIMIT, abs=8)
    assert sat(diary) == pytest.approx(time.monotonic() - began, abs=3)
    assert diary.ask("answer", "skip").returncode == 0
    assert diary.wait_for_record("prompts")["bout_seconds"] == pytest.approx(LIMIT, abs=8)
    assert diary.ask("stand").returncode == 0
    bout = diary.wait_for_record("bouts")
    sitting = time.monotonic() - began
    assert moment(bout["end"]) == pytest.approx(time.time() + jump, abs=3), "the label of the clock that people see"
    assert moment(bout["end"]) - moment(bout["start"]) == pytest.approx(sitting, abs=3)
    assert diary.status()["today"]["sitting_seconds"] == pytest.approx(sitting, abs=3)
    assert diary.quit() == 0


def own_etc(desktop: DesktopSession) -> Path:
    """A copy of /etc, which the program takes for the machine's own."""
    need("unshare", "mount")
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, text=True, check=False)
    require([] if tried.returncode == 0 else [f"the right to a mount namespace ({tried.stderr.strip()})"])
    etc = desktop.root / "etc"
    shutil.copytree("/etc", etc, symlinks=True, ignore_dangling_symlinks=True)
    return etc


def set_zone(etc: Path, zone: str) -> None:
    """As `timedatectl set-timezone` does it, and Debian besides."""
    fresh = etc / "localtime.new"
    fresh.symlink_to(ZONES / zone)
    os.replace(fresh, etc / "localtime")
    (etc / "timezone").write_text(f"{zone}\n")


@pytest.mark.fault("time zone changed")
def test_the_time_zone_changes(desktop: DesktopSession, laptop: Machine) -> None:
    """Who lands in another zone has it on what is recorded a minute later, and the bout keeps its length."""
    require([zone for zone in ("Europe/Berlin", "Asia/Tokyo") if not (ZONES / zone).exists()])
    etc = own_etc(desktop)
    set_zone(etc, "Europe/Berlin")
    diary = Diary(desktop, UNPROMPTED | {"sitting.absence.asleep": '"30m"'})
    diary.under = ("env", "--unset=TZ", "unshare", "--mount", "sh", "-c", f'mount --bind {etc} /etc && exec "$@"', "sh")
    desktop.type_on()
    diary.start(**laptop.env)
    diary.sits()
    spends(diary, 2)
    start = diary.status()["bout"]["start"]
    assert offset(start) == local_offset("Europe/Berlin")

    set_zone(etc, "Asia/Tokyo")
    diary.sleeps(laptop, 120)
    before = sat(diary)
    assert before == pytest.approx(122, abs=6)
    assert diary.ask("stand").returncode == 0
    bout = diary.wait_for_record("bouts")
    assert offset(bout["end"]) == local_offset("Asia/Tokyo")
    assert moment(bout["start"]) == pytest.approx(moment(start), abs=1)
    assert moment(bout["end"]) - moment(bout["start"]) == pytest.approx(before, abs=3)
    assert diary.quit() == 0


def offset(label: str) -> timedelta | None:
    return datetime.fromisoformat(label).utcoffset()


def local_offset(zone: str) -> timedelta | None:
    return datetime.now(ZoneInfo(zone)).utcoffset()

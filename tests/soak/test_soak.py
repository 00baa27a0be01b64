"""The soak in small: two weeks of the made-up year and a few short days of the real program, in the same bounds."""

from __future__ import annotations

import pytest

from tests.desktop.conftest import require
from tests.desktop.session import DesktopSession
from tests.soak.__main__ import year_of
from tests.soak.judge import broken_in_month, broken_in_year
from tests.soak.meter import slope
from tests.soak.month import live

WEEKS = 2
FULL, SHORT = ("press",), ("walk",)
SEEN, DAYS = 1, 3
STEADY = 400_000
"""Bytes by which a process so young may still grow from one of its days to the next."""


def test_every_second_of_two_weeks_is_accounted_for() -> None:
    """Through kills, full disks and clocks set wrong, all time belongs to one state, and every record is on disk."""
    year = year_of(WEEKS, 7)
    assert broken_in_year(year) == []
    assert year.account.elapsed == pytest.approx(WEEKS * 7 * 86_400, abs=10_000)
    assert year.counts["killed"] > 0


def test_days_in_the_real_program_leave_nothing_behind() -> None:
    """Prompts, drills, menus, requests and sleeps leave the process with the threads, files and memory it had."""
    require(DesktopSession.missing(panel=True, notifier="xfce4-notifyd"))
    month = live(DAYS, 0.0, lambda _: None, (FULL, *(SHORT,) * (DAYS - 1)))
    sizes = [(one.at, float(one.dirty)) for one in month.samples[SEEN:]]
    assert [broken for broken in broken_in_month(month, SEEN) if "memory" not in broken] == []
    assert slope(sizes) < STEADY
    assert (month.counts["drills"], month.counts["prompts"]) == (1, DAYS)


@pytest.mark.parametrize(("points", "expected"), [([(1, 5), (2, 5), (3, 90), (4, 5)], 0), ([(0, 0), (2, 6)], 3)])
def test_growth_is_told_from_noise(points: list[tuple[float, float]], expected: float) -> None:
    """One outlier makes no slope, and a rise is one."""
    assert slope(points) == expected

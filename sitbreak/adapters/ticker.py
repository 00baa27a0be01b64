"""APScheduler, made deaf to clock jumps: it says when to look next, and nothing else hangs on it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, timedelta
from inspect import iscoroutinefunction

from sitbreak.adapters.lean import without
from sitbreak.core.model import At
from sitbreak.ports import Clock

with without(
    {
        "asyncio": {"iscoroutinefunction": iscoroutinefunction},
        "importlib.metadata": {"version": lambda name: "3", "entry_points": lambda group: ()},
        "tzlocal": {"get_localzone": None},
        "uuid": {"uuid4": None},
        "apscheduler.executors.pool": {"ThreadPoolExecutor": None},
    }
):
    from apscheduler.executors.debug import DebugExecutor
    from apscheduler.schedulers.base import BaseScheduler
    from apscheduler.triggers.date import DateTrigger

LONGEST_WAIT = 300.0
"""Seconds; the clock one sleeps by stands still while the machine sleeps, so what fell due then is late by no more."""

JUMP = 1.0
"""Seconds of difference between the wall clock and one that does not jump which count as a jump."""

_JOB = "look"


class JumpProof(BaseScheduler):  # type: ignore[misc]  # APScheduler 3 has no type information
    """A scheduler without a thread, whose jobs stay at the same distance when the wall clock is set.

    APScheduler 3 keeps wall times, so a clock set back silences it for as long as it was set back, and a clock set
    ahead fires everything at once. This one compares the wall with a clock that does not jump before every round.
    Whoever sleeps until the next round anyway runs it: a thread of its own would wake up, and be woken, for each look.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(
            timezone=UTC,
            executors={"default": DebugExecutor()},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._clock, self._drift = clock, _drift(clock.now())

    def follow_clock(self) -> At:
        """Move every job by as much as the wall clock has jumped since the last call; the present moment.

        Whoever adds a job calls this first, lest a jump not yet seen moves the new job, too.
        """
        at = self._clock.now()
        jump, self._drift = _drift(at) - self._drift, _drift(at)
        if abs(jump) >= JUMP:
            self._move(timedelta(seconds=jump))
        return at

    def round(self) -> float:
        """Do what is due; seconds until the next round."""
        self.follow_clock()
        wait: float | None = self._process_jobs()
        return LONGEST_WAIT if wait is None else min(wait, LONGEST_WAIT)

    def shutdown(self, wait: bool = False) -> None:
        super().shutdown(wait)

    def wakeup(self) -> None:
        """Nobody sleeps in here."""

    def _move(self, jump: timedelta) -> None:
        logging.getLogger(__name__).info("the clock was set by %+.0f s", jump.total_seconds())
        for job in self.get_jobs():
            job.modify(next_run_time=job.next_run_time + jump)


def _drift(at: At) -> float:
    return at.wall.timestamp() - at.t


class SchedulerTicker:
    """`ports.Ticker`: one date job, moved about; belongs to the one thread that rests by it."""

    def __init__(self, clock: Clock, look: Callable[[], None]) -> None:
        self._look = look
        self._scheduler = JumpProof(clock)
        self._scheduler.start()

    def arm(self, seconds: float) -> None:
        """Look `seconds` from now, instead of whenever it was to be."""
        due = self._scheduler.follow_clock().wall.astimezone(UTC) + timedelta(seconds=seconds)
        self._scheduler.add_job(self._look, DateTrigger(due, UTC), id=_JOB, replace_existing=True)

    def rest(self) -> float:
        """Look if it is time to; seconds until this is to be called again."""
        return self._scheduler.round()

    def close(self) -> None:
        self._scheduler.shutdown(wait=False)

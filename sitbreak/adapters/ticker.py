"""APScheduler, made deaf to clock jumps: it says when to look next, and nothing else hangs on it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, timedelta
from inspect import iscoroutinefunction
from threading import Lock

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
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.date import DateTrigger

LONGEST_WAIT = 30.0
"""Seconds; a jump of the wall clock is noticed no later than this."""

JUMP = 1.0
"""Seconds of difference between the wall clock and one that does not jump which count as a jump."""

_JOB = "look"


class JumpProof(BackgroundScheduler):  # type: ignore[misc]  # APScheduler 3 has no type information
    """A scheduler whose jobs stay at the same distance when the wall clock is set.

    APScheduler 3 keeps wall times, so a clock set back silences it for as long as it was set back, and a clock set
    ahead fires everything at once. This one compares the wall with a clock that does not jump before every round.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(
            timezone=UTC,
            executors={"default": DebugExecutor()},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._clock, self._drift = clock, _drift(clock.now())
        self._one_at_a_time = Lock()

    def follow_clock(self) -> At:
        """Move every job by as much as the wall clock has jumped since the last call; the present moment.

        Whoever adds a job calls this first, lest a jump not yet seen moves the new job, too.
        """
        with self._one_at_a_time:
            at = self._clock.now()
            jump, self._drift = _drift(at) - self._drift, _drift(at)
            if abs(jump) >= JUMP:
                self._move(timedelta(seconds=jump))
        return at

    def _move(self, jump: timedelta) -> None:
        logging.getLogger(__name__).info("the clock was set by %+.0f s", jump.total_seconds())
        for job in self.get_jobs():
            job.modify(next_run_time=job.next_run_time + jump)

    def _process_jobs(self) -> float:
        self.follow_clock()
        wait: float | None = super()._process_jobs()
        return LONGEST_WAIT if wait is None else min(wait, LONGEST_WAIT)


def _drift(at: At) -> float:
    return at.wall.timestamp() - at.t


class SchedulerTicker:
    """`ports.Ticker`: one date job, moved about; `look` runs on the scheduler's thread and must only post."""

    def __init__(self, clock: Clock, look: Callable[[], None]) -> None:
        self._look = look
        self._scheduler = JumpProof(clock)
        self._scheduler.start()

    def arm(self, seconds: float) -> None:
        """Look `seconds` from now, instead of whenever it was to be."""
        due = self._scheduler.follow_clock().wall.astimezone(UTC) + timedelta(seconds=seconds)
        self._scheduler.add_job(self._look, DateTrigger(due, UTC), id=_JOB, replace_existing=True)

    def close(self) -> None:
        self._scheduler.shutdown(wait=False)

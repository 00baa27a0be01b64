"""APScheduler, made deaf to clock jumps: it says when to look next, and nothing else hangs on it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, timedelta

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from sitbreak.ports import Clock

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
        self._clock = clock
        self._drift = self._measure()

    def _measure(self) -> float:
        at = self._clock.now()
        return at.wall.timestamp() - at.t

    def follow_clock(self) -> None:
        """Move every job by as much as the wall clock has jumped since the last round."""
        drift = self._measure()
        jump, self._drift = drift - self._drift, drift
        if abs(jump) < JUMP:
            return
        logging.getLogger(__name__).info("the clock was set by %+.0f s", jump)
        for job in self.get_jobs():
            job.modify(next_run_time=job.next_run_time + timedelta(seconds=jump))

    def _process_jobs(self) -> float:
        self.follow_clock()
        wait: float | None = super()._process_jobs()
        return LONGEST_WAIT if wait is None else min(wait, LONGEST_WAIT)


class SchedulerTicker:
    """`ports.Ticker`: one date job, moved about; `look` runs on the scheduler's thread and must only post."""

    def __init__(self, clock: Clock, look: Callable[[], None]) -> None:
        self._clock, self._look = clock, look
        self._scheduler = JumpProof(clock)
        self._scheduler.start()

    def arm(self, seconds: float) -> None:
        """Look `seconds` from now, instead of whenever it was to be."""
        due = self._clock.now().wall.astimezone(UTC) + timedelta(seconds=seconds)
        self._scheduler.add_job(self._look, "date", run_date=due, id=_JOB, replace_existing=True)

    def close(self) -> None:
        self._scheduler.shutdown(wait=False)

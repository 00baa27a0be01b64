"""A month of working days through the real process, which should weigh in the end what it weighed at the beginning."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.soak.desk import Desk, at_desk
from tests.soak.meter import Sample
from tests.soak.moves import HOUR

WORKING_DAYS = 22
DAYS = (
    ("press", "snooze", "call", "walk", "locked", "accept", "ignore", "film", "skip"),
    ("accept", "skip", "silence", "declared", "locked", "press", "natural", "snooze", "walk"),
)
"""What becomes of the bouts of a day, every other day."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Month:
    """What a run of days showed: a sample each evening, what happened in all, and how many seconds it took."""

    samples: tuple[Sample, ...]
    counts: dict[str, int]
    seconds: float


def live(days: int, minutes: float, tell: Tell, deeds: Sequence[Sequence[str]] = DAYS) -> Month:
    """So many working days, and more until so many minutes have passed."""
    began = time.monotonic()
    samples: list[Sample] = []
    with at_desk() as desk:
        while len(samples) < days or time.monotonic() - began < 60 * minutes:
            samples.append(_lived(desk, len(samples), deeds))
            tell(f"day {len(samples)}: {samples[-1]}")
    return Month(tuple(samples), desk.counts, time.monotonic() - began)


def _lived(desk: Desk, number: int, deeds: Sequence[Sequence[str]]) -> Sample:
    """One day, with the weekend after each fifth."""
    desk.day(deeds[number % len(deeds)])
    if number % 5 == 4:
        desk.rests(48 * HOUR)
    return desk.sampled(float(number + 1))

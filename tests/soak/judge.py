"""What a run may cost at most, and a sentence for everything that it broke."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.soak.meter import Sample, slope
from tests.soak.month import Month
from tests.soak.year import Year

SETTLED = 6
"""Weeks after which everything that is remembered for a while, at most 35 days, has reached its size."""

WEEKLY_DIRTY, WEEKLY_BLOCKS, WEEKLY_TRACED = 20_000, 60, 8_000
"""Bytes, Python's blocks of memory and traced bytes by which a settled process may seem to grow in a week."""

DAILY_DIRTY = 60_000
"""Bytes by which the real process may seem to grow in a working day, once it has seen everything."""

SEEN = 5
"""Working days after which the real process has met everything more than once."""

FILES_BESIDE_WEEKS = 10
STORED_A_WEEK = 120_000
LOGGED = 1_100_000
"""Files that are no week's, bytes of a week's records, and of the log and everything else together."""


def broken_in_year(year: Year) -> list[str]:
    """Every bound that the year has broken; none is as it should be."""
    account, weeks = year.account, len(year.samples)
    return [*_uneven(year.samples), *_growing(year.samples[SETTLED:]), *_piled_up(year.samples[-1], weeks)] + [
        sentence
        for wrong, sentence in (
            (abs(account.missing) > 0.001, f"{account.missing:.6f} s of the year are nobody's"),
            (account.gaps > 0, f"{account.gaps} stretches do not begin where the one before ended"),
            (account.lost > 0, f"{account.lost} records are not on disk, or nobody knows of them"),
        )
        if wrong
    ]


def broken_in_month(month: Month, seen: int = SEEN) -> list[str]:
    """Every bound that the real process has broken; it had seen everything once after `seen` days."""
    settled = month.samples[seen:]
    growth = slope([(one.at, one.dirty) for one in settled])
    grows = [f"private memory grows by {growth:.0f} bytes a day"] if growth > DAILY_DIRTY else []
    return [*_uneven(settled), *grows]


def _uneven(samples: Sequence[Sample]) -> Iterator[str]:
    for name in ("threads", "descriptors"):
        if len(found := {getattr(one, name) for one in samples}) > 1:
            yield f"{name} went from {min(found)} to {max(found)}"


def _growing(samples: Sequence[Sample]) -> Iterator[str]:
    bounds = {"dirty": WEEKLY_DIRTY, "blocks": WEEKLY_BLOCKS, "traced": WEEKLY_TRACED}
    for name, bound in bounds.items():
        if (growth := slope([(one.at, getattr(one, name)) for one in samples])) > bound:
            yield f"{name} grows by {growth:.0f} a week"


def _piled_up(last: Sample, weeks: int) -> Iterator[str]:
    if last.files > weeks + 1 + FILES_BESIDE_WEEKS:
        yield f"{last.files} files after {weeks} weeks"
    if last.stored > weeks * STORED_A_WEEK + LOGGED:
        yield f"{last.stored} bytes after {weeks} weeks"

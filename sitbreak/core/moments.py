"""Times as people write them, "14:00" or "2026-11-20T14:02", turned into moments."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sitbreak.core.fields import shown

YEARS = (1971, 2200)
"""What lies beyond cannot be reckoned with in every time zone."""

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def midnight_after(wall: datetime) -> datetime:
    """The local midnight that ends the day of `wall`."""
    return (wall + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def next_clock(text: str, wall: datetime) -> datetime:
    """The next moment after `wall` at which a clock shows "14:00"; ValueError says what is allowed."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueError(f"found {shown(text)}, allowed a time of day such as 14:00")
    today = wall.replace(hour=int(match[1]), minute=int(match[2]), second=0, microsecond=0)
    return today if today > wall else today + timedelta(days=1)


def past_span(first: str, last: str, wall: datetime) -> tuple[datetime, datetime]:
    """A span in the past: a first time of day lies in the last 24 hours, a last one follows the first.

    ValueError says what is allowed.
    """
    start = _moment(first, wall - timedelta(days=1), wall)
    return start, _moment(last, start, wall)


def _moment(text: str, after: datetime, wall: datetime) -> datetime:
    if _CLOCK.fullmatch(text):
        return next_clock(text, after)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"found {shown(text)}, allowed a time such as 14:02 or 2026-11-20T14:02") from error
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise ValueError(f"found the year {moment.year}, allowed {YEARS[0]} to {YEARS[1]}")
    return moment if moment.tzinfo else moment.replace(tzinfo=wall.tzinfo)

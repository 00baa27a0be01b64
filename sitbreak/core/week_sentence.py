"""What a new week begins with: the one sentence that matters about the last, and how it compares."""

from __future__ import annotations

from sitbreak.core.durations import MINUTE
from sitbreak.core.week import WeekSummary
from sitbreak.core.week_words import is_empty, lead
from sitbreak.core.wording import hours_minutes

NOTICEABLE = 5 * MINUTE
"""Seconds a day below which a difference is not worth a word."""


def sentence(summary: WeekSummary) -> str:
    """The pattern of the week and its change, as far as both can be told; "" for a week in which nobody sat."""
    return "" if is_empty(summary) else f"{lead(summary)} {_change(summary)}".rstrip()


def _change(summary: WeekSummary) -> str:
    change = summary.change.previous_week
    if change is None:
        return ""
    apart = change.bouts_60_seconds_per_day
    if abs(apart) < NOTICEABLE:
        return "That is much like the week before."
    return f"That is about {hours_minutes(abs(apart))} a day {'less' if apart < 0 else 'more'} than the week before."

"""The small words of the page: lengths, dates and differences as people read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from sitbreak.core.week import WeekSummary
from sitbreak.core.wording import hours_minutes

LENGTH = re.compile(r"(\d+ h )?\d+ (h|min|s)\b")

Figure = tuple[tuple[str, str], ...]
"""Numbers with their units, so that a style sheet can set the units smaller."""


def length(seconds: float) -> str:
    """ "3 h 05 min", "47 min", "90 s", and "0 min" for nothing."""
    return hours_minutes(seconds) if seconds >= 1 else "0 min"


def whole_minutes(seconds: float) -> str:
    """ "1 min", "1 h 05 min"; never seconds."""
    return length(seconds) if seconds >= 120 else f"{round(seconds / 60)} min"


def figure(text: str) -> Figure:
    """ "3 h 05 min" in pairs: ("3", "h"), ("05", "min"); words that are no number stay whole."""
    words = text.split()
    if len(words) % 2 or not words[0].isdigit():
        return ((text, ""),)
    return tuple(zip(words[::2], words[1::2], strict=True))


def unbroken(sentence: str) -> str:
    """The sentence with every length in it kept on one line."""
    return LENGTH.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), sentence)


def short_length(seconds: float) -> str:
    """ "6:40" for hours and minutes over a column; nothing for less than a minute."""
    whole = int(seconds // 60)
    return f"{whole // 60}:{whole % 60:02d}" if whole else ""


def counted(count: int, noun: str) -> str:
    """ "1 bout", "2 bouts"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(counts: dict[str, int]) -> str:
    """ "4 snoozed, 2 skipped"; what did not happen is left out."""
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


def dates(summary: WeekSummary) -> str:
    """ "16 to 22 November 2026", with what the two ends have in common said once."""
    first, last = (date.fromisoformat(day.date) for day in (summary.days[0], summary.days[-1]))
    if first.year != last.year:
        start = f"{first.day} {first:%B %Y}"
    elif first.month != last.month:
        start = f"{first.day} {first:%B}"
    else:
        start = str(first.day)
    return f"{start} to {last.day} {last:%B %Y}"


def clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def until(start: datetime, end: datetime) -> str:
    """ "09:00 to 10:15", with midnight said as the end of the day."""
    midnight = end.date() > start.date() and (end.hour, end.minute) == (0, 0)
    return f"{clock(start)} to {'24:00' if midnight else clock(end)}"


def limit(seconds: float) -> str:
    """A limit as somebody set it: "5 min", "60 s", "1 h"."""
    return length(seconds).replace(" h 00 min", " h")


def more_or_less(amount: float, say: Callable[[float], str]) -> str:
    """ "12 min less", "0.3 more", "the same"; `say` puts the amount without its sign in words."""
    if not amount:
        return "the same"
    return f"{say(abs(amount))} {'more' if amount > 0 else 'less'}"

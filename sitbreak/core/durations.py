"""Durations are written the way people say them ("90s", "1h30m") and computed with in seconds."""

from __future__ import annotations

import re

from sitbreak.core.fields import shown

MINUTE = 60.0
HOUR = 3600.0
DAY = 86400.0
ENDLESS = 1e9
"""From here on (seconds) a number is no length of time that anybody reported."""

_SHAPE = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?", re.ASCII)


def parse_duration(text: str) -> float:
    """Seconds of a duration such as "90s", "45m" or "1h30m"; ValueError when it is not written like that."""
    match = _SHAPE.fullmatch(text.strip().lower())
    if match is None or not any(match.groups()):
        raise ValueError(f'{shown(text)} is not a duration such as "90s", "45m" or "1h30m"')
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * HOUR + minutes * MINUTE + seconds


def format_duration(seconds: float) -> str:
    """The shortest usual spelling of whole seconds: "90s" below two minutes, "45m", "1h30m"."""
    whole = round(seconds)
    if whole < 2 * MINUTE:
        return f"{whole}s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "m"), (rest, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count)

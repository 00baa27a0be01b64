"""What reaches the program about a past week: what its records say, and that the person wants to read it."""

from __future__ import annotations

from sitbreak.core.values import dataclass


@dataclass(frozen=True, slots=True)
class WeekTold:
    """The records were asked: the sentence that matters about an ISO week, "" for one in which nothing was recorded."""

    week: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ReadWeek:
    """The person wants to read the page of an ISO week."""

    week: str = ""

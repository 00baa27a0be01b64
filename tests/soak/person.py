"""Somebody's year at a desk as a row of pieces, each done from one moment to another; made up, and always the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
FIRST_DAY = date(2026, 1, 5)
BEGIN = datetime.combine(FIRST_DAY, time(), ZONE)
MINUTE = 60.0
SETTLING = 5 * MINUTE

_MINUTES = {
    "type": (10, 75, 60),
    "call": (5, 50, 8),
    "film": (5, 80, 4),
    "leave": (1, 20, 12),
    "lock": (1, 20, 6),
    "nap": (0.5, 40, 3),
    "fullscreen": (10, 60, 4),
    "silence": (10, 60, 4),
    "app": (10, 40, 3),
    "blind": (5, 30, 1),
    "stand": (5, 90, 5),
    "killed": (0.2, 15, 1.5),
    "stopped": (1, 30, 1),
    "full disk": (20, 90, 0.5),
    "clock set": (30, 90, 0.5),
}
"""Each thing a person does or meets at work: shortest, longest, and how often."""

NIGHTS = {"asleep": 6, "off": 3, "on": 2}
"""How the machine spends a night, and how often."""

HANDS_OFF = frozenset({"call", "film", "leave", "lock", "nap", "asleep", "off", "on", "killed", "stopped"})
ENDS = frozenset({"off", "killed", "stopped"})
"""The program does not run meanwhile."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing done from `start` to `end`, in seconds since the year began."""

    kind: str
    start: float
    end: float


def pieces(seed: int) -> Iterator[Piece]:
    """What the person does, piece after piece without gap, without end."""
    chance, now, number = Random(seed), 0.0, 0
    while True:
        morning, evening = hours(number, chance)
        if evening > morning:
            yield Piece(chance.choices(list(NIGHTS), list(NIGHTS.values()))[0], now, morning)
            now = morning
            for piece in _work(now, evening, chance):
                yield piece
                now = piece.end
        number += 1


def hours(number: int, chance: Random) -> tuple[float, float]:
    """When work begins and ends on that day of the year; four days a week are for working, others end at once."""
    day = FIRST_DAY + timedelta(days=number)
    length = 5.5 if day.weekday() < 4 else 1.0
    works = day.weekday() < 4 or chance.random() < 0.3
    begins = _seconds(day, 8.5 + chance.uniform(-0.5, 1.0))
    return begins, begins + (3600 * (length + chance.uniform(-1, 1)) if works else 0.0)


def _seconds(day: date, hour: float) -> float:
    """That local hour of the day, in seconds since the year began."""
    local = datetime.combine(day, time(int(hour), int(hour % 1 * 60)), ZONE)
    return local.timestamp() - BEGIN.timestamp()


def _work(start: float, end: float, chance: Random) -> Iterator[Piece]:
    kinds, weights = list(_MINUTES), [often for _, _, often in _MINUTES.values()]
    while start < end:
        kind = chance.choices(kinds, weights)[0]
        shortest, longest, _ = _MINUTES[kind]
        stop = start + round(MINUTE * chance.uniform(shortest, longest), 1)
        yield Piece(kind, start, stop)
        if kind == "full disk":  # a kill just then may cost what has waited in memory
            yield Piece("type", stop, stop + SETTLING)
            stop += SETTLING
        start = stop

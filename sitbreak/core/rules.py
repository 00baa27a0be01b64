"""What a setting may be: each rule reads a TOML value, writes it back and says in words what is allowed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from sitbreak.core.durations import format_duration, parse_duration
from sitbreak.core.values import dataclass

MINUTES_OF_DAY = 1440
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Range = tuple[int, int]
"""Minutes of the day from and to; a `to` not after `from` lies in the next day."""
Hours = Mapping[str, tuple[Range, ...]]

T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E", bound=StrEnum)


class Rule(Protocol[T_co]):
    """One kind of value; `read` raises ValueError for what is not allowed."""

    @property
    def allowed(self) -> str:
        """What is allowed, to stand after "allowed"."""
        ...

    def read(self, value: object) -> T_co: ...

    def write(self, value: Any) -> object:
        """The TOML value that reads back as `value`."""
        ...


def _require(fine: bool) -> None:
    if not fine:
        raise ValueError


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list | tuple):
        raise ValueError
    return list(value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError
    return value


@dataclass(frozen=True, slots=True)
class Duration:
    """Seconds, written as a duration; `low` and `high` are allowed themselves."""

    low: str
    high: str
    example: str

    @property
    def allowed(self) -> str:
        return f'a duration from {self.low} to {self.high}, such as "{self.example}"'

    def read(self, value: object) -> float:
        seconds = parse_duration(_text(value))
        _require(parse_duration(self.low) <= seconds <= parse_duration(self.high))
        return seconds

    def write(self, value: float) -> object:
        return format_duration(value)


@dataclass(frozen=True, slots=True)
class Rising:
    """Several durations, each longer than the one before."""

    each: Duration
    fewest: int
    most: int

    @property
    def allowed(self) -> str:
        count = f"{self.fewest}" if self.fewest == self.most else f"{self.fewest} to {self.most}"
        return f"a list of {count} rising durations from {self.each.low} to {self.each.high}"

    def read(self, value: object) -> tuple[float, ...]:
        seconds = tuple(map(self.each.read, _list(value)))
        _require(self.fewest <= len(seconds) <= self.most and list(seconds) == sorted(set(seconds)))
        return seconds

    def write(self, value: tuple[float, ...]) -> object:
        return [format_duration(seconds) for seconds in value]


@dataclass(frozen=True, slots=True)
class Whole:
    low: int
    high: int

    @property
    def allowed(self) -> str:
        return f"a whole number from {self.low} to {self.high}"

    def read(self, value: object) -> int:
        number = _number(value)
        _require(isinstance(number, int) and self.low <= number <= self.high)
        return int(number)

    def write(self, value: int) -> object:
        return value


@dataclass(frozen=True, slots=True)
class Decimal:
    low: float
    high: float

    @property
    def allowed(self) -> str:
        return f"a number from {self.low} to {self.high}"

    def read(self, value: object) -> float:
        number = _number(value)
        _require(self.low <= number <= self.high)
        return float(number)

    def write(self, value: float) -> object:
        return value


@dataclass(frozen=True, slots=True)
class Switch:
    allowed: str = "true or false"

    def read(self, value: object) -> bool:
        _require(isinstance(value, bool))
        return bool(value)

    def write(self, value: bool) -> object:
        return value


@dataclass(frozen=True, slots=True)
class Choice(Generic[E]):
    kind: type[E]

    @property
    def allowed(self) -> str:
        return " or ".join(f'"{member.value}"' for member in self.kind)

    def read(self, value: object) -> E:
        return self.kind(_text(value))

    def write(self, value: E) -> object:
        return value.value


@dataclass(frozen=True, slots=True)
class Text:
    """A text that matches `pattern` as a whole."""

    pattern: str
    allowed: str

    def read(self, value: object) -> str:
        text = _text(value)
        _require(re.fullmatch(self.pattern, text) is not None)
        return text

    def write(self, value: str) -> object:
        return value


@dataclass(frozen=True, slots=True)
class Texts:
    """A list of texts, none of them empty."""

    allowed: str

    def read(self, value: object) -> tuple[str, ...]:
        texts = tuple(map(_text, _list(value)))
        _require(all(map(str.strip, texts)))
        return texts

    def write(self, value: tuple[str, ...]) -> object:
        return list(value)


@dataclass(frozen=True, slots=True)
class DayHours:
    """Ranges of the day for each weekday named; a weekday left out means all day."""

    allowed: str = 'days mon to sun with lists of ranges, such as { mon = ["07:00-21:00"], fri = ["22:00-02:00"] }'

    def read(self, value: object) -> Hours:
        if not isinstance(value, Mapping):
            raise ValueError
        _require(set(value) <= set(DAYS))
        return {day: tuple(map(_read_range, _list(value[day]))) for day in DAYS if day in value}

    def write(self, value: Hours) -> object:
        return {day: [f"{_clock(start)}-{_clock(end)}" for start, end in ranges] for day, ranges in value.items()}


def _read_range(text: object) -> Range:
    start, end = map(_minute, _text(text).split("-"))
    _require(start < MINUTES_OF_DAY and start != end)
    return start, end


def _minute(text: str) -> int:
    match = re.fullmatch(r"(\d\d?):([0-5]\d)", text.strip(), re.ASCII)
    if match is None:
        raise ValueError
    minute = int(match[1]) * 60 + int(match[2])
    _require(minute <= MINUTES_OF_DAY)
    return minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"

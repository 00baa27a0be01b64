"""A recorded day: from the plain values of a trace to readings and deeds, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sitbreak.core.commands import BadCommand, deed
from sitbreak.core.model import At, DrillResult, Event, Looked, Reading, Started
from sitbreak.core.settings import Settings, SettingsError, read_settings

NOT_RUNNING = 300.0
"""Readings further apart than this (seconds), without sleep, mean that the program was not running."""

ROUNDING = 0.01
"""How much (seconds) two times may disagree because they were written to the millisecond."""

_SIGNALS = ("locked", "call", "media", "fullscreen", "do_not_disturb")
_WORDS = ("do", "for", "until", "since", "reason", "drill")
_YEARS = (1971, 2200)
_CHOICES: dict[str, tuple[str | None, ...]] = {
    "result": tuple(result.value for result in DrillResult),
    "effort": (None, "easy", "ok", "hard", "hurt"),
}


class TraceError(ValueError):
    """A trace says something that it cannot mean; the message names the line (counted from 1) and what is allowed."""


@dataclass(frozen=True, slots=True)
class Header:
    start: datetime
    settings: Settings


def header(values: Mapping[str, Any], zone: Any) -> Header:
    """The first line of a trace; `zone` is a tzinfo to read labels in, or None to keep the offset of `start`."""
    if values.get("sitbreak_trace") != 1:
        raise TraceError('line 1: found no "sitbreak_trace": 1, which the first line of a trace must hold')
    try:
        start = datetime.fromisoformat(str(values.get("start")))
        settings = read_settings(values.get("settings", {}))
    except SettingsError as error:
        raise TraceError(f"line 1: settings: {'; '.join(str(error).removeprefix(': ').splitlines())}") from error
    except ValueError as error:
        raise TraceError(
            f'line 1: start: found "{values.get("start")}", allowed a time such as 2026-03-02T09:00:00+01:00'
        ) from error
    if start.tzinfo is None:
        raise TraceError(f'line 1: start: found "{values["start"]}", allowed a time with an offset, such as +01:00')
    if not _YEARS[0] <= start.year <= _YEARS[1]:
        raise TraceError(f"line 1: start: found the year {start.year}, allowed {_YEARS[0]} to {_YEARS[1]}")
    return Header(start.astimezone(zone) if zone else start, settings)


@dataclass(frozen=True, slots=True)
class _Reader:
    header: Header
    t: float = 0.0
    asleep: float = 0.0
    reading: Reading = field(default_factory=Reading)

    def at(self) -> At:
        base = At(0.0, self.header.start)
        return At(self.t, base.label(self.t), self.asleep)


def events(head: Header, lines: Iterator[tuple[int, Mapping[str, Any]]]) -> Iterator[tuple[At, Event]]:
    """Stamped events of the numbered lines after the header; the program starts at t = 0."""
    reader, begun = _Reader(head), False
    for number, values in lines:
        after = _advance(reader, number, values)
        if not begun:
            yield reader.at(), Started()
        begun = True
        slept = after.asleep - reader.asleep
        if after.t - reader.t > NOT_RUNNING and not slept:
            yield after.at(), Started()
        if "do" not in values or _has_reading(values):
            yield after.at(), Looked(after.reading)
        if "do" in values:
            yield after.at(), _deed(number, values, after.at())
        reader = after


def _has_reading(values: Mapping[str, Any]) -> bool:
    return any(name in values for name in ("idle", "slept", "app", *_SIGNALS))


def _advance(reader: _Reader, number: int, values: Mapping[str, Any]) -> _Reader:
    t, slept = _seconds(number, values, "t", None), _seconds(number, values, "slept", 0.0)
    if t < reader.t:
        raise TraceError(f"line {number}: t: found {t:g}, allowed {reader.t:g} or later; time only goes forward")
    passed = t - reader.t
    if slept > passed + ROUNDING:
        raise TraceError(
            f"line {number}: slept: found {slept:g}, allowed up to {passed:g}, the time since the line before"
        )
    reading = _reading(reader, number, values, passed)
    return replace(reader, t=t, asleep=reader.asleep + min(slept, passed), reading=reading)


def _reading(reader: _Reader, number: int, values: Mapping[str, Any], passed: float) -> Reading:
    before = reader.reading
    known: dict[str, Any] = {name: _flag(number, values, name, getattr(before, name)) for name in _SIGNALS}
    idle = _idle(number, values, before, passed)
    return Reading(idle=idle, app=_text(number, values, "app", before.app) or "", source="trace", **known)


def _idle(number: int, values: Mapping[str, Any], before: Reading, passed: float) -> float | None:
    if "idle" in values:
        return None if values["idle"] is None else _seconds(number, values, "idle", None)
    return None if before.idle is None else before.idle + passed


def _flag(number: int, values: Mapping[str, Any], name: str, last: bool) -> bool:
    value = values.get(name, last)
    if not isinstance(value, bool):
        raise TraceError(f"line {number}: {name}: found {value!r}, allowed true or false")
    return value


def _seconds(number: int, values: Mapping[str, Any], name: str, default: float | None) -> float:
    value = values.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        found = repr(value) if name in values else "nothing"
        raise TraceError(f"line {number}: {name}: found {found}, allowed a number of seconds from 0")
    return float(value)


def _text(number: int, values: Mapping[str, Any], name: str, default: str | None = None) -> str | None:
    value = values.get(name, default)
    if value is not None and not isinstance(value, str):
        raise TraceError(f"line {number}: {name}: found {value!r}, allowed a text in quotes")
    return value


def _deed(number: int, values: Mapping[str, Any], at: At) -> Event:
    for name in _WORDS:
        _text(number, values, name)
    if values["do"] == "drill_ended":
        _check_report(number, values)
    try:
        return deed(values, at.wall)
    except BadCommand as error:
        raise TraceError(f"line {number}: {error}") from error


def _check_report(number: int, values: Mapping[str, Any]) -> None:
    for name, choices in _CHOICES.items():
        if values.get(name) not in choices:
            allowed = ", ".join(choice for choice in choices if choice)
            raise TraceError(f"line {number}: {name}: found {values.get(name)!r}, allowed one of {allowed}")
    sides = values.get("sides") or {}
    if not isinstance(sides, dict):
        raise TraceError(f"line {number}: sides: found {sides!r}, allowed an object with left and right")
    for owner, name in ((values, "seconds"), (sides, "left"), (sides, "right")):
        _seconds(number, owner, name, 0.0)

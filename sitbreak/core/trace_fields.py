"""Single values of a trace: read as what they must be, or refused with the line, what was found and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sitbreak.core.fields import shown
from sitbreak.core.moments import YEARS
from sitbreak.core.settings import Settings, SettingsError, read_settings

SAME = 1e-6
"""Two sums of times that differ by less than this (seconds) are the same time, added up in another order."""


class TraceError(ValueError):
    """A trace says something that it cannot mean; the message names the line (counted from 1) and what is allowed."""


def read_moment(number: int, name: str, value: object) -> datetime:
    """An aware time; `number` is that of the line, `name` that of the field. Raises TraceError, as do the others."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        example = "2026-03-02T09:00:00+01:00"
        raise TraceError(f"line {number}: {name}: found {shown(value)}, allowed a time such as {example}") from error
    if moment.tzinfo is None:
        raise TraceError(f"line {number}: {name}: found {shown(value)}, allowed a time with an offset, such as +01:00")
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise TraceError(f"line {number}: {name}: found the year {moment.year}, allowed {YEARS[0]} to {YEARS[1]}")
    return moment


def read_rules(number: int, values: Any) -> Settings:
    """Settings as they stand in the file."""
    try:
        return read_settings(values)
    except SettingsError as error:
        told = "; ".join(str(error).removeprefix(": ").splitlines())
        raise TraceError(f"line {number}: settings: {told}") from error


def read_flag(number: int, values: Mapping[str, Any], name: str, last: bool) -> bool:
    """Yes or no; `last` where the line does not say."""
    value = values.get(name, last)
    if not isinstance(value, bool):
        raise TraceError(f"line {number}: {name}: found {shown(value)}, allowed true or false")
    return value


def read_seconds(number: int, values: Mapping[str, Any], name: str, default: float | None) -> float:
    """Seconds from 0; `default` where the line does not say, and None is no number."""
    value = values.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        found = shown(value) if name in values else "nothing"
        raise TraceError(f"line {number}: {name}: found {found}, allowed a number of seconds from 0")
    return float(value)


def read_text(number: int, values: Mapping[str, Any], name: str, default: str | None = None) -> str | None:
    """A text, or None; `default` where the line does not say."""
    value = values.get(name, default)
    if value is not None and not isinstance(value, str):
        raise TraceError(f"line {number}: {name}: found {shown(value)}, allowed a text in quotes")
    return value

"""Whether a record that came from elsewhere can be true: known words, times in order, amounts that a life can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from itertools import pairwise
from typing import Any

from sitbreak.core.codec import kind_of
from sitbreak.core.decoding import CodecError, expected, inside
from sitbreak.core.model import DrillResult, Outcome, Posture, Record

FIRST_YEAR, LAST_YEAR = 1970, 2200
MOST = 1e9
"""Larger than any count or number of seconds on record."""

LONGEST_TEXT = 200

_SEEN = ("level", "above", "unsure")

WORDS: Mapping[tuple[str, str], tuple[str | None, ...]] = {
    ("bout", "ended_by"): (
        *("idle", "lock", "sleep", "drill", "walk", "stand", "away", "cap", "untracked", "pause", "end"),
    ),
    ("span", "state"): tuple(state.value for state in Posture if state is not Posture.SEATED),
    ("prompt", "outcome"): tuple(outcome.value for outcome in Outcome),
    ("drill", "result"): tuple(result.value for result in DrillResult),
    ("drill", "effort"): ("easy", "ok", "hard", "hurt", None),
    ("correction", "state"): ("seated", "away"),
    ("check", "left"): _SEEN,
    ("check", "right"): _SEEN,
}
"""The words that a field may hold, where it holds one of a few."""

ORDER: Mapping[str, tuple[str, ...]] = {
    "bout": ("start", "end"),
    "span": ("start", "end"),
    "prompt": ("due", "shown", "ended"),
    "drill": ("started", "ended"),
    "correction": ("start", "end"),
    "check": ("at",),
    "definition": ("at",),
}
"""The times of each kind in the order in which they come; the first decides the week."""


def require_sound(record: Record, place: str) -> None:
    """Raise CodecError, with the place of the field, when the record cannot be true."""
    if not record.id:
        raise expected("a text", record.id, inside(place, "id"))
    kind = kind_of(record)
    for name, value in _parts(record):
        if (kind, name) in WORDS:
            _require_word(value, WORDS[kind, name], inside(place, name))
        else:
            _require_sane(value, inside(place, name))
    _require_order(record, ORDER[kind], place)


def require_time(moment: datetime, place: str) -> None:
    """Raise CodecError for a year that no record can be of."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise expected(f"a time from {FIRST_YEAR} to {LAST_YEAR}", moment.isoformat(), place)


def require_amount(amount: float, place: str) -> None:
    """Raise CodecError for what is less than nothing or more than a life holds."""
    if not 0 <= amount <= MOST:
        raise expected(f"a number from 0 to {MOST:.0f}", amount, place)


def _require_word(value: object, words: tuple[str | None, ...], place: str) -> None:
    if value not in words:
        raise expected("one of " + ", ".join("null" if word is None else word for word in words), value, place)


def _require_sane(value: object, place: str) -> None:
    match value:
        case datetime():
            require_time(value, place)
        case int() | float():
            require_amount(value, place)
        case str():
            _require_short(value, place)
        case dict():
            _require_sides(value, place)
        case tuple():
            for index, item in enumerate(value):
                _require_sane(item, f"{place}[{index}]")


def _require_short(text: str, place: str) -> None:
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise expected(f"a text of at most {LONGEST_TEXT} letters that can be shown", text, place)


def _require_sides(sides: dict[str, float], place: str) -> None:
    for side, seconds in sides.items():
        if side not in ("left", "right"):
            raise expected("left or right", side, place)
        require_amount(seconds, inside(place, side))


def _require_order(record: Record, names: tuple[str, ...], place: str) -> None:
    known = [(name, getattr(record, name)) for name in names if getattr(record, name) is not None]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            raise CodecError(
                inside(place, later),
                f"expected a time no earlier than {earlier}, {first.isoformat()}, found {second.isoformat()}",
            )


def _parts(record: Record) -> Iterator[tuple[str, Any]]:
    return ((field.name, getattr(record, field.name)) for field in fields(record))

"""Records and state as JSON values and back, so that what is written down survives a restart and a new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sitbreak.core.decoding import CodecError, as_object, decode, expected, inside
from sitbreak.core.model import (
    BoutRecord,
    CheckRecord,
    CorrectionRecord,
    DefinitionRecord,
    DrillRecord,
    PromptRecord,
    Record,
    SpanRecord,
    State,
)

SCHEMA = 1
"""Version of the week files; raised only when an older sitbreak would misread them."""

KINDS: Mapping[str, type[Record]] = {
    "bout": BoutRecord,
    "span": SpanRecord,
    "prompt": PromptRecord,
    "drill": DrillRecord,
    "correction": CorrectionRecord,
    "check": CheckRecord,
    "definition": DefinitionRecord,
}
"""The word for each sort of record; its table in a week file is the plural."""

_WORDS = {type_: kind for kind, type_ in KINDS.items()}


class NewerVersion(CodecError):
    """What is on disk was written by a later sitbreak."""


def kind_of(record: Record) -> str:
    """The word for this sort of record, such as "bout"."""
    return _WORDS[type(record)]


def begins(record: Record) -> datetime:
    """The moment whose ISO week decides in which file the record lies."""
    match record:
        case PromptRecord():
            return record.due
        case DrillRecord():
            return record.started
        case CheckRecord() | DefinitionRecord():
            return record.at
        case _:
            return record.start


def ends(record: Record) -> datetime:
    """The moment at which what the record tells of was over."""
    match record:
        case PromptRecord() | DrillRecord():
            return record.ended
        case CheckRecord() | DefinitionRecord():
            return record.at
        case _:
            return record.end


def week_of(moment: date) -> str:
    """The ISO week of a local day or moment, such as "2026-W47"."""
    year, week, _ = moment.isocalendar()
    return f"{year:04d}-W{week:02d}"


def encode_record(record: Record) -> dict[str, Any]:
    """The record as a JSON object; times to the second, amounts to the millisecond."""
    return {name: _rounded(value) for name, value in _parts(record)}


def decode_record(kind: object, value: object, place: str = "") -> Record:
    """The record a JSON object at `place` stands for; raises CodecError when it is none of that kind."""
    if not isinstance(kind, str) or kind not in KINDS:
        raise expected(f"one of {', '.join(KINDS)}", kind, inside(place, "kind"))
    record: Record = decode(KINDS[kind], value, place)
    return record


def encode_state(state: State) -> dict[str, Any]:
    """The state as a JSON object that gives back exactly the same state."""
    return {name: _exact(value) for name, value in _parts(state)}


def decode_state(value: object, place: str = "") -> State:
    """The state a JSON object stands for; unknown fields are passed over, missing ones take their defaults."""
    state: State = decode(State, value, place)
    return state


def encode_outbox(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Records of several kinds as one list, each with its kind."""
    return [{"kind": kind_of(record), **encode_record(record)} for record in records]


def decode_outbox(value: object, place: str) -> tuple[Record, ...]:
    """The records such a list stands for; raises CodecError."""
    if not isinstance(value, list):
        raise expected("a list", value, place)
    return tuple(_decode_kinded(item, inside(place, str(index))) for index, item in enumerate(value))


def decode_axis(value: object, place: str) -> dict[str, float | str]:
    """The clock's own notes: numbers and texts by name; raises CodecError."""
    axis: dict[str, float | str] = decode(dict[str, float | str], value, place)
    return axis


def check_version(found: object, place: str, newest: int = SCHEMA) -> None:
    """Raise CodecError unless what lies before us is of a version this program can read: 1 to `newest`."""
    version: int = decode(int, found, place)
    if version < 1:
        raise expected("a version from 1 on", version, place)
    if version > newest:
        raise NewerVersion(
            place, f"format {version} was written by a newer sitbreak (this one reads {newest}); please update"
        )


def _parts(instance: Any) -> list[tuple[str, Any]]:
    return [(field.name, getattr(instance, field.name)) for field in fields(instance)]


def _rounded(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat(timespec="seconds")
        case float():
            tidy = round(value, 3)
            return int(tidy) if tidy.is_integer() else tidy
        case tuple():
            return [_rounded(item) for item in value]
        case dict():
            return {key: _rounded(item) for key, item in value.items()}
        case _:
            return value


def _exact(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case Enum():
            return value.value
        case tuple():
            return [_exact(item) for item in value]
        case _ if is_dataclass(value):
            return {name: _exact(item) for name, item in _parts(value)}
        case _:
            return value


def _decode_kinded(value: object, place: str) -> Record:
    return decode_record(as_object(value, place).get("kind"), value, place)

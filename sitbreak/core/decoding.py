"""JSON values become frozen dataclasses by their type hints, or an error that says where and what."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

_SHOWN = 40
LARGEST = 1e10
"""No time or amount is larger; with this many seconds on its calendar Python can still reckon."""
YEARS = (1900, 2200)
"""A machine without a battery wakes up in 1970, and what was before that is on record, too."""


class CodecError(ValueError):
    """A value that is not what it should be; `place` is the dotted path to it, `trouble` what is wrong there."""

    def __init__(self, place: str, trouble: str) -> None:
        super().__init__(f"{place}: {trouble}" if place else trouble)
        self.place = place
        self.trouble = trouble


def decode(hint: Any, value: object, place: str) -> Any:
    """The value as what the hint asks for; raises CodecError.

    Knows dataclasses, enums, tuples of one sort, string-keyed dicts, unions and aware datetimes; unknown fields are
    passed over, missing ones take their defaults.
    """
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _decode_union(get_args(hint), value, place)
    if origin is tuple:
        return _decode_tuple(get_args(hint)[0], value, place)
    if origin is dict:
        return _decode_dict(get_args(hint)[1], value, place)
    if is_dataclass(hint):
        return _decode_fields(hint, value, place)
    return _decode_plain(hint, value, place)


def _decode_union(hints: tuple[Any, ...], value: object, place: str) -> Any:
    if value is None and NoneType in hints:
        return None
    *others, last = [hint for hint in hints if hint is not NoneType]
    for hint in others:
        with suppress(CodecError):
            return decode(hint, value, place)
    return decode(last, value, place)


def _decode_tuple(hint: Any, value: object, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise expected("a list", value, place)
    return tuple(decode(hint, item, inside(place, str(index))) for index, item in enumerate(value))


def _decode_dict(hint: Any, value: object, place: str) -> dict[str, Any]:
    return {key: decode(hint, item, inside(place, key)) for key, item in as_object(value, place).items()}


def _decode_fields(class_: Any, value: object, place: str) -> Any:
    given = as_object(value, place)
    hints = _hints(class_)
    return class_(
        **{
            field.name: decode(hints[field.name], given[field.name], inside(place, field.name))
            for field in fields(class_)
            if _has(given, field, place)
        }
    )


def _has(given: dict[str, Any], field: Field[Any], place: str) -> bool:
    if field.name in given:
        return True
    if field.default is MISSING and field.default_factory is MISSING:
        raise CodecError(inside(place, field.name), "missing")
    return False


def _decode_plain(type_: Any, value: object, place: str) -> Any:
    if type_ is str:
        return _text(value, place)
    if type_ is int:
        return _whole(value, place)
    if type_ is float:
        return _number(value, place)
    if type_ is datetime:
        return _moment(value, place)
    if issubclass(type_, Enum):
        return _choice(type_, value, place)
    if type(value) is not type_:
        raise expected("true or false", value, place)
    return value


def _number(value: object, place: str) -> float:
    if type(value) not in (int, float) or not -LARGEST <= value <= LARGEST:  # type: ignore[operator]
        raise expected("a number", value, place)
    return float(value)  # type: ignore[arg-type]


def _whole(value: object, place: str) -> int:
    if type(value) is not int or not -LARGEST <= value <= LARGEST:
        raise expected("a whole number", value, place)
    return value


def _text(value: object, place: str) -> str:
    """A text that can be printed and sent; half a pair of signs, which JSON allows, can be neither."""
    if type(value) is not str or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise expected("a text", value, place)
    return value


def _moment(value: object, place: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not YEARS[0] <= moment.year <= YEARS[1]:
        raise expected("a time with its offset, such as 2026-11-20T09:02:11+01:00", value, place)
    return moment


def _choice(type_: type[Enum], value: object, place: str) -> Enum:
    for member in type_:
        if member.value == value:
            return member
    raise expected("one of " + ", ".join(member.value for member in type_), value, place)


def as_object(value: object, place: str) -> dict[str, Any]:
    """The value itself when it is a JSON object; raises CodecError."""
    if not isinstance(value, dict):
        raise expected("an object", value, place)
    return value


def expected(what: str, found: object, place: str) -> CodecError:
    """The error that says what belongs at the place, and what was found there."""
    return CodecError(place, f"expected {what}, found {_quoted(found)}")


def _quoted(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def inside(place: str, name: str) -> str:
    """The dotted path one step further in."""
    step = name if name.isprintable() and len(name) <= _SHOWN else _quoted(name)
    return f"{place}.{step}" if place else step


@cache
def _hints(class_: type) -> dict[str, Any]:
    return get_type_hints(class_)

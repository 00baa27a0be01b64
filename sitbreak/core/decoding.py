"""JSON values become frozen dataclasses by their type hints, or an error that says where and what."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from math import isnan
from types import GenericAlias, NoneType, UnionType
from typing import Any, TypeVar

_SHOWN = 40
LARGEST = 1e10
"""No time or amount is larger; with this many seconds on its calendar Python can still reckon."""
YEARS = (1900, 2200)
"""A machine without a battery wakes up in 1970, and what was before that is on record, too."""

_Amount = TypeVar("_Amount", int, float)


class CodecError(ValueError):
    """A value that is not what it should be; `place` is the dotted path to it, `trouble` what is wrong there."""

    def __init__(self, place: str, trouble: str) -> None:
        super().__init__(f"{place}: {trouble}" if place else trouble)
        self.place = place
        self.trouble = trouble


def decode(hint: Any, value: object, place: str) -> Any:
    """The value as what the hint asks for; raises CodecError.

    Knows dataclasses, enums, tuples of one sort, string-keyed dicts, unions and aware datetimes; unknown fields are
    passed over, missing ones take their defaults. The classes are of modules without annotations from the future:
    `typing.get_type_hints`, which reads those, would make Python load its own grammar (0.2 MB).
    """
    return _reader(hint)(value, place)


_Reader = Callable[[object, str], Any]


@cache
def _reader(hint: Any) -> _Reader:
    """What reads a value of this hint, looked for once: a year of records holds the same hints again and again."""
    if isinstance(hint, UnionType):
        return _union_reader(hint.__args__)
    if isinstance(hint, GenericAlias):
        return _items_reader(hint)
    if is_dataclass(hint):
        return _fields_reader(hint)
    return _plain_reader(hint)


def _union_reader(hints: tuple[Any, ...]) -> _Reader:
    *others, last = [_reader(hint) for hint in hints if hint is not NoneType]
    optional = NoneType in hints

    def read(value: object, place: str) -> Any:
        if value is None and optional:
            return None
        for other in others:
            with suppress(CodecError):
                return other(value, place)
        return last(value, place)

    return read


def _items_reader(hint: GenericAlias) -> _Reader:
    return _tuple_reader(hint.__args__[0]) if hint.__origin__ is tuple else _dict_reader(hint.__args__[1])


def _tuple_reader(hint: Any) -> _Reader:
    item_of = _reader(hint)

    def read(value: object, place: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise expected("a list", value, place)
        return tuple(item_of(item, inside(place, str(index))) for index, item in enumerate(value))

    return read


def _dict_reader(hint: Any) -> _Reader:
    item_of = _reader(hint)

    def read(value: object, place: str) -> dict[str, Any]:
        return {key: item_of(item, inside(place, key)) for key, item in as_object(value, place).items()}

    return read


def _fields_reader(class_: Any) -> _Reader:
    parts = [(field.name, _field_reader(field), _required(field)) for field in fields(class_)]

    def read(value: object, place: str) -> Any:
        given = as_object(value, place)
        found: dict[str, Any] = {}
        for name, part, required in parts:
            if name in given:
                found[name] = part(given[name], inside(place, name))
            elif required:
                raise CodecError(inside(place, name), "missing")
        return class_(**found)

    return read


def _field_reader(field: Field[Any]) -> _Reader:
    hint: Any = field.type
    return _reader(hint)


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _plain_reader(type_: Any) -> _Reader:
    if type_ is str:
        return _text
    if type_ is int:
        return _whole
    if type_ is float:
        return _number
    if type_ is datetime:
        return _moment
    if issubclass(type_, Enum):
        return lambda value, place: _choice(type_, value, place)

    def read(value: object, place: str) -> Any:
        if type(value) is not type_:
            raise expected("true or false", value, place)
        return value

    return read


def _number(value: object, place: str) -> float:
    if type(value) not in (int, float) or (isinstance(value, float) and isnan(value)):
        raise expected("a number", value, place)
    return float(_within(value, place))  # type: ignore[type-var,arg-type]


def _whole(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise expected("a whole number", value, place)
    return _within(value, place)


def _within(value: _Amount, place: str) -> _Amount:
    if not -LARGEST <= value <= LARGEST:
        raise expected(f"a number from -{LARGEST:.0f} to {LARGEST:.0f}", value, place)
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
    if moment is None or moment.tzinfo is None:
        raise expected("a time with its offset, such as 2026-11-20T09:02:11+01:00", value, place)
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise expected(f"a time from {YEARS[0]} to {YEARS[1]}", value, place)
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

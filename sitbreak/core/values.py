"""Dataclasses as ever, save that their methods are common to all: written for each class they would stay in memory."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False) -> Callable[[type], type]:
        """`dataclasses.dataclass`: equal by their fields, told by `repr`, hashed and closed to changes where frozen."""
        make = dataclasses.dataclass(frozen=frozen, slots=slots, eq=False, repr=False)
        return lambda plain: _shared(make(plain), frozen)


def _shared(made: Any, frozen: bool) -> type:
    compared = [field.name for field in dataclasses.fields(made) if field.compare]
    made.__compared__ = attrgetter(*compared) if compared else attrgetter("__class__")
    made.__eq__, made.__repr__ = _equal, _told
    made.__hash__ = _hash if frozen else None
    if frozen:
        made.__setattr__, made.__delattr__ = _refuse, _refuse
    return made  # type: ignore[no-any-return]


def _equal(one: Any, other: Any) -> Any:
    if one.__class__ is not other.__class__:
        return NotImplemented
    return one.__compared__(one) == one.__compared__(other)


def _hash(value: Any) -> int:
    return hash(value.__compared__(value))


def _told(value: Any) -> str:
    told = (f"{field.name}={getattr(value, field.name)!r}" for field in dataclasses.fields(value) if field.repr)
    return f"{type(value).__qualname__}({', '.join(told)})"


def _refuse(value: Any, name: str, *_: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot change {name!r} of a {type(value).__name__}")

"""Stands in for `typing` all day: names to write types with, which were checked long ago, for 0.6 MB of machinery."""

from __future__ import annotations

import builtins
from collections import abc, namedtuple
from collections.abc import Callable

from sitbreak.adapters.lean import stand_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ON_PAPER = ("Any", "AnyStr", "ClassVar", "Final", "Literal", "NoReturn", "Optional", "Self", "TypeVar", "Union")
_FILES = ("BinaryIO", "IO", "TextIO")
_COMPARED = "_GenericAlias"
"""What `dataclasses` looks for among annotations; ours are texts."""


class Blank:
    """A name with nothing behind it, whatever is written after it."""

    __slots__ = ()

    def __call__(self, *_: object, **__: object) -> Blank:
        return self

    def __getitem__(self, _: object) -> Blank:
        return self

    def __or__(self, _: object) -> Blank:
        return self

    __ror__ = __or__


class Generic:
    """A class that is the same for every type."""

    __slots__ = ()

    def __class_getitem__(cls, _: object) -> type:
        return cls


class Protocol(Generic):
    """A class that says what others have; nobody asks it at run time."""

    __slots__ = ()


class NamedTuple(tuple[object, ...]):
    """A tuple whose annotated fields have names."""

    def __init_subclass__(cls) -> None:
        if NamedTuple not in cls.__bases__:
            return
        plain = _plain(cls.__name__, list(cls.__annotations__))
        for name in ("__new__", *plain._fields):
            setattr(cls, name, getattr(plain, name))


def _plain(name: str, fields: list[str]) -> Any:
    return namedtuple(name, fields)


def _as_it_is(value: object) -> object:
    return value


def _cast(_: object, value: object) -> object:
    return value


def _never(value: object) -> object:
    raise AssertionError(f"expected nothing of this kind: {value!r}")


def be_untyped() -> None:
    """Put the stand-in into place, for good and before anything that imports `typing`."""
    stand_in({"typing": _names()})


def _names() -> dict[str, object]:
    functions: dict[str, Callable[..., object]] = {"assert_never": _never, "cast": _cast, "overload": _as_it_is}
    return {
        "TYPE_CHECKING": False,
        "Generic": Generic,
        "Protocol": Protocol,
        "NamedTuple": NamedTuple,
        **functions,
        **{name: Blank() for name in (*_ON_PAPER, *_FILES, _COMPARED)},
        **{name.title(): getattr(builtins, name) for name in ("dict", "list", "set", "tuple", "type")},
        **{name: getattr(abc, name) for name in abc.__all__},
    }

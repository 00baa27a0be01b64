"""What stands in for `typing` in the resident program does what the program and its libraries ask of it."""

from __future__ import annotations

import typing
from collections import abc
from typing import Any

import pytest

from sitbreak.adapters.untyped import _names

NAMES: dict[str, Any] = _names()


def test_every_name_is_one_of_the_library() -> None:
    """Nothing is called otherwise than in `typing`, or else in `collections.abc`, which newer Pythons fill."""
    assert [name for name in NAMES if not hasattr(typing, name) and name not in abc.__all__] == []


def test_names_take_whatever_types_are_written_with() -> None:
    """A name can be subscripted, called and joined to others, as annotations do it that are run."""
    blank = NAMES["Optional"]
    assert blank[int] is blank
    assert NAMES["TypeVar"]("T", bound=int) is NAMES["TypeVar"]
    assert (blank | None) is blank
    assert (None | blank) is blank


def test_names_differ() -> None:
    """No two of them are the same, since dataclasses look for `ClassVar` by identity."""
    assert NAMES["Any"] is not NAMES["ClassVar"]


def test_collections_are_real() -> None:
    """What a library may ask `isinstance` about is what the library means."""
    assert NAMES["Mapping"] is abc.Mapping
    assert isinstance([], NAMES["List"])
    assert NAMES["Dict"][str, int] == dict[str, int]


@pytest.mark.parametrize("base", ["Generic", "Protocol"])
def test_classes_can_be_made_of_types(base: str) -> None:
    """A class of any type is the class itself, and slots stay slots."""
    made = type("Made", (NAMES[base][int],), {"__slots__": ("one",)})
    value: Any = made()
    value.one = 1
    assert made[str] is made  # type: ignore[index]
    assert not hasattr(value, "__dict__")


def test_tuples_with_names() -> None:
    """A NamedTuple is made, told and taken apart as the library's."""
    made = type("Out", (NAMES["NamedTuple"],), {"__annotations__": {"data": int, "flags": str}})
    value: Any = made(1, flags="f")
    assert (value.data, value.flags) == value == (1, "f")
    with pytest.raises(TypeError):
        made(1)
    assert type("More", (made,), {"__annotations__": {"__slots__": list}})(1, "f") == value


def test_functions() -> None:
    """`cast` and `overload` change nothing; what is never reached says so when it is."""
    assert NAMES["cast"](int, "as it is") == "as it is"
    assert NAMES["overload"](test_functions) is test_functions
    assert NAMES["TYPE_CHECKING"] is False
    with pytest.raises(AssertionError, match="'there'"):
        NAMES["assert_never"]("there")

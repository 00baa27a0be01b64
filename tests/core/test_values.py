"""Our dataclasses do what the standard ones do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any

import pytest

from sitbreak.core import values


@dataclass(frozen=True, slots=True)
class Standard:
    """As Python makes it."""

    name: str
    seconds: float = 0.0
    told: tuple[str, ...] = field(default=(), compare=False)
    secret: str = field(default="", repr=False)


@values.dataclass(frozen=True, slots=True)
class Ours:
    """The same with shared methods."""

    name: str
    seconds: float = 0.0
    told: tuple[str, ...] = field(default=(), compare=False)
    secret: str = field(default="", repr=False)


@values.dataclass(frozen=True, slots=True)
class Empty:
    """Nothing to compare."""


@values.dataclass(slots=True)
class Open:
    """One that may be changed."""

    count: int = 0


@values.dataclass(slots=True)
class Listing:
    """One whose default is made anew for each."""

    items: list[int] = field(default_factory=list)


@values.dataclass(frozen=True, slots=True)
class Checked:
    """One that looks at itself once it is filled."""

    seconds: float

    def __post_init__(self) -> None:
        if self.seconds < 0:
            raise ValueError("less than nothing")


MADE: list[dict[str, Any]] = [
    {"name": "a"},
    {"name": "a", "told": ("x",)},
    {"name": "a", "seconds": 1.0},
    {"name": "b", "secret": "s"},
]


@pytest.mark.parametrize("one", MADE)
@pytest.mark.parametrize("other", MADE)
def test_equal_and_hashed_as_the_standard_ones(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Two values are equal exactly when standard dataclasses of the same fields are, and equal ones hash alike."""
    equal = Standard(**one) == Standard(**other)
    assert (Ours(**one) == Ours(**other)) is equal
    assert not equal or hash(Ours(**one)) == hash(Ours(**other))
    foreign: object = Standard(**one)
    assert Ours(**one) != foreign


@pytest.mark.parametrize("fields", MADE)
def test_told_as_the_standard_ones(fields: dict[str, Any]) -> None:
    """`repr` tells what the standard one tells, under the class's own name."""
    assert repr(Ours(**fields)) == repr(Standard(**fields)).replace("Standard", "Ours")


def test_closed_to_changes() -> None:
    """A frozen value cannot be changed or lose a field, and says which; one that is not frozen can, and has no hash."""
    value: Any = Ours("a")
    with pytest.raises(FrozenInstanceError, match="'name' of a Ours"):
        value.name = "b"
    with pytest.raises(FrozenInstanceError):
        del value.name
    counter = Open()
    counter.count += 1
    assert counter == Open(1)
    with pytest.raises(TypeError):
        hash(counter)


@pytest.mark.parametrize("change", [dataclasses.replace, values.replace])
def test_another_with_changes(change: Callable[..., Ours]) -> None:
    """The standard `replace` and ours give the same: another value, and a TypeError for a field that there is not."""
    one = Ours("a", told=("x",), secret="s")
    other = change(one, seconds=2.0, secret="t")
    assert (other, other.told, one.seconds) == (Ours("a", 2.0, secret="t"), ("x",), 0.0)
    assert change(one) == one
    assert change(one) is not one
    with pytest.raises(TypeError, match="unknown"):
        change(one, unknown=1)


def test_replaced_copied_and_kept() -> None:
    """`replace`, `fields`, `match`, copies and pickles work as with the standard ones."""
    value = values.replace(Ours("a"), seconds=2.0)
    assert [one.name for one in dataclasses.fields(value)] == ["name", "seconds", "told", "secret"]
    assert copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == value
    match value:
        case Ours(name, seconds):
            assert (name, seconds) == ("a", 2.0)
    other: object = Open()
    assert Empty() == Empty()
    assert hash(Empty()) == hash(Empty())
    assert Empty() != other


@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), (("a", 1.0, (), "", 1), {}), (("a",), {"name": "b"}), (("a",), {"unknown": 1}), ((), {"unknown": 1})],
)
def test_wrong_fields_are_refused_as_by_the_standard_ones(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    """Too few, too many, doubled and unknown fields are a TypeError that names the class or a field."""
    for class_ in (Standard, Ours):
        with pytest.raises(TypeError, match=r"name|unknown|takes"):
            class_(*given, **named)


def test_filled_by_place_and_name_as_the_standard_ones() -> None:
    """Fields may be given by place, by name, or not at all where they have a default."""
    assert Ours("a", 1.0, ("x",), "s") == Ours(secret="s", told=("x",), seconds=1.0, name="a")
    assert repr(Ours("a", secret="s", told=("x",))) == repr(Standard("a", secret="s", told=("x",))).replace(
        "Standard", "Ours"
    )
    one, other = Listing(), Listing()
    one.items.append(1)
    assert other == Listing([])


def test_looks_at_itself_once_filled() -> None:
    """What a class does after its fields are filled is done, by place or by name, and of a value like another."""
    assert Checked(1.0) == Checked(seconds=1.0)
    with pytest.raises(ValueError, match="less than nothing"):
        Checked(seconds=-1.0)
    with pytest.raises(ValueError, match="less than nothing"):
        values.replace(Checked(1.0), seconds=-1.0)

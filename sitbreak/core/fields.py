"""Reads tables of data field by field and collects everything that is wrong instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import TypeVar

from sitbreak.core.values import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it is, what was found there and what is allowed."""

    where: str
    found: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.where}: found {self.found}, allowed {self.allowed}"


LARGEST = 1e9
"""No number in a drill is larger, and what is cannot be reckoned with."""


def shown(value: object) -> str:
    """A value as an error names it, on one line and shortened."""
    text = f'"{value}"' if isinstance(value, str) and value.isprintable() else _written(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _written(value: object) -> str:
    try:
        return repr(value) if isinstance(value, str) else str(value)
    except ValueError:  # Python prints no whole number of more than 4300 digits
        return "a number too long to print"


def is_number(value: object) -> bool:
    """Whether it is a number to reckon with: no truth value, not endless, no "not a number"."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST


@dataclass(slots=True)
class Fields:
    """One table; each method takes a field out, and whatever is left over at the end is a mistake."""

    data: Mapping[str, object]
    where: str
    problems: list[Problem]
    taken: set[str] = field(default_factory=set)

    def at(self, key: str) -> str:
        name = key if key and key.isprintable() else repr(key)
        return f"{self.where}.{name}" if self.where else name

    def wrong(self, key: str, found: object, allowed: str) -> None:
        self.problems.append(Problem(self.at(key), found if isinstance(found, str) else shown(found), allowed))

    def take(self, key: str, fallback: T, allowed: str, fine: Callable[[object], bool], required: bool) -> object | T:
        """The raw value if it is fine, else the fallback and a problem (none for a missing optional one)."""
        self.taken.add(key)
        if key not in self.data:
            if required:
                self.wrong(key, "nothing", allowed)
            return fallback
        value = self.data[key]
        if fine(value):
            return value
        self.wrong(key, shown(value), allowed)
        return fallback

    def text(self, key: str, *, required: bool = True, fallback: str = "") -> str:
        fine = lambda value: isinstance(value, str) and bool(value.strip())  # noqa: E731
        return str(self.take(key, fallback, "a text", fine, required))

    def choice(self, key: str, among: Sequence[str]) -> str:
        allowed = " or ".join(f'"{choice}"' for choice in among)
        return str(self.take(key, among[0], allowed, lambda value: value in among, True))

    def flag(self, key: str, *, required: bool = True) -> bool:
        return bool(self.take(key, False, "true or false", lambda value: isinstance(value, bool), required))

    def number(self, key: str, low: float, high: float, *, required: bool = True, fallback: float = 0.0) -> float:
        def fine(value: object) -> bool:
            return is_number(value) and low <= value <= high  # type: ignore[operator]

        return float(str(self.take(key, fallback, f"a number from {low:g} to {high:g}", fine, required)))

    def whole(self, key: str, low: int, high: int, *, required: bool = True, fallback: int = 0) -> int:
        def fine(value: object) -> bool:
            return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high

        return int(str(self.take(key, fallback, f"a whole number from {low} to {high}", fine, required)))

    def texts(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        def fine(value: object) -> bool:
            return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)

        return tuple(_items(self.take(key, [], "a list of texts", fine, required)))

    def numbers(self, key: str, count: int) -> tuple[float, ...]:
        def fine(value: object) -> bool:
            return isinstance(value, list) and len(value) == count and all(is_number(item) for item in value)

        return tuple(map(float, _items(self.take(key, [0.0] * count, f"a list of {count} numbers", fine, True))))

    def rows(
        self, key: str, allowed: str, fits: Callable[[list[object]], bool], *, required: bool = True
    ) -> list[list[object]]:
        """A list of lists, each of which must fit; a row that does not is left out and reported by its place."""
        rows = _items(self.take(key, [], f"a list of {allowed}", lambda value: isinstance(value, list), required))
        kept: list[list[object]] = []
        for number, row in enumerate(rows, 1):
            if isinstance(row, list) and fits(row):
                kept.append(row)
            else:
                self.wrong(f"{key}[{number}]", shown(row), allowed)
        return kept

    def tables(self, key: str, *, required: bool = True) -> list[Fields]:
        """A list of tables, each to be read and finished by itself."""
        raw = _items(self.take(key, [], "a list of tables", _is_tables, required))
        return [self._child(f"{key}[{number}]", table) for number, table in enumerate(raw, 1)]

    def table_of_tables(self, key: str) -> dict[str, Fields]:
        """Tables by name."""
        raw = self.take(key, {}, "a table of tables", _is_named_tables, True)
        named = raw if isinstance(raw, dict) else {}
        return {str(name): self._child(f"{key}.{name}", table) for name, table in named.items()}

    def _child(self, key: str, table: object) -> Fields:
        return Fields(table if isinstance(table, dict) else {}, self.at(key), self.problems)

    def finish(self) -> None:
        """Report every field nobody asked for."""
        for key in self.data.keys() - self.taken:
            self.wrong(key, "an unknown field", ", ".join(sorted(self.taken)))


def _items(value: object) -> Iterable[str]:
    return value if isinstance(value, list) else ()


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _is_named_tables(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(item, dict) for item in value.values())

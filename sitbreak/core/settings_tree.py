"""Reads plain data into a tree of frozen dataclasses whose fields carry rules, and names every mistake at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import Field, field, fields, is_dataclass
from typing import Any, TypeVar, cast

from sitbreak.core.fields import Problem
from sitbreak.core.rules import Rule
from sitbreak.core.values import replace

T = TypeVar("T")
LONGEST_FOUND = 80


class SettingsError(ValueError):
    """Settings that cannot be taken; `errors` holds every problem, in the order of the text."""

    def __init__(self, errors: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


def ruled(default: T, rule: Rule[T]) -> T:
    """A dataclass field with its default and the rule that its values obey."""
    return cast(T, field(default_factory=lambda: default, metadata={"rule": rule}))  # type: ignore[redundant-cast]


def read_tree(default: T, data: Mapping[str, Any]) -> T:
    """`default` with the values of `data` put in; SettingsError names every problem of `data`."""
    problems: list[Problem] = []
    tree = _read_branch(default, data, "", problems, tuple(dotted_keys(default)))
    if problems:
        raise SettingsError(tuple(problems))
    return tree


def plain_tree(tree: Any) -> dict[str, Any]:
    """The tree as TOML values: nested tables of texts, numbers, switches and lists."""
    return {row.name: _plain(row, getattr(tree, row.name)) for row in fields(tree)}


def dotted_keys(tree: Any, prefix: str = "") -> Iterator[str]:
    """Every key that can be set, such as "sitting.absence.idle"."""
    for row in fields(tree):
        value = getattr(tree, row.name)
        if is_dataclass(value):
            yield from dotted_keys(value, f"{prefix}{row.name}.")
        else:
            yield f"{prefix}{row.name}"


def toml_text(value: object) -> str:
    """One TOML value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{"".join(map(_escaped, value))}"'
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_text, value))}]"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key_text(key)} = {toml_text(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    return str(value)


def in_short(text: str) -> str:
    """A text for one line of a message."""
    line = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text[: LONGEST_FOUND + 1])
    return line if len(line) <= LONGEST_FOUND else f"{line[:LONGEST_FOUND]}..."


def _key_text(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key, re.ASCII) else toml_text(key)


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08X}"


def _plain(row: Field[Any], value: Any) -> object:
    return row.metadata["rule"].write(value) if "rule" in row.metadata else plain_tree(value)


def _read_branch(default: T, data: object, path: str, problems: list[Problem], known: tuple[str, ...]) -> T:
    rows = {row.name: row for row in fields(cast(Any, default))}
    if not isinstance(data, Mapping):
        problems.append(Problem(path.rstrip("."), _found(data), f"a table with {_listed(rows)}"))
        return default
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in rows:
            problems.append(_unknown(path, str(key), rows, known))
        elif "rule" in rows[key].metadata:
            values |= _read_leaf(rows[key], value, path, problems)
        else:
            values[key] = _read_branch(getattr(default, key), value, f"{path}{key}.", problems, known)
    return cast(T, replace(cast(Any, default), **values))


def _read_leaf(row: Field[Any], value: object, path: str, problems: list[Problem]) -> dict[str, Any]:
    rule: Rule[Any] = row.metadata["rule"]
    try:
        return {row.name: rule.read(value)}
    except ValueError:
        problems.append(Problem(path + row.name, _found(value), rule.allowed))
        return {}


def _found(value: object) -> str:
    try:
        return in_short(toml_text(value))
    except (ValueError, RecursionError):  # Python prints no number of 4300 digits, and no list in a thousand lists
        return "a value too long to print"


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(names)


def _unknown(path: str, key: str, siblings: Mapping[str, object], known: tuple[str, ...]) -> Problem:
    guess = _closest(key, [path + name for name in siblings]) or _closest(key, list(known))
    hint = f'; did you mean "{guess}"?' if guess else ""
    return Problem(path + (in_short(key) or '""'), "an unknown key", _listed(siblings) + hint)


def _closest(key: str, dotted: list[str]) -> str | None:
    # Only a file with a mistake pays for this import.
    from difflib import get_close_matches

    names = {name.rpartition(".")[2]: name for name in reversed(dotted)}
    match = get_close_matches(key.lower(), names, n=1)
    return names[match[0]] if match else None

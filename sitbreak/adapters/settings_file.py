"""Reads and watches config.toml, and says where in the file each mistake is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sitbreak.adapters.atomic import Strange, read_plain
from sitbreak.core.settings import Problem, Settings, SettingsError, read_settings
from sitbreak.core.settings_tree import in_short, plain_tree, toml_text
from sitbreak.core.values import dataclass

_TABLE = re.compile(r"\s*\[([^\[\]]+)\]")
LARGEST_FILE = 200_000
"""Bytes; one with every setting and its explanation has a fortieth of that."""

_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One mistake and its place; `line` counts from 1, 0 when the file as a whole is meant."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        place = f"{self.path.name}:{self.line}" if self.line else self.path.name
        return f"{place}: {self.text}"


class SettingsFileError(Exception):
    """A settings file that cannot be taken; its text has one line for each of the `problems`."""

    def __init__(self, problems: tuple[FileProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_file(path: Path) -> Settings:
    """The settings of a file, all defaults when there is none; SettingsFileError names every mistake in it."""
    text = file_text(path)
    return check_text(path, text) if text else Settings()


def check_text(path: Path, text: str) -> Settings:
    """The settings a file with this text asks for; SettingsFileError names every mistake, `path` only labels them."""
    try:
        return read_settings(parse(path, text))
    except SettingsError as error:
        lines = dict(_key_lines(text))
        problems = tuple(FileProblem(path, _line_of(problem, lines), str(problem)) for problem in error.errors)
        raise SettingsFileError(problems) from error


def show(settings: Settings) -> str:
    """The settings in force as TOML, one line a key."""
    return "\n".join(_shown("", plain_tree(settings))).lstrip("\n") + "\n"


def explained(defaults: str) -> str:
    """The shipped file as one to begin with: every setting as a comment, so that only what is changed differs."""
    return "".join(map(_as_comment, defaults.splitlines(keepends=True)))


def _as_comment(line: str) -> str:
    return line if line[0] in "#\n" or re.fullmatch(r"\[\w+\]\n", line) else f"# {line}"


class Watched:
    """The settings of a file that may change at any time; a bad file leaves the last good settings in force."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.settings = Settings()
        self.problems: tuple[FileProblem, ...] = ()
        self._seen: tuple[int, ...] | None = None
        self.changed()

    def changed(self) -> bool:
        """Looks at the file; True when its settings or its problems are not those of the last look."""
        stamp = self._stamp()
        if stamp == self._seen:
            return False
        self._seen = stamp
        before = (self.settings, self.problems)
        try:
            self.settings, self.problems = read_file(self.path), ()
        except SettingsFileError as error:
            self.problems = error.problems
        return before != (self.settings, self.problems)

    def _stamp(self) -> tuple[int, ...]:
        try:
            found = self.path.stat()
        except OSError as error:
            return (error.errno or 0,)
        return found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode


def file_text(path: Path) -> str:
    """The file's text, empty when there is none; SettingsFileError when it cannot be read."""
    try:
        return read_plain(path, LARGEST_FILE).removeprefix("\ufeff").replace("\r\n", "\n")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsFileError((FileProblem(path, line, "found bytes that are not UTF-8 text"),)) from error
    except (OSError, Strange) as error:
        why = error.strerror if isinstance(error, OSError) else error
        problem = FileProblem(path, 0, f"the file cannot be read: {why}")
        raise SettingsFileError((problem,)) from error


def parse(path: Path, text: str) -> dict[str, Any]:
    """The text as plain data; SettingsFileError with the line when it is not TOML."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at line (\d+), column \d+\)| \(at end of document\)", str(error))
        line = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
        reason = str(error).replace(place[0], "") if place else str(error)
        raise SettingsFileError((FileProblem(path, line, f"not valid TOML: {in_short(reason)}"),)) from error
    except (ValueError, RecursionError) as error:
        problem = FileProblem(path, 0, "found a number too long, or brackets too deep, to be a setting")
        raise SettingsFileError((problem,)) from error


def _key_lines(text: str) -> Iterator[tuple[str, int]]:
    table = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _TABLE.match(line):
            table = _bare(header[1])
            yield table, number
            table += "."
        elif key := _KEY.match(line):
            yield table + _bare(key[1]), number


def _bare(key: str) -> str:
    return ".".join(part.strip(" \t\"'") for part in key.split("."))


def _line_of(problem: Problem, lines: dict[str, int]) -> int:
    key = problem.where
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, 0)


def _shown(name: str, table: dict[str, Any]) -> Iterator[str]:
    if name:
        yield f"\n[{name}]"
    for key, value in table.items():
        if isinstance(value, dict) and not name:
            yield from _shown(key, value)
        else:
            yield f"{key} = {toml_text(value)}"

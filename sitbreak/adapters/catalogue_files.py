"""Reads folders of drill files into a catalogue and keeps what was wrong with the files that did not make it."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from sitbreak.core.cards import WALK
from sitbreak.core.catalogue import Catalogue, CatalogueError, Drill, Problem, read_drill
from sitbreak.core.values import dataclass
from sitbreak.shipped import shipped

LARGEST_FILE = 200_000
"""Bytes; the longest shipped drill has 4497."""


@dataclass(frozen=True, slots=True)
class BadFile:
    """A drill file left out of the catalogue, with every reason."""

    path: Path
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        return "\n".join(f"{self.path}: {problem}" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The readable drills, the files they came from by id, and the unreadable files."""

    catalogue: Catalogue
    paths: dict[str, Path]
    bad: tuple[BadFile, ...]

    def within(self, folder: Path) -> dict[str, Path]:
        """The files of the drills that come from this folder, by id."""
        return {name: path for name, path in self.paths.items() if path.parent == folder}


def own_folder(config: Path) -> Path:
    """Where the person's own drills lie, below the folder of their settings."""
    return config / "drills"


def load_shipped() -> Catalogue:
    """The drills that come with the program; raises CatalogueError if one is damaged."""
    return load_with(None).catalogue


def load_with(config: Path | None) -> Loaded:
    """The shipped drills and, over them, the person's own beside the settings in `config`, where there are any.

    A bad file of the person's is left out and told of; raises CatalogueError if a shipped one is damaged.
    """
    ours = shipped("config", "drills")
    loaded = load(ours, own_folder(config)) if config else load(ours)
    for bad in loaded.bad:
        if bad.path.parent == ours:
            raise CatalogueError(list(bad.problems))
    return loaded


def load(*folders: Path) -> Loaded:
    """The drills of all `*.toml` files in these folders; a later folder's drill replaces an earlier one of its id."""
    found: dict[str, tuple[Drill, Path]] = {}
    bad: list[BadFile] = []
    for path in _files(folders):
        drill = read_file(path)
        if isinstance(drill, BadFile):
            bad.append(drill)
        else:
            found[drill.id] = (drill, path)
    drills = sorted((drill for drill, _ in found.values()), key=lambda drill: (drill.chain, drill.level, drill.id))
    return Loaded(Catalogue(tuple(drills)), {name: path for name, (_, path) in found.items()}, tuple(bad))


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.glob("*.toml"))


def read_file(path: Path) -> Drill | BadFile:
    """The drill in a file, or all that is wrong with it."""
    text = ""
    try:
        text = _text(path)
        return _named(read_drill(text))
    except CatalogueError as error:
        return BadFile(path, tuple(_lined(problem, text) for problem in error.problems))
    except OSError as error:
        return BadFile(path, (Problem("file", str(error.strerror), "a readable file"),))
    except UnicodeDecodeError as error:
        return BadFile(path, (Problem("file", str(error), "UTF-8 text"),))


def _text(path: Path) -> str:
    """What the file holds; a pipe would keep us waiting, and a drill of a megabyte is none."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_FILE:
        raise CatalogueError([Problem("file", "no plain file, or a very large one", f"{LARGEST_FILE} bytes of TOML")])
    return path.read_text(encoding="utf-8")


def _named(drill: Drill) -> Drill:
    if drill.id == WALK:
        raise CatalogueError([Problem("id", f'"{WALK}"', "any other; this one means just walking")])
    return drill


def _lined(problem: Problem, text: str) -> Problem:
    line = _line_of(problem.where, text.splitlines())
    return Problem(f"line {line}, {problem.where}", problem.found, problem.allowed) if line else problem


def _line_of(where: str, lines: list[str]) -> int | None:
    """The line a field such as `levels[2].phases[1]` stands on, counted from 1; its table's if it is missing."""
    table, _, field = where.rpartition(".")
    start = (_header(table, lines) or 0) if table else 0
    ends = (number for number in range(start, len(lines)) if lines[number].startswith("["))
    key = field.partition("[")[0]
    for number in range(start, next(ends, len(lines))):
        if lines[number].partition("=")[0].strip() == key:
            return number + 1
    return _header(where, lines) or start or None


def _header(table: str, lines: list[str]) -> int | None:
    """The line on which the table begins; `levels[2]` is the second one under `[[levels]]`."""
    name, _, count = table.partition("[")
    listed = count.rstrip("]").isdigit()
    title, place = (f"[[{name}]]", int(count.rstrip("]"))) if listed else (f"[{table}]", 1)
    headers = [number for number, line in enumerate(lines, 1) if line.strip() == title]
    return headers[place - 1] if place <= len(headers) else None

"""Copies that sync engines make of a week's file when two machines wrote it apart; read beside it, never written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from sitbreak.core.merging import newer
from sitbreak.core.model import Record

_WEEK = r"(?P<week>\d{4}-W\d\d)"
_PROPER = re.compile(_WEEK + r"\.json")
_DEVICE = re.compile(r"\w[\w .()'-]*")
_NAMED = re.compile(_WEEK + r"(?:\D.*)?\.json(?:\.conflict\d*)?", re.IGNORECASE | re.DOTALL)
"""Every engine keeps the beginning of the name, and all but one the end; what is in between differs by engine and
language: ".sync-conflict-20261120-101112-ABCDEFG", " (conflicted copy 2026-11-20 101112)", "-DESKTOP", " 2", " (1)"."""


def week_named(name: str) -> str | None:
    """The ISO week whose records a file of this name holds, as the week's own file or as a copy of it; else None."""
    found = _NAMED.fullmatch(name)
    return found["week"].upper() if found else None


def is_copy(name: str) -> bool:
    """Whether a file of this name is a copy of a week's file."""
    return bool(_NAMED.fullmatch(name)) and not _PROPER.fullmatch(name)


def copies(week: str, names: Iterable[str]) -> list[str]:
    """Those names in a device's folder that are copies of the week's file, in order."""
    return sorted(name for name in names if name[: len(week)].upper() == week and is_copy(name))


def may_be_device(name: str) -> bool:
    """Whether a folder of this name can hold a device's records, and is not one that an engine or a disk keeps."""
    return bool(_DEVICE.fullmatch(name))


def together(files: Iterable[Iterable[Record]]) -> tuple[Record, ...]:
    """Every record once, by kind and id, from the week's own file and then its copies.

    Where they differ, the later state of the record counts; where none is later, the one that was named first.
    """
    known: dict[tuple[type[Record], str], Record] = {}
    for record in chain.from_iterable(files):
        name = (type(record), record.id)
        if name not in known or newer(known[name], record):
            known[name] = record
    return tuple(known.values())


def notes(folders: Mapping[Path, Iterable[str]]) -> tuple[str, ...]:
    """A sentence for each device's folder with copies among its files: no fault, but worth knowing of."""
    counts = {folder: sum(map(is_copy, names)) for folder, names in folders.items()}
    return tuple(_note(folder, count) for folder, count in counts.items() if count)


def _note(folder: Path, count: int) -> str:
    what = "a copy that a sync program made" if count == 1 else f"{count} copies that a sync program made"
    return (
        f"{folder} holds {what} of a week's file; all of it is read, and nothing counts twice. "
        'If it happens again, look whether two machines have the same name: `sitbreak config set sync.device "NAME"`.'
    )

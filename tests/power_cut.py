"""What may be on a disk after a power cut: every state that the promises of POSIX allow, and none that they rule out.

Only what was synced is sure to be there. Of the rest, each new name, rename and removal may have arrived or not, in any
order; each write may have arrived up to any byte, with or without zeros in its place, or from any byte on.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from tests.faulty_disk import Call

Tree = dict[str, bytes | None]
"""What is on the disk: the content of each file, None for a folder, by path relative to the disk's top."""


@dataclass
class _File:
    """A file: what is sure, and the writes and truncations since."""

    sure: bytes = b""
    since: list[bytes | None] = field(default_factory=list)

    def all(self) -> bytes:
        """Its content as long as the power is on."""
        content = self.sure
        for data in self.since:
            content = b"" if data is None else content + data
        return content

    def synced(self) -> None:
        self.sure, self.since = self.all(), []

    def left(self) -> set[bytes]:
        """Every content that it may have after a power cut."""
        found, content = {self.sure}, self.sure
        for data in self.since:
            found |= {b""} if data is None else set(_torn(content, data))
            content = b"" if data is None else content + data
        return found


def _torn(before: bytes, data: bytes) -> Iterator[bytes]:
    """One write at the end of a file, arrived in part."""
    for cut in range(len(data) + 1):
        yield before + data[:cut]
        yield before + data[:cut] + bytes(len(data) - cut)
        yield before + bytes(cut) + data[cut:]


@dataclass
class _Folder:
    """A folder: the names that are sure, and what became of names since: (old name, new name, thing)."""

    sure: dict[str, _File | _Folder] = field(default_factory=dict)
    since: list[tuple[str, str, _File | _Folder | None]] = field(default_factory=list)

    def all(self) -> dict[str, _File | _Folder]:
        """Its names as long as the power is on."""
        return _named(self.sure, self.since)

    def synced(self) -> None:
        self.sure, self.since = self.all(), []

    def left(self) -> Iterator[dict[str, _File | _Folder]]:
        """Every set of names that it may have after a power cut."""
        for arrived in product((True, False), repeat=len(self.since)):
            yield _named(self.sure, [step for step, there in zip(self.since, arrived, strict=True) if there])


def _named(
    names: dict[str, _File | _Folder], steps: Iterable[tuple[str, str, _File | _Folder | None]]
) -> dict[str, _File | _Folder]:
    after = dict(names)
    for old, new, thing in steps:
        after.pop(old, None)
        if new and thing is not None:
            after[new] = thing
    return after


class Disk:
    """The disk as it was found in a real folder, and what became of it call by call."""

    def __init__(self, folder: Path) -> None:
        self._top = _found(folder)

    def carry_out(self, call: Call) -> None:
        """Do as the call did; only looks and changes of modes change nothing here."""
        act = getattr(self, f"_{call.name}", None)
        if act is not None and (call.name == "write" or not call.failed):
            act(call)

    def left(self) -> Iterator[Tree]:
        """Everything that may be there after a power cut now, each once."""
        seen: set[int] = set()
        for tree in _trees(self._top, ""):
            mark = hash(frozenset(tree.items()))
            if mark not in seen:
                seen.add(mark)
                yield tree

    def _open(self, call: Call) -> None:
        if not call.fresh:
            return
        folder, name = self._place(call.path)
        file = folder.all().get(name)
        if file is None:
            folder.since.append(("", name, _File()))
        elif isinstance(file, _File) and file.all():
            file.since.append(None)

    def _write(self, call: Call) -> None:
        file = self._thing(call.path)
        assert isinstance(file, _File)
        file.since.append(call.data)

    def _fsync(self, call: Call) -> None:
        self._thing(call.path).synced()

    def _mkdir(self, call: Call) -> None:
        folder, name = self._place(call.path)
        if name not in folder.all():
            folder.since.append(("", name, _Folder()))

    def _unlink(self, call: Call) -> None:
        folder, name = self._place(call.path)
        folder.since.append((name, "", None))

    def _rename(self, call: Call) -> None:
        folder, name = self._place(call.path)
        other, new = self._place(call.to)
        assert folder is other, "a rename between folders is not what this disk knows"
        folder.since.append((name, new, folder.all()[name]))

    def _place(self, path: str) -> tuple[_Folder, str]:
        above, name = os.path.split(path)
        folder = self._thing(above)
        assert isinstance(folder, _Folder)
        return folder, name

    def _thing(self, path: str) -> _File | _Folder:
        thing: _File | _Folder = self._top
        for name in path.split(os.sep):
            if name not in ("", "."):
                assert isinstance(thing, _Folder)
                thing = thing.all()[name]
        return thing


def _found(folder: Path) -> _Folder:
    inside = {path.name: _found(path) if path.is_dir() else _File(path.read_bytes()) for path in folder.iterdir()}
    return _Folder(inside)


def _trees(folder: _Folder, path: str) -> Iterator[Tree]:
    """Every state of a folder and all that is in it; files that nobody can find any more are no part of it."""
    for names in folder.left():
        parts = [list(_states(thing, os.path.join(path, name))) for name, thing in sorted(names.items())]
        for chosen in product(*parts):
            yield {place: content for part in chosen for place, content in part.items()}


def _states(thing: _File | _Folder, path: str) -> Iterator[Tree]:
    if isinstance(thing, _Folder):
        yield from ({path: None, **tree} for tree in _trees(thing, path))
        return
    for content in thing.left():
        yield {path: content}


def lay_out(tree: Tree, folder: Path) -> None:
    """Make the folder hold just that."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for place, content in tree.items():
        if content is None:
            (folder / place).mkdir()
        else:
            (folder / place).write_bytes(content)

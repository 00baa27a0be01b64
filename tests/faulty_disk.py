"""Stands between the program and the disk, notes every system call below a folder, and fails those it is told to."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

CHANGES = ("mkdir", "chmod", "unlink", "replace", "rename")
LOOKS = ("stat", "lstat", "listdir")
OF_DESCRIPTORS = ("write", "read", "fsync", "fstat", "close")

Faults = Callable[["Call", int], int]
"""The error number that a call, the how-manieth it is, has to fail with; 0 for none, SHORT for half a write."""

SHORT = -1


def sound(_: Call, __: int) -> int:
    """A disk without a fault."""
    return 0


@dataclass(frozen=True, slots=True)
class Call:
    """One system call on `path`, relative to the folder; `to` is a rename's new name, `data` what a write wrote.

    One that `failed` did nothing, but for a write, which wrote half.

    A `promise` is no system call: the program told somebody that `path`, here a word, is on the disk.
    """

    name: str
    path: str
    to: str = ""
    data: bytes = b""
    fresh: bool = False
    failed: bool = False


@dataclass
class FaultyDisk:
    """Stands before the real disk while `watching`; what it saw is in `calls`."""

    folder: Path
    faults: Faults = sound
    calls: list[Call] = field(default_factory=list)
    _open: dict[int, str] = field(default_factory=dict)

    def promise(self, word: str) -> None:
        """Note that from here on the program has promised something."""
        self.calls.append(Call("promise", word))

    @contextmanager
    def watching(self) -> Iterator[FaultyDisk]:
        """Take the place of the system's calls until the end."""
        real = {name: getattr(os, name) for name in ("open", *CHANGES, *LOOKS, *OF_DESCRIPTORS)}
        try:
            for name, function in real.items():
                setattr(os, name, self._stand_in(name, function))
            yield self
        finally:
            for name, function in real.items():
                setattr(os, name, function)

    def _stand_in(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            path = self._below(args[0] if args else ".")
            if path is None:
                return real(*args, **options)
            return self._made(self._named(name, path, args), real, args, options)

        return call

    def _made(self, call: Call, real: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """Carry the call out, or let it fail as real ones do: half written, or closed all the same."""
        fault = self.faults(call, len(self.calls))
        if fault == SHORT and call.name != "write":
            fault = 0
        if fault and call.name == "write":
            call = Call("write", call.path, data=call.data[: max(1, len(call.data) // 2)])
            args = (args[0], call.data)
        self.calls.append(replace(call, failed=fault not in (0, SHORT)))
        result: Any = None
        if not fault or call.name in ("write", "close"):
            result = self._really(real, args, options)
        if call.name == "close":
            self._open.pop(args[0], None)
        if fault and fault != SHORT:
            raise OSError(fault, os.strerror(fault), str(self.folder / call.path))
        if call.name == "open":
            self._open[result] = call.path
        return result

    def _really(self, real: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """What the system itself answers; a call that it refuses has changed nothing."""
        try:
            return real(*args, **options)
        except OSError:
            self.calls[-1] = replace(self.calls[-1], failed=True)
            raise

    def _named(self, name: str, path: str, args: tuple[Any, ...]) -> Call:
        if name == "open":
            return Call(name, path, fresh=bool(args[1] & (os.O_TRUNC | os.O_EXCL)))
        if name == "write":
            return Call(name, path, data=bytes(args[1]))
        if name in ("replace", "rename"):
            return Call("rename", path, to=self._below(args[1]) or "")
        return Call(name, path)

    def _below(self, place: Any) -> str | None:
        """The place's path relative to the folder, None when it is elsewhere."""
        if isinstance(place, int):
            return self._open.get(place)
        path = os.path.abspath(os.fspath(place))
        root = str(self.folder)
        return os.path.relpath(path, root) if path == root or path.startswith(root + os.sep) else None


def once(number: int, code: int) -> Faults:
    """Fail just that call."""
    return lambda _, seen: code if seen == number else 0


def from_then_on(number: int, code: int) -> Faults:
    """Fail that call and all that follow; what only frees or looks goes well on a full disk, and not on a dead one."""
    needs_room = ("open", "write", "mkdir", "rename", "fsync")
    return lambda call, seen: code if seen >= number and (code != errno.ENOSPC or call.name in needs_room) else 0

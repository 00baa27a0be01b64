"""A private file that only grows, and makes room for a new one before it grows too large."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_OURS = 0o600


class KeptFile:
    """`path` is the newest file; `renew` moves it to PATH.1, that one to PATH.2, and drops what comes after `older`.

    Every file is made anew, for its owner alone: nothing that was there before, no link either, is written to.
    """

    def __init__(self, path: Path, older: int) -> None:
        self._path, self._older = path, older
        self._descriptor: int | None = None
        self.size = 0
        """Bytes in the newest file."""

    def renew(self) -> None:
        """Begin a new file; raises OSError, also where something other than a file has its name."""
        self.close()
        self._make_room()
        self._descriptor, self.size = os.open(self._path, _NEW, _OURS), 0

    def append(self, text: str) -> None:
        """Add whole lines; raises OSError, and then leaves none of them half written."""
        if self._descriptor is None:
            self.renew()
        rest = text.encode()
        try:
            while rest:
                rest = rest[self._put(rest) :]
        except OSError:
            self._undo()
            raise
        self.size += len(text.encode())

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _put(self, data: bytes) -> int:
        assert self._descriptor is not None
        return os.write(self._descriptor, data)

    def _undo(self) -> None:
        if self._descriptor is not None:
            with suppress(OSError):
                os.ftruncate(self._descriptor, self.size)

    def _make_room(self) -> None:
        """Move what is there; an empty file is nothing to keep."""
        try:
            found = os.lstat(self._path)
        except FileNotFoundError:
            return
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "this is no plain file, so nothing is recorded to it", str(self._path))
        if found.st_size == 0:
            os.unlink(self._path)
            return
        for number in range(self._older, 0, -1):
            with suppress(FileNotFoundError):
                os.replace(self._numbered(number - 1), self._numbered(number))

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}") if number else self._path

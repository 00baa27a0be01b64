"""Files that are either the old or the new one after a kill or a power cut, and never something between."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count, pairwise
from pathlib import Path

LARGEST = 4_000_000
"""Bytes of the largest file that is read; a busy week has a fortieth of it, and parsed it takes less than 100 MB."""

_OURS = 0o700
_OTHERS = 0o077
_BINARY = getattr(os, "O_BINARY", 0)
_FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_AT_ONCE = os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_NO_FILE = (errno.ELOOP, errno.ENXIO)
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)


class Strange(ValueError):
    """What has the file's name is no plain file or far too large, so it was not read; the text says which."""


def private_folder(path: Path) -> None:
    """Make sure that the folder exists and is the user's alone; missing parents are made the same way.

    Raises OSError when that cannot be done, also where a link leads to the folder of another user.
    """
    if not path.parent.exists():
        private_folder(path.parent)
    path.mkdir(mode=_OURS, exist_ok=True)
    if os.name != "posix":
        return
    if path.is_symlink():
        require_ours(path)
    if path.stat().st_mode & _OTHERS:
        path.chmod(_OURS)


def read_plain(path: Path, largest: int = LARGEST) -> str:
    """The text of a file; never waits for one that is a pipe, nor reads one of more than `largest` bytes.

    Raises Strange for those, UnicodeDecodeError for what is no UTF-8, and OSError.
    """
    try:
        descriptor = os.open(path, _AT_ONCE)
    except OSError as error:
        if error.errno in _NO_FILE:
            raise Strange("it is no plain file") from error
        raise
    try:
        _require_plain(os.fstat(descriptor), largest)
        return _read_all(descriptor, largest).decode()
    finally:
        os.close(descriptor)


def require_ours(path: Path) -> None:
    """Raises PermissionError for a folder that belongs, maybe by way of a link, to another user."""
    if sys.platform == "win32":
        return
    if path.stat().st_uid != os.getuid():
        raise PermissionError(errno.EPERM, "it belongs to another user", str(path))


def write_atomic(path: Path, text: str) -> None:
    """Replace the file's content in one step, on the disk when this returns, readable by its owner only.

    One writer per file. A link is followed, not replaced. Raises OSError when the disk refuses; the old content or
    the new one is then there, whole, and nothing else is left behind.
    """
    write_atomic_parts(path, (text,))


def write_atomic_parts(path: Path, parts: Iterable[str]) -> None:
    """The same for a text that comes in parts, none of which is kept in memory."""
    target = Path(os.path.realpath(path))
    if not target.exists():
        _settle_above(target.parent)
    fresh = target.with_name(f".{target.name}.new")
    try:
        _write_through(fresh, parts)
        fresh.replace(target)
    except BaseException as error:
        with suppress(OSError):
            fresh.unlink()
        if isinstance(error, OSError):
            error.filename = error.filename or str(target)  # a write that fails knows no name
        raise
    _settle(target.parent)


def set_aside(path: Path) -> Path:
    """Rename what cannot be read, after the time of its last change, and return where it went.

    Never overwrites anything; raises OSError when the folder does not allow it.
    """
    name = f"{path.name}.unreadable-{_changed(path):%Y%m%d-%H%M%S}"
    free = next(spot for spot in _spots(path.with_name(name)) if not os.path.lexists(spot))
    path.rename(free)
    _settle(path.parent)
    return free


def _changed(path: Path) -> datetime:
    """When the file was last changed; 1970 for a time that no calendar has."""
    try:
        return datetime.fromtimestamp(path.lstat().st_mtime, UTC).astimezone()
    except (ValueError, OverflowError):
        return datetime.fromtimestamp(0, UTC)


def _spots(first: Path) -> Iterator[Path]:
    yield first
    yield from (first.with_name(f"{first.name}-{number}") for number in count(2))


def _require_plain(found: os.stat_result, largest: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise Strange("it is no plain file")
    if found.st_size > largest:
        raise Strange(f"it has {found.st_size / 1e6:.0f} MB, more than {largest / 1e6:g} MB are not read")


def _read_all(descriptor: int, largest: int) -> bytes:
    """The file to its end, or as far as it may go: one that grows meanwhile is cut, and then makes no sense."""
    data = bytearray()
    while len(data) <= largest and (more := os.read(descriptor, 1 << 16)):
        data += more
    return bytes(data)


def _write_through(path: Path, parts: Iterable[str]) -> None:
    descriptor = _made_anew(path)
    try:
        for part in parts:
            _write_all(descriptor, part.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _made_anew(path: Path) -> int:
    """A new file's descriptor: what a killed run left here may be a link by now, put in its place by somebody else."""
    try:
        return os.open(path, _FRESH, 0o600)
    except FileExistsError:
        path.unlink()
        return os.open(path, _FRESH, 0o600)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _settle_above(folder: Path) -> None:
    """Write the names of the folder and of those above it through: any of them may be as new as its first file.

    Ends at the file system's root, and where we may not read: what lies above was not made by us.
    """
    for below, above in pairwise((folder, *folder.parents)):
        if os.path.ismount(below):
            return
        try:
            _settle(above)
        except PermissionError:
            return


def _settle(folder: Path) -> None:
    """Write the folder itself through, so that the new name survives a power cut; some file systems cannot."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)

"""Files that are either the old or the new one after a kill or a power cut, and never something between."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

_OURS = 0o700
_OTHERS = 0o077
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


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


def require_ours(path: Path) -> None:
    """Raises PermissionError for a folder that belongs, maybe by way of a link, to another user."""
    if sys.platform == "win32":
        return
    if path.stat().st_uid != os.getuid():
        raise PermissionError(errno.EPERM, "it belongs to another user", str(path))


def write_atomic(path: Path, text: str) -> None:
    """Replace the file's content in one step, on the disk when this returns, readable by its owner only.

    One writer per file. A link is followed, not replaced. Raises OSError when the disk refuses; the old content is
    then still there and nothing else is left behind.
    """
    target = Path(os.path.realpath(path))
    fresh = target.with_name(f".{target.name}.new")
    try:
        _write_through(fresh, text.encode())
        fresh.replace(target)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise
    _settle(target.parent)


def set_aside(path: Path) -> Path:
    """Rename a file that cannot be read, after the time of its last change, and return where it went.

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


def _write_through(path: Path, data: bytes) -> None:
    """Into a file made anew: what a killed run left here may be a link by now, put in its place by somebody else."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, _NEW, 0o600)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _settle(folder: Path) -> None:
    """Write the folder itself through, so that the new name survives a power cut."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

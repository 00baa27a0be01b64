"""Cameras in use: whether a program of this user holds a video device open."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress

from sitbreak.adapters import clock

EVERY = 20.0
"""Seconds for which an answer is good; going through all open files of a desktop takes some 10 ms."""


class Camera:
    """On while any process of this user has /dev/video* open; only the names of open files are read."""

    def __init__(self, devices: str = "/dev/video", steady: Callable[[], float] = clock.steady) -> None:
        self._devices, self._steady = devices, steady
        self._good_until, self._on = float("-inf"), False

    @property
    def present(self) -> bool:
        """Whether this machine has a camera at all."""
        folder, prefix = os.path.split(self._devices)
        return any(name.startswith(prefix) for name in os.listdir(folder))

    def ask(self) -> bool:
        """Whether a camera was in use at most `EVERY` seconds ago."""
        if self._steady() >= self._good_until:
            self._on = self.present and any(path.startswith(self._devices) for path in _open_files())
            self._good_until = self._steady() + EVERY
        return self._on


def _open_files() -> Iterator[str]:
    for process in filter(str.isdecimal, os.listdir("/proc")):
        yield from _open_files_of(f"/proc/{process}/fd")


def _open_files_of(folder: str) -> Iterator[str]:
    for number in _listed(folder):
        with suppress(OSError):  # closed meanwhile, or not ours to see
            yield os.readlink(f"{folder}/{number}")


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []  # another user's, or gone

"""Idle time of a person at terminals: the youngest read of any terminal of theirs, as `w` tells it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator

from sitbreak.adapters import clock
from sitbreak.ports import Unavailable

assert sys.platform != "win32"

PSEUDO, CONSOLES = ("/dev/pts", ""), ("/dev", "tty")


class TerminalIdle:
    """Looks when a program last read from a terminal of this user; the kernel keeps that to about 8 seconds."""

    name = "terminal"
    events = False
    caveat = ""

    def __init__(
        self,
        wall: Callable[[], float] = clock.wall,
        steady: Callable[[], float] = clock.steady,
        terminals: Callable[[], Iterator[str]] | None = None,
    ) -> None:
        """Look once; raises Unavailable when this user has no terminal."""
        self._wall, self._steady = wall, steady
        self._terminals = terminals or own_terminals
        self._read_at = self._input = self._looked = float("-inf")
        try:
            self.seconds()
        except ConnectionError as error:
            raise Unavailable(str(error)) from error

    def seconds(self) -> float:
        """Seconds since the last input; raises ConnectionError when the last terminal is gone.

        The wall clock dates an input only when it is first seen, so that setting the clock moves nothing afterwards.
        """
        read_at, now = self._last_read(), self._steady()
        if read_at != self._read_at:
            self._read_at = read_at
            self._input = max(self._looked, min(now, now - (self._wall() - read_at)))
        self._looked = now
        return now - self._input

    def close(self) -> None:
        """Nothing is held."""

    def _last_read(self) -> float:
        reads = [read_at for path in self._terminals() if (read_at := _read_at(path)) is not None]
        if not reads:
            raise ConnectionError("no terminal belongs to this user")
        return max(reads)


def own_terminals() -> Iterator[str]:
    """The terminals this user owns, and the one the program was started from whoever owns it."""
    yield from _owned(*PSEUDO)
    if os.getuid() != 0:  # root owns every console that nobody is logged in to
        yield from _owned(*CONSOLES)
    for stream in (0, 1, 2):
        if os.isatty(stream):
            yield os.ttyname(stream)


def _owned(folder: str, prefix: str) -> Iterator[str]:
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        path = f"{folder}/{name}"
        if name.startswith(prefix) and name[len(prefix) :].isdecimal() and _owner(path) == os.getuid():
            yield path


def _owner(path: str) -> int | None:
    try:
        return os.stat(path).st_uid
    except FileNotFoundError:
        return None


def _read_at(path: str) -> float | None:
    try:
        return os.stat(path).st_atime
    except FileNotFoundError:
        return None

"""Remembers where the person moved the drill window, so that the next one opens there."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from sitbreak.adapters.atomic import read_plain, write_atomic

log = logging.getLogger(__name__)

FARTHEST = 100_000
"""Pixels from the corner of the first screen; no window can be moved further."""


class WindowPlace:
    """The window's upper left corner in pixels; kept in `file` over restarts, where there is one."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._corner = _read(file) if file else None

    def argument(self) -> list[str]:
        """What opens a window there; nothing as long as none was moved."""
        return ["--place={},{}".format(*self._corner)] if self._corner else []

    def note(self, message: Mapping[str, object]) -> None:
        """Take the place out of a window's line; a window that was left alone tells none."""
        match message.get("place"):
            case [int(x), int(y)] if max(abs(x), abs(y)) <= FARTHEST:
                self._corner = x, y
                self._keep(f"{x},{y}\n")

    def _keep(self, text: str) -> None:
        if self._file is None:
            return
        try:
            write_atomic(self._file, text)
        except OSError as error:
            log.warning("the place of the drill window is not kept: %s", error)


def _read(file: Path) -> tuple[int, int] | None:
    """The corner in the file; None where there is none, or nothing that could be one."""
    try:
        x, y = map(int, read_plain(file).split(","))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        log.warning("%s is no place of a window and is left out: %s", file, error)
        return None
    return (x, y) if max(abs(x), abs(y)) <= FARTHEST else None

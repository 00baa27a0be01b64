"""The log: small, kept in turns, and without the private content that errors of any library may quote."""

from __future__ import annotations

import logging
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType

from sitbreak.adapters.crash import outline
from sitbreak.adapters.lean import without

with without({"pickle": {}}):
    from logging.handlers import RotatingFileHandler

LARGEST = 256_000
"""Bytes after which a new file is begun."""

OLDER = 3
"""How many older files are kept."""

LONGEST = 8_000
"""Characters of one entry; whoever sends us more is cut short."""


class _Entry(logging.Formatter):
    """One entry a line, save for tracebacks, which name errors without their texts."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = record.message[:LONGEST].replace("\r", " ").replace("\n", " | ")
        return super().formatMessage(record)

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return "" if ei[1] is None else outline(ei[1])[-LONGEST:]


class _Turns(RotatingFileHandler):
    """Every new file, too, is the user's alone, and no link leads it elsewhere.

    Where the disk takes nothing it goes on when it can be written again; until then nobody's session log is flooded
    with tracebacks.
    """

    def handleError(self, record: logging.LogRecord) -> None:
        """Called while the error is being handled; what is not the disk's fault is ours and shown in full."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)
        elif sys.stderr:
            sys.stderr.write(f"sitbreak: {record.getMessage()}\n")

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, self.mode, encoding=self.encoding, opener=_ours)  # type: ignore[return-value]


def _ours(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def log_to(path: Path) -> None:
    """Send what the program has to say to this file, for the user alone; raises OSError."""
    handler = _Turns(path, maxBytes=LARGEST, backupCount=OLDER, encoding="utf-8")
    handler.setFormatter(_Entry("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    path.chmod(0o600)

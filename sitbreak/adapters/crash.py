"""Keeps how a run broke, so that the next one can say so: a file that stays empty of news in a run that ends well."""

from __future__ import annotations

import errno
import logging
import os
import re
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sitbreak import __version__
from sitbreak.core.values import dataclass
from sitbreak.ports import Unavailable

log = logging.getLogger(__name__)

KEPT = 5
"""How many reports are kept; the oldest goes first."""

LONGEST = 64 * 1024
"""Bytes of a report that are written at most by an exception."""

ENDED = "sitbreak ended unexpectedly"
"""How the sentence about an earlier run begins."""

_OPEN = "crash.txt"
_NAME = re.compile(r"crash-\d{8}-\d{6}\.txt")
_BROKE = "\n\n"
"""Comes after the lines that every run writes, and in no run that ends well."""

_SAID = (OSError, Unavailable)
"""What the command line tells in a sentence."""

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class Crash:
    """A report of an earlier run, and when that run ended."""

    file: Path
    at: datetime

    def __str__(self) -> str:
        return f"{ENDED} at {self.at:%Y-%m-%d %H:%M}; what happened is in {self.file}"


def outline(error: BaseException) -> str:
    """Where an exception came from, as tracebacks tell it, with the kinds of the errors and without their texts.

    A text may quote what the program was handling, such as the title of a film.
    """
    parts = [_one(each) for each in reversed(tuple(_chain(error)))]
    return "\nduring which:\n".join(parts)[-LONGEST:]


def _chain(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def _one(error: BaseException) -> str:
    return "".join(traceback.format_tb(error.__traceback__)) + _kind(error)


def _kind(error: BaseException) -> str:
    kind = type(error).__name__
    number = error.errno if isinstance(error, OSError) else None
    return f"{kind}: {errno.errorcode.get(number, number)}" if number is not None else kind


def last_crash(folder: Path) -> Crash | None:
    """The report that no start has told of yet; None when the last run ended well, still runs, or was killed."""
    path = folder / _OPEN
    try:
        broke = _BROKE in path.read_text(encoding="utf-8", errors="replace")
        return Crash(path, _ended(path)) if broke else None
    except OSError:
        return None


def reports(folder: Path) -> list[Path]:
    """The reports of earlier runs, oldest first."""
    return sorted(path for path in folder.glob("crash-*.txt") if _NAME.fullmatch(path.name))


class CrashFile:
    """The present run's file in `folder`; hard crashes of the interpreter are written to it, too.

    Nothing here raises: a folder that cannot be written costs the report, not the program.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / _OPEN
        self.earlier = _put_away(folder)
        """The run before, when it broke and this is the first start that says so."""
        self.failed = False
        """Whether a part of this run has broken."""
        self._descriptor = self._opened()
        self.note(f"sitbreak {__version__}, Python {sys.version.split()[0]}, {sys.platform}, process {os.getpid()}")

    def note(self, line: str) -> None:
        """Add a line that helps to understand a report; not what the person does."""
        self._write(line.replace("\n", " ") + "\n")

    def broke(self, part: str, error: BaseException) -> None:
        """Write down, here and in the log, that a part of the program failed, and where."""
        self.failed = True
        log.critical("%s failed", part, exc_info=error)
        self._write(f"\n\n{part} failed\n{outline(error)}\n")

    def __enter__(self) -> CrashFile:
        return self

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None, _where: object) -> None:
        """The end of the run: one that ended well, or refused in a sentence, leaves no file."""
        if isinstance(error, Exception) and not isinstance(error, _SAID):
            self.broke("the main thread", error)
        if self._descriptor is not None:
            self._close(self._descriptor)

    def _close(self, descriptor: int) -> None:
        import faulthandler

        faulthandler.disable()
        os.close(descriptor)
        self._descriptor = None
        if not self.failed:
            with suppress(OSError):  # an empty report left behind is taken for a kill, and that for nothing
                self.path.unlink()

    def _opened(self) -> int | None:
        import faulthandler

        try:
            descriptor = os.open(self.path, _FLAGS, 0o600)
        except OSError as error:
            log.warning("no report can be kept of a crash: %s", error)
            return None
        faulthandler.enable(descriptor)
        return descriptor

    def _write(self, text: str) -> None:
        if self._descriptor is None:
            return
        try:
            os.write(self._descriptor, text.encode(errors="replace"))
        except OSError as error:
            log.warning("the report of a crash cannot be written: %s", error)


def _put_away(folder: Path) -> Crash | None:
    """Give an untold report its name for good, and drop the oldest."""
    crash = last_crash(folder)
    if crash is None:
        if (folder / _OPEN).exists():
            log.info("the run before came to no end of its own: it was killed, or the power failed")
        return None
    file = folder / f"crash-{crash.at:%Y%m%d-%H%M%S}.txt"
    try:
        crash.file.replace(file)
    except OSError as error:
        log.warning("the report of the last crash cannot be put away: %s", error)
        return crash
    for path in reports(folder)[:-KEPT]:
        with suppress(OSError):  # it is tried again after the next crash
            path.unlink()
    log.error("the run before ended unexpectedly; see %s", file.name)
    return Crash(file, crash.at)


def _ended(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()

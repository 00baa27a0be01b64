"""Trace files: JSON Lines in and out, for `run --record` and `replay`."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sitbreak.adapters.kept_file import KeptFile
from sitbreak.core.fields import shown
from sitbreak.core.model import At, Event, Started, State
from sitbreak.core.program import Book
from sitbreak.core.recording import SELDOM, Line, Turn, Written, first_line, next_line
from sitbreak.core.settings import Settings
from sitbreak.core.trace import Happening, Header, events, header
from sitbreak.core.trace_fields import TraceError

log = logging.getLogger(__name__)

LARGEST = 500_000
"""Bytes after which a recording goes on in a new file; so it does on every new day."""

OLDER = 6
"""How many older files are kept beside the newest: with it, a week."""

TRY_AGAIN = 600.0
"""Seconds until a recording that could not be written is begun anew."""


def read_trace(path: str) -> tuple[Header, Iterator[tuple[At, Happening]]]:
    """The first line of a trace and its stamped happenings; raises OSError, and TraceError with the line."""
    lines = list(_lines(Path(path).read_text(encoding="utf-8-sig", errors="replace")))
    if not lines:
        raise TraceError("the file is empty; a trace begins with a line that holds sitbreak_trace, start and zone")
    (_, first), *rest = lines
    head = header(first, _zone(first))
    return head, events(head, iter(rest))


def _lines(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise TraceError(f"line {number}: this is not JSON ({error})") from error
        if not isinstance(values, dict):
            raise TraceError(f'line {number}: found no JSON object, allowed one such as {{"t": 30, "idle": 4.5}}')
        yield number, values


def _zone(values: Mapping[str, Any]) -> tzinfo | None:
    name = values.get("zone")
    if name is None:
        return None
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise TraceError(f"line 1: zone: found {shown(name)}, allowed a time zone such as Europe/Berlin") from error


class Recorder:
    """Writes the day as it happens, so that it can be replayed; only times and yes/no signals, never content.

    Each file replays by itself. A disk that refuses costs the recording some minutes, and the program nothing.
    """

    def __init__(self, path: Path, state: State, book: Book) -> None:
        """Begin a file at `path`, moving an older one aside; `state` is what the program knows before it starts.

        `book` are its drills. Raises OSError when the file cannot be had.
        """
        self._file = KeptFile(path, OLDER)
        self._file.renew()
        self._state, self._book = state, book
        self._told = state
        self._written: Written | None = None
        self._held: tuple[Line, Written, State] | None = None
        self._said, self._try_at = False, 0.0

    def saw(self, event: Event, at: At, state: State, settings: Settings) -> None:
        """One step of the engine, which gave `state`."""
        turn = Turn(event, at, self._state, state, settings)
        self._state = state
        if at.t < self._try_at:
            return
        try:
            self._take(turn)
        except OSError as error:
            self._give_up(error, at)

    def close(self) -> None:
        """Write what was held back, and end."""
        if self._written is not None:
            try:
                self._write_held()
            except OSError as error:
                log.error("the end of the recording cannot be written: %s", error)
        self._file.close()

    def _take(self, turn: Turn) -> None:
        """Hold a line back until the next step shows whether it is needed."""
        written = self._begun(turn)
        far = turn.at.t - written.now > SELDOM
        if self._held and (far or not turn.same_from(self._told, self._book)):
            written = self._write_held()
        self._held = (*next_line(written, turn), turn.after)
        if written.reading is None or not turn.droppable(self._book):
            self._write_held()

    def _begun(self, turn: Turn) -> Written:
        """What is in the file that the step belongs to, which begins with it where the last one has come to its end."""
        if self._written is not None and (turn.at.wall.date() != self._written.day or self._file.size > LARGEST):
            self._write_held()
            self._written = None
            self._file.renew()
        if self._written is None:
            running = not isinstance(turn.event, Started)
            head, self._written = first_line(turn.at, turn.before, turn.settings, running)
            self._told = turn.before
            self._append(head)
        return self._written

    def _write_held(self) -> Written:
        assert self._written is not None
        if self._held is not None:
            line, self._written, self._told = self._held
            self._held = None
            if line:
                self._append(line)
        return self._written

    def _append(self, line: Line) -> None:
        self._file.append(json.dumps(line) + "\n")

    def _give_up(self, error: OSError, at: At) -> None:
        """What is in the file by now stays as it is; the next try begins another."""
        self._file.close()
        if not self._said:
            log.error("the recording cannot be written; it is tried again every ten minutes: %s", error)
        self._written, self._held = None, None
        self._said, self._try_at = True, at.t + TRY_AGAIN

"""Trace files: JSON Lines in and out, for `run --record` and `replay`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sitbreak.core.commands import recorded
from sitbreak.core.model import At, Event, Looked, Reading
from sitbreak.core.settings import Settings
from sitbreak.core.settings_tree import plain_tree
from sitbreak.core.trace import TraceError, events, header

_SIGNALS = ("locked", "call", "media", "fullscreen", "do_not_disturb", "app")


def read_trace(path: str) -> tuple[Settings, Iterator[tuple[At, Event]]]:
    """The settings of a trace and its stamped events; raises OSError, and TraceError with the line."""
    lines = list(_lines(Path(path).read_text(encoding="utf-8-sig", errors="replace")))
    if not lines:
        raise TraceError("the file is empty; a trace begins with a line that holds sitbreak_trace, start and zone")
    (_, first), *rest = lines
    head = header(first, _zone(first))
    return head.settings, events(head, iter(rest))


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
        raise TraceError(f'line 1: zone: found "{name}", allowed a time zone such as Europe/Berlin') from error


class Recorder:
    """Writes the day as it happens, so that it can be replayed; only times and yes/no signals, never content."""

    def __init__(self, stream: TextIO, at: At, settings: Settings) -> None:
        self._stream, self._start, self._asleep = stream, at.t, at.asleep
        self._last: Reading | None = None
        zone = getattr(at.wall.tzinfo, "key", None)
        head = {"sitbreak_trace": 1, "start": at.wall.isoformat(), "zone": zone, "settings": plain_tree(settings)}
        self._write({name: value for name, value in head.items() if value is not None})

    def saw(self, event: Event, at: At) -> None:
        """One step of the engine."""
        values = self._reading(event.reading, at) if isinstance(event, Looked) else recorded(event)
        if values is not None:
            self._write({"t": round(at.t - self._start, 3), **values})

    def _reading(self, reading: Reading, at: At) -> dict[str, Any]:
        last = self._last or replace(Reading(), idle=reading.idle)
        changed = {name: getattr(reading, name) for name in _SIGNALS if getattr(reading, name) != getattr(last, name)}
        slept, self._asleep, self._last = at.asleep - self._asleep, at.asleep, reading
        idle = None if reading.idle is None else round(reading.idle, 3)
        return ({"slept": round(slept, 3)} if slept > 0 else {}) | {"idle": idle} | changed

    def _write(self, values: Mapping[str, Any]) -> None:
        self._stream.write(json.dumps(values) + "\n")
        self._stream.flush()

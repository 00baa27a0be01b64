"""Where the facts are kept: a folder per device with a file per week, and the checkpoint beside them."""

from __future__ import annotations

import json
import logging
import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sitbreak.adapters import week_file
from sitbreak.adapters.atomic import private_folder, set_aside, write_atomic
from sitbreak.core.codec import (
    SCHEMA,
    begins,
    check_version,
    decode_axis,
    decode_outbox,
    decode_state,
    encode_outbox,
    encode_state,
    ends,
    week_of,
)
from sitbreak.core.model import Record, State
from sitbreak.ports import Axis, Saved

_log = logging.getLogger(__name__)
_WEEK = re.compile(r"\d{4}-W\d\d\.json")
_ZONES = timedelta(days=1)
"""No two places on earth differ by more, so a record's own week is never further off than this."""

Records = dict[str, tuple[Record, ...]]
"""Each device's records, in the order in which they began."""


class RecordStore:
    """Records below `history`, one folder for each device, and the checkpoint in a file of its own.

    Writes only to the folder of `device`; nothing stays open or in memory between two calls.
    """

    def __init__(self, history: Path, checkpoint: Path, device: str) -> None:
        self._history = history
        self._checkpoint = checkpoint
        self._device = device
        self._troubles: dict[Path, tuple[str, ...]] = {}

    def put(self, records: Sequence[Record]) -> None:
        """Insert or replace by id, with one write for each week touched; raises OSError when the disk refuses.

        What could be written is written even then, so calling again with the same records is safe and enough.
        """
        refusals = [error for week, group in _by_week(records).items() if (error := self._refusal(week, group))]
        if refusals:
            raise refusals[0]

    def save(self, state: State, outbox: Sequence[Record], axis: Axis) -> None:
        """Write the checkpoint together with the records that are not stored yet; raises OSError."""
        value = {
            "version": SCHEMA,
            "state": encode_state(state),
            "outbox": encode_outbox(outbox),
            "axis": axis,
        }
        private_folder(self._checkpoint.parent)
        write_atomic(self._checkpoint, json.dumps(value) + "\n")

    def load(self) -> Saved | None:
        """The last checkpoint; one that cannot be read is kept aside and counts as none. Raises OSError."""
        try:
            return _saved(json.loads(self._checkpoint.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, RecursionError) as error:
            self._keep_aside(self._checkpoint, error)
            return None

    def week(self, week: str, device: str | None = None) -> Records:
        """What began in an ISO week such as "2026-W47", on one device or on all."""
        return {name: self._read(self._file(name, week)) for name in self._devices(device)}

    def between(self, start: datetime, end: datetime, device: str | None = None) -> Records:
        """What touches the time from start up to end, on one device or on all, whenever it began."""
        return {name: self._touching(name, start, end) for name in self._devices(device)}

    def weeks(self, device: str | None = None) -> tuple[str, ...]:
        """The ISO weeks that have a file, oldest first."""
        return tuple(sorted({week for name in self._devices(device) for week in self._weeks(name)}))

    def problems(self) -> tuple[str, ...]:
        """What was found unreadable so far, and what still lies aside from earlier, one sentence each."""
        places = (self._checkpoint.parent, self._history / self._device)
        aside = [path for place in places for path in sorted(place.glob("*.unreadable-*"))]
        kept = [f"{path} could not be read and was kept aside; repair it or delete it" for path in aside]
        return (*kept, *(sentence for path in sorted(self._troubles) for sentence in self._troubles[path]))

    def check(self) -> tuple[str, ...]:
        """Read every file there is and return the problems; takes a while after years."""
        for device in self._devices(None):
            for week in self._weeks(device):
                self._read(self._file(device, week))
        return self.problems()

    def _refusal(self, week: str, records: list[Record]) -> OSError | None:
        path = self._file(self._device, week)
        try:
            private_folder(path.parent)
            self._merge(path, records)
        except OSError as error:
            return error
        return None

    def _merge(self, path: Path, records: list[Record]) -> None:
        try:
            week_file.merge(path, self._device, records)
        except week_file.Unreadable as error:
            self._keep_aside(path, error)
            week_file.merge(path, self._device, records)

    def _keep_aside(self, path: Path, error: Exception) -> None:
        aside = set_aside(path)
        self._troubles.pop(path, None)
        _log.error("%s cannot be read (%s); it is kept as %s", path, error, aside.name)

    def _file(self, device: str, week: str) -> Path:
        return self._history / device / f"{week}.json"

    def _devices(self, device: str | None) -> tuple[str, ...]:
        if device is not None:
            return (device,)
        if not self._history.is_dir():
            return ()
        return tuple(sorted(folder.name for folder in self._history.iterdir() if folder.is_dir()))

    def _weeks(self, device: str) -> list[str]:
        folder = self._history / device
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        return sorted(name.removesuffix(".json") for name in names if _WEEK.fullmatch(name))

    def _touching(self, device: str, start: datetime, end: datetime) -> tuple[Record, ...]:
        return tuple(
            record
            for week in self._weeks_touching(device, start, end)
            for record in self._read(self._file(device, week))
            if begins(record) < end and (ends(record) > start or begins(record) >= start)
        )

    def _weeks_touching(self, device: str, start: datetime, end: datetime) -> list[str]:
        """One file more than the days asked for: the last one before them may hold what reaches into them."""
        weeks = [week for week in self._weeks(device) if week <= week_of(end + _ZONES)]
        return weeks[max(0, bisect_left(weeks, week_of(start - _ZONES)) - 1) :]

    def _read(self, path: Path) -> tuple[Record, ...]:
        try:
            contents = week_file.read(path)
        except (week_file.Unreadable, OSError) as error:
            contents = week_file.Contents(errors=(str(error),))
        self._note(path, contents.errors)
        return tuple(sorted(contents.records, key=begins))

    def _note(self, path: Path, errors: tuple[str, ...]) -> None:
        self._troubles.pop(path, None)
        if errors:
            self._troubles[path] = tuple(f"{path} cannot be read in full: {error}" for error in errors)
            _log.warning("%s cannot be read in full: %s", path, "; ".join(errors))


def _by_week(records: Sequence[Record]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(week_of(begins(record)), []).append(record)
    return groups


def _saved(value: Any) -> Saved:
    given = value if isinstance(value, dict) else {}
    check_version(given.get("version"), "version")
    return Saved(
        decode_state(given.get("state"), "state"),
        decode_outbox(given.get("outbox"), "outbox"),
        decode_axis(given.get("axis"), "axis"),
    )

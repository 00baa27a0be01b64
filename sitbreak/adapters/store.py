"""Where the facts are kept: a folder per device with a file per week, and the checkpoint beside them."""

from __future__ import annotations

import json
import logging
import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sitbreak.adapters import conflicts, week_file
from sitbreak.adapters.atomic import private_folder, read_plain, set_aside, write_atomic
from sitbreak.core.codec import (
    begins,
    decode_axis,
    decode_outbox,
    decode_state,
    encode_outbox,
    encode_state,
    ends,
    week_of,
)
from sitbreak.core.migration import CHECKPOINT, upgraded
from sitbreak.core.model import Record, State
from sitbreak.ports import Axis, Saved

_log = logging.getLogger(__name__)
_ZONES = timedelta(days=1)
"""No two places on earth differ by more, so a record's own week is never further off than this."""

Records = dict[str, tuple[Record, ...]]
"""Each device's records, in the order in which they began."""


class RecordStore:
    """Records below `history`, one folder for each device, and the checkpoint in a file of its own.

    Writes only to the folder of `device`, which `make` makes first; nothing stays open or in memory between two calls.
    """

    def __init__(
        self, history: Path, checkpoint: Path, device: str, make: Callable[[Path], None] = private_folder
    ) -> None:
        self._history = history
        self._checkpoint = checkpoint
        self._device = device
        self._make = make
        self._begun = os.path.isdir(history / device)
        self._gone: tuple[str, ...] = ()
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
            "version": CHECKPOINT,
            "state": encode_state(state),
            "outbox": encode_outbox(outbox),
            "axis": axis,
        }
        private_folder(self._checkpoint.parent)
        if self._checkpoint.is_dir():
            self._keep_aside(self._checkpoint, IsADirectoryError("it is a folder"))
        write_atomic(self._checkpoint, json.dumps(value) + "\n")

    def load(self) -> Saved | None:
        """The last checkpoint; one that cannot be read is kept aside and counts as none. Raises OSError."""
        try:
            return _saved(json.loads(read_plain(self._checkpoint)))
        except FileNotFoundError:
            return None
        except (ValueError, RecursionError) as error:
            self._keep_aside(self._checkpoint, error)
            return None

    def week(self, week: str, device: str | None = None) -> Records:
        """What began in an ISO week such as "2026-W47", on one device or on all."""
        return self.in_weeks((week,), device)

    def in_weeks(self, weeks: Iterable[str], device: str | None = None) -> Records:
        """What began in any of these ISO weeks, in the order they are given, on one device or on all."""
        wanted = tuple(weeks)
        return {name: self._all_of(name, wanted, files) for name, files in self._folders(device).items()}

    def between(self, start: datetime, end: datetime, device: str | None = None) -> Records:
        """What touches the time from start up to end, on one device or on all, whenever it began."""
        return {name: self._touching(name, files, start, end) for name, files in self._folders(device).items()}

    def devices(self) -> tuple[str, ...]:
        """The devices that have a folder here, this one's own among them once it has stored something."""
        return tuple(self._folders(None))

    def weeks(self, device: str | None = None) -> tuple[str, ...]:
        """The ISO weeks that have a file, oldest first."""
        return tuple(_weeks(name for files in self._folders(device).values() for name in files))

    def problems(self) -> tuple[str, ...]:
        """What was found unreadable so far, and what still lies aside from earlier, one sentence each."""
        devices = [self._device] if self._device else self._names(self._history)
        places = (self._checkpoint.parent, *(self._history / name for name in sorted(devices)))
        aside = [path for place in places for path in sorted(place.glob("*.unreadable-*"))]
        kept = [f"{path} could not be read and was kept aside; repair it or delete it" for path in aside]
        troubles = (sentence for path in sorted(self._troubles) for sentence in self._troubles.get(path, ()))
        return (*kept, *self._gone, *troubles)

    def notes(self) -> tuple[str, ...]:
        """What is worth knowing of the folders and is no problem, one sentence each."""
        return conflicts.notes({self._history / name: files for name, files in self._folders(None).items()})

    def check(self) -> tuple[str, ...]:
        """Read every file there is and return the problems; takes a while after years."""
        for device, files in self._folders(None).items():
            for week in _weeks(files):
                self._read(device, week, files)
        return self.problems()

    def _refusal(self, week: str, records: list[Record]) -> OSError | None:
        path = self._file(self._device, week)
        try:
            self._make_folder(path.parent)
            self._merge(path, records)
        except OSError as error:
            return error
        return None

    def _make_folder(self, folder: Path) -> None:
        gone = self._begun and not folder.exists()
        self._make(folder)
        self._begun = True
        if gone:
            self._gone = (f"{folder} was deleted while sitbreak ran; it was made again, without what was in it",)
            _log.error("%s", *self._gone)

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

    def _folders(self, device: str | None) -> dict[str, list[str]]:
        """The device, or every one that has records, and the names of what lies in its folder."""
        devices = filter(conflicts.may_be_device, self._names(self._history)) if device is None else [device]
        folders = {name: self._names(self._history / name) for name in sorted(devices)}
        return {
            name: files
            for name, files in folders.items()
            if device is not None or any(map(conflicts.week_named, files))
        }

    def _names(self, folder: Path) -> list[str]:
        """What lies in a folder; nothing where there is none, or where it cannot be looked into, which is said."""
        errors: tuple[str, ...] = ()
        try:
            return os.listdir(folder)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            errors = (str(error),)
            return []
        finally:
            self._note(folder, errors)

    def _touching(self, device: str, files: list[str], start: datetime, end: datetime) -> tuple[Record, ...]:
        found = self._all_of(device, weeks_touching(_weeks(files), start, end), files)
        return tuple(row for row in found if begins(row) < end and (ends(row) > start or begins(row) >= start))

    def _all_of(self, device: str, weeks: Iterable[str], files: list[str]) -> tuple[Record, ...]:
        return tuple(record for week in weeks for record in self._read(device, week, files))

    def _read(self, device: str, week: str, files: list[str]) -> tuple[Record, ...]:
        """A week's records in order, from its file and from whatever copies of it are among `files`."""
        path = self._file(device, week)
        records = self._read_file(path)
        if copies := conflicts.copies(week, files):
            records = conflicts.together([records, *(self._read_file(path.with_name(name)) for name in copies)])
        return tuple(sorted(records, key=begins))

    def _read_file(self, path: Path) -> tuple[Record, ...]:
        try:
            contents = week_file.read(path)
        except (week_file.Unreadable, OSError) as error:
            contents = week_file.Contents(errors=(str(error),))
        self._note(path, contents.errors)
        return contents.records

    def _note(self, path: Path, errors: tuple[str, ...]) -> None:
        self._troubles.pop(path, None)
        if errors:
            self._troubles[path] = tuple(f"{path} cannot be read in full: {error}" for error in errors)
            _log.warning("%s cannot be read in full: %s", path, "; ".join(errors))


def _weeks(files: Iterable[str]) -> list[str]:
    return sorted({week for name in files if (week := conflicts.week_named(name))})


def weeks_touching(weeks: list[str], start: datetime, end: datetime) -> list[str]:
    """One week more than the days asked for: the last one before them may hold what reaches into them."""
    begun = [week for week in weeks if week <= week_of(end + _ZONES)]
    return begun[max(0, bisect_left(begun, week_of(start - _ZONES)) - 1) :]


def _by_week(records: Sequence[Record]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(week_of(begins(record)), []).append(record)
    return groups


def _saved(value: Any) -> Saved:
    given = upgraded(value)
    return Saved(
        decode_state(given.get("state"), "state"),
        decode_outbox(given.get("outbox"), "outbox"),
        decode_axis(given.get("axis"), "axis"),
    )

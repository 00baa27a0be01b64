"""Records from elsewhere, put into the folders of the devices that they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sitbreak.adapters import week_file
from sitbreak.adapters.atomic import private_folder
from sitbreak.core.codec import encode_record, kind_of
from sitbreak.core.exchange import Parcel
from sitbreak.core.merging import newer
from sitbreak.core.model import Record
from sitbreak.core.values import dataclass


class Barred(Exception):
    """A place that nothing is imported to; the text says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a parcel holds: records to be `added`, later versions of known ones, and how many are there already."""

    device: str
    week: str
    added: tuple[Record, ...]
    renewed: tuple[Record, ...]
    known: int

    @property
    def changes(self) -> bool:
        return bool(self.added or self.renewed)


def weigh(history: Path, parcel: Parcel) -> Share:
    """What of the parcel is new here; nothing is written. Raises Barred and OSError."""
    path = _file(history, parcel.device, parcel.week)
    for place in (path.parent, path):
        if place.is_symlink():
            raise Barred(f"{place} is a link, and nothing is imported through links; put the real one in its place")
    there = {(kind_of(record), record.id): record for record in _read(path)}
    known = [there.get((kind_of(record), record.id)) for record in parcel.records]
    added = tuple(record for record, old in zip(parcel.records, known, strict=True) if old is None)
    renewed = tuple(
        record for record, old in zip(parcel.records, known, strict=True) if old is not None and _later(record, old)
    )
    return Share(parcel.device, parcel.week, added, renewed, len(parcel.records) - len(added) - len(renewed))


def take(history: Path, shares: Iterable[Share]) -> None:
    """Write what is new, one write for each week; raises OSError. Doing it again is safe and enough after that."""
    for share in shares:
        if share.changes:
            path = _file(history, share.device, share.week)
            private_folder(path.parent)
            week_file.merge(path, share.device, (*share.added, *share.renewed))


def _file(history: Path, device: str, week: str) -> Path:
    return history / device / f"{week}.json"


def _read(path: Path) -> tuple[Record, ...]:
    try:
        return week_file.read(path).records
    except week_file.Unreadable as error:
        raise Barred(
            f"{path} cannot be read ({error}), so nothing is added to it; repair it or move it away"
        ) from error


def _later(record: Record, known: Record) -> bool:
    return newer(known, record) and encode_record(record) != encode_record(known)

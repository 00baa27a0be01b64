"""Everything on record as one JSON document: its form, and the way back to records or to the places of its mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sitbreak.core.codec import KINDS, begins, check_version, decode_record, encode_record, kind_of, week_of
from sitbreak.core.decoding import CodecError, as_object, expected, inside
from sitbreak.core.device_names import ALLOWED, allowed
from sitbreak.core.model import Record
from sitbreak.core.soundness import ORDER, require_sound
from sitbreak.core.values import dataclass

MARK = "sitbreak_export"
"""The field by which the document is known, and which holds its version."""

VERSION = 1

_KINDS = {f"{kind}s": kind for kind in KINDS}

Tables = dict[str, list[dict[str, Any]]]
"""One device's records of a week as the document holds them: a list for each kind of which there are any."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Records of one device that belong into the file of one ISO week."""

    device: str
    week: str
    records: tuple[Record, ...]


def tables_of(records: Iterable[Record]) -> Tables:
    """The records of one device and week in the document's form."""
    tables: Tables = {}
    for record in records:
        tables.setdefault(f"{kind_of(record)}s", []).append(encode_record(record))
    return tables


def parcels_of(device: str, records: Iterable[Record]) -> Iterator[Parcel]:
    """The records of one device, week by week."""
    weeks: dict[str, list[Record]] = {}
    for record in records:
        weeks.setdefault(week_of(begins(record)), []).append(record)
    return (Parcel(device, week, tuple(weeks[week])) for week in sorted(weeks))


def read_document(document: Mapping[str, Any], mistakes: list[CodecError]) -> Iterator[Parcel]:
    """What is sound in the document, device by device and week by week; whatever else is in it goes to `mistakes`.

    Raises NewerVersion, and CodecError when the version makes no sense.
    """
    check_version(document.get(MARK), MARK, VERSION)
    for device, weeks in _members(document.get("devices"), "devices", mistakes):
        if not allowed(device):
            mistakes.append(expected(ALLOWED, device, "devices"))
            continue
        place = inside("devices", device)
        for week, tables in _members(weeks, place, mistakes):
            yield Parcel(device, week, tuple(read_week(week, tables, place, mistakes)))


def read_week(week: str, tables: object, place: str, mistakes: list[CodecError]) -> Iterator[Record]:
    """What is sound in one device's tables of an ISO week, which lie at `place`."""
    place = inside(place, week)
    if not _is_week(week):
        mistakes.append(CodecError(place, "expected an ISO week such as 2026-W47"))
        return
    for table, values in _members(tables, place, mistakes):
        if table not in _KINDS:
            mistakes.append(expected(f"one of {', '.join(_KINDS)}", table, place))
        elif not isinstance(values, list):
            mistakes.append(expected("a list", values, inside(place, table)))
        else:
            yield from _table(week, _KINDS[table], values, inside(place, table), mistakes)


def _table(week: str, kind: str, values: list[Any], place: str, mistakes: list[CodecError]) -> Iterator[Record]:
    seen: set[str] = set()
    for index, value in enumerate(values):
        try:
            record = _record(week, kind, value, f"{place}[{index}]")
            _require_new(record, seen, f"{place}[{index}]")
        except CodecError as mistake:
            mistakes.append(mistake)
        else:
            yield record


def _record(week: str, kind: str, value: object, place: str) -> Record:
    record = decode_record(kind, value, place)
    require_sound(record, place)
    if week_of(begins(record)) != week:
        raise expected(f"a time in {week}", begins(record).isoformat(), inside(place, ORDER[kind][0]))
    return record


def _require_new(record: Record, seen: set[str], place: str) -> None:
    if record.id in seen:
        raise expected("an id that no other record of the table has", record.id, inside(place, "id"))
    seen.add(record.id)


def _members(value: object, place: str, mistakes: list[CodecError]) -> Iterable[tuple[str, Any]]:
    try:
        return as_object(value, place).items()
    except CodecError as mistake:
        mistakes.append(mistake)
        return ()


def _is_week(text: str) -> bool:
    try:
        monday = date.fromisocalendar(int(text[:4]), int(text[6:]), 1)
    except ValueError:
        return False
    return week_of(monday) == text

"""One device's records of one ISO week: a TinyDB file, opened for the moment, written whole and at once."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from tinydb import Storage, TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.table import Document, Table

from sitbreak.adapters.atomic import Strange, read_plain, write_atomic
from sitbreak.core.codec import (
    KINDS,
    SCHEMA,
    NewerVersion,
    check_version,
    decode_record,
    encode_record,
    kind_of,
)
from sitbreak.core.decoding import CodecError
from sitbreak.core.model import Record
from sitbreak.core.values import dataclass

TABLES = {kind: f"{kind}s" for kind in KINDS}

_Tables = dict[str, dict[str, Any]]
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
"""A record's number in its table; "01" would become "1" when the file is written again, and take its place."""


class Unreadable(ValueError):
    """The file is no week of records; the text says why."""


class NewerFile(OSError):
    """The file was written by a newer sitbreak, so this one leaves it alone."""


class AtomicJSONStorage(Storage):
    """TinyDB storage that a kill cannot tear; one record a line, so that people and sync tools can read it too."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> _Tables | None:
        """The tables, None when there are none yet; raises Unreadable, NewerFile or OSError.

        A link is not followed: what comes with a synced folder must not lead to other files of the person.
        """
        if self._path.is_symlink():
            raise Unreadable("it is a link; records are kept in files of their own")
        try:
            text = read_plain(self._path)
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise Unreadable(f"it is not text ({error.reason})") from error
        except Strange as error:
            raise Unreadable(str(error)) from error
        return _parsed(text) if text else None

    def write(self, data: _Tables) -> None:
        write_atomic(self._path, _rendered(data))


class _OneWrite(CachingMiddleware):
    """Collects what is done to the file and writes once, at closing."""

    WRITE_CACHE_SIZE = sys.maxsize


@dataclass(frozen=True, slots=True)
class Contents:
    """What a week's file holds, and one sentence for each record in it that makes no sense."""

    records: tuple[Record, ...] = ()
    errors: tuple[str, ...] = ()


def merge(path: Path, device: str, records: Sequence[Record]) -> None:
    """Insert the records, or replace those with the same id, in one write.

    Raises Unreadable when the file is damaged, NewerFile when it is not for us, OSError when the disk refuses.
    """
    with _opened(path) as database:
        if not database.tables():
            database.storage.write(_blank(device, path.stem))
        for kind, table in TABLES.items():
            _upsert(database.table(table), [encode_record(record) for record in records if kind_of(record) == kind])


def read(path: Path) -> Contents:
    """Everything in the file; nothing is written, and no file is no records. Raises like `merge`."""
    records: list[Record] = []
    errors: list[str] = []
    with _opened(path) as database:
        for kind, table in TABLES.items():
            for document in database.table(table):
                try:
                    records.append(decode_record(kind, dict(document)))
                except CodecError as error:
                    errors.append(f"{table}.{document.doc_id}.{error}")
    return Contents(tuple(records), tuple(errors))


def _opened(path: Path) -> TinyDB:
    return TinyDB(path, storage=_OneWrite(AtomicJSONStorage))  # type: ignore[no-untyped-call]


def _blank(device: str, week: str) -> _Tables:
    meta = {"schema": SCHEMA, "device": device, "week": week}
    return {"meta": {"1": meta}, **{table: {} for table in TABLES.values()}}


def _upsert(table: Table, values: Iterable[dict[str, Any]]) -> None:
    numbers = {str(document.get("id")): document.doc_id for document in table}
    fresh = count(max((document.doc_id for document in table), default=0) + 1)
    for value in values:
        number = numbers.get(value["id"]) or next(fresh)
        numbers[value["id"]] = number
        table.upsert(Document(value, doc_id=number))


def _parsed(text: str) -> _Tables:
    try:
        tables = json.loads(text, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is not JSON ({error})") from error
    if not _is_tables(tables):
        raise Unreadable("it holds no tables of records")
    _check_schema(tables)
    return tables  # type: ignore[no-any-return]


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; of two records with one number only the last would be left when the file is written again."""
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _is_tables(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and all(isinstance(table, dict) for table in value.values())
        and all(_NUMBER.fullmatch(number) and isinstance(document, dict) for number, document in _documents(value))
    )


def _documents(tables: _Tables) -> Iterator[tuple[str, Any]]:
    return (item for table in tables.values() for item in table.items())


def _check_schema(tables: _Tables) -> None:
    for meta in tables.get("meta", {}).values():
        try:
            check_version(meta.get("schema", SCHEMA), "meta.schema")
        except NewerVersion as error:
            raise NewerFile(str(error)) from error
        except CodecError as error:
            raise Unreadable(str(error)) from error


def _rendered(tables: _Tables) -> str:
    return "{" + ",\n".join(f"{json.dumps(name)}: {_rendered_table(table)}" for name, table in tables.items()) + "}\n"


def _rendered_table(table: dict[str, Any]) -> str:
    lines = ",\n".join(f"  {json.dumps(number)}: {json.dumps(document)}" for number, document in table.items())
    return "{\n" + lines + "}" if lines else "{}"

"""`sitbreak export`: everything on record as one JSON document, written week by week."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sitbreak.adapters.atomic import write_atomic_parts
from sitbreak.adapters.system import history_folder
from sitbreak.commands import OK, REFUSED, Refusal
from sitbreak.commands.records import Opened, opened
from sitbreak.core.decoding import CodecError
from sitbreak.core.device_names import ALLOWED, allowed
from sitbreak.core.exchange import MARK, VERSION, Tables, read_week, tables_of

STANDARD_OUTPUT = "-"


def run(options: Namespace) -> int:
    here = opened()
    written = _Written(here)
    if options.file == STANDARD_OUTPUT:
        sys.stdout.writelines(written.document())
    else:
        write_atomic_parts(_checked(Path(options.file), here), written.document())
        sys.stdout.write(f"{written.told()} written to {options.file}.\n")
    here.warn()
    return REFUSED if written.left_out or here.store.problems() else OK


def _checked(path: Path, here: Opened) -> Path:
    """The file to write; raises Refusal where a document has no business."""
    if path.exists() and not path.is_file():
        raise Refusal(f"{path} is no plain file; name another, or - for standard output.")
    devices = (history_folder(here.places, here.settings) / name for name in here.store.devices())
    for folder in (here.places.data, here.places.state, here.places.config, *devices):
        if path.resolve().is_relative_to(folder.resolve()):
            raise Refusal(f"{path} lies where sitbreak keeps its own files; name another place.")
    return path


class _Written:
    """The document as it comes, and a count of what went into it."""

    def __init__(self, here: Opened) -> None:
        self._store = here.store
        self.records = self.devices = self.left_out = 0

    def document(self) -> Iterator[str]:
        """The text in parts, none longer than one week of one device."""
        yield f'{{"{MARK}": {VERSION},\n"devices": {{'
        yield from _joined(self._device(name) for name in self._devices())
        yield "}}\n"

    def told(self) -> str:
        """What is in the document, in words."""
        records = "1 record" if self.records == 1 else f"{self.records} records"
        devices = "1 device" if self.devices == 1 else f"{self.devices} devices"
        return f"{records} of {devices}"

    def _devices(self) -> Iterator[str]:
        for name in self._store.devices():
            if allowed(name):
                yield name
            else:
                self._leave_out(f"the folder {name}: its name is not {ALLOWED}")

    def _device(self, name: str) -> Iterator[str]:
        self.devices += 1
        yield f"\n{json.dumps(name)}: {{"
        yield from _joined(self._week(name, week) for week in self._store.weeks(name))
        yield "}"

    def _week(self, device: str, week: str) -> Iterator[str]:
        tables = self._sound(device, week)
        self.records += sum(map(len, tables.values()))
        yield f'\n"{week}": {{' + ",\n".join(_table(name, rows) for name, rows in tables.items()) + "}"

    def _sound(self, device: str, week: str) -> Tables:
        """What `sitbreak import` would take; the rest is named."""
        mistakes: list[CodecError] = []
        found = tables_of(self._store.week(week, device)[device])
        sound = tables_of(list(read_week(week, found, f"devices.{device}", mistakes)))
        for mistake in mistakes:
            self._leave_out(str(mistake))
        return sound

    def _leave_out(self, what: str) -> None:
        self.left_out += 1
        sys.stderr.write(f"sitbreak: left out: {what}\n")


def _table(name: str, rows: list[dict[str, Any]]) -> str:
    return f'"{name}": [\n' + ",\n".join(f" {json.dumps(row)}" for row in rows) + "]"


def _joined(items: Iterable[Iterable[str]]) -> Iterator[str]:
    for number, item in enumerate(items):
        if number:
            yield ","
        yield from item

"""Watches a program's folder from outside and knows afterwards which stored records are no longer there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import Any

Row = Mapping[str, Any]

GLANCE = 0.1
"""Seconds between two looks at the folder."""

ROUNDING = 1.01
"""Seconds by which neighbouring stretches may miss each other: labels are stored in whole seconds."""


def read(path: Path) -> Any:
    """The file's JSON; raises FileNotFoundError, and ValueError, with the name and the text, for what is none."""
    text = path.read_text()
    try:
        return json.loads(text)
    except ValueError as error:
        raise ValueError(f"{path}: {error}: {text[:200]!r}") from error


def rows(home: Path) -> Iterator[Row]:
    """Every record of the weeks' files; raises ValueError for a file that is no JSON."""
    for path in sorted((home / "data/history").glob("*/*-W??.json")):
        for table, documents in read(path).items():
            for document in documents.values() if table != "meta" else ():
                yield {"kind": table.removesuffix("s"), **document}


def waiting(home: Path) -> Iterator[Row]:
    """Every record that the checkpoint holds for a week's file."""
    try:
        yield from read(home / "state/state.json")["outbox"]
    except FileNotFoundError:
        return


def on_record(home: Path) -> dict[str, Row]:
    """Each record by its id; AssertionError when the weeks' files hold one twice."""
    found: dict[str, Row] = {row["id"]: row for row in waiting(home)}
    stored = list(rows(home))
    ids = [row["id"] for row in stored]
    assert len(ids) == len(set(ids)), f"twice on record: {sorted(one for one in ids if ids.count(one) > 1)}"
    return found | {row["id"]: row for row in stored}


def holes(found: Mapping[str, Row]) -> list[str]:
    """Where two neighbouring stretches of time on record overlap or leave something out."""
    stretches = [row for row in found.values() if row["kind"] in ("bout", "span")]
    spans = sorted(stretches, key=lambda row: (_when(row["start"]), _when(row["end"])))
    return [
        f"{before['end']} is followed by {after['start']}"
        for before, after in pairwise(spans)
        if abs(_when(after["start"]) - _when(before["end"])) > ROUNDING
    ]


def _when(label: str) -> float:
    return datetime.fromisoformat(label).timestamp()


class Witness:
    """From `over` on it notes whatever is on the disk; `check` asks for all of it again.

    A record counts as promised from the moment it can be read in a week's file or in the checkpoint. `injected` is how
    many faults the test brought about, `kept` and `lost` how many promised records are still there, or not.
    """

    def __init__(self, injected: int = 1) -> None:
        self.injected, self.kept, self.lost = injected, 0, 0
        self.set_clock = False
        """Whether the test set the wall clock, so that labels may leave holes."""
        self._promised: dict[Path, dict[str, Row]] = {}
        self._checked: set[Path] = set()
        self._broken: list[str] = []
        self._over = Event()
        self._thread = Thread(target=self._watch, name="witness", daemon=True)
        self._thread.start()

    def over(self, home: Path) -> None:
        """Watch this folder, too."""
        self._promised[home] = {}

    def promised(self, home: Path) -> int:
        """How many records it has seen on this folder's disk."""
        return len(self._promised[home])

    def check(self, home: Path) -> None:
        """All that was promised is there, each once and unchanged, and the time on record has no hole."""
        self.note(home)
        promised, found = self._promised[home], on_record(home)
        lost = [key for key, row in promised.items() if found.get(key) != row]
        self.tell(kept=len(promised) - len(lost), lost=len(lost))
        self._checked.add(home)
        assert not lost, f"lost or changed: {[(promised[key], found.get(key)) for key in lost]}"
        assert not self._broken, self._broken
        assert self.set_clock or not holes(found), holes(found)

    def tell(self, kept: int, lost: int = 0) -> None:
        """Add to what is counted."""
        self.kept, self.lost = self.kept + kept, self.lost + lost

    def check_all(self) -> None:
        """Check every folder that was not checked yet; something must have been at stake."""
        for home in self._promised.keys() - self._checked:
            self.check(home)
        assert self.kept + self.lost > 0, "no record was at stake"

    def close(self) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(GLANCE):
            for home in list(self._promised):
                if home not in self._checked:
                    self.note(home)

    def note(self, home: Path) -> None:
        """Files are replaced at a stroke, so whatever is read at any moment is whole."""
        try:
            for row in (*waiting(home), *rows(home)):
                self._promised[home].setdefault(row["id"], row)
        except FileNotFoundError:
            return
        except ValueError as error:
            self._broken.append(str(error))

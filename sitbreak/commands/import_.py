"""`sitbreak import`: adds what an exported document, or an export of ActivityWatch, tells; all of it or nothing."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sitbreak.adapters.clock import LocalTime
from sitbreak.adapters.intake import Barred, Share, take, weigh
from sitbreak.adapters.synced_folder import missing
from sitbreak.adapters.system import history_folder, known_name, single_instance
from sitbreak.commands import OK, Refusal
from sitbreak.commands.records import Opened, opened
from sitbreak.core import activitywatch, exchange
from sitbreak.core.decoding import CodecError
from sitbreak.core.exchange import Parcel

STANDARD_INPUT = "-"
SHOWN = 10
"""Mistakes named one by one; of more, the number."""

Reader = Callable[[dict[str, Any], list[CodecError]], Iterator[Parcel]]


def run(options: Namespace) -> int:
    here = opened()
    if gone := missing(here.places, here.settings):
        raise Refusal(f"{gone}; nothing was imported.")
    document = _document(options.file)
    parcels = _checked(document, _reader(document, here, options.file), options.file)
    history = history_folder(here.places, here.settings)
    try:
        shares = [weigh(history, parcel) for parcel in parcels]
    except Barred as error:
        raise Refusal(f"{error}; nothing was imported.") from error
    with _nobody_writes(here, shares):
        _take(history, shares)
    sys.stdout.write(told(shares))
    return OK


def _take(history: Path, shares: Sequence[Share]) -> None:
    try:
        take(history, shares)
    except OSError as error:
        raise Refusal(f"only a part was imported ({error}); make room or mend it, and import again.") from error


def told(shares: Sequence[Share]) -> str:
    """What came of an import, in a sentence or two."""
    added, renewed = (sum(len(part) for part in parts) for parts in _parts(shares))
    known = sum(share.known for share in shares)
    if not (added or renewed):
        return f"Nothing new: {_records(known)} read, all there already.\n"
    changed = [share for share in shares if share.changes]
    devices = ", ".join(sorted({share.device for share in changed}))
    weeks = sorted({share.week for share in changed})
    span = weeks[0] if len(weeks) == 1 else f"{weeks[0]} to {weeks[-1]}"
    more = f", {renewed} brought up to date" if renewed else ""
    return f"Added {_records(added)}{more}, {known} there already. Device: {devices}; {span}.\n"


def _parts(shares: Sequence[Share]) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    return [share.added for share in shares], [share.renewed for share in shares]


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count} records"


def _document(file: str) -> dict[str, Any]:
    """The JSON object in the file; raises Refusal, also for names that stand twice and for numbers that are none."""
    try:
        data = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refusal(f"{file} is no JSON document ({error}); nothing was imported.") from error
    if not isinstance(value, dict):
        raise Refusal(_neither(file))
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f'"{next(name for name in names if names.count(name) > 1)}" stands twice in one object')
    return value


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _neither(file: str) -> str:
    return f"{file} is neither an export of sitbreak nor one of ActivityWatch; nothing was imported."


def _reader(document: dict[str, Any], here: Opened, file: str) -> Reader:
    if exchange.MARK in document:
        return exchange.read_document
    if activitywatch.MARK not in document:
        raise Refusal(_neither(file))
    zone = LocalTime()().tzinfo
    assert zone is not None
    rules = activitywatch.Rules(here.settings.sitting.absence.idle, zone)
    return lambda value, mistakes: activitywatch.read_buckets(value, rules, mistakes)


def _checked(document: dict[str, Any], reader: Reader, file: str) -> list[Parcel]:
    mistakes: list[CodecError] = []
    try:
        parcels = list(reader(document, mistakes))
    except CodecError as error:
        raise Refusal(f"{file}: {error}; nothing was imported.") from error
    if not mistakes:
        return parcels
    if len(mistakes) == 1:
        raise Refusal(f"{file}: {mistakes[0]}; nothing was imported.")
    for mistake in mistakes[:SHOWN]:
        sys.stderr.write(f"sitbreak: {file}: {mistake}\n")
    raise Refusal(f"{file} has {len(mistakes)} such mistakes; nothing was imported.")


@contextmanager
def _nobody_writes(here: Opened, shares: Sequence[Share]) -> Iterator[None]:
    """Keeps the program from starting while its own records are written; raises Refusal when it runs."""
    changed = {share.device for share in shares if share.changes}
    if known_name(here.places.state, here.settings.sync.device) not in changed:
        yield
        return
    lock = single_instance(here.places.runtime)
    if lock is None:
        raise Refusal(
            "some of these are records of this machine, which the running sitbreak keeps; "
            "`sitbreak quit` first, import, and start it again. Nothing was imported."
        )
    try:
        yield
    finally:
        lock.release()

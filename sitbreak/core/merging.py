"""Several machines made one person: sitting at any of them is sitting, and moving from one to another is no break."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sitbreak.core.bouts import CONFIRMED, Bout, united
from sitbreak.core.codec import ends
from sitbreak.core.model import BoutRecord, CorrectionRecord, DrillRecord, Record
from sitbreak.core.values import dataclass, replace

SKEW = timedelta(seconds=60)
"""Clocks of two machines that differ by no more neither make a break nor take one away."""

DECIDED = CONFIRMED | {"away", "pause"}
"""Ends of a bout that the person told of: sitting down at another machine soon after does not undo them."""


@dataclass(frozen=True, slots=True)
class _Sat:
    """A bout and the machine that saw it."""

    device: str
    bout: Bout


def merged(devices: Mapping[str, Iterable[BoutRecord]], limit: float) -> list[Bout]:
    """The person's bouts in order of time: the union over the machines, joined where the person only moved.

    A gap shorter than `limit` (seconds) between bouts of different machines is sitting, unless the person said how the
    first one ended, or a machine that saw both sides of the gap saw a break there.
    """
    rows = sorted(_seen(devices), key=lambda row: (row.bout.start, row.bout.end, row.device))
    found: list[Bout] = []
    latest: list[_Sat] = []
    for place, row in enumerate(rows):
        if found and _goes_on(found[-1], latest, row, _openers(rows, place), limit):
            latest = _latest([*latest, row])
            found[-1] = _longer(found[-1], row.bout, _ending(latest))
        else:
            latest = [row]
            found.append(_after(found, row.bout))
    return found


def distinct(devices: Mapping[str, Iterable[Record]]) -> dict[str, list[Record]]:
    """Every machine's records, without those that lie a second time, the same in every field, with another machine."""
    known: dict[str, list[Record]] = {}
    kept: dict[str, list[Record]] = {}
    for device in sorted(devices):
        kept[device] = [row for row in devices[device] if row not in known.get(row.id, ())]
        for row in kept[device]:
            known.setdefault(row.id, []).append(row)
    return kept


def newer(one: Record, other: Record) -> bool:
    """Whether `other`, of the same id, is the later state of the record: it knows more of how things ended."""
    return type(one) is type(other) and _progress(one) < _progress(other)


def _progress(record: Record) -> tuple[datetime, bool]:
    match record:
        case CorrectionRecord():
            return record.at, record.withdrawn
        case DrillRecord():
            return record.ended, record.effort is not None
        case _:
            return ends(record), False


def _seen(devices: Mapping[str, Iterable[BoutRecord]]) -> Iterator[_Sat]:
    return (_Sat(device, bout) for device, records in devices.items() for bout in united(records))


def _goes_on(bout: Bout, latest: Sequence[_Sat], row: _Sat, openers: set[str], limit: float) -> bool:
    """Whether `row` belongs to the bout so far, which the machines in `latest` saw end."""
    decided = any(last.bout.ended_by in DECIDED for last in latest)
    gap = row.bout.start - bout.end
    if gap < timedelta():
        return not decided or -gap > SKEW or row.bout.end <= bout.end
    same = openers & {last.device for last in latest}
    return gap < timedelta(seconds=limit) and not decided and not same


def _openers(rows: Sequence[_Sat], place: int) -> set[str]:
    """The machines that see the person sit down where this row does, as far as clocks can tell."""
    first = rows[place].bout.start
    found = set()
    for row in rows[place:]:
        if row.bout.start - first > SKEW:
            break
        found.add(row.device)
    return found


def _latest(rows: Sequence[_Sat]) -> list[_Sat]:
    """Those that ended last, as far as clocks can tell."""
    end = max(row.bout.end for row in rows)
    return [row for row in rows if end - row.bout.end <= SKEW]


def _ending(latest: Iterable[_Sat]) -> str:
    """How a bout ended: as the person told, else as the machine saw it that was used last."""
    bouts = (row.bout for row in latest)
    told = max(bouts, key=lambda bout: (bout.ended_by in CONFIRMED, bout.ended_by in DECIDED, bout.end, bout.ended_by))
    return told.ended_by


def _longer(bout: Bout, more: Bout, ended_by: str) -> Bout:
    assumed = (bout.assumed_seconds, more.assumed_seconds)
    both = max(assumed) if more.start < bout.end else sum(assumed)
    return Bout(bout.start, max(bout.end, more.end), both, ended_by)


def _after(found: Sequence[Bout], bout: Bout) -> Bout:
    """The bout without what the one before it has already."""
    if not found or found[-1].end <= bout.start:
        return bout
    shorter = replace(bout, start=found[-1].end)
    return replace(shorter, assumed_seconds=min(shorter.assumed_seconds, shorter.seconds))

"""What stands over the sitting in a picture of a day: the drills that were begun and the calls that held a prompt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sitbreak.core.bouts import pinned
from sitbreak.core.model import DrillRecord, PromptRecord, Record
from sitbreak.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """`kind` is drill or call; `name` is the drill's, `result` how it ended; both empty for a call."""

    start: datetime
    end: datetime
    kind: str
    name: str = ""
    result: str = ""

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()


def marks_of(records: Iterable[Record], names: Mapping[str, str]) -> dict[date, tuple[Mark, ...]]:
    """Every day's marks in order of time; `names` maps a drill's id to its name.

    Of a call only the part is known in which a prompt was due and waited for its end.
    """
    days: defaultdict[date, list[Mark]] = defaultdict(list)
    for mark in filter(None, (_mark(record, names) for record in records)):
        days[mark.start.date()].append(mark)
    return {day: tuple(sorted(marks, key=lambda mark: mark.start)) for day, marks in days.items()}


def _mark(record: Record, names: Mapping[str, str]) -> Mark | None:
    match record:
        case DrillRecord():
            name = names.get(record.drill, record.drill)
            return Mark(pinned(record.started), pinned(record.ended), "drill", name, record.result)
        case PromptRecord() if "call" in record.held_by:
            return Mark(pinned(record.due), pinned(record.shown or record.ended), "call")
        case _:
            return None

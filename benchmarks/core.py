"""Measures the rules themselves: events a second of `step`, and a made-up year through what `sitbreak replay` does."""

from __future__ import annotations

import json
import statistics
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sitbreak.adapters.book import shipped_book
from sitbreak.adapters.trace_file import read_trace
from sitbreak.core.machine import fresh, step
from sitbreak.core.model import At, Event
from sitbreak.core.replay import replay, to_json
from sitbreak.core.settings import Settings

YEAR = 365
EVERY = 30
"""Seconds between two readings while somebody is there, as the running program takes them."""

MORNING = 8.5 * 3600
HOUR = 3600
BEGIN = datetime(2026, 1, 5, tzinfo=ZoneInfo("Europe/Berlin"))


@dataclass(frozen=True, slots=True)
class Found:
    """Seconds, medians of `turns`: a run through `step` alone, the whole replay, and reading the same lines as JSON."""

    days: int
    events: int
    step: float
    replay: float
    json: float
    turns: int


def measure(days: int = YEAR, turns: int = 3) -> Found:
    """The medians of so many turns through so many days."""
    with TemporaryDirectory(prefix="sitbreak-bench-") as folder:
        path = Path(folder) / "year.jsonl"
        path.write_text("".join(f"{line}\n" for line in trace(days)), encoding="utf-8")
        lines = path.read_text(encoding="utf-8").splitlines()
        head, happenings = read_trace(str(path))
        told = [(at, one) for at, one in happenings if not isinstance(one, Settings)]
        taken = [
            (
                _seconds(lambda: _parse(lines)),
                _seconds(lambda: _steps(told, head.settings)),
                _seconds(lambda: _day(path)),
            )
            for _ in range(turns)
        ]
    parsed, stepped, replayed = (statistics.median(column) for column in zip(*taken, strict=True))
    return Found(days, len(told), stepped, replayed, parsed, turns)


def trace(days: int) -> Iterator[str]:
    """A trace of an office: nine hours on five days a week, five minutes away after each hour, a locked lunch."""
    yield json.dumps({"sitbreak_trace": 1, "start": BEGIN.isoformat(), "zone": "Europe/Berlin"})
    for day in range(days):
        if (BEGIN + timedelta(days=day)).weekday() < 5:
            yield from _office_day(day * 24 * HOUR + MORNING)


def _office_day(begin: float) -> Iterator[str]:
    for second in range(0, 9 * HOUR, EVERY):
        minute = second // 60 % 60
        idle = second % HOUR - 55 * 60 + 3 if minute >= 55 else 3
        lunch = {"locked": True} if 4 * HOUR <= second < 4.5 * HOUR else {}
        yield json.dumps({"t": begin + second, "idle": idle, **lunch})


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _parse(lines: list[str]) -> None:
    for line in lines:
        json.loads(line)


def _steps(told: list[tuple[At, Event]], settings: Settings) -> None:
    book = shipped_book()
    state = fresh("bench", told[0][0])
    for at, event in told:
        state, _ = step(state, event, at, settings, book)


def _day(path: Path) -> None:
    head, happenings = read_trace(str(path))
    day = replay(happenings, head.settings, shipped_book())
    assert day is not None, "the trace has readings"
    json.dumps(to_json(day))


def section(found: Found) -> str:
    """The figures in words, for the page."""
    return _SECTION.format(
        days=found.days,
        events=found.events,
        rate=found.events / found.step,
        each=1e6 * found.step / found.events,
        replay=found.replay,
        daily=1000 * found.replay / found.days,
        json=found.json,
        by_step=found.step / found.json,
        by_replay=found.replay / found.json,
        turns=found.turns,
    )


_SECTION = """\
## The rules

| | figure | times `json.loads` of the same lines |
|---|---:|---:|
| `step`, events a second | **{rate:,.0f}** ({each:.0f} microseconds each) | {by_step:.1f} x |
| `replay --json` of {days} days, s | **{replay:.1f}** | {by_replay:.1f} x |
| the same for one day, ms | **{daily:.1f}** | - |
| `json.loads` of each line, s | {json:.2f} | 1 |

Medians of {turns} turns in one process, one after the other. The trace has {events:,} readings: an office week of nine
hours a day, a reading every 30 s as the running program takes them, five minutes away after each hour, a locked lunch.
`step` alone is given readings that have been read already; `replay --json` reads the file, steps and writes the values.
"""


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=YEAR)
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    sys.stdout.write(section(measure(options.days, options.turns)))


if __name__ == "__main__":
    main()

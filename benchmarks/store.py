"""Measures whether years of records make a write or a weekly report dearer: ten years beside one week, in turns."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sitbreak.adapters.store import RecordStore
from sitbreak.core.codec import week_of
from sitbreak.core.model import BoutRecord
from tests import decade

DEVICE = "desk"
TEN_YEARS = 522
"""Weeks of ten years."""

HOMES = {"1 week": 1, "6 weeks": 6, "10 years": TEN_YEARS}
"""How much lies in each home; a weekly report looks at six weeks, to compare."""

Costs = Mapping[str, float]
"""Seconds, by the name of the home."""


@dataclass(frozen=True, slots=True)
class Found:
    """Seconds of one write and of one weekly report in each home, and the size of the largest home in bytes.

    `turns` are how many writes and how many reports these are the medians of.
    """

    write: Costs
    report: Costs
    size: int
    turns: tuple[int, int]


def measure(writes: int = 300, reports: int = 31) -> Found:
    """Make the homes and take the medians of so many turns through them."""
    with TemporaryDirectory(prefix="sitbreak-bench-") as folder:
        homes = {name: Path(folder) / name.replace(" ", "-") for name in HOMES}
        for name, home in homes.items():
            decade.fill(home / "data" / "history", HOMES[name], DEVICE)
        size = sum(path.stat().st_size for path in homes["10 years"].rglob("*.json"))
        return Found(_turns(homes, _write, writes), _turns(homes, _report, reports), size, (writes, reports))


def section(found: Found) -> str:
    """The figures in words, for the page."""
    rows = [_row("one write, ms", found.write), _row("`sitbreak week --json`, ms of processor", found.report)]
    head = "| | " + " | ".join(HOMES) + " |\n|---|" + "---:|" * len(HOMES)
    writes, reports = found.turns
    table = "\n".join([head, *rows])
    return _SECTION.format(table=table, weeks=TEN_YEARS, size=found.size / 1e6, writes=writes, reports=reports)


_SECTION = """\
## Years of records

{table}

In brackets: how many times the figure of one week. Medians of {writes} writes and {reports} reports, taken in each
home one after the other. Ten years are {weeks} weeks of 60 bouts, 60 breaks, 100 prompts and 20 drills, {size:.0f} MB.
A write is one record put into the present week's file and flushed to the disk. A weekly report looks at six weeks, to
compare, of which the first home has only one; most of its time is Python's start.
"""


def _row(name: str, costs: Costs) -> str:
    one, *more = costs.values()
    cells = [f"**{one * 1000:.1f}**", *(f"{cost * 1000:.1f} ({cost / one:.2f} x)" for cost in more)]
    return f"| {name} | " + " | ".join(cells) + " |"


def _turns(homes: Mapping[str, Path], cost: Callable[[Path], float], turns: int) -> Costs:
    """The medians of so many turns, every other one the other way round; the first is to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in homes}
    for number in range(turns + 1):
        for name in sorted(homes, key=list(homes).index, reverse=number % 2 == 1):
            taken[name].append(cost(homes[name]))
    return {name: statistics.median(costs[1:]) for name, costs in taken.items()}


def _write(home: Path) -> float:
    """Seconds to put one record that is there already, so that every write is the same."""
    began = time.perf_counter()
    RecordStore(home / "data" / "history", home / "state" / "state.json", DEVICE).put([_BOUT])
    return time.perf_counter() - began


def _report(home: Path) -> float:
    """Seconds of processor time that the command takes; what else runs on the machine hardly changes them."""
    command = [sys.executable, "-m", "sitbreak", "week", week_of(decade.LAST_MONDAY), "--json"]
    before = _processor()
    subprocess.run(command, env=os.environ | {"SITBREAK_HOME": str(home)}, stdout=subprocess.DEVNULL, check=True)
    return _processor() - before


def _processor() -> float:
    """Seconds of processor time of all children so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


_BOUT = replace(
    next(record for record in decade.week(decade.LAST_MONDAY) if isinstance(record, BoutRecord)), ended_by="walk"
)


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--writes", type=int, default=300, help="medians of this many writes")
    parser.add_argument("--reports", type=int, default=31, help="medians of this many reports")
    options = parser.parse_args()
    sys.stdout.write(section(measure(options.writes, options.reports)))


if __name__ == "__main__":
    main()

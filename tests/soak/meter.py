"""What must not grow: a process's private memory, threads, open files and files on disk, sampled and judged."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median

KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at a process: `dirty` and `traced` in bytes; `blocks` of Python objects and `traced` only from inside.

    `at` counts whatever the samples are a row of: weeks, days or rounds. `files` and `stored` are all it has on disk,
    in number and bytes; `happened` how many things have happened by then.
    """

    at: float
    dirty: int
    threads: int
    descriptors: int
    files: int
    stored: int
    happened: int
    blocks: int = 0
    traced: int = 0


def sample(at: float, pid: int, home: Path, happened: int, blocks: int = 0, traced: int = 0) -> Sample:
    """How that process and its folder stand now."""
    sizes = [path.stat().st_size for path in home.rglob("*") if path.is_file()]
    threads = len(os.listdir(f"/proc/{pid}/task"))
    return Sample(at, dirty(pid), threads, len(descriptors(pid)), len(sizes), sum(sizes), happened, blocks, traced)


def dirty(pid: int) -> int:
    """Bytes that the process alone has written to, swap included."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return KILOBYTE * sum(int(number) for number in re.findall(r"^(?:Private_Dirty|Swap): +(\d+) kB$", text, re.M))


def descriptors(pid: int) -> list[str]:
    """What each open file of the process is; the one that a look of its own opens is not among them."""
    places = (f"/proc/{pid}/fd/{name}" for name in os.listdir(f"/proc/{pid}/fd"))
    return [os.readlink(place) for place in places if os.path.lexists(place)]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """How much the second number grows for each one of the first: the median over all pairs, which spares outliers."""
    rises = [(later[1] - sooner[1]) / (later[0] - sooner[0]) for sooner, later in combinations(points, 2)]
    return median(rises) if rises else 0.0

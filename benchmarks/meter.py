"""Reads off the kernel what a running program costs: memory, processor time, wake-ups, threads and bytes written."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1e6
HOUR = 3600.0
TICK = os.sysconf("SC_CLK_TCK")
TRACING = Path("/sys/kernel/tracing")


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes (10^6 bytes) of a program and its children.

    `dirty` is what it alone has written to, swap included; `uss` adds the files only it has mapped, which depends on
    what else runs on the machine; `rss` counts everything shared as well.
    """

    dirty: float
    uss: float
    rss: float
    threads: int


@dataclass(frozen=True, slots=True)
class Toll:
    """What a stretch of time cost: processor seconds an hour, wake-ups a second, bytes written in all."""

    cpu: float
    wakeups: float
    written: float


def processes(pid: int) -> list[int]:
    """The process and whatever it has started and not left behind."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (facts := _stat(int(entry))):
            children.setdefault(int(facts[1]), []).append(int(entry))
    found = [pid]
    for parent in found:
        found += children.get(parent, [])
    return found


def memory(pid: int) -> Memory:
    """The memory of the program just now."""
    sizes = dict.fromkeys(("Private_Dirty", "Private_Clean", "Rss", "Swap"), 0)
    pids = processes(pid)
    for one in pids:
        for name, kilobytes in re.findall(r"^(\w+): +(\d+) kB$", _text(f"/proc/{one}/smaps_rollup"), re.MULTILINE):
            if name in sizes:
                sizes[name] += int(kilobytes) * 1024
    dirty = sizes["Private_Dirty"] + sizes["Swap"]
    unique = dirty + sizes["Private_Clean"]
    return Memory(dirty / MEGABYTE, unique / MEGABYTE, sizes["Rss"] / MEGABYTE, len(_threads(pids)))


def toll(pid: int, seconds: float) -> Toll:
    """What the program costs during the next so many seconds."""
    with _woken(pid) as wakeups:
        before, began = _spent(pid), time.monotonic()
        time.sleep(seconds)
        after, took = _spent(pid), time.monotonic() - began
        woken = wakeups()
    cpu, written = (late - early for early, late in zip(before, after, strict=True))
    return Toll(cpu / took * HOUR, woken / took, written)


def machine() -> tuple[int, int]:
    """Clock ticks the processors of this machine have worked, and all ticks there were, since it started."""
    ticks = [int(field) for field in _text("/proc/stat").splitlines()[0].split()[1:9]]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


def busy(since: tuple[int, int]) -> float:
    """Which part of its time the machine has worked since then."""
    worked, passed = (late - early for early, late in zip(since, machine(), strict=True))
    return worked / max(1, passed)


def counts_wakeups() -> bool:
    """Whether the kernel lets us count wake-ups; else voluntary context switches stand in for them."""
    return os.access(TRACING / "instances", os.W_OK)


def _spent(pid: int) -> tuple[float, float]:
    """Processor seconds and bytes written so far.

    Living threads are counted by the nanosecond, children that have ended by the clock tick.
    """
    pids = processes(pid)
    threads = sum(float(_text(f"/proc/{one}/task/{thread}/schedstat").split()[0]) for one, thread in _threads(pids))
    ended = sum(int(ticks) for one in pids if (facts := _stat(one)) for ticks in facts[13:15])
    written = re.findall(r"^write_bytes: (\d+)$", "".join(_text(f"/proc/{one}/io") for one in pids), re.MULTILINE)
    return threads / 1e9 + ended / TICK, float(sum(map(int, written)))


@contextmanager
def _woken(pid: int) -> Iterator[Callable[[], int]]:
    """Counts how often the program's threads are woken from now on."""
    if not counts_wakeups():
        before = _switches(pid)
        yield lambda: _switches(pid) - before
        return
    instance = TRACING / "instances" / f"footprint-{os.getpid()}"
    instance.mkdir()
    event = instance / "events/sched/sched_waking"
    try:
        (event / "filter").write_text("||".join(f"pid=={thread}" for _, thread in _threads(processes(pid))))
        (event / "enable").write_text("1")
        yield lambda: sum("sched_waking:" in line for line in (instance / "trace").open(errors="replace"))
    finally:
        (event / "enable").write_text("0")
        instance.rmdir()


def _switches(pid: int) -> int:
    statuses = (_text(f"/proc/{one}/task/{thread}/status") for one, thread in _threads(processes(pid)))
    return sum(
        int(number) for text in statuses for number in re.findall(r"^voluntary\w+:\s+(\d+)$", text, re.MULTILINE)
    )


def _threads(pids: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for pid in pids:
        with suppress(FileNotFoundError):  # it ended while we looked
            found += [(pid, int(thread)) for thread in os.listdir(f"/proc/{pid}/task")]
    return found


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name: state, parent and so on; empty for an ended process."""
    return _text(f"/proc/{pid}/stat").rpartition(")")[2].split()


def _text(path: str) -> str:
    try:
        return Path(path).read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""

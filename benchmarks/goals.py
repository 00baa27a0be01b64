"""Sets what was measured against the goals: the table at the top of the page, and the charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks import core, drill_window, latency, store
from benchmarks.charts import Row, bars, number_of
from benchmarks.fingers import Waits
from benchmarks.wakeful import Wakes

Figures = Mapping[str, float | None]
Programs = Mapping[str, Figures]
"""Medians by row, by program; the first program is sitbreak, the last the idle Python."""

DIRTY = "private dirty memory, MB"
CPU_TYPING, CPU_AWAY = "processor, s per hour, somebody types", "processor, s per hour, nobody there"
WAKES_TYPING, WAKES_AWAY = "wake-ups per second, somebody types", "wake-ups per second, nobody there"
ICON = "icon in the tray after, s"

RESIDENT = {DIRTY: 9.0, CPU_TYPING: 0.5, CPU_AWAY: 0.05, WAKES_TYPING: 0.3, WAKES_AWAY: 0.05, ICON: 0.5}
"""At most."""

STATUS_MS, FIRST_MS, CLICK_MS = 100.0, 400.0, 100.0
MENU_MS = 200.0
"""What is seen later than this after a click counts as a visible wait here."""


@dataclass(frozen=True, slots=True)
class Sections:
    """What is measured besides the resident program."""

    waits: latency.Found
    rules: core.Found
    years: store.Found
    window: list[drill_window.Found]


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal, what was measured (None: could not be), and what the peers need for the same."""

    name: str
    most: float
    ours: float | None
    peers: Mapping[str, float | None]

    @property
    def verdict(self) -> str:
        """Whether it is met."""
        if self.ours is None:
            return "not measured"
        if self.ours == 0:
            return "not shown: nothing happened in so short a window"
        return "met" if self.ours <= self.most else "**not met**"


def goals(results: Programs, others: Sections) -> Iterator[Goal]:
    """Each goal in the order of the table."""
    ours, *rest = results
    peers = [name for name in rest if not name.startswith("idle")]
    for row, most in RESIDENT.items():
        yield Goal(row, most, results[ours][row], {name: results[name][row] for name in peers})
    for name, most, measured in waits(others):
        menus = {peer: _ms(others.waits.menus.get(peer.split()[0], "")) for peer in peers} if "menu" in name else {}
        yield Goal(f"{name}, ms", most, measured, menus)


def with_seldom(results: Programs, found: Wakes | str) -> Programs:
    """The same, with what seldom happens in sitbreak taken from the long windows, which hold some of it for sure."""
    if isinstance(found, str):
        return results
    long = {WAKES_TYPING: found.typing, WAKES_AWAY: found.away}
    long |= {CPU_TYPING: found.typing_cpu, CPU_AWAY: found.away_cpu}
    ours = next(iter(results))
    return {**results, ours: {**results[ours], **long}}


def waits(others: Sections) -> Iterator[tuple[str, float, float | None]]:
    """Name, goal and median in milliseconds of everything somebody waits for, the icon left out."""
    yield "cold `sitbreak status`", STATUS_MS, others.waits.status[0]
    yield "tray menu", MENU_MS, _ms(others.waits.menus.get("sitbreak", ""))
    first = sorted(one.first for one in others.window)
    yield "first picture of the drill window", FIRST_MS, 1000 * first[len(first) // 2]
    for name, found in others.waits.ours.items():
        yield name, CLICK_MS, _ms(found)


def _ms(found: Waits | str) -> float | None:
    return None if isinstance(found, str) else 1000 * found.median


def table(results: Programs, others: Sections) -> str:
    """The goals as a table."""
    _, *rest = results
    peers = [name for name in rest if not name.startswith("idle")]
    head = ["", "goal", "sitbreak", "", *peers]
    lines = [f"| {' | '.join(head)} |", "|---|---:|---:|---|" + "---:|" * len(peers)]
    for goal in goals(results, others):
        cells = [goal.name, f"<= {goal.most:g}", _cell(goal.ours), goal.verdict]
        cells += [_cell(goal.peers.get(peer)) for peer in peers]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(value: float | None) -> str:
    return "-" if value is None else number_of(value)


def drawn(results: Programs, others: Sections) -> dict[str, str]:
    """The charts by the names of their files."""
    away = {"footprint-memory": (DIRTY, "Memory of its own", "MB"), **_OVER_TIME}
    charts = {f"{name}.svg": _programs(results, *what) for name, what in away.items()}
    return charts | {"latency.svg": _latency(others), "years.svg": _years(others.years)}


_OVER_TIME = {
    "cpu": (CPU_TYPING, "Processor while somebody types", "seconds an hour"),
    "cpu-away": (CPU_AWAY, "Processor with nobody there", "seconds an hour"),
    "wakeups": (WAKES_TYPING, "Wake-ups while somebody types", "a second"),
    "wakeups-away": (WAKES_AWAY, "Wake-ups with nobody there", "a second"),
}


def _programs(results: Programs, row: str, title: str, unit: str) -> str:
    measured = [(name, figures[row]) for name, figures in results.items()]
    first = next(iter(results))
    rows = [Row(name, value, name == first, RESIDENT[row]) for name, value in measured if value is not None]
    return bars(title, unit, rows, "less is better")


def _latency(others: Sections) -> str:
    names = {latency.SNOOZED_WINDOW: "Snooze, prompt window", latency.SNOOZED_BUBBLE: "Snooze, notification"}
    names[latency.PAUSED] = "Pause, drill window"
    rows = [
        Row(names.get(name, name.replace("`", "")), value, True, most)
        for name, most, value in waits(others)
        if value is not None
    ]
    rows += [
        Row(f"tray menu of {name}", 1000 * found.median)
        for name, found in others.waits.menus.items()
        if name != "sitbreak" and not isinstance(found, str)
    ]
    return bars("How long somebody waits", "milliseconds", rows, "less is better")


def _years(found: store.Found) -> str:
    rows = [Row(f"weekly report, {home}", 1000 * cost, True) for home, cost in found.report.items()]
    rows += [Row(f"one write, {home}", 1000 * cost) for home, cost in found.write.items()]
    return bars("Cost after years of records", "milliseconds", rows, "a weekly report is mostly Python's start")

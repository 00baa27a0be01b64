"""Puts measured figures into words: conditions, one table, and what the figures do and do not say."""

from __future__ import annotations

import os
import platform
import re
from argparse import Namespace
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from benchmarks import core, drill_window, goals, latency, meter, store
from benchmarks.goals import Sections
from benchmarks.wakeful import LEFT, Wakes

Figures = Mapping[str, float | None]
PEERS = ("workrave", "safeeyes", "rsibreak")
"""Break reminders that Debian has, by their commands and packages."""

_PAGE = """\
# What sitbreak costs while it sits in the tray

Written by `make bench`. Run it on your own machine: figures of two machines, or of two days, do not compare.

## Goals

{goals}

All figures are medians of this one run; those of the peers are measured the same way on the same desktop, save that
sitbreak's own processor time and wake-ups are of one window of {long:g} s each, since it looks every 30 s while
somebody is there, and every 5 minutes while nobody is. The goal for the menu is this page's own: later than 200 ms
counts as a visible wait.

![Memory](pictures/footprint-memory.svg)
![Processor while somebody types](pictures/cpu.svg)
![Processor with nobody there](pictures/cpu-away.svg)
![Wake-ups while somebody types](pictures/wakeups.svg)
![Wake-ups with nobody there](pictures/wakeups-away.svg)
![Waits](pictures/latency.svg)
![Years of records](pictures/years.svg)

## Conditions

- {date}; {system}; {processor}, {cores} cores; {python}.
- Median of {rounds} round(s). Every program ran alone on a new private desktop each round (Xvfb, D-Bus, openbox,
  xfce4-panel with a tray, dunst), with an empty home folder and its default settings; only sitbreak's absence limit
  is set to 30 s, so that nobody has to wait for it.
- {began} after the start: {typing:g} s with a key every 0.3 s; then hands off for at least {left:g} s, and until
  sitbreak says that the person is away; then {away:g} s of absence, at the end of which memory is read. What else runs
  has as long without input, though its own idea of absence may differ. No break fell due{but}.
- Not installed or not asked for, and therefore left out: {absent}.
- The machine's processors were {busy:.0%} busy on average, the measured programs and their desktops included. Much more
  than a tenth means that other work was going on, and then processor time, wake-ups and start are worse than alone.
- Memory in units of 10^6 bytes, children included. *Private dirty* is what the program alone has written to and what
  would be freed if it ended; it hardly depends on what else runs. *Unique* adds files nobody else has mapped just then.
- Wake-ups: {wakeups}.

## Figures

{table}

In brackets: how many times sitbreak's figure.

## Wake-ups per second, by desktop

{wakes}

Measured once, on a new desktop for each row: {typing:g} s with a key or the pointer every 0.3 s, then {away:g} s
with nobody there, which begin when sitbreak says that the person is away (its absence limit is set to 30 s for that);
on X11 {long:g} s each. X11 is the desktop described above. sway runs without a screen, and without a bus or a bar.
GNOME is GNOME Shell in a window, with the extension for tray icons and a stand-in for logind.

{waits}
{rules}
{years}
{window}
## How to read them

- sitbreak is Python. "idle Python" is an interpreter that does nothing at all: the floor that no Python program can go
  below. A program in C++ starts from less; where one of them needs less memory than sitbreak, the table says so.
- Windows are not in the first two tables: the drill window and the prompt window are children that end when they
  close.
- Short windows make small figures coarse: at {away:g} s, one wake-up more or less is {grain:.3f} a second.
  sitbreak looks about every 30 s while somebody is there, and every 5 minutes while nobody is, on a desktop that tells
  of the return, so a window shorter than that may hold no look at all and show 0.
- A wake-up costs more energy than its processor time suggests, because it takes the processor out of its deepest sleep.
  sitbreak looks rarely while nothing can happen and every second or two while a prompt is due or open.
"""


def page(
    results: Mapping[str, Figures],
    by_desktop: Mapping[str, Wakes | str],
    others: Sections,
    options: Namespace,
    busy: float,
) -> str:
    """The whole page; the first program is the one the others are compared with, `busy` a part of 1."""
    return _PAGE.format(
        date=datetime.now().astimezone().date().isoformat(),
        system=_system(),
        processor=_processor(),
        cores=os.cpu_count(),
        python=f"Python {platform.python_version()}",
        wakeups="counted by the kernel (`sched_waking`)" if meter.counts_wakeups() else "voluntary context switches",
        table=table(results),
        wakes=wakes_table(by_desktop),
        goals=goals.table(results, others),
        waits=latency.section(others.waits),
        rules=core.section(others.rules),
        years=store.section(others.years),
        window=drill_window.section(others.window),
        began="1 h" if options.hour else f"{options.settle:g} s",
        but=", but an hour of sitting may have made one due" if options.hour else "",
        left=LEFT,
        absent=", ".join(peer for peer in PEERS if not any(name.startswith(peer) for name in results)) or "none",
        busy=busy,
        grain=1 / options.away,
        **vars(options),
    )


def table(results: Mapping[str, Figures]) -> str:
    """A row for each figure, a column for each program."""
    ours = next(iter(results.values()))
    lines = ["| | " + " | ".join(results) + " |", "|---|" + "---:|" * len(results)]
    for name in ours:
        cells = [_cell(figures[name], ours[name], figures is ours) for figures in results.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _seen(rate: float) -> str:
    """Wake-ups a second; none in a short window is not none at all."""
    return f"{rate:.2g}" if rate else "none seen"


def wakes_table(by_desktop: Mapping[str, Wakes | str]) -> str:
    """A row for each program on each desktop; where it could not be measured, why."""
    lines = ["| | somebody types | nobody there |", "|---|---:|---:|"]
    for name, found in by_desktop.items():
        cells = (found, "-") if isinstance(found, str) else (_seen(found.typing), _seen(found.away))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(value: float | None, ours: float | None, itself: bool) -> str:
    if value is None:
        return "-"
    number = f"{value:.0f}" if value == int(value) else f"{value:.2f}" if value < 10 else f"{value:.1f}"
    return f"**{number}**" if itself else f"{number} ({value / ours:.1f} x)" if ours else number


def _system() -> str:
    release = re.search(r'PRETTY_NAME="(.*)"', Path("/etc/os-release").read_text(encoding="utf-8"))
    return f"{release[1] if release else platform.system()}, kernel {platform.release()}"


def _processor() -> str:
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return model[1] if model else platform.machine()

"""Measures what sitbreak costs while it sits in the tray, beside other break reminders, and writes docs/performance.md.

Each program gets a fresh desktop of its own every round: X server, buses, window manager, a panel with a tray, and a
notification daemon; default settings and an empty home folder.
"""

from __future__ import annotations

import shutil
import signal
import statistics
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from compileall import compile_dir
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageChops, ImageGrab

from benchmarks import drill_window, meter, store, wakeful
from benchmarks.page import page
from tests.desktop.session import DesktopSession

ROOT = Path(__file__).parents[1]
PANEL_HEIGHT = 30
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Program:
    """Something to measure; `icon` says whether it comes to the tray."""

    name: str
    argv: tuple[str, ...]
    version: str
    icon: bool = True


@dataclass(frozen=True, slots=True)
class Round:
    """One program's figures of one round."""

    icon_after: float | None
    memory: meter.Memory
    away: meter.Toll
    active: meter.Toll


def programs() -> list[Program]:
    """sitbreak, the peers that are installed, and a Python that does nothing, as the floor."""
    ours = (str(Path(sys.executable).with_name("sitbreak")), "run")
    idle_python = (sys.executable, "-c", "import time; time.sleep(1e6)")
    peers = [Program(name, (name,), _debian_version(name)) for name in ("workrave", "safeeyes") if shutil.which(name)]
    python = sys.version.split()[0]
    return [Program("sitbreak", ours, _our_version()), *peers, Program("idle Python", idle_python, python, icon=False)]


def _our_version() -> str:
    from importlib.metadata import version

    return version("sitbreak")


def _debian_version(package: str) -> str:
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or "?"


def measure(program: Program, options: Namespace) -> Round:
    """Run the program alone on a new desktop; raises RuntimeError when it ends by itself."""
    with DesktopSession(panel="light", notifier="dunst") as desktop:
        drawn = _tray_watch(desktop)
        began = time.monotonic()
        process = desktop.run(program.argv)
        icon_after = _wait(drawn, began) if program.icon else None
        time.sleep(options.settle)
        away = meter.toll(process.pid, options.idle)
        memory = meter.memory(process.pid)
        desktop.move_pointer()
        time.sleep(3)
        active = meter.toll(process.pid, options.active)
        if process.poll() is not None:
            raise RuntimeError(f"{program.name} has ended:\n{desktop.children.tails()}")
        return Round(icon_after, memory, away, active)


def _tray_watch(desktop: DesktopSession) -> Callable[[], bool]:
    """Tells whether something has been drawn on the panel since now."""

    def strip() -> object:
        return ImageGrab.grab((0, 0, 1280, PANEL_HEIGHT), xdisplay=desktop.env["DISPLAY"]).convert("RGB")

    time.sleep(1)
    before = strip()
    return lambda: ImageChops.difference(before, strip()).getbbox() is not None  # type: ignore[arg-type]


def _wait(drawn: Callable[[], bool], began: float) -> float | None:
    while time.monotonic() < began + PATIENCE:
        if drawn():
            return time.monotonic() - began
        time.sleep(0.005)
    return None


def figures(rounds: list[Round]) -> dict[str, float | None]:
    """The medians of the rounds, by the name of the row."""
    icons = [one.icon_after for one in rounds if one.icon_after is not None]

    def median(pick: Callable[[Round], float]) -> float:
        return statistics.median(map(pick, rounds))

    return {
        "private dirty memory, MB": median(lambda one: one.memory.dirty),
        "unique memory (USS), MB": median(lambda one: one.memory.uss),
        "resident memory (RSS), MB": median(lambda one: one.memory.rss),
        "processor, s per hour, no input": median(lambda one: one.away.cpu),
        "processor, s per hour, pointer moving": median(lambda one: one.active.cpu),
        "wake-ups per second, no input": median(lambda one: one.away.wakeups),
        "wake-ups per second, pointer moving": median(lambda one: one.active.wakeups),
        "written without input, KB": median(lambda one: one.away.written / 1000),
        "threads": median(lambda one: one.memory.threads),
        "icon in the tray after, s": statistics.median(icons) if icons else None,
    }


def run(options: Namespace) -> dict[Program, dict[str, float | None]]:
    """All programs in turn, round after round; progress goes to standard error."""
    found = [program for program in programs() if not options.only or program.name in options.only]
    results: dict[Program, list[Round]] = {program: [] for program in found}
    for number in range(options.rounds):
        for program in found:
            results[program].append(measure(program, options))
            sys.stderr.write(f"round {number + 1} {program.name}: {results[program][-1]}\n")
    return {program: figures(rounds) for program, rounds in results.items()}


def wakes(options: Namespace) -> dict[str, wakeful.Wakes | str]:
    """sitbreak on every kind of desktop, the peers on X11, or what this machine lacks for it; by the column's name."""
    windows = wakeful.Windows(options.settle, options.typing, options.away)
    results: dict[str, wakeful.Wakes | str] = {}
    for kind in wakeful.KINDS:
        for program in programs():
            if program.name == "sitbreak" or (program.icon and kind.name == "X11"):
                lacks = kind.lacks()
                found = f"not installed: {', '.join(lacks)}" if lacks else wakeful.measure(kind, program.argv, windows)
                results[f"{program.name}, {kind.name}"] = found
                sys.stderr.write(f"{program.name} on {kind.name}: {found}\n")
    return results


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="figures are the medians of this many rounds")
    parser.add_argument("--settle", type=float, default=20, help="seconds between the start and the first figure")
    parser.add_argument("--idle", type=float, default=60, help="seconds without any input")
    parser.add_argument("--active", type=float, default=30, help="seconds with the pointer moving")
    parser.add_argument("--typing", type=float, default=60, help="seconds with somebody typing, on each desktop")
    parser.add_argument("--away", type=float, default=300, help="seconds with nobody there, on each desktop")
    parser.add_argument("--only", action="append", metavar="PROGRAM", help="leave out the others")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page there instead of printing it")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended
    compile_dir(ROOT / "sitbreak", quiet=1)
    before = meter.machine()
    results = run(options)
    by_desktop = wakes(options)
    named = {f"{program.name} {program.version}": found for program, found in results.items()}
    busy = meter.busy(before)
    sections = {"years": store.section(store.measure()), "window": drill_window.section(drill_window.measure())}
    text = page(named, by_desktop, sections, options, busy)
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()

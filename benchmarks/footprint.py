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
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageChops, ImageGrab

from benchmarks import core, drill_window, latency, meter, store, wakeful
from benchmarks.goals import (
    CPU_AWAY,
    CPU_TYPING,
    DIRTY,
    ICON,
    WAKES_AWAY,
    WAKES_TYPING,
    Programs,
    Sections,
    drawn,
    with_seldom,
)
from benchmarks.page import PEERS, page
from tests.desktop.session import DesktopSession, wait_for

PANEL_HEIGHT = 30
OURS = wakeful.SITBREAK
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
    typing: meter.Toll
    away: meter.Toll
    memory: meter.Memory


def programs() -> list[Program]:
    """sitbreak, the peers that are installed, and a Python that does nothing, as the floor."""
    ours = (OURS, "run")
    idle_python = (sys.executable, "-c", "import time; time.sleep(1e6)")
    peers = [Program(name, (name,), _debian_version(name)) for name in PEERS if shutil.which(name)]
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
        wakeful.shorten_the_limit(Path(desktop.env["SITBREAK_HOME"]))
        began = time.monotonic()
        process = desktop.run(program.argv)
        icon_after = _wait(drawn, began) if program.icon else None
        desktop.type_on()
        time.sleep(meter.HOUR if options.hour else options.settle)
        typing = meter.toll(process.pid, options.typing)
        desktop.rest()
        if program.icon:
            _go_away(program, desktop)
        away = meter.toll(process.pid, options.away)
        memory = meter.memory(process.pid)
        if process.poll() is not None:
            raise RuntimeError(f"{program.name} has ended:\n{desktop.children.tails()}")
        return Round(icon_after, typing, away, memory)


def _go_away(program: Program, desktop: DesktopSession) -> None:
    """Let go until every program has heard of it; sitbreak must say so itself."""
    time.sleep(wakeful.LEFT)
    if program.name == "sitbreak":
        wait_for(lambda: wakeful.state(desktop.env) == "away", wakeful.GONE_WITHIN, "sitbreak to notice the absence")


def _warm_up() -> None:
    """The first start after an installation compiles every module for the resident interpreter; that is not counted."""
    with DesktopSession(panel="light") as desktop:
        desktop.run((OURS, "run"))
        desktop.wait_for(desktop.tray_icon_geometry, PATIENCE, "sitbreak's icon")


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
        DIRTY: median(lambda one: one.memory.dirty),
        "unique memory (USS), MB": median(lambda one: one.memory.uss),
        "resident memory (RSS), MB": median(lambda one: one.memory.rss),
        CPU_TYPING: median(lambda one: one.typing.cpu),
        CPU_AWAY: median(lambda one: one.away.cpu),
        WAKES_TYPING: median(lambda one: one.typing.wakeups),
        WAKES_AWAY: median(lambda one: one.away.wakeups),
        "written while away, KB": median(lambda one: one.away.written / 1000),
        "threads": median(lambda one: one.memory.threads),
        ICON: statistics.median(icons) if icons else None,
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
    """sitbreak on every kind of desktop, or what this machine lacks for it; by the column's name."""
    results: dict[str, wakeful.Wakes | str] = {}
    for kind in wakeful.KINDS:
        lacks = kind.lacks()
        long = kind.name == "X11"
        typing, away = (options.long, options.long) if long else (options.typing, options.away)
        windows = wakeful.Windows(options.settle, typing, away)
        found = f"not installed: {', '.join(lacks)}" if lacks else wakeful.measure(kind, (OURS, "run"), windows)
        results[f"sitbreak, {kind.name}"] = found
        sys.stderr.write(f"sitbreak on {kind.name}: {found}\n")
    return results


def sections(options: Namespace) -> Sections:
    """What is measured besides the resident program, one after the other."""
    few = options.quick
    menus = {one.name: one.argv for one in programs() if one.icon}
    return Sections(
        waits=latency.measure(menus, 3 if few else 7),
        rules=core.measure(7 if few else core.YEAR, 1 if few else 3),
        years=store.measure(20, 3) if few else store.measure(),
        window=drill_window.measure(1 if few else 3, 5 if few else 10),
    )


def arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="figures are the medians of this many rounds")
    parser.add_argument("--settle", type=float, default=8, help="seconds between the start and the first figure")
    parser.add_argument("--typing", type=float, default=30, help="seconds with somebody typing")
    parser.add_argument("--away", type=float, default=45, help="seconds with nobody there")
    parser.add_argument(
        "--long", type=float, default=310, help="both for sitbreak on X11, once: longer than from look to look"
    )
    parser.add_argument("--hour", action="store_true", help="let each program run for an hour first")
    parser.add_argument("--quick", action="store_true", help="try it: one short round of everything, coarse figures")
    parser.add_argument("--only", action="append", metavar="PROGRAM", help="leave out the others")
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="write the page there, and charts to pictures/ beside"
    )
    options = parser.parse_args()
    if options.quick:
        vars(options).update(rounds=1, settle=5, typing=5, away=5, long=5)
    return options


def main() -> None:
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended
    _warm_up()
    before = meter.machine()
    results: Programs = {f"{program.name} {program.version}": found for program, found in run(options).items()}
    by_desktop = wakes(options)
    results = with_seldom(results, by_desktop["sitbreak, X11"])
    others = sections(options)
    text = page(results, by_desktop, others, options, meter.busy(before))
    if not options.write:
        sys.stdout.write(text)
        return
    options.write.write_text(text, encoding="utf-8")
    pictures = options.write.parent / "pictures"
    pictures.mkdir(exist_ok=True)
    for name, picture in drawn(results, others).items():
        (pictures / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Measures how long a person waits: the tray menu after a right click, and a button's effect after a real click."""

from __future__ import annotations

import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass

from benchmarks import status_latency
from benchmarks.clicks import answer, pause
from benchmarks.fingers import REST, Fingers, Waits, in_time
from tests.desktop import hands
from tests.desktop.program import SITBREAK
from tests.desktop.session import DesktopSession


def menu(argv: tuple[str, ...], turns: int) -> Waits:
    """From the right click on the program's icon in the panel to the first drawing of the menu."""
    with DesktopSession(panel="light", notifier="dunst") as desktop:
        desktop.run(argv)
        box = desktop.wait_for(desktop.tray_icon_geometry, 20, "the tray icon")
        time.sleep(2 * REST)
        with closing(Fingers(desktop.env["DISPLAY"])) as fingers:
            fingers.watch()
            return Waits(tuple(_menu_once(desktop, fingers, box.middle) for _ in range(turns + 1))[1:])


def _menu_once(desktop: DesktopSession, fingers: Fingers, icon: tuple[int, int]) -> float:
    fingers.point((icon[0] + 300, icon[1] + 300))
    fingers.point(icon)
    fingers.forget()
    began = fingers.click(3)
    box = hands.Box(0, 0, 0, 0)
    while not (box := fingers.appeared() or box).width:
        in_time(began, "the menu")
    seen = _pictures(fingers, box)
    desktop.xdo("key", "Escape")
    return next(at for at, picture in seen if picture == seen[-1][1]) - began


def _pictures(fingers: Fingers, box: hands.Box) -> list[tuple[float, bytes]]:
    """What is on the screen there during the next moment; a menu is empty when it appears and drawn a little later."""
    began = time.monotonic()
    seen = []
    while time.monotonic() < began + REST / 2:
        picture = fingers.pixels(box)
        seen.append((time.monotonic(), picture))
    return seen


@dataclass(frozen=True, slots=True)
class Found:
    """Seconds by what was waited for; a word instead where it could not be measured."""

    ours: Mapping[str, Waits | str]
    menus: Mapping[str, Waits | str]
    status: tuple[float, float]


def measure(peers: Mapping[str, tuple[str, ...]], turns: int = 7) -> Found:
    """Everything in turn; `peers` are commands by name whose tray menus are opened beside ours."""
    menus = {name: _or_why(lambda argv=argv: menu(argv, turns)) for name, argv in peers.items()}  # type: ignore[misc]
    ours = {
        SNOOZED_WINDOW: _or_why(lambda: answer("dunst", turns)),
        SNOOZED_BUBBLE: _or_why(lambda: answer("xfce4-notifyd", turns)),
        PAUSED: _or_why(lambda: pause(2 * turns)),
    }
    return Found(ours, menus, status_latency.measure())


def _or_why(work: Callable[[], Waits]) -> Waits | str:
    try:
        return work()
    except (AssertionError, OSError, subprocess.SubprocessError) as gone:
        return f"not measured: {str(gone).splitlines()[0]}"


def section(found: Found) -> str:
    """The figures in words, for the page."""
    status, python = found.status
    rows = [
        f"| cold `sitbreak status` (`python -c pass`: {python:.0f} ms) | **{status:.0f}** | - | {status_latency.RUNS} |"
    ]
    rows += [_row(f"tray menu of {name}", waits) for name, waits in found.menus.items()]
    rows += [_row(name, waits) for name, waits in found.ours.items()]
    return _SECTION.format(rows="\n".join(rows))


def _row(name: str, waits: Waits | str) -> str:
    if isinstance(waits, str):
        return f"| {name} | {waits} | - | 0 |"
    return f"| {name} | **{1000 * waits.median:.0f}** | {1000 * waits.worst:.0f} | {len(waits.turns)} |"


SNOOZED_WINDOW = "Snooze clicked in the prompt window, told by `status --watch`"
SNOOZED_BUBBLE = "Snooze clicked in a notification (xfce4-notifyd), told by `status --watch`"
PAUSED = "Pause clicked in the drill window, button renamed"

_SECTION = """\
## Waits, milliseconds

| | median | longest | turns |
|---|---:|---:|---:|
{rows}

Clicks are real ones (XTest), counted from letting the button go to what is seen: the finished menu on the screen, the
line of `status --watch`, or the pixels of the button. Each program's menu is opened on its icon in the same panel
(xfce4-panel), alone on a new desktop, once before to warm up. dunst shows no buttons, so there our own window asks.
"""


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=7, help="medians of this many clicks")
    options = parser.parse_args()
    sys.stdout.write(section(measure({"sitbreak": (SITBREAK, "run"), "workrave": ("workrave",)}, options.turns)))


if __name__ == "__main__":
    main()

"""Measures how long a person waits: the tray menu after a right click, and a button's effect after a real click."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from Xlib import X
from Xlib.display import Display
from Xlib.error import BadDrawable, BadWindow
from Xlib.ext import xtest

from benchmarks import drill_window, status_latency
from tests.desktop import hands
from tests.desktop.program import SEATED, SITBREAK, WINDOWS_TOO, Program, _leaves
from tests.desktop.session import DesktopSession, Notifier

PATIENCE = 10.0
MENU = 60
"""Pixels each way that a menu has at least; icons, tooltips of one line and the panel are less high."""

REST = 1.0
"""Seconds a person leaves between two clicks."""

ASKING = SEATED | {"prompt.max_snoozes": "10", "prompt.max_per_bout": "20", "prompt.max_per_day": "99"}
IN_WINDOW = ("Skip", "Snooze", "Just walk", "Start")
IN_BUBBLE = ("Start", "Snooze", "Skip")
DRILL_BUTTONS, PAUSE = 5, -3
"""How many buttons the drill window has in its lowest row, and which of them pauses."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds of each turn."""

    turns: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.turns)

    @property
    def worst(self) -> float:
        return max(self.turns)


class Fingers:
    """A pointer on that X server that clicks without starting a process, and eyes for what is drawn there."""

    def __init__(self, address: str) -> None:
        self._display: Any = Display(address)
        self._root: Any = self._display.screen().root

    def close(self) -> None:
        """Touch nothing more."""
        self._display.close()

    def point(self, at: tuple[int, int]) -> None:
        """Go there, and stay long enough for whatever lights up below the pointer."""
        xtest.fake_input(self._display, X.MotionNotify, x=at[0], y=at[1])
        self._display.sync()
        time.sleep(REST)

    def click(self, button: int = 1) -> float:
        """Press and let go; the moment it was let go."""
        xtest.fake_input(self._display, X.ButtonPress, button)
        self._display.sync()
        let_go = time.monotonic()
        xtest.fake_input(self._display, X.ButtonRelease, button)
        self._display.sync()
        return let_go

    def pixels(self, box: hands.Box) -> bytes:
        """What is on the screen there."""
        return bytes(self._root.get_image(*box, X.ZPixmap, 0xFFFFFFFF).data)

    def watch(self) -> None:
        """From now on notice windows that appear."""
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._display.sync()

    def forget(self) -> None:
        """What was noticed so far is old."""
        while self._display.pending_events():
            self._display.next_event()

    def appeared(self) -> hands.Box | None:
        """Where a window as large as a menu has come since this was asked before."""
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.MapNotify and (box := _place(event.window)):
                return box
        return None


def _place(window: Any) -> hands.Box | None:
    try:
        size = window.get_geometry()
    except (BadDrawable, BadWindow):
        return None
    return hands.Box(size.x, size.y, size.width, size.height) if min(size.width, size.height) >= MENU else None


def _until(look: Callable[[], bool], what: str) -> float:
    """The moment the answer is yes."""
    began = time.monotonic()
    while not look():
        _in_time(began, what)
    return time.monotonic()


def _in_time(began: float, what: str) -> None:
    """Wait a millisecond; raises TimeoutError when it has taken too long."""
    if time.monotonic() > began + PATIENCE:
        raise TimeoutError(f"waited {PATIENCE:g} s for {what}")
    time.sleep(0.001)


# ---------------------------------------------------------------- the tray menu


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
        _in_time(began, "the menu")
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


# ---------------------------------------------------------------- a prompt's button


class Watcher:
    """Reads `sitbreak status --watch --json`; knows since when no prompt is open."""

    def __init__(self, desktop: DesktopSession) -> None:
        argv = [SITBREAK, "status", "--watch", "--json"]
        self._process = subprocess.Popen(argv, env=desktop.env, stdout=subprocess.PIPE, text=True)
        self.open, self.since = False, 0.0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if bool(json.loads(line)["prompt"]) != self.open:
                self.open, self.since = not self.open, time.monotonic()

    def close(self) -> None:
        """Stop reading."""
        self._process.terminate()
        self._process.wait()


def answer(notifier: Notifier, turns: int) -> Waits:
    """From the click on Snooze to `status --watch` saying so; dunst shows no buttons, so there our own window asks."""
    window = notifier == "dunst"
    with (
        DesktopSession(panel="light", notifier=notifier) as desktop,
        closing(_asking(desktop, window)) as watcher,
        closing(Fingers(desktop.env["DISPLAY"])) as fingers,
    ):
        return Waits(tuple(_snooze(desktop, watcher, fingers, window) for _ in range(turns)))


def _asking(desktop: DesktopSession, window: bool) -> Watcher:
    program = Program(desktop, ASKING | WINDOWS_TOO if window else ASKING)
    desktop.type_on()
    program.start()
    return Watcher(desktop)


def _snooze(desktop: DesktopSession, watcher: Watcher, fingers: Fingers, window: bool) -> float:
    desktop.wait_for(lambda: watcher.open, 60, "a prompt")
    count = len(IN_WINDOW if window else IN_BUBBLE)
    row = desktop.wait_for(
        lambda: lowest_row(desktop, count) if window else hands.notification_buttons(desktop, count), 10, "its buttons"
    )
    time.sleep(REST)
    fingers.point(row[(IN_WINDOW if window else IN_BUBBLE).index("Snooze")].middle)
    began = fingers.click()
    _until(lambda: not watcher.open, "the snooze")
    fingers.point((40, 400))
    return watcher.since - began


def lowest_row(desktop: DesktopSession, count: int) -> list[hands.Box]:
    """The lowest row of buttons of our own window from left to right, once it has that many."""
    with closing(Display(desktop.env["DISPLAY"])) as display:
        tops = [display.create_resource_object("window", int(name)) for name in hands.windows(desktop, "Sitbreak")]
        boxes = [box for top in tops for box in _leaves(top)]
    lowest = max((box.middle[1] for box in boxes), default=0)
    row = sorted(box for box in boxes if abs(box.middle[1] - lowest) < 8)
    return row if len(row) >= count else []


# ---------------------------------------------------------------- the drill window's button


def pause(turns: int) -> Waits:
    """From the click on Pause (or Go on) to the button as it looks afterwards."""
    with _drill() as (desktop, fingers):
        row = desktop.wait_for(lambda: lowest_row(desktop, DRILL_BUTTONS), 20, "the drill window's buttons")
        time.sleep(REST)
        row = lowest_row(desktop, DRILL_BUTTONS)
        fingers.point(row[PAUSE].middle)
        return _pauses(fingers, row[PAUSE], turns)


@contextmanager
def _drill() -> Iterator[tuple[DesktopSession, Fingers]]:
    with DesktopSession() as desktop:
        desktop.run(drill_window.ARGV)
        with closing(Fingers(desktop.env["DISPLAY"])) as fingers:
            yield desktop, fingers


def _pauses(fingers: Fingers, button: hands.Box, turns: int) -> Waits:
    looks = [_clicked(fingers, button) for _ in range(4)][2:]  # the first two clicks also move the focus
    assert looks[0] != looks[1], "the button says the same after each click"
    return Waits(tuple(_renamed(fingers, button, looks[number % 2]) for number in range(turns)))


def _clicked(fingers: Fingers, button: hands.Box) -> bytes:
    fingers.click()
    time.sleep(REST)
    return fingers.pixels(button)


def _renamed(fingers: Fingers, button: hands.Box, wanted: bytes) -> float:
    began = fingers.click()
    ended = _until(lambda: fingers.pixels(button) == wanted, "the button's new words")
    time.sleep(REST)
    return ended - began


# ---------------------------------------------------------------- all of it


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

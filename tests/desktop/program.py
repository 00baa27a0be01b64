"""The real program on a private desktop, as its owner sees it: started, asked by its commands, read from its files."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from Xlib.display import Display
from Xlib.error import BadWindow

from sitbreak.adapters.control_client import NotRunning, ask
from sitbreak.ui.prompt_window import DODGES_FOR_MS
from tests.desktop import hands
from tests.desktop.session import DesktopSession, Process

T = TypeVar("T")
SITBREAK = str(Path(sys.executable).parent / "sitbreak")

BRIEF = {
    "sitting.limit": '"20s"',
    "sitting.absence.idle": '"10s"',
    "sitting.confirm_break": '"5s"',
    "prompt.style": '"gentle"',
    "prompt.lull": '"1s"',
    "prompt.wait_for_lull": '"1s"',
    "prompt.snooze": '["5s"]',
    "quiet.hours": "{}",
}
"""Settings with which a whole bout fits into a test; TOML values by dotted key."""

SEATED = BRIEF | {"sitting.absence.idle": '"30m"'}
"""The same for somebody whose bout is taken up again from an earlier run, however long ago that was."""

WINDOWS_TOO = {"prompt.style": '"standard"'}
"""What lets prompts come in a window of our own, when a notification cannot be had or was not heard."""

UNPROMPTED = SEATED | {"sitting.limit": '"4h"'}
"""The same for somebody who is not to be asked."""

SLOW = 30.0
"""Seconds that anything may take on a busy machine."""


class Program:
    """One `sitbreak` at a time on `desktop`; what it does is waited for, never slept for."""

    def __init__(self, desktop: DesktopSession, settings: Mapping[str, str] = BRIEF) -> None:
        self.desktop = desktop
        self.home = Path(desktop.env["SITBREAK_HOME"])
        self.process: Process
        self.under: tuple[str, ...] = ()
        """The command that starts it, if not we ourselves."""
        self.configure(settings)

    def read_notice(self) -> None:
        """Have the safety notice behind it: a first drill then starts at once."""
        answer = self.ask("safety", "--acknowledge")
        assert answer.returncode == 0, answer.stderr

    def configure(self, settings: Mapping[str, str]) -> None:
        """Write the settings file."""
        folder = self.home / "config"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text("".join(f"{key} = {value}\n" for key, value in settings.items()))

    def start(self, *options: str, **env: str) -> None:
        """Start in the tray and wait until it answers; drills run twenty times as fast."""
        argv = [*self.under, SITBREAK, "run", *options]
        self.process = self.desktop.run(argv, name="sitbreak", **({"SITBREAK_SPEED": "20"} | env))
        self.wait_for(self.answers, "an answer")

    def answers(self) -> bool:
        """Whether anybody answers now; asked at its socket, since to start a command for each look is no small load."""
        try:
            return "status" in self._told()
        except (NotRunning, OSError):
            return False

    def _told(self) -> dict[str, Any]:
        reply: dict[str, Any] = ask(str(self.home / "runtime"), {"command": ["status"]}, 20.0)
        return reply

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command of another process, whatever its exit code."""
        return subprocess.run(
            [SITBREAK, *words], env=self.desktop.env, capture_output=True, text=True, timeout=60, check=False
        )

    def wait_for(self, look: Callable[[], T | None], what: str, timeout: float = SLOW) -> T:
        """Look until the answer is true and return it; when it never is, the message has what the program says."""
        try:
            return self.desktop.wait_for(look, timeout, what)
        except AssertionError as late:
            late.add_note(f"--- status\n{self.ask('status', '--json').stdout}\n--- sitbreak.log\n{self.log()[-3000:]}")
            raise

    # ------------------------------------------------ what it says

    def status(self) -> dict[str, Any]:
        """What `sitbreak status --json` would print, and the text."""
        status: dict[str, Any] = self._told()["status"]
        return status

    def week(self) -> dict[str, Any]:
        return self._json("week", "--json")

    def doctor(self) -> dict[str, Any]:
        return self._json("doctor", "--json")

    def _json(self, *words: str) -> dict[str, Any]:
        answer = self.ask(*words)
        assert answer.returncode == 0, f"sitbreak {' '.join(words)}: {answer.stderr}"
        values: dict[str, Any] = json.loads(answer.stdout)
        return values

    def prompt(self) -> dict[str, Any] | None:
        """The open prompt, if one is on the screen."""
        prompt: dict[str, Any] | None = self.status()["prompt"]
        return prompt

    def wait_for_prompt(self) -> dict[str, Any]:
        return self.wait_for(self.prompt, "a prompt", 20 + SLOW)

    # ------------------------------------------------ what it has stored

    def records(self, table: str) -> list[dict[str, Any]]:
        """That table of this week's file, oldest first."""
        files = sorted((self.home / "data/history").glob("*/*.json"))
        found = [json.loads(path.read_text()).get(table, {}) for path in files]
        return [record for rows in found for record in rows.values()]

    def wait_for_record(self, table: str, count: int = 1) -> dict[str, Any]:
        """The last record of that table, once there are `count`; AssertionError when there are more."""
        self.wait_for(lambda: len(self.records(table)) >= count, f"{count} in the table {table}")
        rows = self.records(table)
        assert len(rows) == count, rows
        return rows[-1]

    def log(self) -> str:
        path = self.home / "state/sitbreak.log"
        return path.read_text() if path.exists() else ""

    # ------------------------------------------------ what is on the screen

    def on_screen(self) -> bool:
        """Whether a notification or a prompt window can be seen."""
        return any(hands.windows(self.desktop, kind) for kind in ("Xfce4-notifyd", "Dunst", "Sitbreak"))

    def icon(self) -> hands.Box | None:
        return self.desktop.tray_icon_geometry()

    def press_window_button(self, label: str, among: tuple[str, ...]) -> None:
        """Press this button of our own window; `among` are the labels of its lowest row from left to right."""
        self.wait_for(lambda: self._lowest_row(len(among)), f"a window with the buttons {among}")
        seen = time.monotonic()  # a window steps aside for a pointer that is there sooner than anybody can aim
        self.wait_for(lambda: time.monotonic() > seen + DODGES_FOR_MS / 1000, "the time to aim")
        row = self._lowest_row(len(among))
        hands.click(self.desktop, row[among.index(label)].middle)

    def _lowest_row(self, count: int) -> list[hands.Box]:
        """The lowest row of widgets of our window, when it has that many."""
        row = lowest_row(self.desktop)
        return row if len(row) == count else []

    def _windows(self) -> dict[str, hands.Box]:
        return hands.windows(self.desktop, "Sitbreak")

    # ------------------------------------------------ the end

    def ended(self) -> int:
        """The exit code, once it has ended."""
        return self.process.wait(SLOW)

    def quit(self) -> int:
        """End it by command; its exit code."""
        self.ask("quit")
        return self.ended()


def leave_a_seat(desktop: DesktopSession, home: Path) -> None:
    """Make `home` the folder of somebody who has read the notice, sat down, let it run a moment, and still sits."""
    desktop.type_on()
    program = Program(desktop, SEATED)
    program.start()
    program.wait_for(lambda: program.status()["bout"], "a bout")
    program.read_notice()
    assert program.quit() == 0
    shutil.copytree(program.home, home)


def take_seat(desktop: DesktopSession, home: Path, settings: Mapping[str, str] = SEATED, **env: str) -> Program:
    """The program on a desktop where that person's bout goes on, long enough for a prompt or soon to be."""
    taken = Path(desktop.env["SITBREAK_HOME"])
    shutil.copytree(home, taken.with_name("copying")).rename(taken)  # who watches the folder sees no half file in it
    program = Program(desktop, settings)
    desktop.type_on()
    program.start(**env)
    return program


def lowest_row(desktop: DesktopSession) -> list[hands.Box]:
    """The lowest row of widgets of our windows, from left to right."""
    with closing(Display(desktop.env["DISPLAY"])) as display:
        tops = [display.create_resource_object("window", int(name)) for name in hands.windows(desktop, "Sitbreak")]
        boxes = [box for top in tops for box in _leaves(top)]
    lowest = max((box.middle[1] for box in boxes), default=0)
    return sorted(box for box in boxes if abs(box.middle[1] - lowest) < 8)


def _leaves(window: Any) -> list[hands.Box]:
    """Where the innermost windows of a window are on the screen; none when it has just closed."""
    try:
        children = window.query_tree().children
        if children:
            return [box for child in children for box in _leaves(child)]
        size, root = window.get_geometry(), window.get_geometry().root
        corner = root.translate_coords(window, 0, 0)
    except BadWindow:
        return []
    return [hands.Box(corner.x, corner.y, size.width, size.height)]

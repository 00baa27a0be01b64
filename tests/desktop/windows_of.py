"""The windows that the running program has opened, as the processes they are: held up, talked over, ended."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from tests.desktop.program import Program

DRILL, PROMPT = "sitbreak.ui.drill_window", "sitbreak.ui.prompt_window"


@dataclass(frozen=True, slots=True)
class Window:
    """One child of the program."""

    pid: int

    @property
    def lives(self) -> bool:
        """Whether it runs, or could; one that has ended and was not yet waited for does not."""
        try:
            return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
        except OSError:
            return False

    def hangs(self) -> None:
        """It answers nobody any more."""
        os.kill(self.pid, signal.SIGSTOP)

    def prints(self, text: bytes) -> None:
        """Write so much into the pipe that it talks to the program by."""
        with open(f"/proc/{self.pid}/fd/1", "wb", buffering=0) as pipe:
            left = memoryview(text)
            while left:
                left = left[pipe.write(left) :]


def windows_of(program: Program, module: str) -> list[Window]:
    """The program's children that run this module."""
    children = Path(f"/proc/{program.process.pid}/task").glob("*/children")
    pids = [int(pid) for listed in children for pid in listed.read_text().split()]
    return [Window(pid) for pid in pids if module in _command(pid)]


def window_of(program: Program, module: str) -> Window:
    """The one child that runs this module, once there is one."""
    (window,) = program.wait_for(lambda: windows_of(program, module), module)
    return window


def _command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []

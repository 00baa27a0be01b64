"""Starts our windows on a private desktop and reads what they print."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from tests.desktop.session import DesktopSession

_numbers = count(1)


class Window:
    """A child of ours with what it has printed so far."""

    def __init__(self, screen: DesktopSession, module: str, arguments: tuple[str, ...], **env: str) -> None:
        self.screen, self.name = screen, f"{module}-{next(_numbers)}"
        self._id = ""
        self._others = _windows(screen)
        self.process = screen.run([sys.executable, "-m", f"sitbreak.ui.{module}", *arguments], name=self.name, **env)

    def lines(self) -> list[dict[str, Any]]:
        """The JSON lines printed; anything else printed fails the test."""
        return [json.loads(line) for line in self.screen.children.log(self.name).splitlines()]

    def ended(self, timeout: float = 15) -> int:
        """Wait for the end; the exit code."""
        return self.process.wait(timeout)

    def id(self) -> str:
        """The X id of the window, once it is on the screen."""
        self._id = self._id or self.screen.wait_for(self._visible, 10, f"the window of {self.name}")
        return self._id

    def _visible(self) -> str:
        return next(iter(_windows(self.screen) - self._others), "")

    def focused(self) -> None:
        """Wait until the keyboard is ours."""
        own = self.id()
        self.screen.wait_for(lambda: focus(self.screen) == own, 10, f"the focus of {self.name}")

    def titled(self, words: str) -> None:
        """Wait until the title begins so; it names the phase."""
        own = self.id()
        look = ["xdotool", "getwindowname", own]
        self.screen.wait_for(lambda: self.screen.output(*look).startswith(words), 20, f"the title {words!r}")


def _windows(screen: DesktopSession) -> set[str]:
    command = ["xdotool", "search", "--onlyvisible", "--class", "Sitbreak"]
    return set(subprocess.run(command, env=screen.env, capture_output=True, text=True, check=False).stdout.split())


def focus(screen: DesktopSession) -> str:
    """The window that has the keyboard."""
    found = subprocess.run(
        ["xdotool", "getwindowfocus"], env=screen.env, capture_output=True, text=True, timeout=10, check=False
    )
    return found.stdout.strip()


@contextmanager
def window(screen: DesktopSession, module: str, *arguments: str, **env: str) -> Iterator[Window]:
    """A window that is gone at the end, whatever happens."""
    opened = Window(screen, module, arguments, **env)
    try:
        yield opened
    finally:
        screen.stop(opened.process)

"""A folder of sitbreak's own, and the real commands run against it as the shell would."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "sitbreak")
PATIENCE = 60.0
"""Seconds that anything may take on a busy machine."""

BRIEF = """\
[sitting]
limit = "20s"
[quiet]
hours = {}
[prompt]
lull = "1s"
snooze = ["5s"]
"""

_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")


def until(condition: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"still waiting for {what}"
        time.sleep(0.05)


class Home:
    """One user without a desktop, whose every file is below `path`."""

    def __init__(self, path: Path, **env: str) -> None:
        self.path = path
        bare = {name: value for name, value in os.environ.items() if name not in _DESKTOP}
        self.env = bare | {"SITBREAK_HOME": str(path), "SITBREAK_IDLE": "none", "TERM": "xterm"} | env

    @property
    def settings(self) -> Path:
        return self.path / "config" / "config.toml"

    def configure(self, text: str) -> Home:
        """Write the settings file."""
        self.settings.parent.mkdir(parents=True, exist_ok=True)
        self.settings.write_text(text)
        return self

    def does(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command without a terminal."""
        return subprocess.run(
            [*COMMAND, *words],
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def tells(self, *words: str) -> Any:
        """The JSON document that a command prints."""
        done = self.does(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def logged(self) -> list[dict[str, Any]]:
        """What is on record, oldest first."""
        return [json.loads(line) for line in self.does("log", "--json").stdout.splitlines()]

    def files(self) -> Mapping[str, bytes]:
        """Every file there is, with its contents."""
        found = (path for path in self.path.rglob("*") if path.is_file())
        return {str(path.relative_to(self.path)): path.read_bytes() for path in found}

    @contextmanager
    def service(self, *options: str) -> Iterator[subprocess.Popen[str]]:
        """sitbreak without desktop and terminal, from the moment it answers."""
        pipe = subprocess.PIPE
        program = subprocess.Popen(
            [*COMMAND, "run", *options], env=self.env, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True
        )
        try:
            until(lambda: self.does("status").returncode == 0 or program.poll() is not None, "an answer")
            assert program.poll() is None, program.communicate()
            yield program
        finally:
            _end(program)

    @contextmanager
    def terminal(self, *words: str) -> Iterator[Terminal]:
        """A command in a terminal of its own."""
        screen = Terminal(self, words)
        try:
            yield screen
        finally:
            _end(screen.program)
            screen.hang_up()


def _end(program: subprocess.Popen[Any]) -> None:
    program.terminate()
    try:
        program.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        program.kill()
        program.communicate()
        raise


class Terminal:
    """A pseudo terminal with sitbreak in it, and somebody who reads and types."""

    def __init__(self, home: Home, words: tuple[str, ...]) -> None:
        self._ours, theirs = pty.openpty()
        self._theirs = theirs
        self.modes = termios.tcgetattr(theirs)
        self.text = ""
        self.program = subprocess.Popen(
            [sys.executable, "-c", _OWN_TERMINAL, *COMMAND, *words],
            env=home.env,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )

    def shows(self, words: str, patience: float = PATIENCE) -> Terminal:
        """Wait until the words have been written since the last key, and go on reading behind them."""
        deadline = time.monotonic() + patience
        while words not in self.text:
            assert time.monotonic() < deadline, f"waiting for {words!r}, saw {self.text[-2000:]!r}"
            self._read()
        self.text = self.text.partition(words)[2]
        return self

    def types(self, keys: str) -> Terminal:
        """Press keys; what was written before is forgotten."""
        self.text = ""
        os.write(self._ours, keys.encode())
        return self

    def ends(self) -> int:
        """Wait for the end of the program; its exit code."""
        until(self._ended, "the end")
        return self.program.wait()

    def restored(self) -> bool:
        """Whether the terminal is as it was before."""
        return termios.tcgetattr(self._theirs) == self.modes

    def hang_up(self) -> None:
        """Take the terminal away."""
        for end in (self._ours, self._theirs):
            if end >= 0:
                os.close(end)
        self._ours = self._theirs = -1

    def _ended(self) -> bool:
        self._read()
        return self.program.poll() is not None

    def _read(self) -> None:
        if select.select([self._ours], [], [], 0.05)[0]:
            self.text += os.read(self._ours, 65536).decode(errors="replace")


_OWN_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Makes the terminal the one whose Ctrl-C and hang-up are ours."""

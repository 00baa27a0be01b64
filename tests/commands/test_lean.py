"""The commands that status bars run every few seconds load next to nothing."""

from __future__ import annotations

import subprocess
import sys

from tests.commands.home import Home

HEAVY = {
    "PIL",
    "tinydb",
    "apscheduler",
    "dataclasses",
    "inspect",
    "datetime",
    "asyncio",
    "subprocess",
    "tkinter",
    "jeepney",
}


def loaded(home: Home, code: str) -> set[str]:
    """The top-level modules in memory after some code."""
    end = "; import sys; sys.stderr.write(' '.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code + end], env=home.env, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_the_command_line_loads_nothing_heavy(home: Home) -> None:
    """`import sitbreak.cli` loads neither Pillow nor TinyDB nor APScheduler, nor what makes Python start slowly."""
    assert not HEAVY & loaded(home, "import sitbreak.cli")


def test_status_loads_nothing_heavy(home: Home) -> None:
    """Neither does running `sitbreak status` against the running program."""
    with home.service():
        assert not HEAVY & loaded(home, "from sitbreak.cli import main; assert main(['status']) == 0")

"""The program in the interpreters that people have: the system's own, and one that cannot do with less than all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desktop.conftest import OpenDesktop
from tests.desktop.program import UNPROMPTED, Program
from tests.desktop.session import DesktopSession

SYSTEM = "/usr/bin/python3"
BECOME = "from sitbreak.adapters.interpreter import become; become({!r}, 'tray')"


def _of_our_series(python: str) -> bool:
    """Whether that one is there and can load what was compiled for ours."""
    asked = [python, "-c", "import sys; print(*sys.version_info[:2])"]
    return os.access(python, os.X_OK) and subprocess.check_output(asked, text=True).split() == [
        str(part) for part in sys.version_info[:2]
    ]


PYTHONS = [python for python in (sys.executable, SYSTEM) if _of_our_series(python)]


@pytest.fixture
def desktop(open_desktop: OpenDesktop) -> DesktopSession:
    return open_desktop(panel="light", notifier="xfce4-notifyd")


def _begin(program: Program, python: str, module: str) -> list[str]:
    """Start it, wait until it answers and its icon is there; the command line that it then has."""
    path = os.pathsep.join(sys.path)
    program.process = program.desktop.run(
        [python, "-c", BECOME.format(module)], name="sitbreak", PYTHONPATH=path, SITBREAK_SPEED="20"
    )
    program.wait_for(program.answers, "an answer")
    program.wait_for(program.icon, "an icon")
    return Path(f"/proc/{program.process.pid}/cmdline").read_text(encoding="utf-8").split("\0")


@pytest.mark.parametrize("python", PYTHONS)
def test_it_runs_sparsely(desktop: DesktopSession, python: str) -> None:
    """With our Python and with the system's, whose libraries may be older, nothing that was left out is missed."""
    program = Program(desktop, UNPROMPTED)
    assert "-SPOO" in _begin(program, python, "sitbreak.resident")
    assert program.quit() == 0
    assert desktop.children.log("sitbreak") == ""


def test_it_runs_whole_where_it_cannot_run_sparsely(desktop: DesktopSession) -> None:
    """A library that misses what was left out costs memory, and not the program; a report says what happened."""
    program = Program(desktop, UNPROMPTED)
    assert "-SPOO" not in _begin(program, sys.executable, "tests.contracts.resident_misfit")
    assert Path(f"/proc/{program.process.pid}/comm").read_text(encoding="utf-8") == "sitbreak\n"
    (notice,) = program.status()["notices"]
    (report,) = (program.home / "state").glob("crash-*.txt")
    assert notice.startswith("sitbreak ended unexpectedly")
    assert notice.endswith(str(report))
    assert "ModuleNotFoundError" in report.read_text(encoding="utf-8")
    assert program.quit() == 0
    told = "sitbreak: broken (ModuleNotFoundError), so it begins again with all of Python's libraries.\n"
    assert desktop.children.log("sitbreak") == told

"""The real program breaks in one of its threads: it ends, says where, and the next start tells of it once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.commands.home import Home, until

SECRET = "Some Like It Hot"
BREAKS = {
    "engine": "import sitbreak.engine as part; part.next_look = broken",
    "control-client": "import sitbreak.adapters.control as part; part.ControlServer._reply = broken",
    "main": "import sitbreak.ui.no_screen as part; part.NoScreen.run = broken",
}
"""What makes a thread of the program fail, by its name."""


def broken_run(home: Home, part: str) -> subprocess.Popen[str]:
    """The resident program with a mistake in it."""
    code = f"""
import os
from sitbreak.adapters.sparse import be_sparse
be_sparse()
def broken(*_): raise LookupError(os.environ["SECRET"])
{BREAKS[part]}
from sitbreak.commands.ending import exit_code
from sitbreak.commands.start import serve
raise SystemExit(exit_code(lambda: serve(None, False)))
"""
    pipe = subprocess.PIPE
    argv = [sys.executable, "-OO", "-c", code]
    env = home.env | {"SECRET": SECRET}
    return subprocess.Popen(argv, env=env, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True)


@pytest.mark.parametrize("part", BREAKS)
def test_a_thread_that_breaks(home: Home, part: str) -> None:
    """Rule: the program ends with exit code 1 and a report; `status` and `doctor` tell of it in the next run alone."""
    program = broken_run(home, part)
    until(lambda: program.poll() is not None or home.does("status").returncode == 9, "its end")
    assert program.communicate()[1]
    assert program.returncode == 1
    (report,) = (home.path / "state").glob("crash*.txt")
    assert f"{'the main thread' if part == 'main' else part} failed" in report.read_text()
    assert "ended unexpectedly" in home.does("doctor").stdout
    for told in (True, False):
        with home.service():
            (report,) = (home.path / "state").glob("crash-*.txt")
            notices = home.tells("status")["notices"]
            assert any(f"what happened is in {report}" in line for line in notices) is told
            assert home.tells("doctor")["crashes"]["ok"] is not told
    assert SECRET not in report.read_text() + (home.path / "state" / "sitbreak.log").read_text()


def test_a_kill_is_told_to_the_log_alone(home: Home) -> None:
    """Rule: after kill -9, as after a power cut, the next start has nothing to say to the person."""
    with home.service() as program:
        program.kill()
        program.wait()
    with home.service():
        assert home.tells("status")["notices"] == []
    assert "it was killed, or the power failed" in (home.path / "state" / "sitbreak.log").read_text()
    assert list((home.path / "state").glob("crash*")) == []

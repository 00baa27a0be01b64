"""The drill in a terminal: plain lines in a pipe, a live block and keys on a tty."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time

from sitbreak.ui.drill_source import read
from sitbreak.ui.session import notes

COMMAND = [sys.executable, "-m", "sitbreak.ui.drill_terminal", "--drill", "standing-march"]


def on_tty(arguments: list[str], keys: dict[str, bytes]) -> str:
    """Run on a pseudo terminal, pressing each key once its text has appeared; everything printed."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen([*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    text, waiting, deadline = "", dict(keys), time.monotonic() + 20
    while time.monotonic() < deadline:
        if not select.select([ours], [], [], 0.2)[0]:
            continue
        try:
            text += os.read(ours, 4096).decode()
        except OSError:  # the other end of a pseudo terminal is gone
            break
        for cue in [cue for cue in waiting if cue in text]:
            os.write(ours, waiting.pop(cue))
    child.wait(5)
    os.close(ours)
    assert not waiting, text
    return text


def test_in_a_pipe_each_phase_is_a_line() -> None:
    """Without a tty there are no control codes, one line a phase, and the result as the last line."""
    done = subprocess.run([*COMMAND, "--level", "1", "--speed", "40"], capture_output=True, text=True, check=True)
    assert "\x1b" not in done.stdout
    lines = done.stdout.splitlines()
    assert sum(" s  " in line for line in lines) == 3
    found = {"version": 1, "result": "done", "seconds": 37, "left": 15, "right": 15, "effort": None}
    assert json.loads(lines[-1]) == found


def test_q_stops_at_once() -> None:
    """On a tty q ends the drill; without exercise it is abandoned and nobody is asked."""
    text = on_tty([], {"Get ready": b"q"})
    assert json.loads(text.splitlines()[-1])["result"] == "abandoned"
    assert "How was it?" not in text


def test_keys_skip_and_answer() -> None:
    """n skips to the exercise, and a digit at the end answers how it was."""
    text = on_tty(["--level", "1", "--speed", "20"], {"Get ready": b"n", "How was it?": b"2"})
    found = json.loads(text.splitlines()[-1])
    assert (found["result"], found["effort"]) == ("done", "ok")
    assert found["seconds"] < 37


def test_space_pauses() -> None:
    """Space stops the countdown and says so; a second one goes on."""
    text = on_tty(["--level", "1", "--speed", "20"], {"Get ready": b" ", "Paused": b" "})
    assert json.loads(text.splitlines()[-1])["result"] == "done"


def test_cautions_come_first() -> None:
    """The drill's cautions are told before anything is exercised, without a key."""
    done = subprocess.run([*COMMAND, "--level", "1", "--speed", "60"], capture_output=True, text=True, check=True)
    assert done.stdout.index("Take care. Poor balance: keep one hand on the desk.") < done.stdout.index(" s  ")


def test_what_the_window_tells_is_one_key_away() -> None:
    """? prints all that the window's notes say, cautions, mistakes, muscles and the reason, and the drill goes on."""
    text = on_tty(["--level", "1"], {"Get ready": b"?", "Why": b"q"})
    drill = read("standing-march")
    assert all(line in text for _, lines in notes(drill) for line in lines)
    assert json.loads(text.splitlines()[-1])["result"] == "abandoned"

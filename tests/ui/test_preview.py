"""`sitbreak drill --preview` in a window on a real X server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from sitbreak.shipped import shipped
from tests.desktop.session import DesktopSession


def test_a_preview_opens_the_window_and_records_nothing(screen: DesktopSession, tmp_path: Path) -> None:
    """A drill file from anywhere is shown to its end by the window, and no record or checkpoint is written."""
    home, file = tmp_path / "home", tmp_path / "draft.toml"
    sitbreak = [sys.executable, "-m", "sitbreak"]
    env = screen.env | {"SITBREAK_HOME": str(home), "SITBREAK_SPEED": "30"}
    subprocess.run([*sitbreak, "safety", "--acknowledge"], env=env, check=True, capture_output=True)
    before = sorted(home.rglob("*"))
    file.write_bytes(shipped("config", "drills", "glute-squeeze.toml").read_bytes())
    words = ["drill", "--preview", str(file), "--json"]
    program = subprocess.Popen([*sitbreak, *words], env=env, stdout=subprocess.PIPE, text=True)
    look = ["xdotool", "search", "--onlyvisible", "--name", "Isometric glute squeeze - sitbreak"]
    screen.wait_for(lambda: subprocess.run(look, env=env, capture_output=True, check=False).stdout, 20, "the window")
    told, _ = program.communicate(timeout=60)
    assert (program.returncode, json.loads(told)["result"]) == (0, "done")
    assert sorted(home.rglob("*")) == before

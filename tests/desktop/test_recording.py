"""What is in a recording of the real program on a real desktop: the published keys, and not a word of the person's."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.presence import missing, need
from tests.contracts.test_media import MPRIS_OF_MPV, MPV
from tests.desktop.conftest import OpenDesktop
from tests.desktop.program import BRIEF, SITBREAK, Program
from tests.desktop.session import DesktopSession

SECRET = "xyzzyplugh"
SIGNAL_KEYS = {"idle", "slept", "locked", "call", "media", "fullscreen", "do_not_disturb", "app"}
DEED_KEYS = {"do", "for", "until", "since", "drill", "reason", "result", "seconds", "sides", "effort"}
LINE_KEYS = {"t", "running", "wall", "settings", "prompt", "stale"} | SIGNAL_KEYS | DEED_KEYS
HEAD_KEYS = {"sitbreak_trace", "start", "zone", "settings", "taken_up"}
FILM = ["mpv", "--no-config", "--vo=x11", "--ao=null", f"--title={SECRET}-film", f"--x11-name={SECRET}-class"]


@pytest.fixture
def desktop(open_desktop: OpenDesktop) -> DesktopSession:
    return open_desktop(notifier="xfce4-notifyd")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_recording_holds_no_secret(desktop: DesktopSession, tmp_path: Path) -> None:
    """Titles, window classes, players and typed keys leave no trace; the file replays to the prompt of the day."""
    need("mpv")
    plugin = next((path for path in MPRIS_OF_MPV if path.exists()), None)
    if plugin is None:
        missing("mpv-mpris")
    film = desktop.run(
        [*FILM, f"--script={plugin}", "--force-media-title=" + SECRET, "av://lavfi:testsrc"], name="film"
    )
    desktop.wait_for(lambda: SECRET in desktop.output("wmctrl", "-l"), 10, "the film")
    desktop.wait_for(lambda: desktop.owner_exists(MPV), 10, "the player on the bus")
    path = tmp_path / "day.jsonl"
    program = Program(desktop, BRIEF | {"quiet.apps": '["some-other-app"]'})
    program.process = desktop.run([SITBREAK, "run", "--record", str(path)], SITBREAK_SPEED="20")
    program.wait_for(program.answers, "an answer")
    desktop.xdo("type", "--delay", "30", SECRET)
    desktop.type_on()
    program.wait_for_prompt()
    assert program.ask("answer", "skip", "--reason", "busy").returncode == 0
    program.wait_for_record("prompts")
    desktop.stop(film)
    assert program.quit() == 0

    told = path.read_text()
    head, *rest = lines(path)
    assert not re.search(f"{SECRET}|mpv|mpris|testsrc|{desktop.root}", told, re.IGNORECASE)
    assert set(head) <= HEAD_KEYS
    assert set().union(*rest) <= LINE_KEYS
    assert {"idle", "prompt", "do"} <= set().union(*rest)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = json.loads(program.ask("replay", str(path), "--json").stdout)
    (prompt,) = program.records("prompts")
    assert [one["outcome"] for one in again["prompts"]] == ["skipped"]
    assert again["prompts"][0]["shown"][:19] == prompt["shown"][:19]

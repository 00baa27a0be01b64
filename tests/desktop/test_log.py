"""What the log says of a day on a real desktop: what came of the prompts, and not a word of the person's."""

from __future__ import annotations

import re
import stat

import pytest

from tests.contracts.presence import missing, need
from tests.contracts.test_media import MPRIS_OF_MPV, MPV
from tests.desktop.conftest import OpenDesktop
from tests.desktop.program import BRIEF, Program
from tests.desktop.session import DesktopSession
from tests.desktop.test_recording import FILM, SECRET


@pytest.fixture
def desktop(open_desktop: OpenDesktop) -> DesktopSession:
    return open_desktop(panel="light", notifier="xfce4-notifyd")


def test_the_log_of_a_day(desktop: DesktopSession) -> None:
    """Start, adapters, and each prompt's way to its end are told; titles, programs, keys and drills are not."""
    need("mpv")
    plugin = next((path for path in MPRIS_OF_MPV if path.exists()), None)
    if plugin is None:
        missing("mpv-mpris")
    full = [*FILM, "--fs", f"--script={plugin}", f"--force-media-title={SECRET}", "av://lavfi:testsrc"]
    film = desktop.run(full, name="film")
    desktop.wait_for(lambda: SECRET in desktop.output("wmctrl", "-l"), 10, "the film")
    desktop.wait_for(lambda: desktop.owner_exists(MPV), 10, "the player on the bus")
    program = Program(desktop, BRIEF | {"quiet.apps": f'["{SECRET}-class"]'})
    program.start()
    desktop.xdo("type", "--delay", "30", SECRET)
    desktop.type_on()
    program.wait_for(lambda: "fullscreen" in program.status()["held_by"], "a prompt held back")
    desktop.stop(film)
    program.wait_for_prompt()
    assert program.ask("answer", "skip", "--reason", "hurts").returncode == 0
    drill = program.wait_for_record("prompts")["drill"]
    assert program.ask("quiet", "1h").returncode == 0
    assert program.quit() == 0

    told = program.log()
    said = [line.split(": ", 1)[1] for line in told.splitlines()]
    for words in (r"started: idle xsync", r"sni", r"prompt 1 is due", r"prompt 1 is held by .*fullscreen"):
        assert re.search(words, told), told
    assert (
        said.index("prompt 1 is due") < said.index("prompt 1 is on the screen") < said.index("prompt 1 ended: skipped")
    )
    assert "mode: quiet" in said
    assert said[-1] == "ended"
    assert not re.search(f"{SECRET}|mpv|testsrc|hurts|{drill}", told, re.IGNORECASE), told
    assert stat.S_IMODE((program.home / "state/sitbreak.log").stat().st_mode) == 0o600

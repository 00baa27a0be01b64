"""The first drill of all begins with the safety notice, and only the first."""

from __future__ import annotations

from sitbreak.core.safety import NOTICE_TITLE, UNDERSTOOD
from sitbreak.ui.notice_window import NOT_NOW
from tests.desktop import hands
from tests.desktop.conftest import OpenDesktop
from tests.desktop.program import UNPROMPTED, Program
from tests.desktop.test_typed_on import titled


def test_the_first_drill_shows_the_notice(open_desktop: OpenDesktop) -> None:
    """Put off, the notice comes again; confirmed with its button the drill starts, and the next one starts at once."""
    program = Program(open_desktop(notifier="dunst"), UNPROMPTED)
    program.start()
    for _ in range(2):
        notice_for_a_drill(program)
        program.desktop.xdo("key", "Escape")
        program.wait_for(lambda: not program.on_screen() and not program.status()["drill"], "the end of the drill")
    assert program.status()["safety"]["acknowledged"] is False

    notice_for_a_drill(program)
    program.press_window_button(UNDERSTOOD, (NOT_NOW, UNDERSTOOD))
    program.wait_for(lambda: len(program.records("drills")) == 3, "the drill on record")
    assert [drill["result"] for drill in program.records("drills")] == ["abandoned", "abandoned", "done"]
    assert program.status()["safety"]["acknowledged"] is True
    program.wait_for(lambda: not program.on_screen(), "the window's end")
    assert program.ask("drill", "standing-march").returncode == 0
    program.wait_for(lambda: titled(program.desktop, "Get ready"), "the second drill")


def notice_for_a_drill(program: Program) -> None:
    """Start a drill and wait until the notice has the keyboard."""
    assert program.ask("drill", "standing-march").returncode == 0
    program.wait_for(lambda: titled(program.desktop, NOTICE_TITLE), "the notice")
    (shown,) = hands.windows(program.desktop, "Sitbreak")
    program.desktop.xdo("windowfocus", "--sync", shown)

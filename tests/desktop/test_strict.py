"""The strict style on a real desktop: the prompt fills the screen, and Esc held is always a way out."""

from __future__ import annotations

from tests.desktop import hands
from tests.desktop.conftest import OpenDesktop, TakeSeat
from tests.desktop.program import SEATED


def test_strict_fills_the_screen_until_answered(open_desktop: OpenDesktop, take_seat: TakeSeat) -> None:
    """The first prompt of a bout covers everything; Esc held for two seconds leaves, and goes on record as a skip."""
    desktop = open_desktop(panel="light", notifier="xfce4-notifyd")
    program = take_seat(desktop, SEATED | {"prompt.style": '"strict"'})
    program.wait_for_prompt()
    (box,) = hands.windows(desktop, "Sitbreak").values()
    assert (box.x, box.y, box.width, box.height) == (0, 0, 1280, 800)
    desktop.rest()
    desktop.xdo("keydown", "Escape")
    try:
        stored = program.wait_for_record("prompts")
    finally:
        desktop.xdo("keyup", "Escape")
    assert (stored["outcome"], stored["reason"]) == ("skipped", "other")
    program.wait_for(lambda: not hands.windows(desktop, "Sitbreak"), "the screen back")

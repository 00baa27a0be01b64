"""Days on which the desktop breaks under the program: what it says meanwhile, and what is on record afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest

from tests.desktop import hands
from tests.desktop.conftest import OpenDesktop, require
from tests.desktop.diary import Diary, begin
from tests.desktop.machine import mate_saver
from tests.desktop.program import BRIEF
from tests.desktop.session import DesktopSession, Process, wait_for
from tests.desktop.wayland import WaylandSession
from tests.witness import Witness

T = TypeVar("T")

UNASKED = BRIEF | {"sitting.limit": '"4h"'}
TOUCH = "while :; do swaymsg --quiet 'seat - cursor move 5 5; seat - cursor move -5 -5'; sleep 0.3; done"


class Sway(WaylandSession):
    """A desktop that is nothing but sway, as far as the program and its diary need one."""

    def start_here(self) -> None:
        """Make it a place where the program keeps its files."""
        self.env |= {"SITBREAK_HOME": str(self.root / "sitbreak"), "DBUS_SYSTEM_BUS_ADDRESS": "disabled:"}

    def run(self, argv: Sequence[str], *, name: str = "", **env: str) -> Process:
        return self.children.start(name or Path(argv[0]).name, argv, self.env | env)

    def wait_for(self, look: Callable[[], T | None], timeout: float, what: str) -> T:
        try:
            return wait_for(look, timeout, what)
        except AssertionError as late:
            late.add_note(self.children.tails())
            raise

    def type_on(self) -> None:
        """Keep the pointer moving."""
        self.run(["sh", "-c", TOUCH], name="hand")


@pytest.fixture
def sway(witness: Witness) -> Iterator[Sway]:
    require(Sway.missing("sway"))
    with Sway() as session:
        session.start_here()
        witness.over(session.root / "sitbreak")
        yield session


def told_to_look(diary: Diary) -> dict[str, Any]:
    """Why it thinks what it thinks after another look; it takes one whenever somebody asks for something."""
    assert diary.ask("resume").returncode == 0
    why: dict[str, Any] = diary.status()["why"]
    return why


@pytest.mark.fault("compositor killed and back")
def test_the_compositor_is_back_in_time(sway: Sway) -> None:
    """A compositor that crashes and comes back within the absence limit leaves the bout as it was."""
    diary = begin(cast(DesktopSession, sway), UNASKED)
    assert (diary.ask("stand").returncode, diary.ask("sit").returncode) == (0, 0)
    start, before = diary.status()["bout"]["start"], diary.day()
    sway.kill()
    diary.wait_for(lambda: diary.status()["why"]["source"] == "none", "the loss of the idle source")
    sway.start()
    diary.wait_for(lambda: told_to_look(diary)["source"] == "wayland", "the idle source")
    diary.looks()
    assert diary.status()["bout"]["start"] == start
    assert diary.day() == before
    diary.says("Sitting", signal="input")


@pytest.mark.fault("compositor killed, back after the absence limit")
def test_the_compositor_stays_away(sway: Sway) -> None:
    """Without a compositor for longer than the absence limit nobody knows; the next input on the new one sits down."""
    diary = begin(cast(DesktopSession, sway), UNASKED | {"sitting.absence.idle": '"5s"'})
    diary.looks()
    sway.kill()
    diary.wait_for(lambda: diary.status()["state"] == "unclear", "the end of what is known")
    diary.says("Cannot tell whether you sit.", signal="none", source="none")
    assert diary.doctor()["ports"]["idle"]["chosen"] == "none"
    sway.start()
    diary.sits()
    diary.says("Sitting", signal="input", source="wayland")
    assert [row[:2] for row in diary.day()] == [("seated", "cap"), ("unclear", "none")]
    diary.check_replay()


@pytest.mark.fault("session bus killed and back, with all on it")
def test_the_session_bus_is_killed(open_desktop: OpenDesktop) -> None:
    """The bout outlives the session bus; on the new one icon, prompt, its button and the lock work as before."""
    desktop = open_desktop(panel="light", notifier="xfce4-notifyd")
    diary = begin(desktop, BRIEF | {"sitting.absence.idle": '"1m"', "sitting.absence.locked": '"5s"'})
    diary.wait_for(diary.icon, "the tray icon")
    start = diary.status()["bout"]["start"]
    desktop.stop_bus()
    desktop.start_bus()
    desktop.start_notifier("xfce4-notifyd")
    desktop.start_panel()
    diary.wait_for(diary.icon, "the tray icon on the new bus")

    diary.wait_for_prompt()
    diary.wait_for(lambda: hands.windows(desktop, "Xfce4-notifyd"), "the notification")
    desktop.press_notification_button("Skip")
    assert diary.wait_for_record("prompts")["outcome"] == "skipped"
    assert diary.status()["bout"]["start"] == start

    with mate_saver(desktop) as saver:
        diary.wait_for(lambda: diary.doctor()["ports"]["lock"]["chosen"] == "mate", "the screen saver")
        desktop.rest()
        saver.order("activate")
        diary.wait_for(lambda: diary.status()["state"] == "away", "the absence")
        diary.says("Away", signal="lock")
        saver.order("deactivate")
        diary.sits()
    assert [row[:2] for row in diary.day()] == [("seated", "lock"), ("away", "lock")]
    assert diary.records("bouts")[0]["start"] == start
    diary.check_replay()

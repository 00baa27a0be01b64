"""The real program in the real Plasma on X11: prompts, do-not-disturb, the window in front, tray, a shell that dies."""

from __future__ import annotations

from contextlib import closing

import pytest

from sitbreak.adapters.bus import Bus
from tests.desktop import hands, peers
from tests.desktop.conftest import TakeSeat
from tests.desktop.program import Program
from tests.heavy.plasma import PlasmaDesktop
from tests.heavy.seat import PROMPTED, RESTLESS, at_work, said, served, source, wait_held, wait_state

BUTTONS = ("Start", "Snooze", "Skip")
SERVICE = (peers.NOTIFICATIONS, "/org/freedesktop/Notifications", peers.NOTIFICATIONS)
FILM = ["mpv", "--no-config", "--vo=x11", "--ao=null", "--fs", "av://lavfi:testsrc"]


@pytest.fixture
def seat(plasma: PlasmaDesktop, take_seat: TakeSeat) -> Program:
    """Somebody who is about to be asked."""
    return take_seat(plasma, PROMPTED)


def test_a_click_on_start(plasma: PlasmaDesktop, seat: Program) -> None:
    """Plasma's own bubble has our buttons; Start opens the drill and takes the bubble away."""
    seat.wait_for_prompt()
    plasma.rest()
    plasma.press("Start", BUTTONS)
    seat.wait_for(lambda: hands.windows(plasma, "Sitbreak"), "the drill window")
    drill, prompt = seat.wait_for_record("drills"), seat.wait_for_record("prompts")
    assert (drill["result"], prompt["outcome"]) == ("done", "accepted")
    plasma.wait_for(lambda: not plasma.bubble(), 10, "the bubble's end")
    assert said(seat, "notify", "freedesktop")["reason"].startswith("Plasma 5.")


@pytest.mark.parametrize(("label", "outcome"), [("Snooze", "snoozed"), ("Skip", "skipped")])
def test_other_clicks(plasma: PlasmaDesktop, seat: Program, label: str, outcome: str) -> None:
    """The other two buttons do what they say and take the bubble away."""
    seat.wait_for_prompt()
    plasma.rest()
    plasma.press(label, BUTTONS)
    assert seat.wait_for_record("prompts")["outcome"] == outcome
    plasma.wait_for(lambda: not plasma.bubble(), 10, "the bubble's end")


def test_away_and_back(plasma: PlasmaDesktop, take_seat: TakeSeat) -> None:
    """Who takes the hands off is away after the chosen time, by the X server's word, and back with the first touch."""
    program = at_work(take_seat(plasma, RESTLESS))
    assert source(program) == "xsync"
    plasma.rest()
    wait_state(program, "away")
    plasma.move_pointer()
    wait_state(program, "seated")


def test_do_not_disturb(plasma: PlasmaDesktop, take_seat: TakeSeat) -> None:
    """While Plasma's notifications are inhibited the prompt is held; it comes after they are let through again."""
    with closing(Bus(plasma.env["DBUS_SESSION_BUS_ADDRESS"])) as bus:
        (cookie,) = bus.call(*SERVICE, "Inhibit", "ssa{sv}", "sitbreak", "a test", {})
        program = take_seat(plasma, PROMPTED)
        wait_held(program, "do_not_disturb")
        assert not plasma.bubble()
        bus.call(*SERVICE, "UnInhibit", "u", cookie)
    program.wait_for_prompt()
    plasma.wait_for(plasma.bubble, 10, "the bubble")


def test_a_film_on_the_whole_screen(plasma: PlasmaDesktop, take_seat: TakeSeat) -> None:
    """KWin tells that a window fills the screen: the prompt is held, and comes when the film is over."""
    film = plasma.run(FILM)
    plasma.wait_for(lambda: hands.windows(plasma, "mpv"), 15, "the film")
    program = take_seat(plasma, PROMPTED)
    wait_held(program, "fullscreen")
    plasma.stop(film)
    program.wait_for_prompt()
    assert served(program, "fullscreen") == "x11"


def test_the_tray(plasma: PlasmaDesktop, take_seat: TakeSeat) -> None:
    """The panel shows the icon, and a line chosen with mouse and keys in Plasma's menu acts."""
    program = at_work(take_seat(plasma, RESTLESS))
    icon = plasma.wait_for(plasma.icon, 20, "the icon")
    plasma.rest()
    hands.click(plasma, icon.middle, button=3)
    plasma.choose("I am standing")
    wait_state(program, "standing")
    assert not [row for row in program.doctor()["ports"]["tray"]["tried"] if row["name"] == "host"]


def test_a_shell_that_dies(plasma: PlasmaDesktop, seat: Program) -> None:
    """A new plasmashell has the icon, and the open prompt again."""
    seat.wait_for_prompt()
    plasma.wait_for(plasma.icon, 20, "the icon")
    plasma.kill_shell()
    plasma.start_shell()
    plasma.wait_for(plasma.icon, 20, "the icon in the new shell")
    plasma.wait_for(plasma.bubble, 40, "the bubble in the new shell")
    plasma.rest()
    plasma.press("Skip", BUTTONS)
    assert seat.wait_for_record("prompts")["outcome"] == "skipped"

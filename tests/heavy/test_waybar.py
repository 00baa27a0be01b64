"""The real program in a real sway, with waybar as the tray."""

from __future__ import annotations

import pytest

from tests.desktop import hands
from tests.desktop.conftest import TakeSeat
from tests.desktop.program import Program
from tests.heavy.bar import SwayDesktop
from tests.heavy.seat import RESTLESS, at_work, source, wait_state


@pytest.fixture
def seat(sway: SwayDesktop, take_seat: TakeSeat) -> Program:
    return at_work(take_seat(sway, RESTLESS))


def missed(program: Program) -> bool:
    """Whether doctor misses somebody who shows the icon."""
    return any(row["name"] == "host" for row in program.doctor()["ports"]["tray"]["tried"])


def test_the_icon(sway: SwayDesktop, seat: Program) -> None:
    """waybar draws the icon in its bar, and the menu is there for it."""
    icon = sway.wait_for(sway.icon, 15, "the icon")
    assert icon.y + icon.height <= 32
    assert not missed(seat)
    assert {"I am standing", "This week", "Quit"} <= {entry.label for entry in hands.tray_menu(sway)}
    assert source(seat) == "wayland"


def test_a_line_of_the_menu(sway: SwayDesktop, seat: Program) -> None:
    """What a panel sends for a click on a line of the menu acts (a button pressed by swaymsg opened no menu)."""
    sway.wait_for(sway.icon, 15, "the icon")
    sway.rest()
    hands.send_click(sway, "I am standing")
    wait_state(seat, "standing")


def test_a_bar_that_dies(sway: SwayDesktop, seat: Program) -> None:
    """Without a bar doctor says so; the next one has the icon at once."""
    sway.wait_for(sway.icon, 15, "the icon")
    sway.kill_bar()
    assert missed(seat)
    sway.start_bar()
    sway.wait_for(sway.icon, 15, "the icon in the new bar")
    assert not missed(seat)

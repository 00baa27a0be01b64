"""The real program under kwin_wayland, which tells of input by ext-idle-notify and may die."""

from __future__ import annotations

from tests.desktop.conftest import TakeSeat
from tests.heavy.kwin import KwinDesktop
from tests.heavy.seat import RESTLESS, at_work, said, served, source, wait_state


def test_away_and_back(kwin: KwinDesktop, take_seat: TakeSeat) -> None:
    """Who takes the hands off is away after the chosen time, by KWin's word, and back with the first touch."""
    program = at_work(take_seat(kwin, RESTLESS))
    program.wait_for(lambda: source(program) == "wayland", "the source")
    kwin.rest()
    wait_state(program, "away")
    kwin.move_pointer()
    wait_state(program, "seated")
    assert "a playing film" in said(program, "idle", "wayland")["reason"]


def test_a_compositor_that_dies(kwin: KwinDesktop, take_seat: TakeSeat) -> None:
    """With KWin gone status and doctor say that nobody tells; the next KWin is found without a restart of ours."""
    program = at_work(take_seat(kwin, RESTLESS))
    kwin.rest()
    kwin.compositor.kill()
    program.wait_for(lambda: source(program) == "none", "the loss of the source")
    wait_state(program, "unclear")
    assert "compositor" in said(program, "idle", "wayland")["reason"]

    kwin.compositor.start()
    program.wait_for(lambda: served(program, "idle") == "wayland", "the source")
    kwin.move_pointer()
    wait_state(program, "seated")
    assert source(program) == "wayland"

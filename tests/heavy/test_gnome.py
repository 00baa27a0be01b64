"""The real program in the real GNOME Shell: idle time, prompts, do-not-disturb, lock, tray, and a Shell that dies."""

from __future__ import annotations

from contextlib import closing

import pytest

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.signals.idle import mutter
from tests.contracts.presence import Calls
from tests.desktop import hands, peers
from tests.desktop.conftest import TakeSeat
from tests.desktop.program import Program
from tests.heavy.conftest import OpenGnome
from tests.heavy.gnome import EXTENSION, MONITOR, SAVER, GnomeDesktop
from tests.heavy.seat import PROMPTED, RESTLESS, at_work, said, served, source, wait_held, wait_state

NOTIFICATIONS = "org.gnome.desktop.notifications"


@pytest.fixture
def seat(gnome: GnomeDesktop, take_seat: TakeSeat) -> Program:
    """Somebody who is about to be asked."""
    return take_seat(gnome, PROMPTED, **gnome.client)


def test_the_shell_tells_of_input(gnome: GnomeDesktop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutter says by itself when nobody touches anything any more, and when somebody does again."""
    monkeypatch.setattr(mutter, "IDLE_AFTER_MS", 2000)
    calls = Calls()
    with closing(Bus(gnome.env["DBUS_SESSION_BUS_ADDRESS"])) as bus, closing(mutter.MutterIdle(bus, calls)) as idle:
        gnome.xdo("mousemove", 100, 300)
        gnome.wait_for(lambda: idle.seconds() < 0.5, 5, "the touch")
        gnome.wait_for(lambda: idle.seconds() > 1.0, 5, "a second's rest")
        calls.count = 0
        gnome.wait_for(lambda: calls.count, 10, "the word at leaving")
        assert idle.seconds() == pytest.approx(2.0, abs=0.9)
        calls.count = 0
        gnome.xdo("mousemove", 300, 100)
        gnome.wait_for(lambda: calls.count, 10, "the word at the return")
        assert idle.seconds() < 1.0


def test_away_and_back(gnome: GnomeDesktop, take_seat: TakeSeat) -> None:
    """Who takes the hands off is away after the chosen time, by Mutter's word, and back with the first touch."""
    program = at_work(take_seat(gnome, RESTLESS, **gnome.client))
    assert source(program) == "mutter"
    gnome.rest()
    wait_state(program, "away")
    gnome.move_pointer()
    wait_state(program, "seated")
    assert served(program, "idle") == "mutter"


def test_a_click_on_start(gnome: GnomeDesktop, seat: Program) -> None:
    """The Shell's own bubble has our buttons; Start takes it away and opens the drill in a window of XWayland."""
    seat.wait_for_prompt()
    gnome.rest()
    gnome.click("Start", among=["Start", "Snooze", "Skip"])
    seat.wait_for(lambda: "Sitbreak" in gnome.windows(), "the drill window")
    drill, prompt = seat.wait_for_record("drills"), seat.wait_for_record("prompts")
    assert (drill["result"], prompt["outcome"]) == ("done", "accepted")
    assert not gnome.find("Start")
    assert said(seat, "notify", "freedesktop")["reason"].startswith("gnome-shell 43")


@pytest.mark.parametrize(("label", "outcome"), [("Snooze", "snoozed"), ("Skip", "skipped")])
def test_other_clicks(gnome: GnomeDesktop, seat: Program, label: str, outcome: str) -> None:
    """The other two buttons do what they say and take the bubble away."""
    seat.wait_for_prompt()
    gnome.rest()
    gnome.click(label, among=["Start", "Snooze", "Skip"])
    assert seat.wait_for_record("prompts")["outcome"] == outcome
    gnome.wait_for(lambda: not gnome.find(label), 10, "the bubble's end")


def test_do_not_disturb(gnome: GnomeDesktop, take_seat: TakeSeat) -> None:
    """With banners switched off the prompt is held, and comes after they are on again."""
    gnome.set(NOTIFICATIONS, "show-banners", "false")
    program = take_seat(gnome, PROMPTED, **gnome.client)
    wait_held(program, "do_not_disturb")
    assert not gnome.find("Start")
    gnome.set(NOTIFICATIONS, "show-banners", "true")
    program.wait_for_prompt()
    gnome.wait_for(lambda: gnome.find("Start"), 10, "the bubble")


def test_a_locked_screen(gnome: GnomeDesktop, take_seat: TakeSeat) -> None:
    """A screen that the Shell has locked means away, told by its screen saver, until it is open again."""
    program = at_work(take_seat(gnome, RESTLESS, **gnome.client))
    gnome.rest()
    gnome.call(SAVER, "Lock")
    program.wait_for(lambda: program.status()["why"]["signal"] == "lock", "the lock")
    wait_state(program, "away")
    assert "gnome" in served(program, "lock")
    gnome.call(SAVER, "SetActive", "b", False)
    gnome.move_pointer()
    wait_state(program, "seated")


def test_the_tray(gnome: GnomeDesktop, seat: Program) -> None:
    """The extension shows the icon, reads it aloud as it is, and its menu acts on a click."""
    icon = gnome.wait_for(gnome.icon, 15, "the icon")
    assert {"I am standing", "This week", "Quit"} <= {entry.label for entry in hands.tray_menu(gnome)}
    gnome.wait_for(lambda: gnome.aloud() == hands.tooltip(gnome), 10, "the words for who cannot see the icon")
    gnome.rest()
    hands.click(gnome, icon.middle)
    gnome.click_line("I am standing")
    wait_state(seat, "standing")


def test_without_the_extension(open_gnome: OpenGnome, take_seat: TakeSeat) -> None:
    """A stock Shell shows no icon: the prompt comes all the same, and doctor says what to switch on."""
    gnome = open_gnome(extension=False)
    program = take_seat(gnome, PROMPTED, **gnome.client)
    program.wait_for_prompt()
    gnome.wait_for(lambda: gnome.find("Start"), 10, "the bubble")
    assert not gnome.owner_exists(peers.WATCHER)
    assert said(program, "tray", "host")["remedy"].startswith(f"gnome-extensions enable {EXTENSION}")
    assert program.quit() == 0


def test_a_shell_that_dies(gnome: GnomeDesktop, seat: Program) -> None:
    """With the Shell gone nobody tells of input; a new one has source, icon and the open prompt again."""
    seat.wait_for_prompt()
    gnome.rest()
    gnome.kill_shell()
    seat.wait_for(lambda: source(seat) == "none", "the loss of the source")
    assert MONITOR in said(seat, "idle", "mutter")["reason"]

    gnome.start_shell()
    gnome.type_on()
    seat.wait_for(lambda: source(seat) == "mutter", "the source")
    gnome.wait_for(gnome.icon, 15, "the icon")
    gnome.wait_for(lambda: gnome.find("Skip"), 40, "the bubble")
    gnome.rest()
    gnome.click("Skip", among=["Start", "Snooze", "Skip"])
    assert seat.wait_for_record("prompts")["outcome"] == "skipped"

"""What the program makes of a desktop that breaks around it: nothing is lost, nothing hangs, everything comes back."""

from __future__ import annotations

import json
import signal
from datetime import datetime

import pytest

from sitbreak.core.migration import CHECKPOINT
from tests.desktop import hands
from tests.desktop.conftest import OpenDesktop, TakeSeat
from tests.desktop.program import BRIEF, SEATED, UNPROMPTED, WINDOWS_TOO, Program
from tests.desktop.session import DesktopSession

SOON = 5.0
"""Seconds within which an icon is to be back."""


def begin(desktop: DesktopSession, **env: str) -> Program:
    """Somebody has sat, stood up, and types again; no prompt comes for hours."""
    program = Program(desktop, UNPROMPTED)
    desktop.type_on()
    program.start(**env)
    for words in ("sit", "stand", "sit"):
        assert program.ask(words).returncode == 0
    return program


def wait_for_icon(program: Program, timeout: float = 30.0) -> None:
    program.wait_for(program.icon, "the tray icon", timeout)


def sat(program: Program) -> float:
    """Seconds of the bout under way."""
    return float((program.status()["bout"] or {"seconds": 0})["seconds"])


def check_files_are_whole(program: Program) -> None:
    """Everything stored can be read, and no half-written file lies about."""
    for path in (program.home / "data").rglob("*"):
        assert path.is_dir() or (path.suffix == ".json" and json.loads(path.read_text()))
    assert json.loads((program.home / "state/state.json").read_text())["version"] == CHECKPOINT


# ---------------------------------------------------------------- the panel


@pytest.mark.fault("panel killed and back")
def test_the_icon_comes_back_with_a_killed_panel(open_desktop: OpenDesktop) -> None:
    """A panel that was killed and started again shows the icon within seconds, and its menu works."""
    desktop = open_desktop(panel="light")
    program = begin(desktop)
    wait_for_icon(program)
    desktop.stop_panel(signal.SIGKILL)
    desktop.start_panel()
    wait_for_icon(program, SOON)
    desktop.click_menu("I am standing")
    program.wait_for(lambda: program.status()["state"] == "standing", "the menu's effect")


@pytest.mark.fault("panel started late")
def test_the_icon_waits_for_a_late_panel(open_desktop: OpenDesktop) -> None:
    """A panel that starts only after the program shows the icon; before that, doctor says what is missing."""
    desktop = open_desktop()
    program = begin(desktop)
    tray = program.doctor()["ports"]["tray"]
    host = next(row for row in tray["tried"] if row["name"] == "host")
    assert (tray["chosen"], host["ok"]) == ("sni", False)
    assert "panel" in host["remedy"]

    desktop.panel = "light"
    desktop.start_panel()
    wait_for_icon(program, SOON)
    program.wait_for(
        lambda: all(row["ok"] or row["name"] != "host" for row in program.doctor()["ports"]["tray"]["tried"]),
        "doctor's word that the tray serves",
    )


def test_xembed_serves_where_it_is_wanted(open_desktop: OpenDesktop) -> None:
    """SITBREAK_TRAY=xembed docks in the panel's old-style tray, and its left click shows the week."""
    desktop = open_desktop(panel="light")
    program = begin(desktop, SITBREAK_TRAY="xembed")
    wait_for_icon(program)
    assert program.doctor()["ports"]["tray"]["chosen"] == "xembed"
    desktop.rest()
    box = program.icon()
    assert box is not None
    hands.click(desktop, box.middle)
    program.wait_for(lambda: hands.windows(desktop, "Sitbreak"), "the week's window")
    assert program.quit() == 0


@pytest.mark.fault("panel never there")
def test_no_tray_at_all(open_desktop: OpenDesktop) -> None:
    """Without any tray the program counts, answers its commands, and ends by command."""
    program = begin(open_desktop(), SITBREAK_TRAY="none")
    program.wait_for(lambda: sat(program) >= 1, "a second of sitting")
    assert program.doctor()["ports"]["tray"]["chosen"] == "none"
    assert program.quit() == 0


# ---------------------------------------------------------------- notifications


@pytest.mark.fault("notification daemon killed, prompt open")
def test_a_prompt_outlives_the_daemon_that_showed_it(open_desktop: OpenDesktop) -> None:
    """When the notification daemon is killed the same prompt comes up again another way, and is one on record."""
    program = Program(open_desktop(notifier="xfce4-notifyd"), BRIEF | WINDOWS_TOO)
    program.desktop.type_on()
    program.start()
    prompt = program.wait_for_prompt()
    program.desktop.stop_notifier(signal.SIGKILL)
    program.wait_for(lambda: hands.windows(program.desktop, "Sitbreak"), "the prompt in a window", 60)
    again = program.prompt()
    assert again is not None
    assert (again["id"], again["number"]) == (prompt["id"], 1)

    program.press_window_button("Skip", ("Skip", "Snooze", "Just walk", "Start"))
    stored = program.wait_for_record("prompts")
    assert (stored["id"], stored["outcome"], stored["shown"]) == (prompt["id"], "skipped", prompt["shown"])


@pytest.mark.fault("notification daemon killed and back, prompt open")
def test_a_prompt_goes_to_the_daemon_that_came_back(open_desktop: OpenDesktop, take_seat: TakeSeat) -> None:
    """A daemon killed and started at once shows the prompt again, and its button still answers it."""
    desktop = open_desktop(notifier="xfce4-notifyd")
    program = take_seat(desktop)
    prompt = program.wait_for_prompt()
    desktop.stop_notifier(signal.SIGKILL)
    desktop.start_notifier("xfce4-notifyd")
    program.wait_for(lambda: hands.windows(desktop, "Xfce4-notifyd"), "the notification", 60)
    desktop.press_notification_button("Skip")
    stored = program.wait_for_record("prompts")
    assert (stored["id"], stored["outcome"]) == (prompt["id"], "skipped")


@pytest.mark.fault("notification daemon never there")
def test_a_prompt_falls_due_with_no_daemon(open_desktop: OpenDesktop, take_seat: TakeSeat) -> None:
    """With nobody to show notifications the prompt comes in a window of its own."""
    program = take_seat(open_desktop(), SEATED | WINDOWS_TOO)
    prompt = program.wait_for_prompt()
    program.press_window_button("Skip", ("Skip", "Snooze", "Just walk", "Start"))
    stored = program.wait_for_record("prompts")
    assert (stored["id"], stored["outcome"]) == (prompt["id"], "skipped")


# ---------------------------------------------------------------- the bus


@pytest.mark.fault("session bus killed and back")
def test_the_program_outlives_the_session_bus(open_desktop: OpenDesktop) -> None:
    """With the session bus gone the bout runs on; with bus and panel back, so is the icon, by itself."""
    desktop = open_desktop(panel="light", notifier="xfce4-notifyd")
    program = begin(desktop)
    wait_for_icon(program)
    start = program.status()["bout"]["start"]
    desktop.stop_bus()
    before = sat(program)
    program.wait_for(lambda: sat(program) >= before + 2, "the bout to go on")
    assert program.status()["bout"]["start"] == start

    desktop.start_bus()
    desktop.start_panel()
    wait_for_icon(program)
    assert program.quit() == 0


# ---------------------------------------------------------------- ends and starts


@pytest.mark.fault("SIGTERM, prompt open")
def test_sigterm_ends_it_cleanly(open_desktop: OpenDesktop, take_seat: TakeSeat) -> None:
    """SIGTERM withdraws the open prompt from the screen and on record, and ends with 0."""
    program = take_seat(open_desktop(panel="light", notifier="xfce4-notifyd"))
    prompt = program.wait_for_prompt()
    program.wait_for(program.on_screen, "the prompt on the screen")
    program.process.send_signal(signal.SIGTERM)
    assert program.ended() == 0
    stored = program.wait_for_record("prompts")
    assert (stored["id"], stored["outcome"]) == (prompt["id"], "withdrawn")
    program.wait_for(lambda: not program.on_screen(), "an empty screen")
    program.wait_for(lambda: program.icon() is None, "the icon's end")
    check_files_are_whole(program)


@pytest.mark.fault("kill -9, prompt open")
def test_a_killed_program_takes_its_bout_and_prompt_up_again(open_desktop: OpenDesktop, take_seat: TakeSeat) -> None:
    """After SIGKILL the next start goes on with the same bout and asks the same question, on record once."""
    program = take_seat(open_desktop(notifier="xfce4-notifyd"))
    prompt, start = program.wait_for_prompt(), program.status()["bout"]["start"]
    program.process.kill()
    program.ended()
    check_files_are_whole(program)

    program.start()
    assert program.wait_for_prompt()["id"] == prompt["id"]
    assert program.status()["bout"]["start"] == start
    assert program.ask("answer", "skip").returncode == 0
    assert program.wait_for_record("prompts")["id"] == prompt["id"]


@pytest.mark.fault("X server killed, prompt open")
def test_the_program_does_not_hang_without_its_x_server(open_desktop: OpenDesktop, take_seat: TakeSeat) -> None:
    """When the X server dies it goes on or ends by itself; it can be ended, and its files are whole."""
    program = take_seat(open_desktop(panel="light", notifier="xfce4-notifyd"))
    prompt = program.wait_for_prompt()
    program.desktop.kill_x()
    program.wait_for(lambda: program.process.poll() is not None or program.answers(), "an answer or an end")
    program.process.send_signal(signal.SIGTERM)
    assert program.ended() == 0
    check_files_are_whole(program)
    assert program.wait_for_record("prompts")["id"] == prompt["id"]


def test_a_second_start_talks_to_the_first(open_desktop: OpenDesktop) -> None:
    """Starting again exits with 0, says so on the screen, and leaves the one program running."""
    program = begin(open_desktop(panel="light", notifier="xfce4-notifyd"))
    second = program.ask()
    assert second.returncode == 0
    assert "already running" in second.stdout
    program.wait_for(program.on_screen, "the message on the screen")
    assert program.process.poll() is None
    assert datetime.fromisoformat(program.status()["since"])

"""Every line of the tray menu, chosen in a real panel with real keys, does what it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.desktop import hands
from tests.desktop.browsers import no_browser
from tests.desktop.conftest import OpenDesktop, TakeSeat
from tests.desktop.program import UNPROMPTED, Program
from tests.desktop.session import DesktopSession


@pytest.fixture
def program(open_desktop: OpenDesktop) -> Program:
    """Somebody has just sat down; no prompt comes for hours."""
    desktop: DesktopSession = open_desktop(panel="light", notifier="xfce4-notifyd")
    no_browser(desktop)
    program = Program(desktop, UNPROMPTED)
    desktop.type_on()
    program.start()
    program.wait_for(lambda: program.status()["state"] == "seated", "the first bout")
    program.read_notice()
    desktop.rest()
    return program


@pytest.fixture
def prompted(open_desktop: OpenDesktop, take_seat: TakeSeat) -> Program:
    """Somebody has a prompt on the screen."""
    program = take_seat(open_desktop(panel="light", notifier="xfce4-notifyd"))
    program.wait_for_prompt()
    program.desktop.rest()
    return program


def choose(program: Program, *beginnings: str) -> str:
    """Choose the line whose label begins so, through submenus that do, and return its label."""
    labels: list[str] = []
    entries = hands.tray_menu(program.desktop)
    for beginning in beginnings:
        entry = next((entry for entry in entries if entry.label.startswith(beginning)), None)
        assert entry is not None, f"no line {beginning!r} among {[entry.label for entry in entries]}"
        labels.append(entry.label)
        entries = entry.entries
    program.desktop.click_menu(*labels)
    return labels[-1]


def wait_for_status(program: Program, **wanted: object) -> None:
    """Wait until these values of the status are as wanted."""
    program.wait_for(lambda: wanted.items() <= program.status().items(), f"a status with {wanted}")


def wait_for_span(program: Program, state: str) -> None:
    """Wait until a stretch in that state is on record, and nothing else since the first bout began."""
    program.wait_for(lambda: spans_since_sitting_down(program), f"a span {state}")
    assert spans_since_sitting_down(program) == [state]


def spans_since_sitting_down(program: Program) -> list[str]:
    """A program that is slow to start does not know of the first moment whether somebody sits, and says so."""
    spans, first = program.records("spans"), program.records("bouts")[0]["start"]
    return [span["state"] for span in spans if span["end"] > first]


def mode_ends_in(program: Program) -> timedelta:
    return datetime.fromisoformat(program.status()["mode_until"]) - datetime.now(UTC)


def test_a_drill_is_started_from_the_menu(program: Program) -> None:
    """Start a drill > one opens its window at once, prompt or no prompt, and the drill goes on record."""
    name = choose(program, "Start a drill", "Standing march")
    program.wait_for(lambda: hands.windows(program.desktop, "Sitbreak"), "the drill window")
    drill = program.wait_for_record("drills")
    assert name.startswith("Standing march")
    assert (drill["drill"], drill["result"], drill["prompt"]) == ("standing-march", "done", None)
    assert program.wait_for_record("bouts")["ended_by"] == "drill"


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [(("Snooze", "5 s"), "snoozed"), (("Skip",), "skipped"), (("Just walk",), "walked"), (("Start: ",), "accepted")],
)
def test_the_open_prompt_is_answered_in_the_menu(prompted: Program, lines: tuple[str, ...], outcome: str) -> None:
    """The menu carries every answer to the open prompt, and the notification goes with it."""
    choose(prompted, *lines)
    assert prompted.wait_for_record("prompts")["outcome"] == outcome
    prompted.wait_for(lambda: not hands.windows(prompted.desktop, "Xfce4-notifyd"), "the notification's end")
    assert outcome != "accepted" or prompted.wait_for_record("drills")["result"] == "done"


def test_a_walk_chosen_in_the_menu_ends_the_bout(prompted: Program) -> None:
    """Just walk becomes a break once the keyboard has been silent for `confirm_break`."""
    choose(prompted, "Just walk")
    bout = prompted.wait_for_record("bouts")
    assert (bout["ended_by"], bout["end"]) == ("walk", prompted.wait_for_record("prompts")["ended"])
    wait_for_status(prompted, state="away", prompt=None)


def test_quiet_for_an_hour(program: Program) -> None:
    """Quiet > 1 hour lets the bout run on, holds the prompts and carries its end."""
    start = program.status()["bout"]["start"]
    choose(program, "Quiet", "1 hour")
    wait_for_status(program, mode="quiet", state="seated", held_by=["quiet"])
    assert mode_ends_in(program).total_seconds() == pytest.approx(3600, abs=60)
    assert program.status()["bout"]["start"] == start


def test_a_pause_and_its_end(program: Program) -> None:
    """Pause > 30 minutes ends the bout and counts nothing; the menu then offers to end the pause, which does."""
    choose(program, "Pause", "30 minutes")
    wait_for_status(program, mode="paused", bout=None)
    assert mode_ends_in(program).total_seconds() == pytest.approx(1800, abs=60)
    assert program.wait_for_record("bouts")["ended_by"] == "pause"

    choose(program, "End the pause")
    wait_for_status(program, mode="normal", mode_until=None)
    wait_for_span(program, "paused")
    program.desktop.type_on()
    wait_for_status(program, state="seated")


def test_where_i_am(program: Program) -> None:
    """Standing, sitting and away are said in the menu, end and begin bouts, and the menu ticks the present one."""
    choose(program, "I am standing")
    wait_for_status(program, state="standing", bout=None)
    assert program.wait_for_record("bouts")["ended_by"] == "stand"

    choose(program, "I am sitting")
    wait_for_status(program, state="seated")
    wait_for_span(program, "standing")

    choose(program, "I am away")
    wait_for_status(program, state="away", bout=None)
    assert program.wait_for_record("bouts", 2)["ended_by"] == "away"


def test_this_week(program: Program) -> None:
    """This week opens the report, here in a window for want of a browser, and leaves the program itself alone."""
    choose(program, "This week")
    program.wait_for(lambda: hands.windows(program.desktop, "Sitbreak"), "the window with the week")
    assert program.status()["state"] == "seated"


def test_preferences(program: Program) -> None:
    """What is changed in the window that Preferences opens counts at once."""
    choose(program, "Preferences")
    program.wait_for(lambda: hands.windows(program.desktop, "Sitbreak"), "the preferences")
    program.wait_for(
        lambda: "Preferences - sitbreak" in program.desktop.output("xdotool", "getactivewindow", "getwindowname"),
        "its focus",
    )
    program.desktop.xdo("key", "Tab", "ctrl+a")
    program.desktop.xdo("type", "31m")
    program.desktop.xdo("key", "Escape")
    wait_for_status(program, limit_seconds=1860)


def test_quit(program: Program) -> None:
    """Quit ends the program with 0, takes the icon along and leaves commands with exit code 3."""
    choose(program, "Quit")
    assert program.ended() == 0
    program.wait_for(lambda: program.icon() is None, "the icon's end")
    assert program.ask("status").returncode == 3

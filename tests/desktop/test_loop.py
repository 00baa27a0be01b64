"""The whole loop on a real desktop: somebody sits, is asked, answers with a real button, and the week knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.desktop import hands
from tests.desktop.conftest import OpenDesktop, TakeSeat
from tests.desktop.program import BRIEF, SEATED, WINDOWS_TOO, Program
from tests.desktop.session import Notifier


@dataclass(frozen=True, slots=True)
class Way:
    """A way for the prompt to reach the person; dunst draws no buttons, so left to itself our window takes over."""

    name: str
    notifier: Notifier
    forced: str = ""

    @property
    def env(self) -> dict[str, str]:
        return {"SITBREAK_NOTIFY": self.forced} if self.forced else {}

    @property
    def settings(self) -> dict[str, str]:
        return SEATED | WINDOWS_TOO if self.name == "window" else SEATED

    def press(self, program: Program, label: str) -> None:
        if self.name == "window":
            program.press_window_button(label, ("Skip", "Snooze", "Just walk", "Start"))
        else:
            program.desktop.press_notification_button(label)


WAYS = (
    Way("xfce4-notifyd", "xfce4-notifyd"),
    Way("dunst", "dunst", "freedesktop-text"),
    Way("window", "dunst"),
)
by_every_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def drill_window(program: Program) -> bool:
    return bool(hands.windows(program.desktop, "Sitbreak"))


def drills_counted(week: dict[str, Any]) -> int:
    return sum(row["done"] for row in week["drills"]["by_category"].values())


def take_the_drill(program: Program, way: Way) -> None:
    """Press Start on the open prompt, do the drill, and find everything about it on record and in the week."""
    shown = program.wait_for_prompt()
    assert shown["bout_seconds"] >= 20
    way.press(program, "Start")
    program.desktop.rest()
    program.wait_for(lambda: drill_window(program), "the drill window")

    drill = program.wait_for_record("drills")
    prompt, bout = program.wait_for_record("prompts"), program.wait_for_record("bouts")
    assert (drill["result"], drill["drill"], drill["prompt"]) == ("done", shown["drill"], shown["id"])
    assert (prompt["outcome"], prompt["id"], prompt["number"]) == ("accepted", shown["id"], 1)
    assert (bout["ended_by"], bout["end"]) == ("drill", prompt["ended"])
    program.wait_for(lambda: program.status()["state"] == "standing", "the person on their feet")
    program.wait_for(lambda: not program.on_screen(), "an empty screen")
    check_week(program.week(), seconds=(moment(bout["end"]) - moment(bout["start"])).total_seconds())


def check_week(week: dict[str, Any], seconds: float) -> None:
    """One bout of that length, one prompt taken, one drill done."""
    assert (week["prompts"]["due"], week["prompts"]["accepted"], drills_counted(week)) == (1, 1, 1)
    assert (week["totals"]["bouts"], week["totals"]["breaks"]) == (1, 1)
    assert week["totals"]["sitting_seconds"] == pytest.approx(seconds, abs=1)


@pytest.mark.usefixtures("seated_home")
def test_the_loop_from_the_first_key_to_the_week(open_desktop: OpenDesktop) -> None:
    """Who types up to the limit is asked; Start opens the drill; bout, prompt and drill belong together and count."""
    program = Program(open_desktop(notifier="xfce4-notifyd"), SEATED)
    program.desktop.type_on()
    program.start()
    program.read_notice()
    assert program.prompt() is None
    take_the_drill(program, WAYS[0])


@pytest.mark.parametrize("way", WAYS[1:], ids=lambda way: way.name)
def test_the_drill_is_taken_by_other_buttons_too(open_desktop: OpenDesktop, take_seat: TakeSeat, way: Way) -> None:
    """Start means the same in dunst's menu and in the window that takes over where a daemon draws no buttons."""
    take_the_drill(take_seat(open_desktop(notifier=way.notifier), way.settings, **way.env), way)


def test_a_snoozed_prompt_comes_back(open_desktop: OpenDesktop, take_seat: TakeSeat) -> None:
    """Snooze takes the prompt away; the next of the same bout comes after the chosen time, one snooze less left."""
    program = take_seat(open_desktop(notifier="xfce4-notifyd"))
    first = program.wait_for_prompt()
    program.desktop.press_notification_button("Snooze")
    snoozed = program.wait_for_record("prompts")
    assert (snoozed["id"], snoozed["outcome"], snoozed["snooze_seconds"]) == (first["id"], "snoozed", 5)

    second = program.wait_for_prompt()
    assert second["id"] != first["id"]
    assert (second["number"], second["snoozes_left"]) == (2, first["snoozes_left"] - 1)
    assert moment(second["shown"]) - moment(snoozed["ended"]) >= timedelta(seconds=5)
    program.wait_for(program.on_screen, "the prompt on the screen")
    assert program.records("bouts") == []
    assert program.week()["prompts"]["snoozed"] == 1


@by_every_way
def test_a_skipped_prompt_leaves_the_bout_in_peace(open_desktop: OpenDesktop, take_seat: TakeSeat, way: Way) -> None:
    """After Skip nothing is shown again before the bout is twice the limit long, though the person types on."""
    program = take_seat(open_desktop(notifier=way.notifier), way.settings, **way.env)
    program.wait_for_prompt()
    way.press(program, "Skip")
    assert program.wait_for_record("prompts")["outcome"] == "skipped"
    program.wait_for(lambda: not program.on_screen(), "an empty screen")

    status = program.status()
    assert (status["prompt"], status["state"]) == (None, "seated")
    twice = moment(status["bout"]["start"]) + timedelta(seconds=40)
    assert status["next_prompt"] is None or moment(status["next_prompt"]) >= twice - timedelta(seconds=1)
    assert program.week()["prompts"]["skipped"] == 1


def test_a_prompt_nobody_answers_is_ignored_and_taken_away(open_desktop: OpenDesktop, take_seat: TakeSeat) -> None:
    """Typing on past the time to answer closes the prompt as ignored and keeps quiet for ten minutes."""
    program = take_seat(open_desktop(notifier="xfce4-notifyd"), SEATED | {"prompt.answer_within": '"5s"'})
    program.wait_for_prompt()
    program.wait_for(program.on_screen, "the prompt on the screen")
    ignored = program.wait_for_record("prompts")
    assert ignored["outcome"] == "ignored"
    program.wait_for(lambda: not program.on_screen(), "an empty screen")

    status = program.status()
    assert (status["held_by"], status["state"]) == (["snooze"], "seated")
    pause = moment(status["next_prompt"]) - moment(ignored["ended"])
    assert pause.total_seconds() == pytest.approx(600, abs=2)


@pytest.mark.parametrize("notifier", ["xfce4-notifyd", "dunst"])
def test_who_leaves_by_themselves_finds_no_prompt(
    open_desktop: OpenDesktop, take_seat: TakeSeat, notifier: Notifier
) -> None:
    """When the person goes while the prompt is on the screen, it is withdrawn and counts as a natural break."""
    program = take_seat(open_desktop(notifier=notifier))
    shown = program.wait_for_prompt()
    program.wait_for(program.on_screen, "the prompt on the screen")
    program.configure(BRIEF | {"sitting.absence.idle": '"5s"'})
    program.desktop.rest()

    prompt, bout = program.wait_for_record("prompts"), program.wait_for_record("bouts")
    assert (prompt["id"], prompt["outcome"], bout["ended_by"]) == (shown["id"], "natural", "idle")
    program.wait_for(lambda: not program.on_screen(), "an empty screen")
    assert program.status()["state"] == "away"
    week = program.week()
    assert (week["prompts"]["natural"], week["prompts"]["accepted"], drills_counted(week)) == (1, 0, 0)

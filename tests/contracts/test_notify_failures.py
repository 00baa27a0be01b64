"""Prompts over D-Bus when the daemon is killed, hung, silenced or missing, or the bus dies: not shown, not counted."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import closing

import pytest

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.notify.freedesktop import FreedesktopNotifier
from sitbreak.core.model import Accept, PromptFailed, PromptShown, Say
from tests.contracts.stage import (
    DAEMONS,
    LABELS,
    LATER,
    OFFER,
    Ears,
    Stage,
    bubbles,
    settled,
    staged,
    wait_bubbles,
)
from tests.desktop.conftest import desktop_or_skip
from tests.desktop.session import wait_for


@pytest.fixture(params=DAEMONS)
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    with staged(request.param) as made:
        yield made


def test_killed_daemon_loses_the_prompt_and_its_successor_shows_the_next(stage: Stage) -> None:
    """A prompt that vanishes with its daemon is reported as failed; the restarted daemon is used at once."""
    stage.notifier.show(OFFER)
    stage.ears.wait(PromptShown("p1"))
    stage.desktop.stop_notifier(signal.SIGKILL)
    stage.ears.wait_failed("p1", "went away")
    stage.notifier.show(OFFER)
    wait_for(lambda: len(stage.ears.events) == 3, 5, "the second failure")
    stage.ears.wait_failed("p1", "no notification service answers")
    assert stage.desktop.notifier is not None
    stage.desktop.start_notifier(stage.desktop.notifier)
    stage.notifier.show(LATER)
    wait_bubbles(stage.desktop, 1)
    assert stage.ears.events[3:] == [PromptShown("p2")]


def test_answered_prompt_is_not_lost_with_the_daemon(stage: Stage) -> None:
    """Once answered, the daemon's end says nothing about the prompt."""
    stage.notifier.show(OFFER)
    stage.ears.wait(PromptShown("p1"))
    stage.desktop.press_notification_button("Start", among=LABELS)
    stage.ears.wait(PromptShown("p1"), Accept(prompt="p1"))
    stage.desktop.stop_notifier(signal.SIGKILL)
    stage.notifier.show(LATER)
    stage.ears.wait_failed("p2", "no notification service answers")
    assert len(stage.ears.events) == 3


def test_hung_daemon_is_a_failure(stage: Stage) -> None:
    """A daemon that does not answer within seconds has shown nothing."""
    stage.notifier.show(OFFER)
    stage.ears.wait(PromptShown("p1"))
    stage.desktop.signal_notifier(signal.SIGSTOP)
    stage.notifier.show(LATER)
    wait_for(lambda: len(stage.ears.events) == 2, 9, "the failure")
    stage.desktop.signal_notifier(signal.SIGCONT)
    stage.ears.wait_failed("p2", "did not answer")


def test_do_not_disturb_is_not_shown(stage: Stage) -> None:
    """A daemon that takes the prompt but keeps it off the screen has not shown it."""
    if stage.desktop.notifier == "dunst":
        stage.desktop.output("dunstctl", "set-paused", "true")
    else:
        set_on = ["-n", "-t", "bool", "-s", "true"]
        stage.desktop.output("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", *set_on)
    stage.notifier.show(OFFER)
    stage.ears.wait_failed("p1", "do not disturb")
    assert bubbles(stage.desktop) == 0


def test_closing_leaves_nothing_behind(stage: Stage) -> None:
    """The program may hang up right after closing the notifier; no dead buttons stay on the screen."""
    bus = Bus(stage.desktop.env["DBUS_SESSION_BUS_ADDRESS"])
    notifier = FreedesktopNotifier(stage.ears, bus)
    notifier.show(OFFER)
    notifier.say(Say("Your week", "Twelve bouts over an hour."))
    wait_bubbles(stage.desktop, 2)
    notifier.close()
    bus.close()
    wait_bubbles(stage.desktop, 0)


def test_no_daemon_fails_at_once() -> None:
    """Where nobody takes notifications the failure comes within a second, both for prompts and messages."""
    with staged(None) as stage:
        stage.notifier.show(OFFER)
        stage.notifier.say(Say("Your week", ""))
        wait_for(lambda: len(stage.ears.events) == 2, 1, "both failures")
        assert all(isinstance(event, PromptFailed) for event in stage.ears.events)


def test_lost_bus_loses_the_prompt() -> None:
    """When the bus dies, the prompt on it can no longer be answered and is reported as failed."""
    with desktop_or_skip(notifier="xfce4-notifyd") as desktop:
        ears = Ears()
        with closing(Bus(desktop.env["DBUS_SESSION_BUS_ADDRESS"])) as bus:
            FreedesktopNotifier(ears, bus).show(OFFER)
            ears.wait(PromptShown("p1"))
            settled(bus)
            desktop.stop_bus()
            ears.wait_failed("p1", "went away")

"""Prompts over D-Bus on real notification daemons: what is on the screen, and what a click does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.notify.freedesktop import FreedesktopNotifier
from sitbreak.adapters.notify.text import Dress
from sitbreak.core.model import Accept, AnswerGap, Choice, Event, Offer, PromptShown, Say, Skip, Snooze
from tests.contracts.stage import (
    DAEMONS,
    LABELS,
    LATER,
    OFFER,
    Ears,
    Stage,
    settled,
    staged,
    wait_bubbles,
)


@pytest.fixture(params=DAEMONS)
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    with staged(request.param) as made:
        yield made


def test_shown_means_on_the_screen(stage: Stage) -> None:
    """PromptShown is posted once, and then the notification is drawn."""
    empty = stage.desktop.look()
    stage.notifier.show(OFFER)
    stage.ears.wait(PromptShown("p1"))
    wait_bubbles(stage.desktop, 1)
    stage.desktop.wait_for(lambda: stage.desktop.look() != empty, 5, "anything drawn")


def test_second_prompt_takes_the_place_of_the_first(stage: Stage) -> None:
    """There is one live notification: the next prompt replaces it, and only the new one can be answered."""
    stage.notifier.show(OFFER)
    wait_bubbles(stage.desktop, 1)
    stage.notifier.show(LATER)
    stage.ears.wait(PromptShown("p1"), PromptShown("p2"))
    wait_bubbles(stage.desktop, 1)
    stage.desktop.press_notification_button("Start", among=("Start", "Skip"))
    stage.ears.wait(PromptShown("p1"), PromptShown("p2"), Accept(prompt="p2"))


def test_withdrawn_prompt_leaves_the_screen(stage: Stage) -> None:
    """What is moot is taken off the screen, and nothing is reported about it."""
    stage.notifier.show(OFFER)
    wait_bubbles(stage.desktop, 1)
    stage.notifier.withdraw()
    wait_bubbles(stage.desktop, 0)
    stage.ears.wait(PromptShown("p1"))


@pytest.mark.parametrize(
    ("label", "answer"),
    [("Start", Accept(prompt="p1")), ("Snooze", Snooze(prompt="p1")), ("Skip", Skip(prompt="p1"))],
)
def test_button_answers_the_prompt(stage: Stage, label: str, answer: Event) -> None:
    """Each button posts its answer with the prompt's id, once, and the notification goes."""
    stage.notifier.show(OFFER)
    stage.ears.wait(PromptShown("p1"))
    stage.desktop.press_notification_button(label, among=LABELS)
    wait_bubbles(stage.desktop, 0)
    stage.ears.wait(PromptShown("p1"), answer)


def test_snooze_is_not_offered_when_used_up(stage: Stage) -> None:
    """Without snoozes left there are two buttons."""
    stage.notifier.show(LATER)
    stage.ears.wait(PromptShown("p2"))
    stage.desktop.press_notification_button("Skip", among=("Start", "Skip"))
    stage.ears.wait(PromptShown("p2"), Skip(prompt="p2"))


def test_other_programs_clicks_are_not_ours(stage: Stage) -> None:
    """Daemons broadcast clicks; a second program with a prompt of its own open hears nothing of ours."""
    others = Ears()
    with closing(Bus(stage.desktop.env["DBUS_SESSION_BUS_ADDRESS"])) as bus:
        FreedesktopNotifier(others, bus).show(LATER)
        others.wait(PromptShown("p2"))
        stage.notifier.show(OFFER)
        wait_bubbles(stage.desktop, 2)
        stage.desktop.press_notification_button("Snooze", among=LABELS)
        stage.ears.wait(PromptShown("p1"), Snooze(prompt="p1"))
        settled(bus)
        others.wait(PromptShown("p2"))


def test_strangers_cannot_click(stage: Stage) -> None:
    """A click counts only when the daemon itself tells of it."""
    stage.notifier.show(OFFER)
    stage.ears.wait(PromptShown("p1"))
    with closing(Bus(stage.desktop.env["DBUS_SESSION_BUS_ADDRESS"])) as stranger:
        for number in range(1, 20):
            name = "org.freedesktop.Notifications"
            stranger.emit("/org/freedesktop/Notifications", name, "ActionInvoked", "us", number, "start")
        settled(stranger)
    stage.desktop.press_notification_button("Skip", among=LABELS)
    stage.ears.wait(PromptShown("p1"), Skip(prompt="p1"))


def test_message_has_a_place_of_its_own(stage: Stage) -> None:
    """Messages replace each other, never the prompt."""
    stage.notifier.show(OFFER)
    stage.notifier.say(Say("Your week", "Twelve bouts over an hour."))
    wait_bubbles(stage.desktop, 2)
    stage.notifier.say(Say("Your week", "Thirteen bouts over an hour."))
    stage.notifier.withdraw()
    wait_bubbles(stage.desktop, 1)
    stage.ears.wait(PromptShown("p1"))


def test_message_with_answers(stage: Stage) -> None:
    """A message may offer answers; a click on one says what it stands for, once, and takes the message away."""
    answers = (Choice("Was sitting", AnswerGap("seated", "q1")), Choice("Was up", AnswerGap("away", "q1")))
    stage.notifier.say(Say("Were you at the desk 14:02-14:40?", "A film was on.", answers))
    wait_bubbles(stage.desktop, 1)
    stage.desktop.press_notification_button("Was up", among=("Was sitting", "Was up"))
    stage.ears.wait(AnswerGap("away", "q1"))
    wait_bubbles(stage.desktop, 0)


def test_any_text_can_be_shown(stage: Stage, tmp_path: Path) -> None:
    """Markup, control characters, broken code points and a missing picture do no harm."""
    nasty = Offer("p3", "<b>&\x00\x1b[31m\ud800", 'a < b & c > d <a href="x">\x07\n\x00</b', "own", "own", 1)
    with closing(Bus(stage.desktop.env["DBUS_SESSION_BUS_ADDRESS"])) as bus:
        dress = Dress(picture=lambda _drill: str(tmp_path / "missing picture.png"))
        FreedesktopNotifier(stage.ears, bus, dress=dress).show(nasty)
        stage.ears.wait(PromptShown("p3"))
        wait_bubbles(stage.desktop, 1)

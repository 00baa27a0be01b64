"""The steps in the menu: up only where it was offered, down wherever there is a step below."""

from __future__ import annotations

from dataclasses import replace

from sitbreak.core.memory import Rung, Training
from sitbreak.core.steps import steps
from sitbreak.core.training_words import dosed
from tests.core.trainee import DAY, MONDAY, Trainee, card, daily, ruled

MARCH, SQUAT = "standing-march", "sit-to-stand"


def offered(trainee: Trainee) -> dict[tuple[str, ...], str]:
    """What the entries say, by their commands."""
    return {entry.command: entry.label for entry in steps(trainee.known)}


def marcher(*rungs: Rung) -> Trainee:
    """Somebody who has marched twice a day for four days and found it easy."""
    history = daily(MARCH, 4, a_day=2, effort="easy")
    return Trainee(history, MONDAY + 4 * DAY, training=Training(rungs))


def test_nothing_to_change_before_anything_was_done() -> None:
    """A beginner's menu has no steps."""
    assert offered(Trainee()) == {}


def test_an_offer_that_was_missed_waits_in_the_menu() -> None:
    """A step up stands there once it was offered, says what it asks for, and not before."""
    up = ("level", MARCH, "3")
    assert up not in offered(marcher())
    asked = Rung(MARCH, card(MARCH).default_step, offered=MONDAY + 3 * DAY)
    assert offered(marcher(asked))[up] == f"Standing march: up to {dosed(card(MARCH), 3)}"


def test_taken_it_is_gone_and_the_way_back_is_there() -> None:
    """After the step up the entry leads down again; the lowest step has nothing below it."""
    taken = Rung(MARCH, 3, since=MONDAY + 4 * DAY, offered=MONDAY + 4 * DAY)
    assert offered(marcher(taken)) == {("level", MARCH, "2"): f"Standing march: down to {dosed(card(MARCH), 2)}"}
    assert offered(marcher(replace(taken, level=1))) == {}


def test_a_new_level_of_a_chain_waits_in_the_menu() -> None:
    """Harder drills of a chain, once offered, can be added; they come first."""
    stretches = daily("standing-hip-flexor-stretch", 8, a_day=2, effort="easy")
    asked = Rung("M", 1, offered=MONDAY + 7 * DAY)
    trainee = Trainee(stretches, MONDAY + 8 * DAY, settings=ruled(profile="floor"), training=Training((asked,)))
    assert next(iter(offered(trainee).items())) == (("level", "M", "2"), "Stretches: add level 2")

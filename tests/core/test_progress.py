"""When a step is offered, when it goes down, what rests, what is locked, and what pain does to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sitbreak.core.memory import DrillDone, Rung, Training
from tests.core.trainee import DAY, HOUR, MONDAY, Trainee, card, daily, done, ruled

MARCH, STRETCH = "standing-march", "standing-hip-flexor-stretch"
SIX = daily(MARCH, 3, a_day=2)


def after(history: list[DrillDone], **person: object) -> Trainee:
    """Somebody on the day after the last drill."""
    return Trainee(history, max(one.at for one in history) + DAY, **person)  # type: ignore[arg-type]


def test_six_easy_times_on_three_days_earn_the_next_step() -> None:
    """Six completions at the present step on three days, the last three easy or ok, and the next step is offered."""
    assert after(SIX).next_step(MARCH) == 3
    assert after(SIX[:5]).next_step(MARCH) is None
    assert after(daily(MARCH, 2, a_day=3)).next_step(MARCH) is None


@pytest.mark.parametrize("effort", ["hard", "hurt", None])
def test_only_what_felt_easy_leads_up(effort: str | None) -> None:
    """One of the last three answered hard or hurt, or not at all, and nothing is offered."""
    history = [*SIX[:-1], replace(SIX[-1], effort=effort)]
    assert after(history).next_step(MARCH) is None


def test_partial_drills_and_other_steps_are_no_completions() -> None:
    """Half a drill, and the express version, do not count toward the next step."""
    assert after([*SIX[:-1], replace(SIX[-1], result="partial")]).next_step(MARCH) is None
    assert after([*SIX[:-1], replace(SIX[-1], step=1)]).next_step(MARCH) is None


def test_a_step_taken_begins_a_new_count() -> None:
    """What was done before the present step was reached does not earn the one after it, and the top is the top."""
    training = Training(rungs=(Rung(STRETCH, 2, MONDAY + 3 * DAY),))
    history = daily(STRETCH, 3, a_day=2)
    assert after(history).next_step(STRETCH) == 3
    assert after(history, training=training).next_step(STRETCH) is None
    top = Training(rungs=(Rung(STRETCH, 3),))
    assert after([replace(one, step=3) for one in history], training=top).next_step(STRETCH) is None


def test_twice_hard_in_a_row_is_too_hard() -> None:
    """Two hard answers running ask for a step down; an easy one between them does not."""
    assert after(done(MARCH, MARCH, effort="hard")).known.too_hard(card(MARCH))
    mixed = [*done(MARCH, effort="hard"), *done(MARCH, at=MONDAY + HOUR), *done(MARCH, at=MONDAY + DAY, effort="hard")]
    assert not after(mixed).known.too_hard(card(MARCH))


def test_after_three_weeks_a_drill_comes_back_easier() -> None:
    """A drill not done for more than 21 days goes one step down, never below the first."""
    person = Trainee(done(MARCH))
    assert person.later(21 * DAY).step(MARCH) == 2
    assert person.later(22 * DAY).step(MARCH) == 1
    bottom = Trainee(done(MARCH), training=Training(rungs=(Rung(MARCH, 1),)))
    assert bottom.later(22 * DAY).step(MARCH) == 1


def test_what_hurt_rests_for_a_week() -> None:
    """A drill that hurt is left out for seven days, be it done, in part or given up, and comes back after them."""
    for result in ("done", "partial", "abandoned"):
        person = Trainee([DrillDone("glute-squeeze", result, MONDAY, 2, "hurt")])
        assert person.later(6.9 * DAY).bar("glute-squeeze") == "hurt"
        assert person.later(7 * DAY).bar("glute-squeeze") is None


def test_what_hurt_holds_its_chain_back_for_a_fortnight() -> None:
    """For 14 days nothing harder in the chain is offered, and no next step or level in it."""
    hurt = DrillDone("glute-squeeze", "done", MONDAY, 2, "hurt")
    person = Trainee([hurt])
    assert person.later(13 * DAY).bar("standing-hip-extension") == "locked"
    assert person.later(14 * DAY).bar("standing-hip-extension") is None
    assert person.later(DAY).bar("sit-to-stand") is None
    ready = daily("sit-to-stand", 3, MONDAY + DAY, a_day=2)
    assert Trainee([hurt, *ready], MONDAY + 5 * DAY).next_step("sit-to-stand") is None
    assert Trainee([hurt, *ready], MONDAY + 15 * DAY).next_step("sit-to-stand") == 3


def test_stretches_open_level_by_level() -> None:
    """Six easy stretches on three days and the next level of the chain is offered, if the person's places have it."""
    history = [*daily(STRETCH, 3), *daily("standing-quad-stretch", 3, MONDAY + HOUR)]
    assert after(history, settings=ruled(profile="floor")).known.next_level("M") == 2
    assert after(history).known.next_level("M") is None
    hurt = [*history, DrillDone(STRETCH, "done", MONDAY + 3 * DAY, 2, "hurt")]
    assert after(hurt, settings=ruled(profile="floor")).known.next_level("M") is None
    beyond = after(history, settings=ruled(profile="floor", exclude=["half-kneeling-hip-flexor-stretch"]))
    assert beyond.known.next_level("M") == 3


def test_the_shortened_chain_opens_after_four_neutral_drills() -> None:
    """Four completed marches or march holds open the drills on the chair."""
    chair = ruled(profile="chair")
    assert Trainee(done(*[MARCH] * 3), settings=chair).bar("seated-knee-lift") == "locked"
    opened = Trainee(done(*[MARCH] * 3, "march-hold"), MONDAY + DAY, chair)
    assert opened.bar("seated-knee-lift") is None
    assert opened.bar("seated-leg-liftover") == "locked"


def lengthened_ready(stretches: int = 6, marches: int = 6, days: int = 7) -> Trainee:
    """Somebody with so many of each behind them, on so many days."""
    spread = [MONDAY + number % days * DAY for number in range(max(stretches, marches, days))]
    history = [one for at in spread[:stretches] for one in done(STRETCH, at=at)]
    history += [one for at in spread[:marches] for one in done(MARCH, at=at + HOUR)]
    history += [one for at in spread[:days] for one in done("glute-squeeze", at=at + 2 * HOUR)]
    return Trainee(history, MONDAY + 10 * DAY)


def test_the_lengthened_chain_opens_last() -> None:
    """It takes six stretches, six hip flexor drills and seven days with a drill; short of any of them it is closed."""
    assert lengthened_ready().bar("split-stance-iso-pull") is None
    assert lengthened_ready(stretches=5).bar("split-stance-iso-pull") == "locked"
    assert lengthened_ready(marches=5).bar("split-stance-iso-pull") == "locked"
    assert lengthened_ready(days=6).bar("split-stance-iso-pull") == "locked"


def test_a_chain_once_open_stays_open() -> None:
    """What opened a chain may be forgotten; the chain stays open."""
    assert Trainee(training=Training(rungs=(Rung("SL", 1),))).bar("split-stance-iso-pull") is None


@pytest.mark.parametrize(("drill", "hours"), [("edge-leg-lower", 24), ("reverse-nordic-short", 48)])
def test_lengthened_drills_need_their_hours_of_rest(drill: str, hours: int) -> None:
    """Within the hours of rest of a lengthened drill no other of its chain is offered either."""
    training = Training(rungs=(Rung("SL", 3),))
    person = Trainee(done(drill), settings=ruled(profile="floor"), training=training)
    early, late = person.later((hours - 0.1) * HOUR), person.later(hours * HOUR)
    assert {early.bar(name) for name in (drill, "split-stance-iso-pull")} == {"resting"}
    assert {late.bar(name) for name in (drill, "split-stance-iso-pull")} == {None}


def test_a_single_leg_bridge_rests_alone() -> None:
    """Outside the lengthened chain the hours of rest are the drill's own."""
    training = Training(rungs=(Rung("G", 3),))
    person = Trainee(done("single-leg-bridge"), MONDAY + 20 * HOUR, ruled(profile="floor"), training)
    assert (person.bar("single-leg-bridge"), person.bar("glute-bridge")) == ("resting", None)


def test_three_a_day_of_one_chain_are_enough() -> None:
    """A chain of strength has three drills a day, the lengthened one has one; stretches have no ceiling."""
    assert (
        Trainee(done("glute-squeeze", "sit-to-stand", "glute-squeeze"), MONDAY + HOUR).bar("sit-to-stand") == "enough"
    )
    assert Trainee(done(*[MARCH] * 3), MONDAY + HOUR).bar("march-hold") == "enough"
    assert Trainee(done(*[MARCH] * 3), MONDAY + DAY).bar("march-hold") is None
    assert Trainee(done(*[STRETCH] * 5), MONDAY + HOUR).bar(STRETCH) is None
    training = Training(rungs=(Rung("SL", 1),))
    assert (
        Trainee(done("split-stance-iso-pull"), MONDAY + HOUR, training=training).bar("split-stance-iso-pull")
        == "enough"
    )


def test_muscles_are_warm_for_two_hours() -> None:
    """A standing drill or a walk warms up for two hours; a drill on the floor or the chair does not."""
    assert Trainee(done(STRETCH), MONDAY + timedelta(minutes=119)).known.warmed()
    assert not Trainee(done(STRETCH), MONDAY + 2 * HOUR).known.warmed()
    assert not Trainee(done("bird-dog", "seated-knee-lift"), MONDAY + HOUR).known.warmed()
    assert Trainee(walks=(MONDAY,), now=MONDAY + HOUR).known.warmed()


def test_when_drills_are_off_nothing_is_offered() -> None:
    """After pain that spread every drill is barred."""
    assert Trainee(training=Training(stopped=MONDAY)).bar(MARCH) == "off"

"""What a drill's end and the person's word do: the notice, steps offered and taken, pain, the chair, the self-check."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sitbreak.core import safety, selfcheck
from sitbreak.core.codec import decode_state
from sitbreak.core.commands import BadCommand, command
from sitbreak.core.deeds import deed, recorded
from sitbreak.core.memory import Rung
from sitbreak.core.model import (
    Accept,
    Acknowledge,
    Away,
    CheckRecord,
    Choice,
    DrillEnded,
    DrillOrder,
    DrillRecord,
    DrillResult,
    Event,
    OpenDrill,
    Say,
    SelfCheck,
    SetLevel,
    Skip,
    Spread,
    Stand,
    StartDrill,
    SwitchDrills,
    Walk,
)
from sitbreak.core.status import status
from sitbreak.core.trays import menu
from tests.core.trainee import BOOK, MONDAY, done, ruled
from tests.timeline import HOUR, MINUTE, MONDAY_NINE, Day

MARCH, STRETCH = "standing-march", "standing-hip-flexor-stretch"
DAYS = 24 * HOUR


def at_work(minutes: float = 46, **drills: object) -> Day:
    """Somebody who has been sitting for so long, with the shipped drills to choose from."""
    return Day(ruled(**drills), 30.0, MONDAY_NINE, book=BOOK).types(minutes * MINUTE)


def orders(day: Day) -> list[DrillOrder]:
    return [effect.order for effect in day.effects if isinstance(effect, OpenDrill)]


def said(day: Day) -> list[Say]:
    return [effect for effect in day.effects if isinstance(effect, Say)]


def startable(day: Day) -> set[tuple[str, ...]]:
    """The commands below the menu's entries."""
    entries = menu(day.state, day.at, day.settings, BOOK)
    return {child.command for entry in entries for child in entry.children}


def choices(say: Say) -> list[Event]:
    return [choice.event for choice in say.choices]


def does(day: Day, drill: str, effort: str | None = "ok", **report: object) -> Day:
    """The drill on request, done to the end."""
    day.does(StartDrill(drill)).leaves(90)
    return day.feed(DrillEnded(DrillResult.DONE, 60.0, 0.0, 0.0, effort, **report))  # type: ignore[arg-type]


def back_after(day: Day, seconds: float) -> Day:
    """The machine sleeps so long, and somebody sits down again."""
    day.sleeps(seconds)
    day.every = 10.0
    return day.types(30)


def six_easy_times(day: Day, drill: str) -> Day:
    """Twice a day for three days."""
    for number in range(6):
        does(day, drill)
        back_after(day, HOUR if number % 2 == 0 else DAYS)
    return day


def test_the_notice_comes_before_the_first_drill() -> None:
    """Accepting a prompt before the safety notice was acknowledged asks the window to show it first, afterwards not."""
    day = at_work().does(Accept())
    assert [order.notice for order in orders(day)] == [True]
    day.leaves(90).feed(DrillEnded(DrillResult.DONE, 77.0, acknowledged=True))
    assert day.state.training.acknowledged == day.at.wall
    does(day, "glute-squeeze")
    assert [order.notice for order in orders(day)] == [True, False]


def test_a_notice_that_was_not_confirmed_comes_again() -> None:
    """Closing the notice without confirming it leaves everything as it was."""
    day = at_work().does(Accept()).feed(DrillEnded(DrillResult.ABANDONED))
    assert not status(day.state, day.at, day.settings)["safety"]["acknowledged"]
    assert orders(day.does(StartDrill("glute-squeeze")))[-1].notice


def test_reading_it_beforehand_is_enough() -> None:
    """`sitbreak safety --acknowledge` does the same, and keeps the first date."""
    day = at_work(1).does(command(("safety", "--acknowledge"), MONDAY))
    first = day.state.training.acknowledged
    assert not orders(day.does(StartDrill()))[0].notice
    assert day.types(60).does(Acknowledge()).state.training.acknowledged == first


def test_the_notice_sends_people_to_a_physician_first() -> None:
    """It names the physician, pain that runs down the leg, the signs that need help at once, and stopping."""
    text = safety.notice()
    for words in ("physician", "down a leg", "bladder or bowel", "chest pain", "stop if anything hurts", "not medical"):
        assert words in text


def test_the_next_step_is_offered_and_taken_with_one_click() -> None:
    """After six easy times the message offers the next step; nothing changes until it is taken, then the dose does."""
    day = six_easy_times(at_work(1), MARCH)
    offer = said(day)[-1]
    assert choices(offer) == [SetLevel(MARCH, 3)]
    assert "45 s, 107 s" in offer.body
    does(day, MARCH)
    assert orders(day)[-1].level == 2
    back_after(day, HOUR).does(SetLevel(MARCH, 3))
    assert choices(said(day)[-1]) == [SetLevel(MARCH, 2)]
    does(day, MARCH)
    assert orders(day)[-1].level == 3


def test_an_offer_that_was_not_taken_waits_a_week() -> None:
    """Who lets an offer pass hears of it again after seven days, not after the next drill."""
    day = six_easy_times(at_work(1), MARCH)
    assert len(said(day)) == 1
    back_after(does(day, MARCH), 3 * DAYS)
    assert len(said(day)) == 1
    back_after(does(day, MARCH), 4 * DAYS)
    does(day, MARCH)
    assert len(said(day)) == 2


def test_steps_go_up_only_when_offered_and_down_at_any_time() -> None:
    """A step not yet earned is refused with what it takes; a lower one is had for the asking, down to the first."""
    day = at_work(1).does(SetLevel(MARCH, 3))
    assert "six times on three days" in day.refusals[-1]
    day.does(SetLevel(MARCH, 1)).does(StartDrill(MARCH))
    assert orders(day)[-1].level == 1
    for wish in (SetLevel(MARCH, 0), SetLevel("M", 0), SetLevel("no-such", 2), SetLevel("SL", 1)):
        before = len(day.refusals)
        assert len(day.does(wish).refusals) == before + 1


def test_a_chain_opens_with_one_click() -> None:
    """Six easy stretches and the kneeling one is offered, and comes once it is taken."""
    day = six_easy_times(at_work(1, profile="floor"), STRETCH)
    assert choices(said(day)[-1]) == [SetLevel("M", 2)]
    assert "Half-kneeling" in said(day)[-1].body
    day.does(SetLevel("M", 2))
    assert ("drill", "half-kneeling-hip-flexor-stretch") in startable(day)


def test_twice_hard_makes_it_easier() -> None:
    """After the second hard in a row the drill comes one step lower, without being asked."""
    day = does(at_work(1), STRETCH, "hard")
    back_after(does(day, STRETCH, "hard"), HOUR).does(StartDrill(STRETCH))
    assert [order.level for order in orders(day)] == [2, 2, 1]


def test_a_rusty_drill_stays_at_the_easier_step() -> None:
    """What came back easier after three weeks stays so until the next step is earned again."""
    day = back_after(does(at_work(1), STRETCH), 22 * DAYS)
    back_after(does(day, STRETCH), DAYS)
    does(day, STRETCH)
    assert [order.level for order in orders(day)] == [2, 1, 1]


def test_hurt_asks_once_whether_it_spread() -> None:
    """The answer hurt brings one question with a yes and a no; the drill is refused for a week, however asked for."""
    day = does(at_work(1), STRETCH, "hurt")
    assert safety.HURT_QUESTION in said(day)[-1].body
    assert choices(said(day)[-1]) == [Spread(True), Spread(False)]
    back_after(day.does(Spread(False)), DAYS).does(StartDrill(STRETCH))
    assert "hurt last time" in day.refusals[-1]
    back_after(day, 6.5 * DAYS).does(StartDrill(STRETCH))
    assert len(orders(day)) == 2


def test_pain_that_spread_turns_all_drills_off() -> None:
    """Yes shows where to turn, no drill can be started, and prompts offer a stand or walk until drills are on again."""
    day = does(at_work(1), STRETCH, "hurt").does(Spread(True))
    assert (said(day)[-1].title, said(day)[-1].body) == (safety.REFER_TITLE, safety.REFER)
    back_after(day, DAYS).types(48.5 * MINUTE)
    assert day.shown[-1].drill == "walk-break"
    assert "A plain stand or an easy walk, if comfortable" in day.shown[-1].body
    assert "are off" in day.does(StartDrill(MARCH)).refusals[-1]
    assert "are off" in day.does(Accept(MARCH)).refusals[-1]
    assert ("drills", "on") in startable(day)
    day.does(Accept()).leaves(6 * MINUTE)
    assert day.prompts[-1].outcome == "walked"
    back_after(day.does(SwitchDrills(True)), HOUR).does(StartDrill(MARCH))
    assert len(orders(day)) == 2


def test_a_window_that_asked_by_itself_is_believed() -> None:
    """A report that says that it spread, or that it did not, is not asked again."""
    spread = does(at_work(1), STRETCH, "hurt", spread=True)
    assert spread.state.training.stopped is not None
    stayed = does(at_work(1), STRETCH, "hurt", spread=False)
    assert stayed.state.training.stopped is None
    assert not choices(said(stayed)[-1])


def test_a_drill_given_up_because_it_hurt_counts_as_hurt() -> None:
    """Pain that ended a drill early suspends it as well."""
    day = at_work(1).does(StartDrill(STRETCH)).leaves(20)
    day.feed(DrillEnded(DrillResult.ABANDONED, 5.0, effort="hurt"))
    assert "hurt last time" in day.does(StartDrill(STRETCH)).refusals[-1]


def test_a_lengthened_drill_on_cold_muscles_begins_with_marching() -> None:
    """Without a standing drill or walk in the last two hours it is preceded by fifteen seconds of marching."""
    day = at_work(1)
    day.state = replace(day.state, training=replace(day.state.training, rungs=(Rung("SL", 1),)))
    cold = orders(day.does(StartDrill("split-stance-iso-pull")))[-1]
    assert cold.warm_up == 15.0
    warm = at_work(1)
    warm.state = replace(warm.state, training=replace(warm.state.training, rungs=(Rung("SL", 1),)))
    does(warm, MARCH).does(StartDrill("split-stance-iso-pull"))
    assert orders(warm)[-1].warm_up == 0.0


def test_who_cannot_stand_up_is_offered_the_chair() -> None:
    """Skipping for that reason brings a drill for the chair where the profile has it, then a minute on the feet."""
    day = Day(ruled(profile="chair"), 30.0, MONDAY_NINE, book=BOOK)
    day.state = replace(day.state, history=tuple(done(*[MARCH] * 4, at=MONDAY - timedelta(days=1))))
    day.types(48.5 * MINUTE).does(Skip("can't stand"))
    assert choices(said(day)[-1]) == [StartDrill("seated-knee-lift")]
    does(day, "seated-knee-lift")
    assert choices(said(day)[-1]) == [Away(), Stand()]
    desk = at_work().does(Skip("can't stand"))
    assert not said(desk)


def test_a_drill_goes_on_record_with_its_step_and_how_it_felt() -> None:
    """The record holds drill, step, seconds, sides, result and effort."""
    day = at_work().does(Accept()).leaves(80).feed(DrillEnded(DrillResult.PARTIAL, 40.0, 20.0, 20.0, "hard"))
    record = next(record for record in day.records if isinstance(record, DrillRecord))
    assert (record.level, record.seconds, record.result, record.effort) == (2, 40.0, "partial", "hard")
    assert record.sides == {"left": 20.0, "right": 20.0}


def test_the_third_prompt_offers_a_short_drill() -> None:
    """The last prompt of a bout names a drill with an express version, its short length, and opens that."""
    day = at_work()
    while len(day.shown) < 3:
        day.types(MINUTE)
    offer = day.shown[-1]
    day.does(Accept())
    assert any(f"{seconds} s." in offer.body for seconds in (30, 37, 38))
    assert orders(day)[-1].level == 1


def test_a_prompt_names_the_length_of_the_step_it_would_open() -> None:
    """Somebody who went one step down reads the shorter time."""
    day = at_work(1, exclude=[one.id for one in BOOK if one.id != MARCH])
    assert "Standing march, 37 s" in day.does(SetLevel(MARCH, 1)).types(50 * MINUTE).shown[0].body


def test_the_self_check_is_kept_once_a_month() -> None:
    """Its answers are kept per side; within a month it is refused, and no drill opens or closes by it."""
    day = at_work(1).does(command(("self-check", "level", "above"), MONDAY))
    record = next(record for record in day.records if isinstance(record, CheckRecord))
    assert (record.left, record.right) == ("level", "above")
    history, rungs = day.state.history, day.state.training.rungs
    assert "30 days" not in back_after(day, 29 * DAYS).does(SelfCheck("unsure", "unsure")).refusals[-1]
    back_after(day, DAYS).does(SelfCheck("unsure", "unsure"))
    assert len([record for record in day.records if isinstance(record, CheckRecord)]) == 2
    assert (day.state.history, day.state.training.rungs) == (history, rungs)
    assert "one of level, above, unsure" in day.does(SelfCheck("bad", "level")).refusals[-1]
    assert "not a diagnosis" in selfcheck.TEXT


WORDS: tuple[tuple[tuple[str, ...], Event], ...] = (
    (("safety", "--acknowledge"), Acknowledge()),
    (("hurt", "spread"), Spread(True)),
    (("hurt", "stayed"), Spread(False)),
    (("drills", "off"), SwitchDrills(False)),
    (("drills", "on"), SwitchDrills(True)),
    (("level", MARCH, "3"), SetLevel(MARCH, 3)),
    (("self-check", "level", "unsure"), SelfCheck("level", "unsure")),
    (
        ("drill-ended", "done", "60", "30", "30", "hurt", "stayed", "acknowledged"),
        DrillEnded(DrillResult.DONE, 60.0, 30.0, 30.0, "hurt", spread=False, acknowledged=True),
    ),
)


@pytest.mark.parametrize(("words", "event"), WORDS)
def test_words_mean_what_they_say_and_are_recorded(words: tuple[str, ...], event: Event) -> None:
    """Each command is its event, and a recording of it is the same event again."""
    assert command(words, MONDAY) == event
    line = recorded(event)
    assert line is not None
    assert deed(line, MONDAY) == event


@pytest.mark.parametrize("words", [("drills", "up"), ("level", MARCH), ("level", MARCH, "high"), ("hurt",)])
def test_other_words_are_no_commands(words: tuple[str, ...]) -> None:
    """What is incomplete or unknown is refused."""
    with pytest.raises(BadCommand):
        command(words, MONDAY)


def test_a_checkpoint_of_an_older_sitbreak_is_read() -> None:
    """A state without any of this begins as a newcomer's, and an older history entry is let go at the next drill."""
    old = decode_state({"run": "a", "history": [{"drill": MARCH, "on": "2026-03-02", "result": "done"}]})
    assert old.training.acknowledged is None
    day = at_work(1)
    day.state = replace(day.state, history=old.history)
    does(day, STRETCH)
    assert [one.drill for one in day.state.history if one.at.year > 2000] == [STRETCH]


def test_walking_is_always_an_answer() -> None:
    """Every prompt can be answered with a walk, and accepting the walk by name is the same."""
    for answer in (Walk(), Accept("walk-break")):
        assert at_work().does(answer).prompts[-1].outcome == "walked"


def test_choices_carry_their_label() -> None:
    """A question's buttons are plain words."""
    day = does(at_work(1), STRETCH, "hurt")
    assert [choice.label for choice in said(day)[-1].choices if isinstance(choice, Choice)] == ["Yes", "No"]

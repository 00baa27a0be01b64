"""A suggestion a week at most, from the last prompts, taken and undone with one click, and never a silent change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sitbreak.core import suggesting
from sitbreak.core.memory import Asked, Tally
from sitbreak.core.model import Change, Configure, PromptRecord, Say, Undo
from sitbreak.core.rules import DAYS
from sitbreak.core.settings import Settings, read_settings
from sitbreak.core.suggesting import suggestion
from tests.core.trainee import DAY, HOUR, MONDAY
from tests.timeline import MINUTE, MONDAY_NINE, Day


def asked(*outcomes: str, drill: str = "standing-march", at: datetime = MONDAY, every: timedelta = HOUR) -> list[Asked]:
    return [Asked(at + n * every, outcome, drill, outcome == "skipped") for n, outcome in enumerate(outcomes)]


def found(prompts: Iterable[Asked], settings: Settings | None = None) -> tuple[str, str] | None:
    told = suggestion(Tally(tuple(prompts)), settings or Settings())
    return None if told is None else (told.key, told.value)


def various(taken: int, refused: int) -> list[Asked]:
    """Prompts of many drills at many hours, so many of them taken."""
    outcomes = ["accepted"] * taken + ["ignored"] * refused
    return [Asked(MONDAY + n * HOUR, outcome, f"drill-{n}") for n, outcome in enumerate(outcomes)]


def test_few_accepted_prompts_suggest_a_longer_limit() -> None:
    """Less than 30 % of the last 20 answered: prompts after an hour; exactly 30 %, or fewer answers, change nothing."""
    assert found(various(5, 15)) == ("sitting.limit", "1h")
    assert found(various(6, 14)) is None
    assert found(various(4, 15)) is None
    assert found(various(5, 15), read_settings({"sitting": {"limit": "60m"}})) is None


def test_leaving_by_oneself_is_no_refusal() -> None:
    """Prompts that the person's own break overtook are not counted."""
    natural = [replace(one, outcome="natural") for one in various(0, 20)]
    assert found(natural) is None


def fortnight(taken: int, of: int, days: int = 14) -> list[Asked]:
    """So many of so many a day, workday after workday."""
    return [
        Asked(MONDAY + day * DAY + n * HOUR, "accepted" if n < taken else "ignored", f"drill-{n}")
        for day in range(days)
        for n in range(of)
    ]


def test_two_weeks_of_acceptance_suggest_a_shorter_limit() -> None:
    """More than 80 % for two weeks: prompts after half an hour; 80 %, or one week, or a brisk limit suggest nothing."""
    assert found(fortnight(6, 6)) == ("sitting.limit", "30m")
    assert found(fortnight(4, 5)) is None
    assert found(fortnight(6, 6, days=7)) is None
    assert found(fortnight(6, 6), read_settings({"sitting": {"limit": "30m"}})) is None


def test_a_drill_skipped_three_times_may_be_left_out() -> None:
    """Three skips since it was last accepted suggest excluding it, beside what is excluded already."""
    assert found(asked("skipped", "skipped", "skipped")) == ("drills.exclude", '["standing-march"]')
    assert found(asked("skipped", "skipped", "accepted", "skipped")) is None
    also = read_settings({"drills": {"exclude": ["bird-dog"]}})
    assert found(asked("skipped", "skipped", "skipped"), also) == ("drills.exclude", '["bird-dog", "standing-march"]')
    assert found(asked("skipped", "skipped", "skipped", drill="walk-break")) is None


def test_being_busy_is_not_the_drills_fault() -> None:
    """Skips for being busy or in a meeting, and prompts never seen, do not count against the drill."""
    record = PromptRecord("p", MONDAY, MONDAY, MONDAY, "skipped", 2700.0, 1, "standing-march", reason="meeting")
    assert not suggesting.noted(Tally(), record).prompts[0].declined
    assert suggesting.noted(Tally(), replace(record, reason=None)).prompts[0].declined
    assert suggesting.noted(Tally(), replace(record, shown=None)) == Tally()


def test_snoozes_bunched_in_one_hour_suggest_quiet_then() -> None:
    """Five snoozes or more, most of them in one hour of the day, suggest no prompts in that hour."""
    at_two = asked(*["snoozed"] * 5, at=MONDAY.replace(hour=14), every=DAY)
    key, value = found(at_two) or ("", "")
    assert key == "quiet.hours"
    assert 'mon = ["07:00-14:00", "15:00-21:00"]' in value
    assert found(at_two[:4]) is None
    spread = asked(*["snoozed"] * 8, every=HOUR + DAY)
    assert found([*at_two, *spread]) is None


def test_hours_that_cross_midnight_are_left_alone() -> None:
    """Hours that cannot be cut plainly, or do not hold that hour, suggest nothing."""
    at_two = asked(*["snoozed"] * 5, at=MONDAY.replace(hour=14), every=DAY)
    for hours in ("22:00-02:00", "08:00-12:00"):
        rules = read_settings({"quiet": {"hours": {day: [hours] for day in DAYS}}})
        assert found(at_two, rules) is None


def test_no_suggestion_is_made_twice() -> None:
    """What was put to the person once is not put again."""
    tally = Tally(tuple(various(5, 15)))
    first = suggestion(tally, Settings())
    assert first is not None
    assert suggestion(suggesting.made(tally, first, MONDAY), Settings()) is None


def test_the_tally_is_bounded() -> None:
    """It keeps some prompts of the last weeks and no more."""
    tally = Tally()
    for number in range(400):
        at = MONDAY + number * HOUR
        tally = suggesting.noted(tally, PromptRecord(str(number), at, at, at, "ignored", 0.0, 1, "a"))
    assert len(tally.prompts) == suggesting.KEPT


def refusing() -> Day:
    """Somebody at the desk who has not taken one of the last twenty prompts."""
    day = Day(every=30.0, begins=MONDAY_NINE)
    prompts = tuple(replace(one, at=one.at - 3 * DAY) for one in various(0, 20))
    day.state = replace(day.state, tally=Tally(prompts, fresh=True))
    return day


def suggestions(day: Day) -> list[Say]:
    return [effect for effect in day.effects if isinstance(effect, Say) and effect.title == "A suggestion"]


def changes(day: Day) -> list[tuple[str, str]]:
    return [(effect.key, effect.value) for effect in day.effects if isinstance(effect, Configure)]


def test_it_waits_for_a_good_moment_and_changes_nothing_by_itself() -> None:
    """In a call it waits; afterwards it comes once, with one click to take it and a command that does the same."""
    day = refusing().signal(call=True).types(5 * MINUTE)
    assert not suggestions(day)
    day.signal(call=False).types(10 * MINUTE)
    (told,) = suggestions(day)
    assert [choice.event for choice in told.choices] == [Change("sitting.limit", "1h", "45m")]
    assert "sitbreak config set sitting.limit '1h'" in told.by_command
    assert changes(day) == []


def test_one_click_takes_it_and_one_takes_it_back() -> None:
    """Taking it changes the setting and says so with the way back; that click restores what was before."""
    day = refusing().types(5 * MINUTE)
    day.does(suggestions(day)[0].choices[0].event)
    confirmed = day.effects[-1]
    assert isinstance(confirmed, Say)
    assert changes(day) == [("sitting.limit", "1h")]
    day.does(confirmed.choices[0].event)
    assert changes(day)[-1] == ("sitting.limit", "45m")


def test_undo_takes_it_back_as_well() -> None:
    """`sitbreak undo` restores the setting for an hour after it was changed, then there is nothing to undo."""
    day = refusing().types(5 * MINUTE)
    day.does(suggestions(day)[0].choices[0].event).types(MINUTE).does(Undo())
    assert changes(day) == [("sitting.limit", "1h"), ("sitting.limit", "45m")]
    assert day.does(Undo()).refusals


@pytest.mark.parametrize(("days", "number"), [(6, 1), (8, 2)])
def test_at_most_one_a_week(days: int, number: int) -> None:
    """With reasons for several, the second comes a week after the first."""
    day = refusing().types(5 * MINUTE)
    skipped = asked("skipped", "skipped", "skipped", at=MONDAY)
    tally = day.state.tally
    day.state = replace(day.state, tally=replace(tally, prompts=(*tally.prompts, *skipped), fresh=True))
    day.sleeps(days * 24 * 3600.0).types(5 * MINUTE)
    assert len(suggestions(day)) == number


def test_not_on_the_heels_of_a_prompt() -> None:
    """Five minutes at least lie between a prompt and a suggestion."""
    tally = replace(refusing().state.tally, fresh=True)
    last = tally.prompts[-1].at
    assert not suggesting.due(tally, last + timedelta(minutes=4))
    assert suggesting.due(tally, last + timedelta(minutes=5))

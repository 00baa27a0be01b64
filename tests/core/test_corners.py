"""Days that once came out wrong: odd distances, changes while nobody looked, and two things happening at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sitbreak.core.model import (
    Accept,
    Away,
    CloseDrill,
    DrillEnded,
    DrillRecord,
    DrillResult,
    ModeKind,
    Quit,
    Resume,
    SetMode,
    Snooze,
    Stand,
    StartDrill,
    Walk,
)
from sitbreak.core.replay import replay, to_json
from sitbreak.core.status import next_prompt, status
from sitbreak.core.trace import events, header
from tests.timeline import CARDS, HOUR, MINUTE, Day


def at_prompt() -> Day:
    return Day(every=2.0).types(45 * MINUTE).still(10)


def told(start: str, *lines: dict[str, Any]) -> dict[str, Any]:
    head = header({"sitbreak_trace": 1, "start": start}, ZoneInfo("Europe/Berlin"))
    day = replay(events(head, iter(enumerate(lines, start=2))), head.settings, CARDS)
    assert day is not None
    return to_json(day)


# ---------------------------------------------------------------- the wall clock


@pytest.mark.parametrize("start", ["2026-03-29T01:00:00+01:00", "2026-10-25T01:30:00+02:00"])
def test_a_daylight_saving_night_makes_no_sitting(start: str) -> None:
    """Two hours across the change of the clocks are two hours, in the bouts and in the sums."""
    readings = ({"t": t, "idle": 2} for t in range(0, 7201, 60))
    day = told(start, *readings)
    assert [bout["seconds"] for bout in day["bouts"]] == [7200]
    assert day["totals"]["seated_seconds"] == day["totals"]["elapsed_seconds"] == 7200


def test_records_hold_a_fixed_offset() -> None:
    """The two ends of a record differ by its true length, also in the night when the clocks are set back."""
    day = Day(begins=datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/Berlin")))
    bout = day.types(2 * HOUR).leaves(10 * MINUTE).bout_records[0]
    assert bout.end - bout.start == timedelta(hours=2)


def test_a_bout_closed_after_midnight_belongs_to_its_own_day() -> None:
    """A bout that ended before midnight adds neither minutes nor a break to the new day."""
    day = Day(begins=datetime(2026, 3, 2, 23, 0, tzinfo=ZoneInfo("Europe/Berlin")))
    day.types(58 * MINUTE).leaves(10 * MINUTE)
    assert day.bouts == [(0, 58 * MINUTE, "idle")]
    today = status(day.state, day.at, day.settings)["today"]
    assert (today["breaks"], today["sitting_seconds"]) == (0, 0)


@pytest.mark.parametrize(("zone", "held"), [("America/New_York", ()), ("Asia/Tokyo", ("hours",))])
def test_prompting_hours_travel_along(zone: str, held: tuple[str, ...]) -> None:
    """Nine in the evening in Berlin is afternoon in New York and night in Tokyo: hours are those of the place."""
    day = Day(every=2.0, begins=datetime(2026, 3, 2, 20, 30, tzinfo=ZoneInfo("Europe/Berlin")))
    day.types(20 * MINUTE)
    day.begins = day.begins.astimezone(ZoneInfo(zone))
    day.types(26 * MINUTE)
    prompt = day.state.prompting.prompt
    assert prompt is not None
    assert prompt.held_by == held
    assert status(day.state, day.at, day.settings)["bout"]["seconds"] == 46 * 60


# ---------------------------------------------------------------- pause and quiet


def test_a_pause_ends_when_it_was_meant_to() -> None:
    """A pause that ran out between two looks ended at its end; what was typed after it counts."""
    day = Day(every=200.0).types(600).does(SetMode(ModeKind.PAUSED, seconds=300)).types(600)
    assert day.spans == [(600, 900, "paused"), (900, 1000, "unclear")]


def test_a_pause_until_a_wall_time_ends_at_it() -> None:
    """ "Until 9:15" ends at 9:15, however late the next look is."""
    day = Day(every=280.0).types(280)
    day.does(SetMode(ModeKind.PAUSED, until=day.begins + timedelta(minutes=15))).still(840)
    assert day.spans[0] == (280, 900, "paused")


def test_nobody_there_after_a_pause_is_away() -> None:
    """After a pause a person whose input has been silent beyond the absence limit is away till the next one."""
    day = Day().types(600).does(SetMode(ModeKind.PAUSED, seconds=600)).still(1200).bumps()
    assert day.spans == [(600, 1200, "paused"), (1200, 1800, "away")]
    assert day.posture == "seated"


# ---------------------------------------------------------------- words said after a silence


@pytest.mark.parametrize("word", [Stand(), Away(), SetMode(ModeKind.PAUSED, seconds=60)])
def test_words_after_a_long_silence_do_not_extend_the_bout(word: Stand | Away | SetMode) -> None:
    """A bout whose absence limit has run out ended at the last input, whatever is said afterwards."""
    day = Day().types(600)
    day.t += 400
    assert day.does(word).bouts == [(0, 600, "idle")]


def test_resuming_is_no_sitting_yet() -> None:
    """The click that ends a pause is not the next input."""
    day = Day().types(600).does(SetMode(ModeKind.PAUSED, seconds=HOUR)).types(60).does(Resume()).still(60)
    assert day.posture == "unclear"
    assert day.types(10).posture == "seated"


# ---------------------------------------------------------------- locks, sleep and breaks together


def test_a_lock_that_lasts_into_sleep_is_an_absence_from_the_lock() -> None:
    """A screen locked just before the machine sleeps was locked all the while, so the bout ended at the lock."""
    day = Day().types(600).signal(locked=True).still(20).sleeps(HOUR)
    assert day.bouts == [(0, 600, "lock")]
    assert day.spans == [(600, 620, "away"), (620, 620 + HOUR, "asleep")]


def test_unlocking_after_sleep_is_a_return_by_itself() -> None:
    """Unlocked when the machine wakes: the person is back, though only one reading tells so."""
    day = Day().types(600).signal(locked=True).still(300)
    day.signals = replace(day.signals, locked=False)
    day.t, day.asleep, day.last_input = day.t + HOUR, day.asleep + HOUR, day.t + HOUR
    day.look()
    assert day.spans == [(600, 900, "away"), (900, 900 + HOUR, "asleep")]
    assert day.posture == "seated"


def test_a_walk_into_sleep_is_a_walk() -> None:
    """An accepted walk whose laptop is closed at once ended the bout at acceptance, as a walk."""
    day = Day().types(46 * MINUTE).does(Walk()).still(10).sleeps(HOUR)
    assert day.bouts == [(0, 46 * MINUTE, "walk")]


def test_unlocking_within_the_minute_is_no_break() -> None:
    """Who accepts a walk, locks, and unlocks before a minute has passed has taken no break."""
    day = Day().types(46 * MINUTE).does(Walk()).signal(locked=True).still(30)
    day.last_input = day.t
    day.signal(locked=False).still(2 * MINUTE)
    assert day.bouts == []
    assert day.posture == "seated"


def test_unlocking_after_a_walk_is_a_return() -> None:
    """Back from an accepted walk, unlocking starts the new bout, also when nobody looked in between."""
    day = Day().types(46 * MINUTE).does(Walk()).signal(locked=True)
    day.t += 200
    day.last_input = day.t
    day.signal(locked=False)
    assert day.bouts == [(0, 46 * MINUTE, "walk")]
    assert (day.posture, day.state.seat.since) == ("seated", 46 * MINUTE + 200)


def test_a_locked_screen_is_absence_without_an_idle_source() -> None:
    """Where nothing can sense input, a locked screen still tells that nobody sits."""
    day = Day().blind().still(10 * MINUTE).signal(locked=True).still(5 * MINUTE)
    assert day.posture == "away"


def test_no_sleep_is_no_sleep() -> None:
    """With an absence limit of zero for sleep, a machine that never slept ends no bout."""
    assert Day.ruled(sitting={"absence": {"asleep": "0s"}}).types(20 * MINUTE).bouts == []


# ---------------------------------------------------------------- what vouches for sitting


def test_a_short_lock_after_a_call_keeps_what_was_assumed() -> None:
    """Locking for a moment after forty silent minutes in a call does not turn them into minutes with input."""
    day = Day().types(600).signal(call=True).still(2400).signal(call=False, locked=True).still(60)
    day.last_input = day.t
    day.signal(locked=False).types(60).leaves(10 * MINUTE)
    assert day.bout_records[0].assumed_seconds == 2400


def test_typing_in_a_call_is_not_assumed() -> None:
    """Minutes of a call with input in them need no assumption."""
    day = Day().signal(call=True).types(20 * MINUTE).still(20)
    assert status(day.state, day.at, day.settings)["bout"]["assumed_seconds"] == 0


def test_a_cap_of_zero_leaves_typing_alone() -> None:
    """With no trust in calls and films at all, music beside the work does not cut the bout."""
    day = Day.ruled(sitting={"assume_seated_max": "0s"}).signal(media=True)
    day.every = 30.0
    day.types(10 * MINUTE).still(2 * MINUTE).types(10 * MINUTE)
    assert day.state.seat.since == 0


def test_the_first_input_seen_begins_the_bout() -> None:
    """After a time in which nothing could be sensed the bout begins at the first input, not at the look before it."""
    blind = [{"t": t, "idle": None} for t in range(0, 601, 60)]
    bouts = told("2026-03-02T09:00:00+01:00", *blind, {"t": 700, "idle": 10})["bouts"]
    assert [bout["start"][11:19] for bout in bouts] == ["09:11:30"]


def test_silence_seen_afterwards_is_absence() -> None:
    """When the idle source comes back and proves a long silence, the person is away and no longer unclear."""
    day = Day().types(600).blind().still(400)
    assert day.posture == "unclear"
    day.signals = replace(day.signals, idle=0.0)
    day.look()
    assert day.posture == "away"
    assert day.types(30).spans == [(600, 1010, "away")]


def test_a_bump_is_forgotten_after_a_minute() -> None:
    """A stray input stops being watched for a second one once that can no longer come."""
    assert Day().types(600).leaves(600).bumps().leaves(70).state.seat.touch is None


def test_no_input_is_older_than_it_is() -> None:
    """Somebody silent for four minutes when the program starts is away one minute later, not five."""
    lines = [{"t": t, "idle": 240 + t} for t in (0, 50, 70)]
    spans = told("2026-03-02T09:00:00+01:00", *lines)["spans"]
    assert [(span["start"][11:19], span["state"]) for span in spans] == [("09:00:00", "away")]


# ---------------------------------------------------------------- drills nobody reports on


def test_typing_on_beside_an_open_drill_is_a_return() -> None:
    """A standing drill whose window never reports does not keep a typing person on their feet."""
    day = Day().types(46 * MINUTE).does(Accept("standing-march")).still(2 * MINUTE).types(5 * MINUTE)
    assert day.spans == [(46 * MINUTE, 48 * MINUTE + 10, "standing")]
    assert day.posture == "seated"


def test_a_click_in_the_drill_window_is_no_return() -> None:
    """Pausing a drill and going on ten seconds later is part of the drill."""
    day = Day().types(46 * MINUTE).does(Accept("standing-march")).still(70).bumps().still(10).bumps().still(20)
    day.feed(DrillEnded(DrillResult.DONE, 77)).still(30)
    assert day.posture == "standing"


def test_a_drill_left_open_is_closed() -> None:
    """Somebody who works on beside a drill that should be over has its window closed."""
    day = Day().types(600).does(StartDrill("seated-knee-lift")).types(5 * MINUTE)
    assert CloseDrill() in day.effects
    assert day.state.drill is not None


def test_a_drill_that_never_reports_expires() -> None:
    """A drill that is closed and still silent after ten minutes has expired, and prompts come again."""
    day = Day().types(600).does(StartDrill("seated-knee-lift")).types(60 * MINUTE)
    results = [record.result for record in day.records if isinstance(record, DrillRecord)]
    assert results == ["expired"]
    assert day.shown


def test_standing_ends_with_a_drill_nobody_came_back_from() -> None:
    """A drill without a report vouches for standing only as long as a slow drill takes."""
    day = Day().types(46 * MINUTE).does(Accept("standing-march")).still(30 * MINUTE)
    assert day.posture == "away"
    assert day.spans[0][1] < 50 * MINUTE


def test_giving_up_an_offered_drill_uses_a_snooze() -> None:
    """An offered drill that is abandoned with the person still typing counts as a snooze."""
    day = at_prompt().does(Accept("standing-march")).types(30).feed(DrillEnded(DrillResult.ABANDONED))
    assert day.state.prompting.snoozes_used == 1
    assert day.state.prompting.snooze_until == pytest.approx(day.t + 600)


# ---------------------------------------------------------------- prompts


def test_quitting_offers_nothing_more() -> None:
    """Quitting withdraws the prompt and does not put up the next one."""
    day = at_prompt().feed(Quit())
    assert day.state.prompting.prompt is None
    assert len(day.shown) == 1


def test_two_prompts_of_one_moment_have_two_ids() -> None:
    """A prompt that quiet withdraws in the moment it is shown, and that is due again at once, is two records."""
    day = Day().types(45 * MINUTE - 10).still(10).feed(SetMode(ModeKind.QUIET, seconds=60))
    again = day.state.prompting.prompt
    assert again is not None
    assert [prompt.id for prompt in day.prompts] == [day.shown[0].id]
    assert again.id != day.shown[0].id


def test_an_unshown_prompt_tells_how_long_the_bout_was() -> None:
    """A prompt that was held until the person left says how long the bout was when it fell due."""
    day = Day().signal(call=True).types(50 * MINUTE).signal(call=False, locked=True).still(10 * MINUTE)
    assert [prompt.bout_seconds for prompt in day.prompts] == [45 * MINUTE]


def test_a_film_without_input_makes_no_prompt_due() -> None:
    """Somebody who only watches is not due a prompt that nothing holds; the next input makes it due."""
    day = Day().types(600).signal(media=True).still(50 * MINUTE)
    assert day.state.prompting.prompt is None
    assert day.types(10).state.prompting.prompt is not None


def test_a_snooze_ends_to_the_second() -> None:
    """A snooze of five minutes holds at 299 seconds and is over at 300."""
    day = at_prompt().does(Snooze(300))
    day.every = 1.0
    assert len(day.types(289).still(10).shown) == 1
    assert len(day.still(1).shown) == 2


def test_no_prompt_is_announced_for_a_full_day() -> None:
    """When the day's prompts are used up, none is announced; an overdue one is announced for now, not for the past."""
    day = Day.ruled(prompt={"max_per_day": 0}).types(600)
    assert next_prompt(day.state, day.at, day.settings) is None
    late = Day().types(600).signal(media=True).still(50 * MINUTE)
    assert next_prompt(late.state, late.at, late.settings) == late.at.wall


def test_a_snooze_from_the_settings_is_never_refused() -> None:
    """Whatever the settings offer as a snooze can be taken; more than that, and more than an hour, is refused."""
    day = Day.ruled(prompt={"snooze": ["5m", "90m"]}).types(45 * MINUTE).still(10)
    day.does(Snooze(91 * MINUTE))
    assert day.refusals == ["A snooze lasts up to 1h30m; pause or quiet last longer."]
    assert day.does(Snooze(90 * MINUTE)).outcomes == ["snoozed"]

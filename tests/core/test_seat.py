"""Every row of the absence table, as scripts of a day."""

from __future__ import annotations

import pytest

from sitbreak.core.model import (
    Accept,
    Away,
    DrillEnded,
    DrillResult,
    ModeKind,
    Resume,
    SetMode,
    Sit,
    Stand,
    StartDrill,
    Walk,
)
from tests.timeline import HOUR, MINUTE, Day


def test_one_bout_of_fifty_minutes() -> None:
    """Fifty minutes of typing and ten minutes away are one logged bout of fifty minutes."""
    day = Day().types(50 * MINUTE).leaves(10 * MINUTE)
    assert day.bouts == [(0, 50 * MINUTE, "idle")]
    assert day.posture == "away"


def test_short_gap_is_sitting() -> None:
    """A gap shorter than the absence limit counts as sitting in full."""
    day = Day().types(10 * MINUTE).still(5 * MINUTE - 20).types(10 * MINUTE)
    assert day.bouts == []
    assert day.state.seat.since == 0
    assert day.state.seat.assumed == 0


def test_absence_is_dated_back_to_the_last_input() -> None:
    """An absence runs from the last input to the next."""
    day = Day().types(10 * MINUTE).leaves(12 * MINUTE).types(5 * MINUTE)
    assert day.bouts == [(0, 10 * MINUTE, "idle")]
    assert day.spans == [(10 * MINUTE, 22 * MINUTE + 10, "away")]


def test_long_lock_is_absence_from_the_lock() -> None:
    """A screen locked for two minutes means away from the moment of the lock, and unlocking is a return by itself."""
    day = Day().types(10 * MINUTE).signal(locked=True).still(3 * MINUTE).signal(locked=False)
    assert day.bouts == [(0, 10 * MINUTE, "lock")]
    assert day.spans == [(10 * MINUTE, 13 * MINUTE, "away")]
    assert day.posture == "seated"


def test_short_lock_is_part_of_the_bout() -> None:
    """A lock shorter than two minutes does not end the bout."""
    day = Day().types(10 * MINUTE).signal(locked=True).still(100).signal(locked=False).types(MINUTE)
    assert day.bouts == []


def test_long_sleep_is_asleep_from_falling_asleep() -> None:
    """A machine asleep for a minute or longer is nobody sitting, from falling asleep to waking."""
    day = Day().types(10 * MINUTE).sleeps(HOUR).types(5 * MINUTE)
    assert day.bouts == [(0, 10 * MINUTE, "sleep")]
    assert day.spans == [(10 * MINUTE, 70 * MINUTE, "asleep"), (70 * MINUTE, 70 * MINUTE + 10, "away")]


def test_short_sleep_is_part_of_the_bout() -> None:
    """A machine asleep for less than a minute changes nothing."""
    assert Day().types(10 * MINUTE).sleeps(50).types(MINUTE).bouts == []


def test_call_without_input_is_sitting() -> None:
    """A call keeps the bout going, assumed, and hanging up goes on as before."""
    day = Day().types(10 * MINUTE).signal(call=True).still(40 * MINUTE).signal(call=False).types(MINUTE)
    assert day.bouts == []
    assert day.state.seat.assumed == 40 * MINUTE


def test_film_past_the_cap_becomes_unclear() -> None:
    """A passive signal past the cap ends the bout at last input plus cap; from there it is unclear until input."""
    day = Day().types(10 * MINUTE).signal(media=True).still(90 * MINUTE).types(MINUTE)
    assert day.bouts == [(0, 70 * MINUTE, "cap")]
    assert day.spans == [(70 * MINUTE, 100 * MINUTE + 10, "unclear")]
    assert day.bout_records[0].assumed_seconds == 60 * MINUTE


def test_film_never_recalls_an_absent_person() -> None:
    """A passive signal that starts after the person left does not make them sit."""
    day = Day().types(10 * MINUTE).leaves(10 * MINUTE).signal(media=True).still(10 * MINUTE)
    assert day.bouts == [(0, 10 * MINUTE, "idle")]
    assert day.posture == "away"


def test_hanging_up_and_leaving() -> None:
    """After a call without input the absence begins where the call ended."""
    day = Day().types(10 * MINUTE).signal(call=True).still(20 * MINUTE).signal(call=False).still(6 * MINUTE)
    assert day.bouts == [(0, 30 * MINUTE, "idle")]
    assert day.bout_records[0].assumed_seconds == 20 * MINUTE


def test_lock_wins_over_a_film() -> None:
    """A passive signal together with a locked screen is absence."""
    day = Day().types(10 * MINUTE).signal(media=True, locked=True).still(10 * MINUTE)
    assert day.bouts == [(0, 10 * MINUTE, "lock")]


def test_standing_ends_the_bout_and_lasts() -> None:
    """ "I am standing" ends the bout; typing does not end standing, "I am sitting" does."""
    day = Day().types(10 * MINUTE).does(Stand()).types(20 * MINUTE).does(Sit()).types(MINUTE)
    assert day.bouts == [(0, 10 * MINUTE, "stand")]
    assert day.spans == [(10 * MINUTE, 30 * MINUTE, "standing")]


def test_standing_ends_with_the_next_absence() -> None:
    """After an absence a standing person is taken to sit again."""
    day = Day().types(10 * MINUTE).does(Stand()).types(10 * MINUTE).leaves(10 * MINUTE).types(MINUTE)
    assert [span[2] for span in day.spans] == ["standing", "away"]
    assert day.posture == "seated"


def test_away_is_deaf_for_a_minute() -> None:
    """Input in the first minute after "I am away" is no return."""
    day = Day().types(10 * MINUTE).does(Away()).types(50).leaves(9 * MINUTE).types(MINUTE)
    assert day.bouts == [(0, 10 * MINUTE, "away")]
    assert day.spans == [(10 * MINUTE, 19 * MINUTE + 60, "away")]


def test_just_walked_dates_back() -> None:
    """ "I just walked for five minutes" ends the bout five minutes ago."""
    day = Day().types(20 * MINUTE).does(Away(since=5 * MINUTE))
    assert day.bouts == [(0, 15 * MINUTE, "away")]


def test_dating_back_never_before_the_last_record() -> None:
    """A walk said to be longer than the bout leaves earlier records alone."""
    day = Day().types(10 * MINUTE).leaves(10 * MINUTE).types(2 * MINUTE).does(Away(since=HOUR))
    assert day.bouts == [(0, 10 * MINUTE, "idle")]
    assert day.spans[-1][1] == 20 * MINUTE + 10


def test_pause_counts_nothing_until_the_next_input() -> None:
    """A pause ends the bout, counts nothing, and the next input after it starts a new bout."""
    day = Day().types(10 * MINUTE).does(SetMode(ModeKind.PAUSED, seconds=HOUR)).types(HOUR).still(60).types(60)
    assert day.bouts == [(0, 10 * MINUTE, "pause")]
    assert day.spans[0] == (10 * MINUTE, 70 * MINUTE, "paused")
    assert day.posture == "seated"


def test_pause_can_be_ended_early() -> None:
    """Resuming ends a pause."""
    day = Day().types(10 * MINUTE).does(SetMode(ModeKind.PAUSED, seconds=HOUR)).types(MINUTE).does(Resume())
    assert day.spans == [(10 * MINUTE, 11 * MINUTE, "paused")]


def test_quiet_does_not_touch_the_clock() -> None:
    """Quiet mode leaves the bout alone."""
    day = Day().types(10 * MINUTE).does(SetMode(ModeKind.QUIET)).types(90 * MINUTE)
    assert day.bouts == []
    assert day.shown == []


def test_standing_drill_ends_the_bout_at_acceptance() -> None:
    """An accepted standing drill that is done ends the bout at the moment of acceptance."""
    day = Day().types(46 * MINUTE).does(Accept("standing-march")).still(77)
    day.feed(DrillEnded(DrillResult.DONE, 77)).still(20).types(5 * MINUTE)
    assert day.bouts == [(0, 46 * MINUTE, "drill")]
    assert day.spans == [(46 * MINUTE, 46 * MINUTE + 107, "standing")]


def test_drill_while_typing_on_is_no_break() -> None:
    """A drill that was accepted and abandoned with typing going on leaves the bout as it was."""
    day = Day().types(46 * MINUTE).does(Accept("standing-march")).types(40)
    day.feed(DrillEnded(DrillResult.ABANDONED)).types(5 * MINUTE)
    assert day.bouts == []
    assert day.state.seat.since == 0


def test_an_abandoned_drill_backs_off_ten_minutes() -> None:
    """An accepted drill abandoned with the person still typing counts as a ten-minute snooze."""
    day = Day().types(49 * MINUTE).does(Accept("standing-march")).types(40)
    day.feed(DrillEnded(DrillResult.ABANDONED)).types(9 * MINUTE)
    assert len(day.shown) == 1
    assert len(day.types(6 * MINUTE).shown) == 2


def test_a_walk_counts_after_a_minute() -> None:
    """A walk is a break once a minute passes without input."""
    day = Day().types(49 * MINUTE).does(Walk()).leaves(2 * MINUTE).types(MINUTE)
    assert day.bouts == [(0, 49 * MINUTE, "walk")]
    assert day.spans == [(49 * MINUTE, 51 * MINUTE + 10, "away")]


def test_a_chair_drill_ends_no_bout() -> None:
    """A chair drill never ends a bout."""
    day = Day().types(20 * MINUTE).does(StartDrill("seated-knee-lift")).still(84)
    day.feed(DrillEnded(DrillResult.DONE, 84)).types(5 * MINUTE)
    assert day.bouts == []


def test_short_outage_goes_on() -> None:
    """If the program was away for less than the absence limit the bout goes on."""
    assert Day().types(10 * MINUTE).dies(4 * MINUTE).types(MINUTE).bouts == []


def test_long_outage_is_nobodys_time() -> None:
    """A longer outage ends the bout at the last checkpoint and is untracked."""
    day = Day().types(10 * MINUTE).dies(30 * MINUTE).types(MINUTE)
    assert day.bouts == [(0, 10 * MINUTE, "untracked")]
    assert day.spans[0] == (10 * MINUTE, 40 * MINUTE, "untracked")
    assert day.posture == "seated"


def test_no_idle_source_is_unclear_but_words_work() -> None:
    """Without an idle source the state is unclear; sit, stand and away work by hand."""
    day = Day().blind().still(HOUR)
    assert day.posture == "unclear"
    day.does(Sit()).still(HOUR)
    assert day.posture == "seated"
    day.does(Stand()).still(HOUR).does(Away())
    assert [span[2] for span in day.spans] == ["unclear", "standing"]
    assert day.bouts == [(HOUR, 2 * HOUR, "stand")]


def test_idle_source_lost_is_unclear() -> None:
    """When nothing can tell about input any more the bout ends at the last evidence."""
    day = Day().types(10 * MINUTE).blind().still(10 * MINUTE)
    assert day.bouts == [(0, 10 * MINUTE, "cap")]
    assert day.posture == "unclear"


def test_one_bump_is_no_return() -> None:
    """A single bump of the mouse does not end an absence; a second input soon after does, dated to the first."""
    day = Day().types(10 * MINUTE).leaves(10 * MINUTE).bumps().leaves(10 * MINUTE)
    assert day.posture == "away"
    day.types(30)
    assert day.posture == "seated"
    assert day.state.seat.since == 30 * MINUTE + 10


@pytest.mark.parametrize("every", [1.0, 7.0, 30.0, 60.0])
def test_looking_seldom_or_often_gives_the_same_bouts(every: float) -> None:
    """The bouts do not depend on how often the program looks."""
    day = Day(every=every).types(42 * MINUTE).leaves(21 * MINUTE).signal(call=True).still(21 * MINUTE)
    assert day.bouts == [(0, 42 * MINUTE, "idle")]

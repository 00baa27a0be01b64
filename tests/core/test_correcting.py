"""Putting the past right: corrections, the one quiet question after a gap, undo, and what follows from them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitbreak.core.commands import BadCommand, command
from sitbreak.core.model import (
    AnswerGap,
    Away,
    Configure,
    Correct,
    CorrectionRecord,
    Event,
    ModeKind,
    Say,
    SetMode,
    Sit,
    Stand,
    Undo,
)
from sitbreak.core.settings import Settings
from sitbreak.core.status import status
from sitbreak.core.trays import menu
from sitbreak.core.view import Entry
from sitbreak.core.week import summarise
from tests.timeline import CARDS, HOUR, MINUTE, MONDAY_NINE, Day


def wall(minute: float) -> datetime:
    """The wall time so many minutes after the day began."""
    return MONDAY_NINE + timedelta(minutes=minute)


def corrections(day: Day) -> list[CorrectionRecord]:
    return [record for record in day.records if isinstance(record, CorrectionRecord)]


def said(day: Day) -> list[Say]:
    return [effect for effect in day.effects if isinstance(effect, Say)]


def told(day: Day) -> dict[str, object]:
    return status(day.state, day.at, day.settings)


def sat(day: Day) -> tuple[int, int, int]:
    """Minutes of sitting today, breaks, and minutes of the longest bout, as `status` tells them."""
    today = status(day.state, day.at, day.settings)["today"]
    return today["sitting_seconds"] // 60, today["breaks"], today["longest_bout_seconds"] // 60


def bout_minutes(day: Day) -> int:
    bout = status(day.state, day.at, day.settings)["bout"]
    return int(bout["seconds"]) // 60


def entry(day: Day, beginning: str) -> Entry:
    rows = menu(day.state, day.at, day.settings, CARDS)
    return next(row for row in rows if row.label.startswith(beginning))


def labels(day: Day) -> list[str]:
    return [row.label for row in menu(day.state, day.at, day.settings, CARDS)]


# ---------------------------------------------------------------- corrections


def test_an_absence_put_right_is_sitting_and_the_records_stay() -> None:
    """Reading on paper counts once the person says so: one bout, no break; the records of the day are not rewritten."""
    day = Day().types(20 * MINUTE).leaves(20 * MINUTE).types(2 * MINUTE)
    before = list(day.records)
    day.does(Correct(wall(20), wall(40), "seated"))
    assert day.records[: len(before)] == before
    assert [(row.start, row.end, row.state) for row in corrections(day)] == [(wall(20), wall(40), "seated")]
    assert sat(day) == (42, 0, 42)
    assert bout_minutes(day) == 42


def test_a_corrected_bout_is_prompted_by_its_true_length() -> None:
    """The prompt follows the corrected bout: 22 + 20 minutes put right make it due 3 minutes later."""
    day = Day(every=2.0).types(20 * MINUTE).leaves(20 * MINUTE).types(2 * MINUTE)
    day.does(Correct(wall(20), wall(40), "seated"))
    assert day.types(2 * MINUTE).state.prompting.prompt is None
    assert day.types(2 * MINUTE).state.prompting.prompt is not None


def test_a_walk_told_later_cuts_the_open_bout() -> None:
    """Minutes away in the middle of the open bout end it there; the bout goes on from the return."""
    day = Day().types(40 * MINUTE).does(Correct(wall(20), wall(30), "away"))
    assert bout_minutes(day) == 10
    assert sat(day) == (30, 1, 20)


def test_a_prompt_of_minutes_that_were_none_is_withdrawn() -> None:
    """Whoever was up in the middle of the bout owes no break yet."""
    day = Day(every=2.0).types(45 * MINUTE).still(10)
    assert day.state.prompting.prompt is not None
    day.does(Correct(wall(20), wall(40), "away"))
    assert day.state.prompting.prompt is None
    assert day.outcomes == ["withdrawn"]


def test_whole_minutes_meet_the_bouts_they_mean() -> None:
    """A correction typed as 09:20 to 09:40 closes the gap that really lay from 09:20:30 to 09:40:40."""
    day = Day().types(20 * MINUTE + 30).leaves(20 * MINUTE + 10).types(2 * MINUTE)
    day.does(Correct(wall(20), wall(40), "seated"))
    assert sat(day)[1:] == (0, 42)


def test_the_week_follows_a_correction() -> None:
    """The weekly figures are those of the corrected day."""
    day = Day().types(20 * MINUTE).leaves(20 * MINUTE).types(20 * MINUTE).leaves(10 * MINUTE)
    day.does(Correct(wall(20), wall(40), "seated"))
    week = summarise("2026-W10", {"desk": day.records}, Settings(), {})
    assert (week.totals.bouts, week.totals.longest_bout_seconds) == (1, HOUR)
    assert week.coverage.corrections == 1


def test_the_later_correction_counts() -> None:
    """Of two corrections of one span the last word is the person's."""
    day = Day().types(40 * MINUTE).does(Correct(wall(20), wall(30), "away"))
    day.types(1).does(Correct(wall(20), wall(30), "seated"))
    assert sat(day) == (40, 0, 40)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Correct(wall(20), wall(10), "away"), "is not after"),
        (Correct(wall(20), wall(90), "away"), "still to come"),
        (Correct(wall(-15 * 24 * 60), wall(1), "away"), "too long ago"),
        (Correct(wall(10), wall(20), "asleep"), "allowed seated or away"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(wish: Correct, sentence: str) -> None:
    """A correction that cannot be is refused, says why, and leaves no record."""
    day = Day().types(30 * MINUTE).does(wish)
    assert sentence in day.refusals[0]
    assert corrections(day) == []


def test_thirteen_days_ago_can_be_put_right() -> None:
    """A span of the last 14 days is kept; the figures of today do not change."""
    day = Day().types(30 * MINUTE).does(Correct(wall(-13 * 24 * 60), wall(-13 * 24 * 60 + 30), "away"))
    assert len(corrections(day)) == 1
    assert sat(day) == (30, 0, 30)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        (("09:20", "09:40"), wall(20), wall(40)),
        (("23:30", "00:15"), wall(-570), wall(-525)),
        (("2026-03-01T10:00", "11:00"), wall(-1380), wall(-1320)),
        (("2026-03-01T10:00+01:00", "2026-03-01T11:00+01:00"), wall(-1380), wall(-1320)),
    ],
)
def test_times_as_people_write_them(words: tuple[str, str], start: datetime, end: datetime) -> None:
    """A time of day lies in the last 24 hours, its end follows its start, also past midnight."""
    event = command(("correct", *words, "away"), wall(60))
    assert event == Correct(start, end, "away")


@pytest.mark.parametrize("words", [("9", "10", "away"), ("9:00", "10:00", "asleep"), ("last", "up"), ("last",), ()])
def test_words_that_mean_no_correction(words: tuple[str, ...]) -> None:
    """Anything else says what is allowed."""
    with pytest.raises(BadCommand, match="allowed"):
        command(("correct", *words), wall(60))


# ---------------------------------------------------------------- the quiet question


def film(minutes: float) -> Day:
    """Ten minutes of typing, then hands off for so many minutes of film, then typing again."""
    return Day().types(10 * MINUTE).signal(media=True).still(minutes * MINUTE).signal(media=False).types(MINUTE)


def test_a_long_film_is_asked_about_once() -> None:
    """After 40 minutes that only a film vouched for, one question comes, with the times and three answers."""
    day = film(40).types(30 * MINUTE)
    questions = [say for say in said(day) if say.choices]
    assert [say.title for say in questions] == ["Were you at the desk 09:10-09:50?"]
    assert [choice.label for choice in questions[0].choices] == ["I was sitting", "I was up", "Do not ask again"]


@pytest.mark.parametrize("minutes", [4, 20])
def test_a_short_film_is_nobodys_business(minutes: float) -> None:
    """A film shorter than half of what may be assumed is not asked about."""
    assert film(minutes).state.question is None


def test_an_absence_that_is_certain_is_not_asked_about() -> None:
    """An absence without any passive signal, or with a locked screen, leaves no doubt."""
    day = Day().types(10 * MINUTE).leaves(40 * MINUTE).types(MINUTE)
    locked = Day().types(10 * MINUTE).signal(media=True, locked=True).still(40 * MINUTE).signal(locked=False)
    assert day.state.question is None
    assert locked.types(MINUTE).state.question is None


def test_up_during_the_film() -> None:
    """ "I was up" takes the whole silence off the bout."""
    day = film(40)
    assert sat(day) == (51, 0, 51)
    day.does(AnswerGap("away"))
    assert sat(day) == (10, 1, 10)
    assert bout_minutes(day) == 0
    assert day.state.question is None


def test_seated_through_a_film_longer_than_is_assumed() -> None:
    """After the cap the time was unclear; "I was sitting" makes one bout of it all."""
    day = film(90)
    assert [state for _, _, state in day.spans] == ["unclear"]
    day.does(AnswerGap("seated"))
    assert sat(day) == (101, 0, 101)


def test_never_again_is_a_setting() -> None:
    """ "Do not ask again" asks the settings to be changed and says how to get the question back."""
    day = film(40).does(AnswerGap("never"))
    assert Configure("sitting.ask_about_gaps", "false") in day.effects
    assert "ask_about_gaps" in said(day)[-1].body
    assert corrections(day) == []
    off = Day.ruled(sitting={"ask_about_gaps": False}).types(10 * MINUTE).signal(media=True).still(40 * MINUTE)
    assert off.types(MINUTE).state.question is None


def test_the_question_waits_for_the_end_of_what_holds_prompts() -> None:
    """Nobody is asked in a call: the question comes once the call is over."""
    day = Day().types(10 * MINUTE).signal(call=True).still(40 * MINUTE).types(MINUTE)
    assert day.state.question is not None
    assert said(day) == []
    assert day.shown == []
    assert len(said(day.signal(call=False).types(10))) == 1


def test_an_answer_to_an_older_question_changes_nothing() -> None:
    """A click on yesterday's bubble is refused."""
    day = film(40).does(AnswerGap("away", "another"))
    assert day.refusals
    assert corrections(day) == []
    assert Day().does(AnswerGap("away")).refusals


def test_the_question_is_in_the_menu() -> None:
    """Where notifications have no buttons the tray's menu takes the answer."""
    row = entry(film(40), "Were you at the desk 09:10-09:50?")
    assert [child.command for child in row.children] == [
        ("correct", "last", word) for word in ("seated", "away", "never")
    ]


def test_a_question_is_dropped_after_half_a_day() -> None:
    """Nobody remembers twelve hours later."""
    day = film(40)
    day.leaves(13 * HOUR)
    assert day.state.question is None


# ---------------------------------------------------------------- undo


@pytest.mark.parametrize(
    ("slip", "figures"),
    [(Stand(), (32, 0, 32)), (Away(), (32, 0, 32)), (Away(5 * MINUTE), (32, 0, 32))],
)
def test_undo_makes_a_slip_unsaid(slip: Event, figures: tuple[int, int, int]) -> None:
    """A declaration by mistake, taken back two minutes later, leaves one bout without a break."""
    day = Day().types(30 * MINUTE).does(slip).still(2 * MINUTE).does(Undo())
    assert day.posture == "seated"
    assert sat(day.look()) == figures
    assert bout_minutes(day) == 32


@given(st.lists(st.floats(0.5, 200.0), min_size=4, max_size=4))
def test_undo_at_any_fraction_of_a_second(pauses: list[float]) -> None:
    """Labels of one moment that differ in their last digit tear no bout in two, however the times fall."""
    day = Day(every=7.3).types(300 + pauses[0])
    start = day.state.seat.began
    for slip, pause in ((Stand(), pauses[1]), (Away(), pauses[2])):
        day.does(slip).still(pause).does(Undo()).types(pauses[3])
        assert day.state.seat.began == pytest.approx(start, abs=0.1)
        assert sat(day.look())[1] == 0


def test_undo_after_the_walk_was_over() -> None:
    """A walk that never was is taken back also when typing has gone on since."""
    day = Day().types(30 * MINUTE).does(Away(5 * MINUTE)).types(10 * MINUTE)
    assert sat(day)[1] == 1
    assert sat(day.does(Undo())) == (40, 0, 40)


def test_undo_of_sitting_goes_back_to_the_absence() -> None:
    """ "I am sitting", said by mistake while away: taken back, the absence goes on and nothing was sat."""
    day = Day().types(10 * MINUTE).leaves(20 * MINUTE).does(Sit()).still(MINUTE).does(Undo())
    assert day.posture == "away"
    assert sat(day)[0] == 10


def test_undo_of_a_correction_withdraws_it() -> None:
    """The correction stays on record as withdrawn, and counts no more."""
    day = Day().types(40 * MINUTE).does(Correct(wall(20), wall(30), "away")).types(MINUTE).does(Undo())
    assert [row.withdrawn for row in corrections(day)] == [False, True]
    assert corrections(day)[0].id == corrections(day)[1].id
    assert sat(day) == (41, 0, 41)
    week = summarise("2026-W10", {"desk": [corrections(day)[1], *day.whole]}, Settings(), {})
    assert week.totals.bouts == 1


def test_undo_gives_back_the_snoozes_of_the_bout() -> None:
    """The bout that goes on has used up what it had used up."""
    day = Day(every=2.0).types(45 * MINUTE).still(10).does(command(("answer", "snooze"), wall(45)))
    used = day.state.prompting.snoozes_used
    day.does(Stand()).still(20).does(Undo())
    assert (used, day.state.prompting.snoozes_used) == (1, 1)


@pytest.mark.parametrize("later", [0.0, 2 * HOUR])
def test_nothing_to_undo(later: float) -> None:
    """With nothing said, or nothing in the last hour, undo says so."""
    day = Day().types(10 * MINUTE)
    day = day.does(Stand()).types(later) if later else day
    assert "correct FROM TO" in day.does(Undo()).refusals[0]


def test_undo_is_in_the_menu_for_an_hour() -> None:
    """The tray offers to take the last declaration back, by its own words."""
    day = Day().types(30 * MINUTE).does(Stand())
    assert entry(day, "Undo: I am standing").command == ("undo",)
    assert "Undo: I am standing" not in labels(day.leaves(2 * HOUR))


# ---------------------------------------------------------------- the gaps in the menu


def test_the_latest_gaps_can_be_put_right_from_the_tray() -> None:
    """Each gap of the day is one click from being sitting, and one more from being none."""
    day = Day().types(20 * MINUTE).leaves(20 * MINUTE).types(5 * MINUTE)
    (gap,) = entry(day, "Put right").children
    assert gap.label == "09:20-09:40 away: I was sitting"
    day.does(command(gap.command, day.at.wall))
    assert sat(day)[1] == 0
    (gap,) = entry(day, "Put right").children
    assert gap.label == "09:20-09:40 sitting, as you said: I was up"
    day.types(1).does(command(gap.command, day.at.wall))
    assert sat(day)[1] == 1


# ---------------------------------------------------------------- standing, and the end of a pause


def test_a_long_stand_is_answered_by_a_gentle_word() -> None:
    """After an hour of declared standing, and after each further hour, sitting or a walk is suggested."""
    day = Day().types(10 * MINUTE).does(Stand()).types(59 * MINUTE)
    assert said(day) == []
    day.types(2 * MINUTE)
    (word,) = said(day)
    assert word.title == "1 h 00 min standing"
    assert [choice.event for choice in word.choices] == [Sit(), Away()]
    assert len(said(day.types(50 * MINUTE))) == 1
    assert len(said(day.types(15 * MINUTE))) == 2


def test_no_word_about_standing_in_a_call() -> None:
    """What holds a prompt holds this, too."""
    day = Day().types(10 * MINUTE).does(Stand()).signal(call=True).types(70 * MINUTE)
    assert said(day) == []


@pytest.mark.parametrize("kind", [ModeKind.PAUSED, ModeKind.QUIET])
def test_the_end_of_a_pause_offers_some_more_of_it(kind: ModeKind) -> None:
    """When a pause or quiet time ends by itself, one click gives an hour more."""
    day = Day().types(10 * MINUTE).does(SetMode(kind, 600.0)).types(11 * MINUTE)
    (word,) = said(day)
    assert [choice.event for choice in word.choices] == [SetMode(kind, HOUR)]

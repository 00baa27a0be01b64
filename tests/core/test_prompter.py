"""Due, held, waiting for a lull, shown, answered: rules 1 to 3 and 5 of prompting, as scripts of a day."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from sitbreak.core.model import (
    Accept,
    Away,
    DrillEnded,
    DrillResult,
    ModeKind,
    PromptFailed,
    Quit,
    Resume,
    SetMode,
    Skip,
    Snooze,
    StartDrill,
    Walk,
)
from sitbreak.core.wording import INVITATIONS
from tests.timeline import HOUR, MINUTE, Day


def at_prompt() -> Day:
    """A day with the first prompt on the screen: due at 45 minutes, shown at the first lull after that."""
    day = Day(every=2.0).types(45 * MINUTE).still(10)
    assert len(day.shown) == 1
    return day


def test_prompt_at_the_limit_not_before() -> None:
    """The prompt comes when the bout reaches the limit and not before."""
    assert Day().types(44 * MINUTE + 50).still(9).shown == []
    assert at_prompt().shown[0].title == "45 min sitting"


def test_waits_for_a_lull() -> None:
    """Once due it waits for a pause of eight seconds in the input."""
    day = Day(every=2.0).types(46 * MINUTE)
    assert day.shown == []
    assert len(day.still(8).shown) == 1


def test_waits_three_minutes_at_most() -> None:
    """Somebody who never pauses is prompted three minutes after the limit anyway."""
    assert len(Day(every=2.0).types(48 * MINUTE + 2).shown) == 1


def test_no_prompt_to_an_empty_chair() -> None:
    """A person whose last input is older than thirty seconds is not prompted, and an absence then owes nothing."""
    day = Day().types(44 * MINUTE).still(8 * MINUTE)
    assert day.shown == []
    assert day.prompts == []


@pytest.mark.parametrize("signal", ["call", "do_not_disturb", "fullscreen"])
def test_held_not_lost(signal: str) -> None:
    """A hold delays the prompt, the clock goes on, and the prompt comes when the hold falls."""
    day = Day(every=2.0).signal(**{signal: True}).types(72 * MINUTE)
    assert day.shown == []
    day.signal(**{signal: False}).types(4).still(8)
    assert len(day.shown) == 1
    assert day.shown[0].title.startswith("72 min sitting")
    assert day.state.prompting.prompt is not None
    assert day.state.prompting.prompt.held_by == (signal,)


def test_a_call_is_named_honestly() -> None:
    """After a call the prompt names the minutes in it."""
    day = Day(every=2.0).types(31 * MINUTE).signal(call=True).still(41 * MINUTE).signal(call=False).types(4).still(8)
    assert day.shown[0].title == "72 min sitting, 41 min of them in a call"


def test_leaving_while_held_owes_nothing() -> None:
    """A person who left while the prompt was held gets none on return; the prompt is on record as natural, unshown."""
    day = Day().signal(call=True).types(50 * MINUTE).signal(call=False, locked=True).still(10 * MINUTE)
    day.signal(locked=False).types(5 * MINUTE)
    assert day.shown == []
    assert [(prompt.outcome, prompt.shown) for prompt in day.prompts] == [("natural", None)]


def test_an_excluded_app_holds() -> None:
    """An application named in the settings holds the prompt, matched whole and without regard to case."""
    day = Day.ruled(quiet={"apps": ["Zoom"]}).signal(app="zoom").types(60 * MINUTE)
    assert day.shown == []
    assert len(day.signal(app="zoomer").types(5 * MINUTE).shown) == 1


def test_prompting_hours_may_cross_midnight() -> None:
    """Outside the prompting hours the clock runs and the prompt waits for the hours to begin."""
    day = Day.ruled(quiet={"hours": {"mon": ["22:00-02:00"], "tue": ["22:00-02:00"]}})
    day.begins = datetime(2026, 3, 2, 21, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert day.types(59 * MINUTE).shown == []
    assert len(day.types(5 * MINUTE).shown) == 1


def test_snooze_twice_then_no_more() -> None:
    """Two snoozes a bout; the third is refused with a sentence, accept, walk and skip stay."""
    day = at_prompt().does(Snooze(300)).types(6 * MINUTE).still(10)
    day.does(Snooze(300)).types(6 * MINUTE).still(10).does(Snooze(300))
    assert day.outcomes == ["snoozed", "snoozed"]
    assert day.refusals == ["The snoozes of this bout are used up: accept, walk or skip."]
    assert day.does(Skip("busy")).outcomes[-1] == "skipped"


def test_snooze_lapses_with_its_bout() -> None:
    """A snooze ends with the bout; a new bout is prompted at its own limit."""
    day = at_prompt().does(Snooze(900)).leaves(6 * MINUTE).types(44 * MINUTE)
    assert len(day.shown) == 1
    assert len(day.types(2 * MINUTE).still(10).shown) == 2


def test_skip_is_silent_up_to_twice_the_limit() -> None:
    """Skip silences the rest of the bout up to twice the limit."""
    day = at_prompt().does(Skip()).types(44 * MINUTE)
    assert len(day.shown) == 1
    assert len(day.types(5 * MINUTE).shown) == 2
    assert day.shown[1].level == 3


def test_ignored_counts_as_a_snooze() -> None:
    """No answer within ninety seconds while typing goes on is recorded as ignored and acts as ten minutes' snooze."""
    day = at_prompt().types(100)
    assert day.outcomes == ["ignored"]
    assert len(day.types(9 * MINUTE).shown) == 1
    assert len(day.types(5 * MINUTE).shown) == 2


def test_leaving_before_an_answer_is_natural() -> None:
    """Absence before an answer is a natural break."""
    assert at_prompt().leaves(6 * MINUTE).outcomes == ["natural"]


def test_declared_away_before_an_answer_is_natural() -> None:
    """Saying "I am away" instead of answering is a natural break, too."""
    assert at_prompt().does(Away()).outcomes == ["natural"]


def test_quiet_withdraws_and_is_due_again_after() -> None:
    """Quiet while a prompt is open withdraws it; after quiet it is due again."""
    day = at_prompt().does(SetMode(ModeKind.QUIET, seconds=600)).types(9 * MINUTE)
    assert day.outcomes == ["withdrawn"]
    assert len(day.shown) == 1
    assert len(day.types(2 * MINUTE).still(8).shown) == 2


def test_pause_withdraws() -> None:
    """A pause while a prompt is open withdraws it, and nothing is shown in the pause."""
    day = at_prompt().does(SetMode(ModeKind.PAUSED, seconds=3600)).types(59 * MINUTE)
    assert day.outcomes == ["withdrawn"]
    assert len(day.shown) == 1


def test_a_pause_needs_an_end() -> None:
    """A pause without an end is refused and changes nothing."""
    day = Day().types(MINUTE).does(SetMode(ModeKind.PAUSED))
    assert day.refusals == ["A pause needs an end, such as `sitbreak pause 1h`."]
    assert day.posture == "seated"


def test_quit_withdraws() -> None:
    """Quitting while a prompt is open withdraws it."""
    assert at_prompt().feed(Quit()).outcomes == ["withdrawn"]


def test_three_prompts_a_bout() -> None:
    """At most three prompts come in one bout."""
    assert len(Day().types(300 * MINUTE).shown) == 3


def test_ten_prompts_a_day() -> None:
    """At most ten prompts come in one day."""
    day = Day.ruled(sitting={"limit": "20m"})
    for _ in range(14):
        day.types(24 * MINUTE).leaves(6 * MINUTE)
    assert len(day.shown) == 10


def test_answering_nothing_is_refused() -> None:
    """An answer without a prompt is refused with one sentence, and changes nothing."""
    day = Day().types(MINUTE).does(Accept()).does(Walk())
    assert len(day.refusals) == 2
    assert day.posture == "seated"


def test_a_click_on_an_old_prompt_is_refused() -> None:
    """An answer that names an older prompt does not answer the present one."""
    day = at_prompt().does(Snooze(prompt="older"))
    assert day.outcomes == []
    assert day.refusals == ["That prompt is over; `sitbreak status` says what comes next."]


def test_not_shown_is_never_counted_as_shown() -> None:
    """A prompt that no notifier could show is tried again under the same id and counts once it is seen."""
    day = Day(every=2.0, shows=False).types(45 * MINUTE).still(10)
    first = day.shown[0].id
    day.feed(PromptFailed(first, "no server"))
    assert day.state.prompting.shown_in_bout == 0
    day.shows = True
    day.types(20).still(10)
    assert [offer.id for offer in day.shown] == [first, first]
    assert day.state.prompting.shown_in_bout == 1


def test_a_prompt_lost_while_open_comes_back() -> None:
    """When the notification server dies with the prompt open, the prompt is shown again and counted once."""
    day = at_prompt()
    day.feed(PromptFailed(day.shown[0].id, "server gone")).types(20).still(10)
    assert len(day.shown) == 2
    assert day.state.prompting.shown_in_bout == 1
    assert day.does(Skip()).outcomes == ["skipped"]


def test_a_restart_shows_the_open_prompt_again() -> None:
    """A prompt that was open when the program died is shown again under the same id."""
    day = at_prompt()
    assert day.dies(30).types(4).still(10).shown[1].id == day.shown[0].id


def test_no_prompt_during_a_drill() -> None:
    """While a drill is open no prompt comes."""
    day = Day().types(44 * MINUTE).does(StartDrill("seated-knee-lift")).types(10 * MINUTE)
    assert day.shown == []


def test_accepting_a_drill_on_demand_answers_the_prompt() -> None:
    """A drill started from the menu while a prompt is open is the answer to it."""
    day = at_prompt().does(StartDrill("glute-squeeze")).still(70).feed(DrillEnded(DrillResult.DONE, 70))
    assert day.outcomes == ["accepted"]
    assert day.bouts[0][2] == "drill"


def test_escalation_by_number_of_the_prompt() -> None:
    """The first prompt is a notification, the second a small window, the third a centred one; gentle stays gentle."""
    assert [offer.level for offer in Day().types(80 * MINUTE).shown] == [1, 2, 3]
    assert {offer.level for offer in Day.ruled(prompt={"style": "gentle"}).types(80 * MINUTE).shown} == {1}


def test_resume_from_quiet() -> None:
    """Resuming from quiet lets the prompt come."""
    day = Day(every=2.0).does(SetMode(ModeKind.QUIET)).types(50 * MINUTE).does(Resume()).still(10)
    assert len(day.shown) == 1


def test_a_clock_change_makes_no_prompt() -> None:
    """The wall clock set ahead by hours neither ends nor lengthens a bout."""
    day = Day().types(20 * MINUTE)
    day.begins = day.begins.replace(hour=14)
    assert day.types(20 * MINUTE).shown == []
    assert day.bouts == []


def test_no_wording_comes_twice_running() -> None:
    """There are at least twenty invitations, and none comes twice running, across bouts and days as well."""
    day = Day(every=60.0)
    for _ in range(30):
        day.types(50 * MINUTE).leaves(10 * MINUTE)
    day.types(14 * HOUR)
    bodies = [offer.body.split(". ", 1)[1] for offer in day.shown]
    assert len(INVITATIONS) >= 20
    assert len(set(bodies)) >= 10
    assert all(before != after for before, after in pairwise(bodies))

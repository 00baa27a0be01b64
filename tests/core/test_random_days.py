"""What must hold on the wildest day: every signal, every command, clocks set, the program stopped and started."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings

from sitbreak.core.codec import week_of
from sitbreak.core.looking import ASLEEP_EYES, CALLED, next_look
from sitbreak.core.model import BoutRecord, PromptRecord, Quit, Resume, Show, Sit, SpanRecord
from sitbreak.core.prompter import day_is_full
from sitbreak.core.status import status
from sitbreak.core.trays import view
from sitbreak.core.week import summarise
from tests.core.random_days import BETWEEN, WILD_DAYS, Act, happen, live, wild_day
from tests.timeline import CARDS, MINUTE, Day

TICK = 0.002
"""Seconds by which two times may differ because ids hold milliseconds."""

OWED = 4 * MINUTE
"""Seconds of typing within which a prompt that nothing holds is shown: the wait for a lull, and a second try."""

wild = settings(max_examples=300, deadline=None)


def stretches(day: Day) -> list[tuple[float, float]]:
    """Begin and end of everything that is not a prompt or drill, on the axis, in the order it went on record."""
    return [_on_axis(record) for record in day.whole if isinstance(record, BoutRecord | SpanRecord)]


def _on_axis(record: BoutRecord | SpanRecord) -> tuple[float, float]:
    """The wall clock may have been set since, so labels only tell how long; the id tells when."""
    start = int(record.id.rpartition("-")[2][1:], 16) / 1000
    return start, start + (record.end - record.start).total_seconds()


@wild
@given(WILD_DAYS)
def test_the_day_adds_up(acts: list[Act]) -> None:
    """Whatever happens, bouts, spans and the open stretch cover the time elapsed once, and nothing is dated back.

    Each begins where the one recorded before it ended: no hole, no overlap, nothing before what is on record.
    """
    day = live(acts, shifts=True)
    found = stretches(day)
    assert abs(sum(end - start for start, end in found) - day.t) < TICK * (1 + len(found))
    assert all(start < end for start, end in found)
    assert all(abs(before[1] - after[0]) < TICK for before, after in pairwise(found))
    assert not found or abs(found[0][0]) < TICK


@wild
@given(WILD_DAYS)
def test_today_is_a_day_of_the_week(acts: list[Act]) -> None:
    """`status` and the weekly report say the same of today, whatever was corrected, taken back or restarted."""
    day = live(acts)
    told = status(day.state, day.at, day.settings)["today"]
    records = [*(row for row in day.records if not isinstance(row, BoutRecord | SpanRecord)), *day.whole]
    week = summarise(week_of(day.at.wall), {"desk": list({row.id: row for row in records}.values())}, day.settings, {})
    today = week.days[day.at.wall.weekday()]
    assert abs(told["sitting_seconds"] - today.sitting_seconds) <= 1
    assert told["breaks"] == today.breaks


@wild
@given(WILD_DAYS)
def test_every_prompt_has_one_life(acts: list[Act]) -> None:
    """One prompt at a time, each on record once and only after it left the screen, none shown after its end."""
    day = live(acts, shifts=True)
    day.feed(Quit())
    closed: set[str] = set()
    on_screen = ""
    for effect in day.effects:
        if isinstance(effect, Show):
            assert on_screen in ("", effect.offer.id)
            assert effect.offer.id not in closed
            on_screen = effect.offer.id
        elif isinstance(record := getattr(effect, "record", None), PromptRecord):
            assert on_screen in ("", record.id)
            assert record.id not in closed
            closed.add(record.id)
            on_screen = ""
    assert on_screen == ""


@wild
@given(WILD_DAYS)
def test_an_unseen_prompt_is_not_held_against_anybody(acts: list[Act]) -> None:
    """A prompt that never came ends only with its bout, a change of mode or the program, or by a drill begun anyway."""
    day = live(acts, shifts=True)
    unseen = [prompt.outcome for prompt in day.prompts if prompt.shown is None]
    assert set(unseen) <= {"natural", "withdrawn"}


@wild
@given(WILD_DAYS)
def test_whoever_stays_gets_the_prompt_they_are_owed(acts: list[Act]) -> None:
    """An open prompt, held or lost with whatever showed it, comes once nothing speaks against it and one types on."""
    day = live(acts)
    happen(day, ("loses_prompt", None))
    prompt, before = day.state.prompting.prompt, len(day.shown)
    released(day)
    day.types(OWED)
    if prompt is not None and not ended_by_leaving(day, prompt.id):
        assert prompt.id in {offer.id for offer in day.shown[before:]}


def released(day: Day) -> None:
    """Nothing speaks against a prompt any more, and there is a screen to show it."""
    day.shows = True
    day.signal(locked=False, call=False, media=False, fullscreen=False, do_not_disturb=False, app="", idle=0.0)
    day.does(Resume())


def ended_by_leaving(day: Day, prompt: str) -> bool:
    return any(record.id == prompt and record.outcome in ("natural", "withdrawn") for record in day.prompts)


@wild
@given(WILD_DAYS)
def test_the_next_bout_brings_the_next_prompt(acts: list[Act]) -> None:
    """However the day went, who then leaves, comes back and works past the limit is asked, up to the day's most."""
    day = live(acts)
    released(day)
    day.does(Sit()).still(90 * MINUTE)
    before = len(day.shown)
    day.types(day.settings.sitting.limit + OWED)
    assert len(day.shown) > before or day_is_full(day.state.prompting, day.at, day.settings)


@wild
@given(WILD_DAYS)
def test_it_always_knows_what_to_say_and_when_to_look(acts: list[Act]) -> None:
    """After every single act of the wildest day there is a status, a tray and a next look."""
    day = wild_day()
    for act in acts:
        happen(day, act, shifts=True)
        day.t += BETWEEN
        told = status(day.state, day.at, day.settings)
        assert told["why"]["text"]
        assert (told["bout"] is not None) == (told["state"] == "seated")
        assert view(day.state, day.at, day.settings, CARDS).tooltip
        assert 0 < next_look(day.state, day.at, day.settings, told=False) <= ASLEEP_EYES
        assert 0 < next_look(day.state, day.at, day.settings, told=True) <= CALLED

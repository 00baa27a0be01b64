"""What must hold on any day whatever: random people, random signals, random clocks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sitbreak.core.looking import next_look
from sitbreak.core.model import (
    Accept,
    Away,
    BoutRecord,
    DrillEnded,
    DrillResult,
    ModeKind,
    PromptFailed,
    Quit,
    Resume,
    SetMode,
    Show,
    Sit,
    Skip,
    Snooze,
    SpanRecord,
    Stand,
    StartDrill,
    Walk,
)
from sitbreak.core.status import status
from sitbreak.core.trays import view
from tests.timeline import CARDS, Day

SPANS = st.sampled_from([0.0, 1.0, 3.0, 30.0, 59.0, 61.0, 119.0, 121.0, 299.0, 300.0, 301.0, 1800.0, 2700.0, 4000.0])
SIGNALS = st.fixed_dictionaries(
    {},
    optional={name: st.booleans() for name in ("locked", "call", "media", "fullscreen", "do_not_disturb")},
)
DEEDS = st.sampled_from(
    [
        Accept(),
        Accept("seated-knee-lift"),
        Walk(),
        Snooze(),
        Snooze(300.0),
        Skip("busy"),
        Stand(),
        Sit(),
        Away(),
        Away(600.0),
        StartDrill(),
        DrillEnded(DrillResult.DONE, 77.0),
        DrillEnded(DrillResult.ABANDONED),
        SetMode(ModeKind.QUIET, seconds=1800.0),
        SetMode(ModeKind.PAUSED, seconds=1800.0),
        Resume(),
        PromptFailed("any", "no server"),
    ]
)
ACTS = st.one_of(
    st.tuples(st.sampled_from(["types", "still", "sleeps", "dies", "shift"]), SPANS),
    st.tuples(st.just("signal"), SIGNALS),
    st.tuples(st.just("does"), DEEDS),
    st.tuples(st.sampled_from(["bumps", "blind"]), st.none()),
)
DAYS = st.lists(ACTS, min_size=1, max_size=25)


def play(acts: list[tuple[str, Any]], every: float = 30.0, shifts: bool = False) -> Day:
    """The day of those acts; `shift` sets the wall clock, which only some properties can bear."""
    day = Day.ruled(quiet={"hours": {}})
    day.every = every
    for name, detail in acts:
        if name == "shift":
            day.begins += timedelta(seconds=detail * (-1 if detail % 2 else 1)) if shifts else timedelta(0)
        elif name == "signal":
            day.signal(**detail)
        elif detail is None:
            getattr(day, name)()
        else:
            getattr(day, name)(detail)
    return day


def stretches(day: Day) -> list[BoutRecord | SpanRecord]:
    found = [record for record in day.whole if isinstance(record, BoutRecord | SpanRecord)]
    return sorted(found, key=lambda record: record.start)


@settings(max_examples=300, deadline=None)
@given(DAYS)
def test_every_second_belongs_to_exactly_one_posture(acts: list[tuple[str, Any]]) -> None:
    """Seated + standing + away + asleep + unclear + untracked + paused = time elapsed, without overlap or hole."""
    day = play(acts)
    found = stretches(day)
    total = sum((record.end - record.start for record in found), timedelta(0))
    assert abs(total.total_seconds() - day.t) < 0.001
    assert all(before.end == after.start for before, after in zip(found, found[1:], strict=False))
    assert all(record.start < record.end for record in found)


@settings(max_examples=300, deadline=None)
@given(DAYS)
def test_every_prompt_is_closed_once(acts: list[tuple[str, Any]]) -> None:
    """At most one prompt is open, and each that was ever due ends with exactly one record."""
    day = play(acts)
    open_prompt = day.state.prompting.prompt
    day.feed(Quit())
    ids = [prompt.id for prompt in day.prompts]
    assert len(ids) == len(set(ids))
    assert {offer.id for offer in day.shown} <= set(ids)
    assert open_prompt is None or ids[-1] == open_prompt.id


@settings(max_examples=300, deadline=None)
@given(DAYS)
def test_nothing_is_shown_while_quiet_or_paused(acts: list[tuple[str, Any]]) -> None:
    """A prompt goes out only in normal mode, to a seated person, with no hold."""
    day = Day(every=30.0)
    for act in acts:
        before = len(day.effects)
        day = _continued(day, act)
        sent = [effect for effect in day.effects[before:] if isinstance(effect, Show)]
        still_on = act[0] in ("types", "still") and day.state.mode.kind is not ModeKind.NORMAL
        assert not (sent and still_on)


def _continued(day: Day, act: tuple[str, Any]) -> Day:
    name, detail = act
    if name == "signal":
        return day.signal(**detail)
    if name == "shift":
        return day
    method = getattr(day, name)
    return method() if detail is None else method(detail)


@settings(max_examples=200, deadline=None)
@given(DAYS)
def test_clock_changes_are_harmless(acts: list[tuple[str, Any]]) -> None:
    """Setting the wall clock neither makes nor loses sitting: durations are those of the undisturbed day."""
    plain, shifted = play(acts), play(acts, shifts=True)
    lengths = [record.end - record.start for record in plain.whole if isinstance(record, BoutRecord)]
    assert [record.end - record.start for record in shifted.whole if isinstance(record, BoutRecord)] == lengths


@settings(max_examples=200, deadline=None)
@given(DAYS)
def test_there_is_always_an_answer_and_a_next_look(acts: list[tuple[str, Any]]) -> None:
    """At any moment the program can say its state, draw its tray and say when it looks again."""
    day = play(acts)
    told = status(day.state, day.at, day.settings)
    assert told["state"] in {"seated", "standing", "away", "asleep", "unclear"}
    assert told["why"]["text"]
    assert view(day.state, day.at, day.settings, CARDS).tooltip
    assert 0 < next_look(day.state, day.at, day.settings, told=False) <= 120

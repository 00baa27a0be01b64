"""What must hold on any day whatever: random people, random signals, random clocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitbreak.core.looking import next_look
from sitbreak.core.model import BoutRecord, ModeKind, Quit, Show, SpanRecord
from sitbreak.core.status import status
from sitbreak.core.trays import view
from tests.core.random_days import DAYS, SIGNALS, play
from tests.timeline import CARDS, Day


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
    assert all(before.end == after.start for before, after in pairwise(found))
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
    method: Callable[..., Day] = getattr(day, name)
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


@settings(max_examples=300, deadline=None)
@given(DAYS)
def test_nothing_is_dated_back_before_the_last_record(acts: list[tuple[str, Any]]) -> None:
    """What is on record stays: every new stretch begins exactly where the one recorded before it ended."""
    found = play([("types", 60.0), *acts]).whole
    stretches = [record for record in found if isinstance(record, BoutRecord | SpanRecord)]
    starts = [stretch.start for stretch in stretches]
    ends = [starts[0], *(stretch.end for stretch in stretches)]
    assert starts == ends[: len(starts)]


@settings(max_examples=200, deadline=None)
@given(DAYS, st.data())
def test_a_checkpoint_changes_nothing(acts: list[tuple[str, Any]], data: st.DataObject) -> None:
    """A state that was written down and read again lives through the rest of the day exactly as it would have."""
    saved_at = data.draw(st.integers(0, len(acts) - 1))
    assert play(acts, saved_at=saved_at).effects == play(acts).effects


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(SIGNALS, st.sampled_from([20.0, 100.0, 400.0, 1500.0])), max_size=8))
def test_a_hold_never_loses_a_prompt(holds: list[tuple[dict[str, bool], float]]) -> None:
    """Whoever stays seated past the limit is prompted at the latest when the last hold has fallen."""
    day = Day.ruled(quiet={"hours": {}})
    for signals, seconds in holds:
        day.signal(**(signals | {"locked": False})).types(seconds)
    day.signal(call=False, media=False, fullscreen=False, do_not_disturb=False)
    day.types(max(0.0, 2700 - day.t)).types(190)
    assert day.shown
    assert day.shown[0].id == (day.prompts[0].id if day.prompts else getattr(day.state.prompting.prompt, "id", None))


PIECES = st.tuples(
    st.sampled_from([70.0, 290.0, 1400.0]),
    st.sampled_from(["call", "media", "locked", "nothing", "sleep"]),
    st.sampled_from([30.0, 90.0, 200.0, 400.0, 1500.0, 4500.0]),
)


def glances(pieces: list[tuple[float, str, float]], extra: list[float]) -> Day:
    """A person who types and then does not, seen every ten seconds and at the `extra` parts of each piece besides."""
    day, now = Day.ruled(quiet={"hours": {}}), 0.0
    for typing, kind, silence in pieces:
        _seen(day, now, typing, extra, typing=True)
        told: dict[str, Any] = {kind: True} if kind in ("call", "media", "locked") else {}
        day.signals = replace(day.signals, **told)
        if kind == "sleep":
            day.sleeps(silence)
        else:
            _seen(day, now + typing, silence, extra, typing=False)
        day.signals = replace(day.signals, call=False, media=False, locked=False)
        now += typing + silence
    _seen(day, now, 100.0, extra, typing=True)
    return day


def _seen(day: Day, start: float, seconds: float, extra: list[float], typing: bool) -> None:
    regular = accumulate([10.0] * int(seconds // 10))
    for after in sorted({*regular, *(round(seconds * part) for part in extra)}):
        day.t = start + after
        day.last_input = day.t if typing else day.last_input
        day.look()


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=5), st.lists(st.floats(0.01, 1.0), min_size=1, max_size=6))
def test_looking_more_often_tells_the_same_day(pieces: list[tuple[float, str, float]], extra: list[float]) -> None:
    """Readings that add nothing change nothing: the same bouts, to within one look."""
    plain, busy = glances(pieces, []), glances(pieces, extra)
    assert [why for _, _, why in busy.bouts] == [why for _, _, why in plain.bouts]
    for told, again in zip(plain.bouts, busy.bouts, strict=True):
        assert again[:2] == pytest.approx(told[:2], abs=10.0)

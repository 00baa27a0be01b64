"""A calm signal: short noises never show, short pauses do not end it, and a long time unlooked-at is forgotten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitbreak.core.steady import MEMORY, OFF_AFTER, ON_AFTER, Steady

Looks = list[tuple[float, bool]]

OFF, ON = False, True
EVERY_2 = [(float(t), OFF) for t in range(0, 11, 2)]

TABLE: dict[str, tuple[Looks, bool]] = {
    "a voice message of 2 s is no call": ([*EVERY_2, (12, ON), (14, OFF)], False),
    "one true look among many is no call": ([(0, OFF), (25, ON), (50, OFF)], False),
    "3 s of call are a call": ([*EVERY_2, (12, ON), (15, ON)], True),
    "just under 3 s are not yet one": ([*EVERY_2, (12, ON), (14.9, ON)], False),
    "a break between two noises begins the count anew": ([(0, OFF), (2, ON), (4, OFF), (6, ON), (8, ON)], False),
    "a call survives 20 s of mute": ([(0, ON), (10, OFF), (20, OFF), (30, OFF)], True),
    "and goes on when the sound comes back": ([(0, ON), (10, OFF), (34, OFF), (36, ON), (38, OFF), (60, OFF)], True),
    "25 s of silence end it": ([(0, ON), (10, OFF), (35, OFF)], False),
    "what is on at the first look is believed": ([(0, ON)], True),
    "after a minute unlooked-at a call is believed anew": ([(0, OFF), (MEMORY + 0.1, ON)], True),
    "and one that is over by then is over": ([(0, ON), (MEMORY + 0.1, OFF)], False),
    "a minute exactly is not forgotten": ([(0, ON), (MEMORY, OFF)], True),
}


def after(looks: Looks) -> bool:
    value = Steady()
    for t, raw in looks:
        value = value.seen(t, raw)
    return value.on


@pytest.mark.parametrize(("looks", "on"), TABLE.values(), ids=TABLE)
def test_table(looks: Looks, on: bool) -> None:
    """Each look in turn leads to the value the table names."""
    assert after(looks) is on


@given(st.lists(st.tuples(st.floats(0.1, 20), st.booleans()), min_size=1, max_size=60))
def test_changes_only_after_its_time(steps: list[tuple[float, bool]]) -> None:
    """Whatever is seen, the value turns only to what the signal has been without a break for long enough."""
    value, t, same_since, last = Steady(), 0.0, 0.0, None
    for pause, raw in steps:
        t += pause
        if raw is not last:
            same_since, last = t, raw
        before, value = value, value.seen(t, raw)
        if before.looked is not None and value.on is not before.on:
            assert value.on is raw
            assert t - same_since >= (ON_AFTER if raw else OFF_AFTER)

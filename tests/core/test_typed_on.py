"""Somebody who works on beside a standing drill has it paused; behind a locked screen or a closed lid it ends."""

from __future__ import annotations

import pytest

from sitbreak.core.model import Accept, CloseDrill, DrillEnded, DrillRecord, DrillResult, PauseDrill, StartDrill
from tests.timeline import Day

MINUTE = 60.0


def drilling(drill: str = "standing-march") -> Day:
    return Day().types(600).does(StartDrill(drill))


def pauses(day: Day) -> int:
    return day.effects.count(PauseDrill())


def test_typing_on_pauses_the_drill() -> None:
    """After twenty seconds of input beside a standing drill its window is told to pause."""
    day = drilling().types(20)
    assert pauses(day) == 0
    assert pauses(day.types(10)) == 1


def test_whoever_types_on_is_asked_again() -> None:
    """A window that was told to go on is paused anew as long as the input goes on, some twenty seconds later."""
    assert pauses(drilling().types(90)) == 3


def test_a_late_return_pauses_too() -> None:
    """Coming back to the keyboard in the middle of a drill counts the same, also after the break is proven."""
    day = Day().types(46 * MINUTE).does(Accept("standing-march")).still(90).types(30)
    assert pauses(day) == 1


def test_single_clicks_pause_nothing() -> None:
    """Input that pauses for more than five seconds is no typing, however often it comes."""
    day = drilling()
    for _ in range(8):
        day.bumps().still(9)
    assert pauses(day) == 0


def test_a_chair_drill_goes_on() -> None:
    """Whoever sits may type: a chair drill is not paused."""
    assert pauses(drilling("seated-knee-lift").types(40)) == 0


@pytest.mark.parametrize("gone", [30.0, 300.0])
def test_without_a_drill_nobody_is_paused(gone: float) -> None:
    """Typing alone, with no drill open, pauses nothing."""
    assert pauses(Day().types(600).still(gone).types(120)) == 0


def test_a_locked_screen_ends_the_drill_once() -> None:
    """Nobody follows a drill behind a locked screen: its window is told to end, and reports what was done so far."""
    day = drilling().still(30).signal(locked=True).still(20)
    assert day.effects.count(CloseDrill()) == 1
    day.feed(DrillEnded(DrillResult.PARTIAL, 30.0, 15.0, 15.0))
    (record,) = [record for record in day.records if isinstance(record, DrillRecord)]
    assert (record.result, record.seconds) == ("partial", 30.0)


def test_a_closed_lid_ends_the_drill() -> None:
    """A drill that slept with the machine does not go on to nobody when it wakes."""
    day = drilling().still(20).sleeps(30)
    assert day.effects.count(CloseDrill()) == 1

"""What every source that is asked for a yes or no promises, whatever system stands behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sitbreak.adapters.choose import Report


@dataclass(frozen=True)
class Rig:
    """One port over one stand-in: asks it, tells what `doctor` would, sets the fact, and breaks or mends the call."""

    ask: Callable[[], bool]
    report: Callable[[], Report]
    set: Callable[[bool], None]
    broken: Callable[[bool], None]


def follows_the_fact(rig: Rig) -> None:
    """The answer is the fact of the moment, each time it changes."""
    for fact in (False, True, False, True):
        rig.set(fact)
        assert rig.ask() is fact
    assert rig.report().tried[0].ok


def survives_a_failing_call(rig: Rig) -> None:
    """A call that fails reads as no and is said in the report; nothing is raised, and when it works again it counts."""
    rig.set(True)
    assert rig.ask()
    rig.broken(True)
    assert [rig.ask() for _ in range(3)] == [False] * 3
    assert (rig.report().chosen, rig.report().tried[0].ok) == ("none", False)
    rig.broken(False)
    assert any(rig.ask() for _ in range(3))
    assert rig.report().tried[0].ok

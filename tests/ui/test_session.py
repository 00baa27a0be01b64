"""What counts as exercise, and how a run is reported."""

from __future__ import annotations

import pytest

from sitbreak.adapters.catalogue_files import load_shipped
from sitbreak.ui.session import Session, next_line, side_line

CATALOGUE = load_shipped()


def session(drill_id: str, level: int = 0) -> Session:
    drill = CATALOGUE.get(drill_id)
    assert drill is not None
    return Session(drill, drill.plan(level))


def test_played_to_the_end_is_done() -> None:
    """A run to the end reports its whole length and the seconds of each side."""
    run = session("half-kneeling-hip-flexor-stretch")
    run.advance(1000)
    assert run.result() == {"version": 1, "result": "done", "seconds": 158, "left": 60, "right": 60, "effort": None}


def test_alternating_work_counts_half_to_each_side() -> None:
    """A minute of marching is half a minute for each leg."""
    run = session("standing-march")
    run.advance(77)
    assert (run.result()["left"], run.result()["right"], run.result()["seconds"]) == (30, 30, 77)


def test_two_sided_work_has_no_sides() -> None:
    """Squeezing both sides at once is nobody's side."""
    run = session("glute-squeeze")
    run.advance(70)
    assert (run.result()["left"], run.result()["right"], run.result()["result"]) == (0, 0, "done")


@pytest.mark.parametrize(
    ("seconds", "result"), [(0, "abandoned"), (13.9, "abandoned"), (14, "partial"), (40, "partial")]
)
def test_ten_seconds_of_exercise_make_a_partial(seconds: float, result: str) -> None:
    """Preparing does not count: 4 s of it and 10 s of marching are partial, anything less is abandoned."""
    run = session("standing-march")
    run.advance(seconds)
    assert run.result()["result"] == result


def test_skipping_through_is_not_done() -> None:
    """Whoever skips every phase has reached the end but done nothing."""
    run = session("standing-march")
    while not run.over:
        run.skip()
    assert run.result()["result"] == "abandoned"
    assert run.result()["seconds"] == 0


def test_pause_stops_the_clock() -> None:
    """Nothing passes while paused."""
    run = session("standing-march")
    run.advance(5)
    run.toggle()
    run.advance(50)
    assert run.position == 5
    run.toggle()
    run.advance(1)
    assert run.position == 6


def test_back_repeats_the_phase_or_goes_before_it() -> None:
    """Early in a phase, back means the phase before; later, its start."""
    run = session("standing-march")
    run.advance(5)
    run.back()
    assert run.position == 0
    run.advance(20)
    run.back()
    assert run.position == 4


def test_lines_for_the_person() -> None:
    """Side, repetition and the next phase are said in words."""
    run = session("standing-march")
    run.advance(4 + 3 * 1.5 + 0.1)
    assert side_line(run.moment, run.plan) == "Alternate legs  ·  4 of 20"
    assert next_line(run.moment) == "Next: Rest, 10 s"
    run.advance(1000)
    assert next_line(run.moment) == "Then you are done"

"""What is heard of every drill of the catalogue, and when."""

from __future__ import annotations

import itertools
from typing import Literal

import pytest

from sitbreak.adapters.catalogue_files import load_shipped
from sitbreak.core.catalogue import Drill, Kind, Plan
from sitbreak.core.cues import APART, Tone, plain, schedule

CATALOGUE = tuple(load_shipped())
SOUNDS = {
    Kind.PREPARE: Tone.READY,
    Kind.HOLD: Tone.GO,
    Kind.WORK: Tone.GO,
    Kind.SWITCH: Tone.SWITCH,
    Kind.REST: Tone.REST,
    Kind.FINISH: Tone.FINISH,
}


SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")


def plans(drill: Drill) -> list[Plan]:
    """Every way the drill can be laid out: each level, the shortest and the longest hold, both first sides."""
    levels, holds = range(1, len(drill.levels) + 1), (10.0, None, 45.0)
    return [drill.plan(level, hold, side) for level, hold, side in itertools.product(levels, holds, SIDES)]


@pytest.mark.parametrize("drill", CATALOGUE, ids=lambda drill: drill.id)
def test_every_phase_begins_with_its_own_sound(drill: Drill) -> None:
    """A cue of the phase's kind stands at each start, and another sound at the end of the drill."""
    for plan in plans(drill):
        starts = [(cue.at, cue.tone) for cue in schedule(plan) if cue.tone is not Tone.TICK]
        expected = [(at, SOUNDS[phase.kind]) for at, phase in zip(plan.starts, plan.phases, strict=False)]
        assert starts == [*expected, (plan.total, Tone.DONE)]


@pytest.mark.parametrize("drill", CATALOGUE, ids=lambda drill: drill.id)
def test_the_last_three_seconds_are_counted(drill: Drill) -> None:
    """Each phase has ticks 3, 2 and 1 s before its end, as far as they come after its own beginning."""
    for plan in plans(drill):
        ticks = {cue.at for cue in schedule(plan) if cue.tone is Tone.TICK}
        for start, end in itertools.pairwise(plan.starts):
            wanted = {end - left for left in (1, 2, 3) if left < end - start}
            assert {tick for tick in ticks if start < tick < end} == wanted
            assert len(wanted) == 3 or end - start <= 3


@pytest.mark.parametrize("drill", CATALOGUE, ids=lambda drill: drill.id)
def test_no_cue_runs_into_the_next(drill: Drill) -> None:
    """Cues come in order and far enough apart for the longest sound."""
    for plan in plans(drill):
        times = [cue.at for cue in schedule(plan)]
        assert all(after - before >= APART for before, after in itertools.pairwise(times))


@pytest.mark.parametrize("drill", CATALOGUE, ids=lambda drill: drill.id)
def test_a_voice_tells_what_to_do_with_which_leg_and_how_long(drill: Drill) -> None:
    """Where an exercise begins the words name its side and its seconds, and every phase says something."""
    for plan in plans(drill):
        spoken = {cue.at: cue.words for cue in schedule(plan) if cue.tone is not Tone.TICK}
        assert all(spoken.values())
        for start, phase in zip(plan.starts, plan.phases, strict=False):
            assert phase.side.text in spoken[start]
            if phase.kind.exercise:
                assert f"{phase.seconds:g} seconds" in spoken[start]


def test_words_cannot_be_orders() -> None:
    """What a speech program could take for markup, an option or the end of its input is not spoken."""
    assert plain("-x <b>Push</b> [[volm 1]]\r\n.\r\nQUIT; `ls` $HOME | \x00") == "x b Push /b volm 1 . QUIT; ls HOME"
    assert plain("2 \N{MULTIPLICATION SIGN} 30 s, knee\N{EN DASH}hip") == "2 times 30 s, knee to hip"

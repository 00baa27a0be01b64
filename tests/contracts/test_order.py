"""What a drill window is told, and what its one line says back."""

from __future__ import annotations

import argparse

from sitbreak.adapters.book import card, shipped_book
from sitbreak.adapters.catalogue_files import load_shipped
from sitbreak.adapters.launcher import ended
from sitbreak.core.model import DrillEnded, DrillResult
from sitbreak.ui.drill_source import add_arguments, plan_of

LINE = {"version": 1, "result": "done", "seconds": 60, "left": 30, "right": 30, "effort": "hurt"}


def test_a_report_may_say_that_it_spread_and_that_the_notice_was_read() -> None:
    """Both are passed on as said; what was not said stays open."""
    plain = DrillEnded(DrillResult.DONE, 60.0, 30.0, 30.0, "hurt")
    assert ended(LINE) == plain
    told = ended(LINE | {"spread": False, "acknowledged": True})
    assert (told.spread, told.acknowledged) == (False, True)
    assert ended(LINE | {"spread": "maybe", "acknowledged": "yes"}) == plain


def test_a_warm_up_comes_before_everything_else() -> None:
    """The window's options put the marching first, as no exercise of its own, and leave the rest as it was."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    drill = load_shipped().get("split-stance-iso-pull")
    assert drill is not None
    warm = plan_of(drill, parser.parse_args(["--drill", drill.id, "--warm-up", "15", "--notice"]))
    cold = plan_of(drill, parser.parse_args(["--drill", drill.id]))
    assert warm.phases[1:] == cold.phases
    assert (warm.phases[0].seconds, warm.phases[0].kind.exercise) == (15.0, False)
    assert warm.total == cold.total + 15


def test_every_card_tells_its_whole_ladder() -> None:
    """The cards that the program chooses from know length and dose of each step, however they were read."""
    catalogue = load_shipped()
    for known in shipped_book():
        drill = catalogue.get(known.id)
        assert drill is not None
        assert known == card(drill)
        assert [known.length(step) for step in range(1, len(drill.levels) + 1)] == [one.seconds for one in drill.levels]
        assert all(known.dose(step) for step in range(1, len(drill.levels) + 1))
        assert known.length(known.default_step) == known.seconds

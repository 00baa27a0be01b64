"""The log is told what came of the prompts and drills, each thing once, and nothing else of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sitbreak.core.model import (
    At,
    BoutRecord,
    DrillRecord,
    Keep,
    Mode,
    ModeKind,
    Prompt,
    Prompting,
    PromptRecord,
    State,
)
from sitbreak.core.settings import Settings
from sitbreak.core.telling import Gist, gist, news

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
NOW = At(3000.0, NINE)
DUE = Gist(prompt=1)
HELD = replace(DUE, held=("call",))
SHOWN = replace(DUE, shown=True)


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (Gist(), Gist(), []),
        (Gist(), DUE, ["prompt 1 is due"]),
        (DUE, HELD, ["prompt 1 is held by call"]),
        (HELD, HELD, []),
        (HELD, replace(HELD, held=("call", "hours")), ["prompt 1 is held by call, hours"]),
        (HELD, SHOWN, ["prompt 1 is on the screen"]),
        (SHOWN, SHOWN, []),
        (SHOWN, Gist(), []),
        (SHOWN, Gist(prompt=2, shown=True), ["prompt 2 is due", "prompt 2 is on the screen"]),
        (Gist(), Gist(ModeKind.PAUSED), ["mode: paused"]),
    ],
)
def test_each_change_is_told_once(before: Gist, after: Gist, lines: list[str]) -> None:
    """Rule: what is as before is not told again."""
    assert list(news(before, after, ())) == lines


def test_the_ends_are_told_by_their_outcome_alone() -> None:
    """Rule: neither the drill, nor the reason, nor whether it hurt, nor how long somebody sat."""
    prompt = PromptRecord("p", NINE, NINE, NINE, "skipped", 2710.0, 3, "standing-march", reason="hurts")
    drill = DrillRecord("d", "standing-march", 1, NINE, NINE, "partial", 40.0, {}, effort="hurt")
    bout = BoutRecord("b", NINE, NINE, 0.0, "idle")
    told = list(news(Gist(), Gist(), [Keep(bout), Keep(prompt), Keep(drill)]))
    assert told == ["prompt 3 ended: skipped", "a drill ended: partial"]


def test_a_moment_is_what_the_state_says() -> None:
    """Rule: the mode, and of an open prompt its number, whether it is shown, and while it is not, what holds it."""
    settings = Settings()
    waiting = State(prompting=Prompting(prompt=Prompt("p", 2700.0, "standing-march", number=2)))
    assert gist(State(mode=Mode(ModeKind.QUIET)), NOW, settings) == Gist(ModeKind.QUIET)
    assert gist(waiting, NOW, settings) == Gist(prompt=2, held=("lull",))
    shown = replace(waiting.prompting.prompt, shown=2990.0)  # type: ignore[type-var]
    assert gist(State(prompting=Prompting(prompt=shown)), NOW, settings) == Gist(prompt=2, shown=True)

"""A thousand spoiled drill files: each is a sound drill after all, or is refused with one sentence for each mistake."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitbreak.core.catalogue import CatalogueError, Drill, Problem, parse_drill, read_drill
from sitbreak.shipped import shipped

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(shipped("config", "drills").glob("*.toml"))]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**400),
    st.floats(),
    st.text(max_size=12),
    st.lists(st.integers() | st.text(max_size=4), max_size=6),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=3),
)
Place = tuple[Any, Any]


def sound(drill: Drill) -> None:
    """Whatever was accepted can be played at every step, from either side, to its end."""
    for level in range(len(drill.levels) + 2):
        plan = drill.plan(level, 45.0, "left", 20.0)
        assert plan.total > 0
        for tenth in range(11):
            pose = plan.at(plan.total * tenth / 10).pose
            assert abs(pose.trunk) < 1000


def judge(read: Any, given: Any) -> str:
    """Read it; "sound" or "refused", and never anything else."""
    mistakes = mistakes_in(read, given)
    for mistake in mistakes:
        assert len(str(mistake).splitlines()) == 1
        assert mistake.where
        assert mistake.allowed
    return "refused" if mistakes else "sound"


def mistakes_in(read: Any, given: Any) -> tuple[Problem, ...]:
    """What the reader finds wrong; none where it made a sound drill of it."""
    try:
        sound(read(given))
    except CatalogueError as error:
        return error.problems
    return ()


def places(node: Any) -> Iterator[Place]:
    """Every container in the data with a key into it."""
    keys = node.keys() if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield node, key
        yield from places(node[key])


@st.composite
def spoiled_data(draw: st.DrawFn) -> dict[str, Any]:
    """A drill's data with one to three of its values replaced, left out, or joined by a stranger."""
    data: dict[str, Any] = copy.deepcopy(tomllib.loads(draw(st.sampled_from(TEXTS))))
    for _ in range(draw(st.integers(1, 3))):
        node, key = draw(st.sampled_from(list(places(data))))
        match draw(st.integers(0, 3)):
            case 0:
                del node[key]
            case 1 if isinstance(node, dict):
                node[draw(st.text(max_size=6))] = draw(VALUES)
            case _:
                node[key] = draw(VALUES)
    return data


@st.composite
def spoiled_text(draw: st.DrawFn) -> str:
    """A drill's file as a slip in an editor leaves it: cut off, lines lost or swapped, signs typed into it."""
    text = draw(st.sampled_from(TEXTS))
    lines, place = text.splitlines(keepends=True), draw(st.integers(0, len(text)))
    number, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    match draw(st.integers(0, 4)):
        case 0:
            return text[:place]
        case 1:
            return "".join(lines[:number] + lines[number + 1 :])
        case 2:
            lines[number], lines[other] = lines[other], lines[number]
            return "".join(lines)
        case 3:
            return text[:place] + draw(st.text(max_size=8)) + text[place:]
        case _:
            return text[:place] + draw(st.sampled_from("0123456789-.[]\"'{}=\n")) + text[place + 1 :]


@settings(max_examples=500, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(spoiled_data())
def test_spoiled_values(data: dict[str, Any]) -> None:
    """Any value of any type in any place: a sound drill or its mistakes, never another error."""
    judge(parse_drill, data)


@settings(max_examples=500, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(spoiled_text())
def test_spoiled_files(text: str) -> None:
    """Any slip of the editor: a sound drill or its mistakes, never another error."""
    judge(read_drill, text)


def test_most_slips_are_found() -> None:
    """The thousand are no thousand harmless ones: cut after each line but the last few, no file passes."""
    for text in TEXTS:
        lines = text.splitlines(keepends=True)
        verdicts = {judge(read_drill, "".join(lines[:count])) for count in range(0, len(lines) // 2, 5)}
        assert verdicts == {"refused"}


@pytest.mark.parametrize("text", ["x = " + "[" * 100_000, "x = " + "9" * 5000, "x = 0x" + "f" * 5000, '"" = 1'])
def test_more_than_the_parser_takes(text: str) -> None:
    """Brackets without end, numbers too long to print and a field without a name are mistakes like any other."""
    assert judge(read_drill, text) == "refused"

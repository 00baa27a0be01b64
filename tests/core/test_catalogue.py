"""The shipped drills keep their promises, and a bad drill file says everything that is wrong with it."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitbreak.adapters.catalogue_files import load, load_shipped
from sitbreak.core.catalogue import CatalogueError, Drill, Kind, Side, parse_drill, read_drill
from sitbreak.core.pose import joints
from sitbreak.shipped import shipped

CATALOGUE = load_shipped()
LEVELS = [(drill, number) for drill in CATALOGUE for number in range(1, len(drill.levels) + 1)]
IDS = [f"{drill.id}-{number}" for drill, number in LEVELS]


def march() -> dict[str, Any]:
    """The data of a good drill, to be spoiled."""
    text = (shipped("config", "drills") / "standing-march.toml").read_text(encoding="utf-8")
    return copy.deepcopy(tomllib.loads(text))


def drill(drill_id: str) -> Drill:
    found = CATALOGUE.get(drill_id)
    assert found is not None
    return found


@pytest.mark.parametrize(("found", "number"), LEVELS, ids=IDS)
@pytest.mark.parametrize("first", ["right", "left"])
def test_a_plan_has_no_holes(found: Drill, number: int, first: Any) -> None:
    """Phases follow each other without gaps, their sum is the total, and both sides get the same time."""
    plan = found.plan(number, first_side=first)
    assert plan.total == found.dose(number).seconds
    seconds = {
        side: sum(phase.seconds for phase in plan.phases if phase.side is side) for side in (Side.LEFT, Side.RIGHT)
    }
    assert seconds[Side.LEFT] == seconds[Side.RIGHT]
    sided = [phase.side for phase in plan.phases if phase.side in seconds]
    assert not sided or sided[0] == first


@pytest.mark.parametrize(("found", "number"), LEVELS, ids=IDS)
def test_the_figure_never_jumps(found: Drill, number: int) -> None:
    """Within a twentieth of a second no joint moves farther than a quick limb can, and none sinks into the floor."""
    plan = found.plan(number)
    before = joints(plan.at(0).pose)
    for step in range(1, int(plan.total * 20)):
        now = joints(plan.at(step / 20).pose)
        for joint, (x, y) in now.items():
            assert abs(x - before[joint][0]) + abs(y - before[joint][1]) < 0.12, (step / 20, joint)
            assert y > -0.045, (step / 20, joint)
        before = now


@pytest.mark.parametrize(("found", "number"), LEVELS, ids=IDS)
def test_planted_feet_stay_within_a_loop(found: Drill, number: int) -> None:
    """A joint that touches the same height in two frames of the loop drifts less than 0.02 body heights."""
    frames = [found.keyframes[move.frame] for move in found.dose(number).loop]
    for a, b in zip(frames, frames[1:] + frames[:1], strict=True):
        for joint in {one.joint for one in a.contacts} & {one.joint for one in b.contacts}:
            assert joints(a)[joint] == pytest.approx(joints(b)[joint], abs=0.02)


def test_times_of_the_default_levels() -> None:
    """The default levels last as long as the drills' descriptions say."""
    expected = {
        "half-kneeling-hip-flexor-stretch": 158,
        "couch-stretch-active": 107,
        "standing-march": 77,
        "sit-to-stand": 83,
        "glute-squeeze": 70,
    }
    assert {drill_id: drill(drill_id).seconds for drill_id in expected} == expected


def test_express_levels_are_short() -> None:
    """Every express level takes 30 to 40 seconds, and the three desk drills have one."""
    found = {one.id: one.dose(one.express_level).seconds for one in CATALOGUE if one.express_level}
    assert set(found) >= {"standing-march", "sit-to-stand", "glute-squeeze"}
    assert all(30 <= seconds <= 40 for seconds in found.values())


def test_profiles_include_the_smaller_ones() -> None:
    """Desk lies within chair, chair within floor, and floor is everything."""
    desk, chair, floor = ({one.id for one in CATALOGUE.within(name)} for name in ("desk", "chair", "floor"))
    assert desk <= chair <= floor
    assert floor == {one.id for one in CATALOGUE}
    assert "couch-stretch-active" not in chair


def test_moment_tells_phase_side_and_what_is_left() -> None:
    """At 12 s of the kneeling stretch the first hold has 28 s to go and the switch comes next."""
    moment = drill("half-kneeling-hip-flexor-stretch").plan(first_side="left").at(12)
    assert (moment.index, moment.kind, moment.side, moment.remaining) == (1, Kind.HOLD, Side.LEFT, 28)
    assert moment.phase.text == "left knee down"
    assert moment.following is not None
    assert moment.following.kind is Kind.SWITCH


def test_before_the_start_and_after_the_end() -> None:
    """A time outside the drill counts as its first or last moment."""
    plan = drill("glute-squeeze").plan()
    assert plan.at(-5).index == 0
    last = plan.at(1e9)
    assert (last.index, last.remaining, last.share, last.following) == (2, 0, 1, None)


def test_alternating_work_swaps_sides_each_repetition() -> None:
    """In the march the near leg lifts first, then the far one; beginning left it is the other way round."""
    for first, lifted in (("right", ("w", "s")), ("left", ("s", "w"))):
        plan = drill("standing-march").plan(first_side=first)  # type: ignore[arg-type]
        for rep, side in enumerate(lifted):
            moment = plan.at(4 + 1.5 * rep + 0.7)
            assert joints(moment.pose)[f"knee_{side}"][1] > 0.45
            assert moment.rep == rep + 1


def test_a_wished_hold_scales_hold_phases_only() -> None:
    """A 15 s hold halves every hold and leaves preparing, switching and finishing alone."""
    found = drill("half-kneeling-hip-flexor-stretch")
    phases = found.plan(hold=15).phases
    assert [phase.seconds for phase in phases if phase.kind is Kind.HOLD] == [15] * 4
    assert found.plan(hold=15).total == found.seconds - 60
    assert found.plan(level=3, hold=45).phases[1].seconds == 30


def test_levels_beyond_the_ladder_are_its_ends() -> None:
    """0 is the default level; a number beyond the ladder means its last step."""
    found = drill("standing-march")
    assert found.dose(0) == found.levels[1]
    assert found.dose(99) == found.levels[-1]


def spoil_sum(data: dict[str, Any]) -> None:
    data["levels"][0]["total_s"] = 99


def spoil_sides(data: dict[str, Any]) -> None:
    data["levels"][0]["phases"][1] = ["work", "L", 30]


def spoil_turns(data: dict[str, Any]) -> None:
    data["levels"][0]["reps"] = 7


def spoil_contact(data: dict[str, Any]) -> None:
    data["keyframes"]["lift"]["contacts"] = [["ankle_w", 0.039]]


def spoil_floor(data: dict[str, Any]) -> None:
    data["keyframes"]["lift"]["anchor"] = ["ankle_s", 0, -0.2]


def spoil_why(data: dict[str, Any]) -> None:
    data["why"] = "This cures stiff hips."


def spoil_frame(data: dict[str, Any]) -> None:
    data["loop"][0][0] = "jump"


def spoil_category(data: dict[str, Any]) -> None:
    data["category"] = "yoga"


def spoil_unknown(data: dict[str, Any]) -> None:
    data["colour"] = "red"


def spoil_missing(data: dict[str, Any]) -> None:
    del data["cautions"]


def spoil_limbs(data: dict[str, Any]) -> None:
    data["keyframes"]["lift"]["w"] = [80, 85]


def spoil_kind(data: dict[str, Any]) -> None:
    data["levels"][1]["phases"][0] = ["dance", "-", 4]


def spoil_default(data: dict[str, Any]) -> None:
    data["default_level"] = 4


def spoil_id(data: dict[str, Any]) -> None:
    data["id"] = "../Standing March"


def spoil_dwell(data: dict[str, Any]) -> None:
    data["loop"][0] = ["lift", 0.6]


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (spoil_sum, "levels[1].total_s: found 99, allowed the sum of its phases, 37"),
        (spoil_sides, "levels[1].phases: found left 30 s, right 0 s"),
        (spoil_turns, "levels[1].reps: found 7 turns of 1.5 s in 30 s"),
        (spoil_contact, "keyframes.lift.contacts: found ankle_w at"),
        (spoil_floor, "keyframes.lift: found ankle_s at -0.200"),
        (spoil_why, 'why: found the claim "cure"'),
        (spoil_frame, 'levels[1].loop: found "jump", allowed "stand" or "lift"'),
        (spoil_category, 'category: found "yoga", allowed "mobility" or'),
        (spoil_unknown, "colour: found an unknown field"),
        (spoil_missing, "cautions: found nothing, allowed a list of texts"),
        (spoil_limbs, "keyframes.lift.w: found [80, 85], allowed a list of 5 numbers"),
        (spoil_kind, "levels[2].phases[1]: found ['dance', '-', 4], allowed"),
        (spoil_default, "default_level: found 4, allowed 1 to 3"),
        (spoil_id, 'id: found "../Standing March", allowed lower-case letters'),
        (spoil_dwell, 'levels[1].loop: found "lift" without dwell seconds'),
    ],
)
def test_each_mistake_is_named(spoil: Callable[[dict[str, Any]], None], where: str) -> None:
    """Every rule of the format reports where, what was found and what is allowed."""
    data = march()
    spoil(data)
    with pytest.raises(CatalogueError) as caught:
        parse_drill(data)
    assert any(str(problem).startswith(where) for problem in caught.value.problems), str(caught.value)


def test_all_mistakes_come_at_once() -> None:
    """Three mistakes in one file are three problems in one error."""
    data = march()
    spoil_category(data)
    spoil_missing(data)
    spoil_limbs(data)
    with pytest.raises(CatalogueError) as caught:
        parse_drill(data)
    assert len(caught.value.problems) == 3


def test_broken_toml_names_its_line() -> None:
    """A file that is no TOML at all says where it breaks."""
    with pytest.raises(CatalogueError, match="line 2"):
        read_drill('id = "x"\nname = \n')


def test_a_bad_file_is_left_out_with_its_line(tmp_path: Path) -> None:
    """In a folder of drills a bad file does not hide the good ones, and its problem carries the line."""
    good = (shipped("config", "drills") / "standing-march.toml").read_text(encoding="utf-8")
    (tmp_path / "good.toml").write_text(good, encoding="utf-8")
    (tmp_path / "bad.toml").write_text(good.replace("total_s = 77", "total_s = 78"), encoding="utf-8")
    loaded = load(tmp_path)
    assert [one.id for one in loaded.catalogue] == ["standing-march"]
    line = good.splitlines().index("total_s = 77") + 1
    assert f"bad.toml: line {line}, levels[2].total_s: found 78" in str(loaded.bad[0])


def test_own_drills_replace_shipped_ones(tmp_path: Path) -> None:
    """A later folder wins for the same id."""
    good = (shipped("config", "drills") / "standing-march.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(good.replace('name = "Standing march"', 'name = "My march"'), encoding="utf-8")
    loaded = load(shipped("config", "drills"), tmp_path)
    found = loaded.catalogue.get("standing-march")
    assert found is not None
    assert found.name == "My march"
    assert len(loaded.catalogue) == len(CATALOGUE)
    assert loaded.paths["standing-march"] == tmp_path / "mine.toml"

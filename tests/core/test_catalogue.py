"""The shipped drills keep their promises, and a bad drill file says everything that is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitbreak.adapters.catalogue_files import load, load_shipped
from sitbreak.core.catalogue import CATEGORIES, CatalogueError, Drill, Kind, Side, parse_drill, read_drill
from sitbreak.core.drill_words import bends
from sitbreak.core.pose import joints
from sitbreak.core.settings import Targets
from sitbreak.shipped import shipped

CATALOGUE = load_shipped()
LEVELS = [(drill, number) for drill in CATALOGUE for number in range(1, len(drill.levels) + 1)]
IDS = [f"{drill.id}-{number}" for drill, number in LEVELS]


def data_of(drill_id: str) -> dict[str, Any]:
    """The data of a good drill, to be spoiled."""
    return tomllib.loads((shipped("config", "drills") / f"{drill_id}.toml").read_text(encoding="utf-8"))


def march() -> dict[str, Any]:
    return data_of("standing-march")


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
        "standing-hip-flexor-stretch": 75,
        "half-kneeling-hip-flexor-stretch": 158,
        "chair-couch-stretch": 80,
        "couch-stretch-active": 107,
        "standing-quad-stretch": 73,
        "standing-march": 77,
        "march-hold": 73,
        "seated-knee-lift": 84,
        "seated-leg-liftover": 81,
        "split-stance-iso-pull": 87,
        "edge-leg-lower": 119,
        "reverse-nordic-short": 110,
        "glute-squeeze": 70,
        "sit-to-stand": 83,
        "standing-hip-extension": 93,
        "glute-bridge": 115,
        "single-leg-bridge": 90,
        "donkey-kick": 102,
        "hip-hinge-hamstring-stretch": 76,
        "bird-dog": 76,
    }
    assert {one.id: one.seconds for one in CATALOGUE} == expected


def test_profiles_hold_the_sets_they_are_named_for() -> None:
    """Nine standing drills at the desk, two on the chair that keep the bout going, nine more on the floor."""
    profiles = {name: {one.id for one in CATALOGUE if one.profile == name} for name in ("desk", "chair", "floor")}
    assert profiles["desk"] == {
        "standing-hip-flexor-stretch",
        "standing-quad-stretch",
        "standing-march",
        "march-hold",
        "split-stance-iso-pull",
        "glute-squeeze",
        "sit-to-stand",
        "standing-hip-extension",
        "hip-hinge-hamstring-stretch",
    }
    assert profiles["chair"] == {"seated-knee-lift", "seated-leg-liftover"}
    assert len(profiles["floor"]) == 9
    assert {one.id for one in CATALOGUE if not one.resets_bout} == profiles["chair"]
    dynamic = {one.id for one in CATALOGUE if one.dynamic}
    assert dynamic == {"standing-march", "sit-to-stand", "standing-hip-extension"}


def test_every_category_and_chain_is_there() -> None:
    """All seven categories have a drill, every ladder has three steps or more and begins in the middle."""
    assert {one.category for one in CATALOGUE} == set(CATEGORIES)
    assert all(len(one.levels) >= 3 and one.default_level == 2 for one in CATALOGUE)


def test_the_dose_of_kicks_and_glutes() -> None:
    """Donkey kicks begin with ten on each side held for a second or two, and glutes are wanted twice a working day."""
    kick = drill("donkey-kick")
    usual = kick.levels[kick.default_level - 1]
    assert (usual.reps, usual.dose) == (10, "10 kicks on each side")
    assert 1 <= (usual.loop[0].dwell or 0) <= 2
    assert 2 * 5 <= Targets().glute <= 3 * 5


def test_two_drills_bend() -> None:
    """Sit-to-stand and the hip hinge tip the trunk forward on the feet, so both need the hinge cue."""
    assert {one.id for one in CATALOGUE if bends(one)} == {"sit-to-stand", "hip-hinge-hamstring-stretch"}


def test_holds_are_twenty_to_thirty_seconds() -> None:
    """No shipped stretch is held for less than 20 s or more than 30 s at a time."""
    phases = [phase for one in CATALOGUE for level in one.levels for phase in level.phases]
    assert {phase.seconds for phase in phases if phase.kind is Kind.HOLD} == {20, 30}


@pytest.mark.parametrize("found", CATALOGUE.drills, ids=lambda found: found.id)
def test_floor_drills_begin_and_end_on_the_feet(found: Drill) -> None:
    """Whoever has to get down is shown how from standing, and how to stand up again."""
    if found.profile != "floor":
        return
    assert found.finish[-1] == "stand"
    assert found.keyframes[found.finish[-1]].trunk == 0


def test_express_levels_are_short() -> None:
    """Every express level takes 30 to 40 seconds, and the three desk drills have one."""
    found = {one.id: one.dose(one.express_level).seconds for one in CATALOGUE if one.express_level}
    assert set(found) >= {"standing-march", "sit-to-stand", "glute-squeeze"}
    assert all(30 <= seconds <= 40 for seconds in found.values())


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
        (spoil_why, 'why: found the word "cures"'),
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


def reports(data: dict[str, Any], where: str) -> bool:
    """Whether reading the data fails with a problem that begins like this."""
    with pytest.raises(CatalogueError) as caught:
        parse_drill(data)
    return any(str(problem).startswith(where) for problem in caught.value.problems)


@pytest.mark.parametrize("drill_id", [one.id for one in CATALOGUE if one.category == "mobility"])
def test_mobility_drills_need_a_tuck_or_squeeze(drill_id: str) -> None:
    """Without its tuck and squeeze cues a mobility drill is refused."""
    data = data_of(drill_id)
    data["cues"] = [cue for cue in data["cues"] if "tuck" not in cue.lower() and "squeeze" not in cue.lower()]
    assert reports(data, "cues: found no tuck or squeeze")


@pytest.mark.parametrize("drill_id", ["sit-to-stand", "hip-hinge-hamstring-stretch"])
def test_bending_drills_need_the_hinge(drill_id: str) -> None:
    """Without the hinge cue a drill that bends forward is refused."""
    data = data_of(drill_id)
    data["cues"] = [cue.replace("Hinge", "Bend") for cue in data["cues"]]
    assert reports(data, "cues: found no hinge")


@pytest.mark.parametrize(
    "claim",
    ["diagnoses", "cures", "heals", "fix your hips", "guaranteed", "prevents", "must", "will", "always", "proven"],
)
@pytest.mark.parametrize("field", ["why", "cues", "cautions", "errors"])
def test_banned_words_are_found_everywhere(field: str, claim: str) -> None:
    """No sentence the person reads may promise, diagnose or command."""
    data = march()
    word, sentence = claim.partition(" ")[0], f"This may help and {claim}."
    data[field] = sentence if field == "why" else [*data[field], sentence]
    assert reports(data, f'{field}: found the word "{word}"')


def test_banned_words_are_found_in_phases() -> None:
    """The texts of the countdown are read as well."""
    data = march()
    data["levels"][1]["phases"][0][3] = "You must stand tall"
    assert reports(data, 'levels[2]: found the word "must"')


def test_no_toe_touch_in_words_or_picture() -> None:
    """Neither a cue nor a bent figure leads the hands to the toes."""
    words = march()
    words["cues"].append("Touch your toes.")
    assert reports(words, 'cues: found "Touch your toes."')
    picture = data_of("hip-hinge-hamstring-stretch")
    picture["keyframes"]["hold"] |= {"trunk": 130, "w": [130, 2, 0, 115, 0], "s": [130, 2, 0, 115, 0]}
    picture["keyframes"]["hold"]["contacts"] = []
    assert reports(picture, "keyframes.hold: found hands at the toes")


SPOILED_PLACES: list[tuple[str, dict[str, Any], str]] = [
    ("standing-march", {"chain": "M"}, 'chain: found "M", allowed "SN"'),
    ("standing-march", {"resets_bout": False}, "resets_bout: found false"),
    ("seated-knee-lift", {"resets_bout": True}, "resets_bout: found true"),
    ("edge-leg-lower", {"min_rest_h": 0}, "min_rest_h: found 0, allowed at least 24"),
    ("glute-bridge", {"profile": "desk"}, 'profile: found "desk"'),
    ("glute-bridge", {"profile": "desk"}, "props: found mat"),
]


@pytest.mark.parametrize(("drill_id", "changes", "where"), SPOILED_PLACES)
def test_a_drill_belongs_where_it_says(drill_id: str, changes: dict[str, Any], where: str) -> None:
    """Chain, seat, rest and profile have to agree with category and posture."""
    assert reports(data_of(drill_id) | changes, where)


def test_holds_and_express_versions_keep_their_lengths() -> None:
    """A hold of 50 s and an express version of 77 s are refused."""
    long = data_of("standing-quad-stretch")
    for phase in (1, 3):
        long["levels"][1]["phases"][phase][2] = 50
    long["levels"][1]["total_s"] += 40
    assert reports(long, "levels[2].phases[2]: found a hold of 50 s, allowed 10 to 45 s")
    slow = march()
    slow["levels"][1]["express"] = True
    assert reports(slow, "levels[2].express: found 77 s")


def test_a_single_keyframe_is_no_movement() -> None:
    """A drill shows at least two postures."""
    data = march()
    del data["keyframes"]["lift"]
    data["loop"] = [["stand", 0.75, 0.75]]
    assert reports(data, "keyframes: found 1, allowed at least 2")


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

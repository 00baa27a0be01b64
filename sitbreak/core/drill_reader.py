"""Turns the data of a drill file into a Drill, or says everything that is wrong with it at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import cast

from sitbreak.core.drill import CATEGORIES, CHAINS, DISCREET, PROFILES, PROPS, TARGETS, Drill, Prop
from sitbreak.core.drill_checks import check
from sitbreak.core.fields import Fields, Problem, is_number
from sitbreak.core.phases import Kind, Level, Move, Phase, Side
from sitbreak.core.pose import JOINTS, Anchor, Contact, Limbs, Pose

SIDES = {"R": Side.RIGHT, "L": Side.LEFT, "alt": Side.ALTERNATE, "both": Side.BOTH, "-": Side.NONE}
PHASE = '["prepare|hold|work|switch|rest|finish", "R|L|alt|both|-", seconds, "text"]'
MOVE = '["keyframe", move seconds, dwell seconds], the last one left out to stay until the phase ends'
CONTACT = '["joint", height]'
LONGEST_PHASE = 300
MOST_DEGREES = 200
MOVE_WITH_DWELL = 3


class CatalogueError(Exception):
    """A drill's data is not usable; `problems` holds every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def read_drill(text: str) -> Drill:
    """The drill written down in TOML; raises CatalogueError, with the line where TOML itself is broken."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise CatalogueError([Problem("file", f"broken TOML ({error})", "TOML 1.0")]) from error
    return parse_drill(data)


def parse_drill(data: Mapping[str, object]) -> Drill:
    """The drill in a table of plain values; raises CatalogueError with all problems at once."""
    problems: list[Problem] = []
    drill = _drill(Fields(data, "", problems))
    problems.extend(check(drill) if not problems else ())
    if problems:
        raise CatalogueError(problems)
    return drill


def _drill(fields: Fields) -> Drill:
    entry = fields.texts("entry")
    rest = fields.text("rest", required=False, fallback=entry[0] if entry else "")
    drill = Drill(
        id=_slug(fields),
        name=fields.text("name"),
        category=fields.choice("category", CATEGORIES),
        chain=fields.choice("chain", CHAINS),
        level=fields.whole("level", 1, 9),
        posture=fields.text("posture"),
        profile=fields.choice("profile", PROFILES),
        dynamic=fields.flag("dynamic", required=False),
        discreet=fields.choice("discreet", DISCREET),
        resets_bout=fields.flag("resets_bout"),
        min_rest_h=fields.number("min_rest_h", 0, 168),
        cues=fields.texts("cues"),
        cautions=fields.texts("cautions"),
        errors=fields.texts("errors", required=False),
        why=fields.text("why"),
        muscles=fields.text("muscles"),
        target=fields.choice("target", TARGETS),
        equipment=fields.text("equipment", required=False, fallback="none"),
        props=tuple(_prop(prop) for prop in fields.tables("props", required=False)),
        levels=_levels(fields),
        default_level=fields.whole("default_level", 1, 9, fallback=1),
        keyframes={name: _pose(frame) for name, frame in fields.table_of_tables("keyframes").items()},
        entry=entry,
        rest=rest,
        finish=fields.texts("finish", required=False) or (rest,),
    )
    fields.finish()
    return drill


def _slug(fields: Fields) -> str:
    slug = fields.text("id")
    if slug and not (slug.islower() and slug.replace("-", "").isalnum() and slug.isascii()):
        fields.wrong("id", f'"{slug}"', "lower-case letters, digits and hyphens")
    return slug


def _prop(fields: Fields) -> Prop:
    prop = Prop(fields.choice("kind", PROPS), fields.number("x", -2, 2), fields.number("top", 0, 1))
    fields.finish()
    return prop


def _levels(fields: Fields) -> tuple[Level, ...]:
    loop = _moves(fields, "loop")
    hold_loop = _moves(fields, "hold_loop", required=False) or loop
    return tuple(_level(level, loop, hold_loop) for level in fields.tables("levels"))


def _level(fields: Fields, loop: tuple[Move, ...], hold_loop: tuple[Move, ...]) -> Level:
    own = _moves(fields, "loop", required=False)
    level = Level(
        name=fields.text("name"),
        dose=fields.text("dose"),
        phases=tuple(map(_phase, fields.rows("phases", PHASE, _is_phase))),
        loop=own or loop,
        hold_loop=_moves(fields, "hold_loop", required=False) or own or hold_loop,
        reps=fields.whole("reps", 1, 200, required=False),
        express=fields.flag("express", required=False),
    )
    total = fields.number("total_s", 10, 1800)
    if total and level.seconds != total:
        fields.wrong("total_s", f"{total:g}", f"the sum of its phases, {level.seconds:g}")
    fields.finish()
    return level


def _is_phase(row: list[object]) -> bool:
    match row:
        case [str(kind), str(side), seconds, *text] if len(text) <= 1 and all(isinstance(part, str) for part in text):
            known = kind in list(Kind) and side in SIDES
            return known and is_number(seconds) and 0 < cast(float, seconds) <= LONGEST_PHASE
    return False


def _phase(row: list[object]) -> Phase:
    return Phase(Kind(str(row[0])), SIDES[str(row[1])], _float(row[2]), str(row[3]) if row[3:] else "")


def _moves(fields: Fields, key: str, *, required: bool = True) -> tuple[Move, ...]:
    if required and fields.data.get(key) == []:
        fields.wrong(key, "an empty list", "at least one move")
    return tuple(map(_move, fields.rows(key, MOVE, _is_move, required=required)))


def _is_move(row: list[object]) -> bool:
    match row:
        case [str(), *times] if 1 <= len(times) < MOVE_WITH_DWELL:
            return all(is_number(time) and cast(float, time) >= 0 for time in times)
    return False


def _move(row: list[object]) -> Move:
    return Move(str(row[0]), _float(row[1]), _float(row[2]) if len(row) == MOVE_WITH_DWELL else None)


def _pose(fields: Fields) -> Pose:
    degrees = (-MOST_DEGREES, MOST_DEGREES)
    pose = Pose(
        trunk=fields.number("trunk", *degrees),
        w=Limbs(*fields.numbers("w", 5)),
        s=Limbs(*fields.numbers("s", 5)),
        anchor=_anchor(fields),
        neck=fields.number("neck", *degrees, required=False),
        hand_flat=float(fields.flag("hand_flat", required=False)),
        contacts=tuple(Contact(str(row[0]), _float(row[1])) for row in fields.rows("contacts", CONTACT, _is_contact)),
        tuck=fields.number("tuck", -30, 30, required=False),
        effort=fields.number("effort", 0, 1, required=False),
        nearer=fields.number("nearer", 0, 0.1, required=False),
    )
    fields.finish()
    return pose


def _anchor(fields: Fields) -> Anchor:
    allowed = '["joint", x, y] with a joint of ' + ", ".join(JOINTS)
    row = fields.take("anchor", ["hip", 0.0, 0.0], allowed, _is_anchor, True)
    joint, x, y = cast(list[object], row)
    return Anchor(str(joint), _float(x), _float(y))


def _is_anchor(value: object) -> bool:
    match value:
        case [str(joint), x, y]:
            return joint in JOINTS and is_number(x) and is_number(y)
    return False


def _is_contact(row: list[object]) -> bool:
    match row:
        case [str(joint), height]:
            return joint in JOINTS and is_number(height)
    return False


def _float(value: object) -> float:
    return float(cast(float, value))

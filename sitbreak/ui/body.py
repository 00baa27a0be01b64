"""The person in the picture: limbs with volume, clothes, head and hands around the joints of a pose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitbreak.core.pose import HAND, Point, Pose, joints, mix, reach
from sitbreak.core.values import dataclass, replace
from sitbreak.ui.brush import LIT_WIDTH, Bone, Brush, Profile, Stencil, curve, lit
from sitbreak.ui.palette import Cloth, Palette

Parts = Sequence[tuple[Bone, Profile]]
FAR_OFFSET: Point = (0.012, 0.014)
FAR_AIR = 0.16
FORWARD = 90
FOLDED = 130
HEAD_RADIUS = 0.055
ARM_BY_THE_HEAD = 0.08
THIGH: Profile = (
    (-0.05, 0.046, 0.058),
    (0.15, 0.054, 0.062),
    (0.45, 0.050, 0.052),
    (0.8, 0.040, 0.040),
    (1, 0.036, 0.034),
)
SHANK: Profile = (
    (0, 0.035, 0.034),
    (0.15, 0.032, 0.040),
    (0.38, 0.030, 0.043),
    (0.7, 0.026, 0.032),
    (0.93, 0.027, 0.030),
)
ANKLE: Profile = ((0.88, 0.018, 0.019), (1, 0.018, 0.02), (1.06, 0.018, 0.02))
SLEEVE: Profile = ((-0.08, 0.030, 0.030), (0.1, 0.036, 0.037), (0.35, 0.035, 0.036), (0.58, 0.034, 0.035))
UPPER_ARM: Profile = ((0.3, 0.027, 0.028), (0.6, 0.026, 0.026), (1, 0.023, 0.023))
FOREARM: Profile = ((0, 0.023, 0.023), (0.25, 0.025, 0.024), (0.7, 0.019, 0.018), (1, 0.015, 0.015))
PALM: Profile = (
    (-0.05, 0.014, 0.014),
    (0.35, 0.018, 0.017),
    (0.8, 0.016, 0.014),
    (1.15, 0.010, 0.008),
    (1.3, 0.003, 0.003),
)
# Hip to shoulder: this bone points up, so what bulges to its "back" is the person's front.
SHIRT: Profile = (
    (0.06, 0.060, 0.056),
    (0.22, 0.048, 0.052),
    (0.45, 0.046, 0.053),
    (0.72, 0.058, 0.062),
    (0.92, 0.056, 0.052),
    (1.06, 0.034, 0.030),
    (1.10, 0.018, 0.018),
)
PELVIS: Profile = (
    (-0.20, 0.024, 0.020),
    (-0.10, 0.060, 0.044),
    (0.03, 0.064, 0.054),
    (0.14, 0.052, 0.052),
    (0.22, 0.03, 0.03),
)
SHOE: Sequence[Point] = (
    (-0.040, -0.030), (-0.049, -0.008), (-0.040, 0.014), (-0.024, 0.028), (0.012, 0.028), (0.036, 0.010),
    (0.076, -0.003), (0.110, -0.012), (0.121, -0.024), (0.112, -0.032), (0.04, -0.032),
)  # fmt: skip
SOLE: Sequence[Point] = (
    (-0.044, -0.026), (0.04, -0.026), (0.112, -0.026), (0.125, -0.022), (0.124, -0.034), (0.110, -0.040),
    (0.04, -0.040), (-0.036, -0.040), (-0.048, -0.034),
)  # fmt: skip
FACE: Sequence[Point] = (
    (0.10, 1.02), (0.55, 0.86), (0.84, 0.48), (0.90, 0.18), (0.90, 0.02), (1.12, -0.22), (0.95, -0.33), (0.96, -0.46),
    (0.92, -0.62), (0.84, -0.86), (0.58, -1.0), (0.18, -0.82), (-0.15, -0.62), (-0.55, -0.6), (-0.9, -0.1),
    (-0.95, 0.4), (-0.55, 0.9),
)  # fmt: skip
HAIR: Sequence[Point] = (
    (0.88, 0.52), (0.62, 0.60), (0.30, 0.42), (0.16, 0.10), (0.06, 0.16), (-0.12, 0.20), (-0.28, -0.05), (-0.30, -0.40),
    (-0.48, -0.72), (-0.74, -0.66), (-0.98, -0.12), (-1.08, 0.42), (-0.78, 0.96), (-0.2, 1.20), (0.42, 1.14),
    (0.82, 0.84),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wardrobe:
    """What one side of the body wears."""

    skin: Cloth
    trousers: Cloth
    shirt: Cloth
    shoe: Cloth
    sole: Cloth


def wardrobe(palette: Palette, far: bool) -> Wardrobe:
    """The clothes of the near side, or of the far one behind a little air."""
    near = Wardrobe(palette.skin, palette.trousers, palette.shirt, palette.shoe, Cloth(palette.sole, palette.sole))
    if not far:
        return near
    return Wardrobe(*(getattr(near, name).farther(palette.air, FAR_AIR) for name in Wardrobe.__slots__))


def draw_behind_near_arm(brush: Brush, pose: Pose, palette: Palette) -> dict[str, Point]:
    """Paint the person from far to near, all but the near arm, and return where the joints lie."""
    placed = _stepped(joints(pose), pose)
    behind = {name: (x + FAR_OFFSET[0], y + FAR_OFFSET[1]) for name, (x, y) in placed.items()}
    near, far = wardrobe(palette, far=False), wardrobe(palette, far=True)
    _arm(brush, behind, "s", far, pose)
    _leg(brush, behind, "s", far, [])
    _neck(brush, placed, palette)
    _head(brush, placed, pose, palette)
    trunk = Bone(placed["hip"], placed["sh"])
    _leg(brush, placed, "w", near, [(trunk, PELVIS)])
    _shaded(brush, [(trunk, SHIRT)], near.shirt)
    return placed


def draw_near_arm(brush: Brush, placed: Mapping[str, Point], pose: Pose, palette: Palette) -> None:
    """Paint what lies in front of everything else; an arm raised beside the head leaves the face free."""
    _arm(brush, placed, "w", wardrobe(palette, far=False), pose)
    upper, lower = Bone(placed["sh"], placed["elbow_w"]), Bone(placed["elbow_w"], placed["wrist_w"])
    if min(upper.distance(placed["head"]), lower.distance(placed["head"])) < ARM_BY_THE_HEAD:
        _head(brush, placed, pose, palette)


def clothed(placed: Mapping[str, Point], side: str, target: str) -> Stencil:
    """Where the light of a target muscle may fall: on the trousers of that side, or on the shirt for the trunk."""
    trunk, thigh = Bone(placed["hip"], placed["sh"]), Bone(placed["hip"], placed[f"knee_{side}"])
    shirt = trunk.outline(SHIRT)
    if target == "trunk":
        return Stencil([shirt])
    return Stencil([trunk.outline(PELVIS), thigh.outline(THIGH)], [shirt])


def _stepped(placed: dict[str, Point], pose: Pose) -> dict[str, Point]:
    """The joints with the working foot set down nearer to the viewer, which is lower in the picture."""
    shares = {"knee": 0.5, "ankle": 1.0, "toe": 1.0, "heel": 1.0} if pose.nearer else {}
    for joint, share in shares.items():
        x, y = placed[f"{joint}_{pose.worker}"]
        placed[f"{joint}_{pose.worker}"] = (x, y - share * pose.nearer)
    return placed


def _shaded(brush: Brush, parts: Parts, cloth: Cloth) -> None:
    """One garment: all its shade first, then all its light, so that no seam shows at the joints."""
    for bone, profile in parts:
        brush.fill(bone.outline(profile), cloth.shade)
    for bone, profile in parts:
        brush.fill(map(lit, bone.outline(profile, LIT_WIDTH)), cloth.lit)


def _leg(brush: Brush, placed: Mapping[str, Point], side: str, clothes: Wardrobe, pelvis: Parts) -> None:
    hip, knee, ankle = placed["hip"], placed[f"knee_{side}"], placed[f"ankle_{side}"]
    thigh, shank = Bone(hip, knee), Bone(knee, ankle)
    _shaded(brush, [(shank, ANKLE)], clothes.skin)
    _shoe(brush, placed, side, clothes)
    brush.disc(knee, 0.035, clothes.trousers.shade)
    _shaded(brush, [*pelvis, (thigh, THIGH), (shank, SHANK)], clothes.trousers)
    brush.disc(lit(knee), 0.030, clothes.trousers.lit)


def _shoe(brush: Brush, placed: Mapping[str, Point], side: str, clothes: Wardrobe) -> None:
    ankle, toe, heel = placed[f"ankle_{side}"], placed[f"toe_{side}"], placed[f"heel_{side}"]
    brush.fill(curve(_framed(SHOE, ankle, heel, toe, 1.0), closed=True), clothes.shoe.shade)
    brush.fill(curve(_framed(SHOE, lit(ankle), heel, toe, 0.94), closed=True), clothes.shoe.lit)
    brush.fill(curve(_framed(SOLE, ankle, heel, toe, 1.0), closed=True), clothes.sole.lit)


def _framed(points: Sequence[Point], origin: Point, back: Point, front: Point, size: float) -> list[Point]:
    """Points given along back-to-front and across it, set down at the origin."""
    dx, dy = front[0] - back[0], front[1] - back[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / length * size, dy / length * size
    return [(origin[0] + x * ux - y * uy, origin[1] + x * uy + y * ux) for x, y in points]


def _arm(brush: Brush, placed: Mapping[str, Point], side: str, clothes: Wardrobe, pose: Pose) -> None:
    shoulder, elbow, wrist = placed["sh"], placed[f"elbow_{side}"], placed[f"wrist_{side}"]
    upper, lower = Bone(shoulder, elbow), Bone(elbow, wrist)
    palm = Bone(wrist, reach(wrist, HAND, mix(lower.angle, FORWARD, pose.hand_flat)))
    brush.capsule(palm.at(0.2, 0.008), palm.at(0.75, 0.021), 0.007, clothes.skin.shade)
    brush.disc(elbow, 0.023, clothes.skin.shade)
    _shaded(brush, [(upper, UPPER_ARM), (lower, FOREARM), (palm, PALM)], clothes.skin)
    brush.disc(lit(elbow), 0.020, clothes.skin.lit)
    brush.disc(shoulder, 0.036, clothes.shirt.shade)
    _shaded(brush, [(upper, SLEEVE)], clothes.shirt)
    brush.disc(lit(shoulder), 0.032, clothes.shirt.lit)
    if getattr(pose, side).elbow > FOLDED:
        _shaded(brush, [(lower, FOREARM), (palm, PALM)], clothes.skin)


def _neck(brush: Brush, placed: Mapping[str, Point], palette: Palette) -> None:
    brush.capsule(Bone(placed["hip"], placed["sh"]).at(0.98), placed["head"], 0.027, palette.skin.shade)


def _head(brush: Brush, placed: Mapping[str, Point], pose: Pose, palette: Palette) -> None:
    head = placed["head"]
    tilt = 90 - pose.trunk - pose.neck
    tilted = _Head(brush, head, back=reach(head, -1.0, tilt), front=reach(head, 1.0, tilt))
    tilted.shape(FACE, palette.skin)
    tilted.features(palette)
    tilted.shape(HAIR, palette.hair)
    tilted.ear(palette)


@dataclass(frozen=True, slots=True)
class _Head:
    """Paints in head radii around the head's centre: x toward the nose, y toward the crown."""

    brush: Brush
    centre: Point
    back: Point
    front: Point

    def place(self, points: Sequence[Point]) -> list[Point]:
        return _framed([(x * HEAD_RADIUS, y * HEAD_RADIUS) for x, y in points], self.centre, self.back, self.front, 1.0)

    def shape(self, points: Sequence[Point], cloth: Cloth) -> None:
        outline = curve(self.place(points), closed=True)
        self.brush.fill(outline, cloth.shade)
        inner = replace(self, centre=lit(self.centre))
        smaller = [(x * 0.94, y * 0.94) for x, y in points]
        self.brush.fill(curve(inner.place(smaller), closed=True), cloth.lit)

    def features(self, palette: Palette) -> None:
        eye, cheek = self.place([(0.62, 0.06), (0.52, -0.36)])
        self.brush.disc(cheek, HEAD_RADIUS * 0.20, palette.shoe.lit, 46)
        self.brush.disc(eye, HEAD_RADIUS * 0.085, palette.face, flat=1.35)
        self.brush.line(curve(self.place([(0.46, 0.33), (0.64, 0.39), (0.78, 0.34)])), 0.0045, palette.hair.shade)
        self.brush.line(curve(self.place([(0.60, -0.50), (0.74, -0.58), (0.90, -0.52)])), 0.004, palette.face, 200)

    def ear(self, palette: Palette) -> None:
        outer, inner = self.place([(-0.04, -0.06), (-0.01, -0.06)])
        self.brush.disc(outer, HEAD_RADIUS * 0.19, palette.skin.shade, flat=1.3)
        self.brush.disc(inner, HEAD_RADIUS * 0.14, palette.skin.lit, flat=1.3)

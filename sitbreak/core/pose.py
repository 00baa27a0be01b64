"""Kinematics of the drill figure in side view: joint angles in degrees in, points in body heights out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import cos, dist, pi, radians, sin

from sitbreak.core.values import dataclass, replace

Point = tuple[float, float]
"""x to the right and y upward, in body heights; the floor is y = 0."""

TRUNK, NECK = 0.30, 0.10
UPPER_ARM, FOREARM, HAND = 0.186, 0.146, 0.05
THIGH, SHANK = 0.245, 0.246
ANKLE_HEIGHT, ANKLE_TO_TOE, ANKLE_TO_HEEL = 0.039, 0.115, 0.035
FLOOR_TOLERANCE = 0.035
BREATHS_PER_SECOND = 12 / 60
MOST_FOLD = 70.0
FOLD_STEPS = 8
SWING = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
LIMB_JOINTS = ("knee", "ankle", "toe", "heel", "elbow", "wrist", "hand")
JOINTS = ("hip", "sh", "head", *(f"{joint}_{side}" for side in "ws" for joint in LIMB_JOINTS))


@dataclass(frozen=True, slots=True)
class Limbs:
    """Angles of one leg and the arm of the same side; flexion and raising forward are positive."""

    hip: float
    knee: float
    ankle: float
    shoulder: float
    elbow: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """The joint that is pinned to a place once the pose is built."""

    joint: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Contact:
    """A joint that touches something, and the height at which it does."""

    joint: str
    height: float


@dataclass(frozen=True, slots=True)
class Pose:
    """One keyframe: `w` is the side nearer to the viewer, in a drill file the working one; `s` is the other.

    `tuck` rolls the pelvis backward by that many degrees, `effort` (0..1) lights the target muscle of `worker`,
    `hand_flat` is 1 for hands that lie on the floor, `nearer` is how far in body heights the working foot has come
    toward the viewer.
    """

    trunk: float
    w: Limbs
    s: Limbs
    anchor: Anchor
    neck: float = 0.0
    hand_flat: float = 0.0
    contacts: tuple[Contact, ...] = ()
    tuck: float = 0.0
    effort: float = 0.0
    worker: str = "w"
    nearer: float = 0.0

    def swapped(self) -> Pose:
        """The same posture with the sides exchanged: what the near limbs did, the far ones do."""
        anchor = replace(self.anchor, joint=other_side(self.anchor.joint))
        contacts = tuple(replace(contact, joint=other_side(contact.joint)) for contact in self.contacts)
        worker = "s" if self.worker == "w" else "w"
        return replace(self, w=self.s, s=self.w, anchor=anchor, contacts=contacts, worker=worker)


def other_side(joint: str) -> str:
    """The joint's namesake on the other side of the body; joints of the middle are their own."""
    swap = {"_w": "_s", "_s": "_w"}
    return joint[:-2] + swap.get(joint[-2:], joint[-2:])


def reach(origin: Point, length: float, angle: float) -> Point:
    """The point `length` away; the angle counts counter-clockwise from straight down."""
    turn = radians(angle)
    return origin[0] + length * sin(turn), origin[1] - length * cos(turn)


def joints(pose: Pose) -> dict[str, Point]:
    """Where every joint of the pose lies, with its anchor in its place."""
    return _pinned(_free(pose), pose.anchor)


def _free(pose: Pose) -> dict[str, Point]:
    hip = (0.0, 0.0)
    shoulder = reach(hip, TRUNK, 180 - pose.trunk)
    head = reach(shoulder, NECK, 180 - pose.trunk - pose.neck)
    placed = {"hip": hip, "sh": shoulder, "head": head}
    for side, limbs in (("w", pose.w), ("s", pose.s)):
        placed |= _leg(hip, limbs, pose.trunk, side) | _arm(shoulder, limbs, pose, side)
    return placed


def _leg(hip: Point, limbs: Limbs, trunk: float, side: str) -> dict[str, Point]:
    shank = limbs.hip - trunk - limbs.knee
    foot = shank + 90 + limbs.ankle
    knee = reach(hip, THIGH, limbs.hip - trunk)
    ankle = reach(knee, SHANK, shank)
    sole = reach(ankle, ANKLE_HEIGHT, foot - 90)
    toe, heel = reach(sole, ANKLE_TO_TOE, foot), reach(sole, -ANKLE_TO_HEEL, foot)
    return {f"knee_{side}": knee, f"ankle_{side}": ankle, f"toe_{side}": toe, f"heel_{side}": heel}


def _arm(shoulder: Point, limbs: Limbs, pose: Pose, side: str) -> dict[str, Point]:
    upper = limbs.shoulder - pose.trunk
    elbow = reach(shoulder, UPPER_ARM, upper)
    wrist = reach(elbow, FOREARM, upper + limbs.elbow)
    hand = reach(wrist, HAND * (1 - pose.hand_flat), upper + limbs.elbow)
    return {f"elbow_{side}": elbow, f"wrist_{side}": wrist, f"hand_{side}": hand}


def _pinned(placed: Mapping[str, Point], anchor: Anchor) -> dict[str, Point]:
    x, y = placed[anchor.joint]
    dx, dy = anchor.x - x, anchor.y - y
    return {joint: (px + dx, py + dy) for joint, (px, py) in placed.items()}


def ease(share: float) -> float:
    """Slow in, slow out; outside 0..1 it stays at the ends."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def mix(a: float, b: float, share: float) -> float:
    return a + (b - a) * share


def blend(a: Pose, b: Pose, share: float) -> Pose:
    """A posture between two; the anchor that has less far to go travels straight, and no foot sinks into the floor."""
    if share <= 0.0 or a == b:
        return a
    if share >= 1.0:
        return b
    fold_w, fold_s = _folds(a, b)
    swing = sin(pi * share)
    return _lifted(_bent(_bent(_mixed(a, b, share), "w", fold_w * swing), "s", fold_s * swing))


def _mixed(a: Pose, b: Pose, share: float) -> Pose:
    return replace(
        b,
        trunk=mix(a.trunk, b.trunk, share),
        neck=mix(a.neck, b.neck, share),
        w=_between(a.w, b.w, share),
        s=_between(a.s, b.s, share),
        tuck=mix(a.tuck, b.tuck, share),
        effort=mix(a.effort, b.effort, share),
        hand_flat=mix(a.hand_flat, b.hand_flat, share),
        nearer=mix(a.nearer, b.nearer, share),
        anchor=_travelling(a, b, share),
    )


@lru_cache(maxsize=256)
def _folds(a: Pose, b: Pose) -> tuple[float, float]:
    """How far the knees of w and s bend beyond the mix half way, so that a swinging foot clears the floor."""
    fold_w, fold_s = (
        max(_clearing(_mixed(a, b, share), side) / sin(pi * share) for share in SWING) for side in ("w", "s")
    )
    return min(fold_w, MOST_FOLD), min(fold_s, MOST_FOLD)


def _clearing(pose: Pose, side: str) -> float:
    """The degrees by which the knee needs to bend more to lift its foot out of the floor."""
    if pose.anchor.joint.endswith(f"_{side}") or _foot(pose, side) >= -FLOOR_TOLERANCE:
        return 0.0
    enough, little = MOST_FOLD, 0.0
    for _ in range(FOLD_STEPS):
        middle = (enough + little) / 2
        clear = _foot(_bent(pose, side, middle), side) >= -FLOOR_TOLERANCE
        enough, little = (middle, little) if clear else (enough, middle)
    return enough


def _bent(pose: Pose, side: str, more: float) -> Pose:
    limbs = pose.w if side == "w" else pose.s
    limbs = replace(limbs, knee=limbs.knee + more)
    return replace(pose, w=limbs) if side == "w" else replace(pose, s=limbs)


def _foot(pose: Pose, side: str) -> float:
    placed = joints(pose)
    return min(placed[f"{joint}_{side}"][1] for joint in ("ankle", "toe", "heel"))


def _travelling(a: Pose, b: Pose, share: float) -> Anchor:
    """A foot planted in both postures stays planted, even where the other one is b's anchor."""
    before, after = joints(a), joints(b)
    joint = min((b.anchor.joint, a.anchor.joint), key=lambda name: dist(before[name], after[name]))
    (x, y), (to_x, to_y) = before[joint], after[joint]
    return Anchor(joint, mix(x, to_x, share), mix(y, to_y, share))


def _between(a: Limbs, b: Limbs, share: float) -> Limbs:
    return Limbs(
        mix(a.hip, b.hip, share),
        mix(a.knee, b.knee, share),
        mix(a.ankle, b.ankle, share),
        mix(a.shoulder, b.shoulder, share),
        mix(a.elbow, b.elbow, share),
    )


def _lifted(pose: Pose) -> Pose:
    lowest = min(y for _, y in joints(pose).values())
    if lowest >= -FLOOR_TOLERANCE:
        return pose
    return replace(pose, anchor=replace(pose.anchor, y=pose.anchor.y - FLOOR_TOLERANCE - lowest))


def sway(pose: Pose, seconds: float, degrees: float = 1.0) -> Pose:
    """The pose as breathing moves it: the trunk leans to and fro, legs and planted hands stay where they are."""
    lean = degrees * sin(2 * pi * BREATHS_PER_SECOND * seconds)
    arms = lean * pose.hand_flat
    return replace(
        pose,
        trunk=pose.trunk + lean,
        w=replace(pose.w, hip=pose.w.hip + lean, shoulder=pose.w.shoulder + arms),
        s=replace(pose.s, hip=pose.s.hip + lean, shoulder=pose.s.shoulder + arms),
    )

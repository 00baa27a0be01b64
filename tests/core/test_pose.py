"""The figure's kinematics against hand-checked points, and the rules of moving from pose to pose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sitbreak.adapters.catalogue_files import load_shipped
from sitbreak.core.pose import HAND, Anchor, Limbs, Pose, blend, ease, joints, other_side, sway

CATALOGUE = load_shipped()
STRAIGHT = Limbs(0, 0, 0, 0, 0)
STANDING = Pose(0, STRAIGHT, STRAIGHT, Anchor("ankle_s", 0, 0.039))

VECTORS = [
    (
        "half-kneeling-hip-flexor-stretch",
        "hold",
        {
            "hip": (0.076, 0.263),
            "sh": (0.076, 0.563),
            "head": (0.076, 0.663),
            "knee_w": (0.000, 0.030),
            "ankle_w": (-0.246, 0.030),
            "knee_s": (0.320, 0.276),
            "ankle_s": (0.253, 0.039),
        },
    ),
    (
        "couch-stretch-active",
        "open",
        {
            "hip": (0.068, 0.266),
            "sh": (-0.025, 0.551),
            "head": (-0.046, 0.649),
            "knee_w": (0.000, 0.030),
            "ankle_w": (-0.174, 0.204),
            "knee_s": (0.312, 0.283),
            "ankle_s": (0.269, 0.040),
        },
    ),
    (
        "sit-to-stand",
        "half",
        {
            "hip": (0.061, 0.407),
            "sh": (0.229, 0.656),
            "head": (0.263, 0.750),
            "knee_w": (0.264, 0.270),
            "ankle_w": (0.180, 0.039),
            "knee_s": (0.264, 0.270),
            "ankle_s": (0.180, 0.039),
        },
    ),
]
LYING_BRIDGE = Pose(-115, Limbs(0, 104, -10, -25, 0), Limbs(0, 104, -10, -25, 0), Anchor("sh", 0, 0.05), neck=25)
ALL_FOURS_LIFT = Pose(76, Limbs(-6, 90, 0, 76, 0), Limbs(76, 90, -70, 76, 0), Anchor("knee_s", 0, 0.03), hand_flat=True)


@pytest.mark.parametrize(("drill", "frame", "expected"), VECTORS)
def test_shipped_keyframes_place_their_joints(drill: str, frame: str, expected: dict[str, tuple[float, float]]) -> None:
    """Forward kinematics gives the worked-out points to three decimals."""
    found = CATALOGUE.get(drill)
    assert found is not None
    placed = joints(found.keyframes[frame])
    assert {joint: placed[joint] for joint in expected} == {
        joint: pytest.approx(point, abs=6e-4) for joint, point in expected.items()
    }


@pytest.mark.parametrize(
    ("pose", "joint", "point"),
    [
        (LYING_BRIDGE, "hip", (0.272, 0.177)),
        (LYING_BRIDGE, "head", (-0.100, 0.050)),
        (LYING_BRIDGE, "ankle_w", (0.541, 0.039)),
        (ALL_FOURS_LIFT, "sh", (0.291, 0.348)),
        (ALL_FOURS_LIFT, "ankle_w", (-0.277, 0.485)),
        (ALL_FOURS_LIFT, "knee_w", (-0.243, 0.241)),
    ],
)
def test_lying_and_hands_and_knees_poses(pose: Pose, joint: str, point: tuple[float, float]) -> None:
    """The same formulas hold on the back and on hands and knees."""
    assert joints(pose)[joint] == pytest.approx(point, abs=6e-4)


def test_standing_is_all_zeros() -> None:
    """With every angle zero the joints stand above each other and the soles are on the floor."""
    placed = joints(STANDING)
    assert placed["sh"] == pytest.approx((0, 0.83))
    assert placed["toe_w"] == pytest.approx((0.115, 0))
    assert placed["hand_w"] == pytest.approx((0, 0.448))


def test_a_flat_hand_ends_at_the_wrist() -> None:
    """With `hand_flat` the hand's joint is the wrist."""
    placed = joints(ALL_FOURS_LIFT)
    assert placed["hand_w"] == placed["wrist_w"]


def test_swapping_twice_changes_nothing() -> None:
    """Exchanging the sides is its own inverse and moves each joint to its namesake."""
    pose = ALL_FOURS_LIFT
    once = joints(pose.swapped())
    assert once["knee_s"] == pytest.approx(joints(pose)["knee_w"])
    assert pose.swapped().worker == "s"
    assert pose.swapped().swapped() == pose
    assert other_side("sh") == "sh"


def test_blend_meets_both_ends_and_keeps_planted_feet() -> None:
    """A blend starts and ends in its poses, and a foot planted in both does not slide in between."""
    found = CATALOGUE.get("sit-to-stand")
    assert found is not None
    a, b = found.keyframes["lean"], found.keyframes["half"]
    assert blend(a, b, 0.0) == a
    assert blend(a, b, 1.0) == b
    for share in (0.2, 0.5, 0.8):
        assert joints(blend(a, b, share))["ankle_s"] == pytest.approx((0.18, 0.039))


def test_nothing_sinks_into_the_floor_while_sides_change() -> None:
    """Between a kneeling pose and its mirror image every joint stays above the floor."""
    found = CATALOGUE.get("half-kneeling-hip-flexor-stretch")
    assert found is not None
    hold = found.keyframes["hold"]
    for step in range(21):
        assert min(y for _, y in joints(blend(hold, hold.swapped(), step / 20)).values()) >= -0.0351


def test_a_change_of_sides_keeps_the_planted_foot_and_folds_the_other_leg() -> None:
    """From the raised heel to the other leg nobody hops, and a kneeling person swings a bent leg through."""
    for drill, frame, rest in (
        ("standing-quad-stretch", "hold", "stand"),
        ("half-kneeling-hip-flexor-stretch", "hold", "tall"),
    ):
        found = CATALOGUE.get(drill)
        assert found is not None
        before, after = found.keyframes[frame], found.keyframes[rest].swapped()
        highest = max(joints(before)["head"][1], joints(after)["head"][1])
        for step in range(21):
            assert joints(blend(before, after, step / 20))["head"][1] <= highest + 0.01


def test_hands_come_to_lie_flat_without_a_jump() -> None:
    """Half way to a flat hand the hand is half as long."""
    flat = replace(STANDING, hand_flat=1.0)
    placed = joints(blend(STANDING, flat, 0.5))
    assert placed["wrist_w"][1] - placed["hand_w"][1] == pytest.approx(HAND / 2)


def test_sway_moves_the_trunk_only() -> None:
    """Breathing moves the shoulders by at most a degree and leaves hips and feet where they are."""
    still, swayed = joints(STANDING), joints(sway(STANDING, 1.25))
    assert swayed["ankle_w"] == pytest.approx(still["ankle_w"])
    assert swayed["hip"] == pytest.approx(still["hip"])
    assert 0 < abs(swayed["sh"][0] - still["sh"][0]) < 0.3 * 0.018


def test_ease_is_slow_at_both_ends() -> None:
    """Easing starts and stops gently, is half way at half time, and never leaves 0..1."""
    assert [ease(-1), ease(0), ease(0.5), ease(1), ease(2)] == [0, 0, 0.5, 1, 1]
    assert ease(0.1) < 0.1
    assert ease(0.9) > 0.9

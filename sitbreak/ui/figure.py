"""Pictures of a drill: the person in a pose with props, shadow and lit muscles, still or moving."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import cos, radians, sin

from PIL import Image

from sitbreak.core.catalogue import Drill, Prop, read_drill
from sitbreak.core.pose import Point, Pose, joints
from sitbreak.core.values import replace
from sitbreak.shipped import shipped
from sitbreak.ui.body import clothed, draw_behind_near_arm, draw_near_arm
from sitbreak.ui.brush import Bone, Brush, Mist
from sitbreak.ui.palette import Palette, palette
from sitbreak.ui.props import EXTENT, OBJECT_DEPTH, draw_arrow, draw_prop

SUPERSAMPLING = 2
VIEW_HEIGHT, VIEW_WIDTH = 1.16, 1.06
FLOOR_AT = 0.905
"""The floor line, as a share of the picture's height from the top."""
RESTING_GLOW = 0.12
MARGIN, FURNITURE_MARGIN = 0.1, 0.04
NEAR_FLOOR = 0.09


class Stage:
    """Draws one drill's poses at one size; the backdrop is painted once."""

    def __init__(
        self,
        drill: Drill,
        size: tuple[int, int],
        dark: bool = False,
        sharpness: int = SUPERSAMPLING,
        contrast: bool = False,
    ) -> None:
        self.size = size
        self._drill = drill
        self._palette = palette(dark, contrast)
        self._sharpness = sharpness
        width, height = size[0] * sharpness, size[1] * sharpness
        left, right = _span(drill)
        self._middle = (left + right) / 2
        self._scale = min(height / VIEW_HEIGHT, width / max(VIEW_WIDTH, right - left))
        self._origin = (width / 2 - self._middle * self._scale, height * FLOOR_AT)
        self._objects = tuple(prop for prop in drill.props if prop.kind == "object")
        self._arrows = tuple(prop for prop in drill.props if prop.kind == "arrow")
        self._furniture = tuple(prop for prop in drill.props if prop.kind not in ("object", "arrow"))
        self._tucks = any(pose.tuck for pose in drill.keyframes.values())
        self._backdrop = self._painted_backdrop((width, height))

    def draw(self, pose: Pose) -> Image.Image:
        """The picture of the pose, as RGB."""
        image = self._backdrop.copy()
        brush = Brush(image, self._scale, self._origin)
        _shadow(brush, joints(pose), self._palette)
        crossed = pose.nearer >= OBJECT_DEPTH
        self._draw_props(brush, self._objects if crossed else ())
        placed = draw_behind_near_arm(brush, pose, self._palette)
        _glow(brush, placed, pose, self._drill.target, self._palette)
        draw_near_arm(brush, placed, pose, self._palette)
        self._draw_props(brush, () if crossed else self._objects)
        for arrow in self._arrows:
            draw_arrow(brush, arrow, self._palette, pose.effort)
        if self._tucks:
            _pelvis_bar(brush, placed["hip"], pose, self._palette)
        return image.reduce(self._sharpness)

    def _painted_backdrop(self, size: tuple[int, int]) -> Image.Image:
        image = Image.new("RGB", size, self._palette.wall)
        brush = Brush(image, self._scale, self._origin)
        brush.disc((self._middle, 0.47), 0.56, self._palette.halo)
        brush.fill([(-9, 0.03), (9, 0.03), (9, -9), (-9, -9)], self._palette.floor)
        self._draw_props(brush, self._furniture)
        return image

    def _draw_props(self, brush: Brush, props: Iterable[Prop]) -> None:
        for prop in props:
            draw_prop(brush, prop, self._palette)


def _span(drill: Drill) -> tuple[float, float]:
    """The farthest left and right of what any keyframe shows, hands, whole furniture and a margin included."""
    poses = (replace(pose, hand_flat=0.0) for pose in drill.keyframes.values())
    across = [x for pose in poses for x, _ in joints(pose).values()]
    sides = [prop.x + reach for prop in drill.props for reach in EXTENT.get(prop.kind, ())]
    left, right = min(across) - MARGIN, max(across) + MARGIN
    return (
        min([left, *(side - FURNITURE_MARGIN for side in sides)]),
        max([right, *(side + FURNITURE_MARGIN for side in sides)]),
    )


def _shadow(brush: Brush, placed: Mapping[str, Point], colours: Palette) -> None:
    low = [x for x, y in placed.values() if y < NEAR_FLOOR]
    if not low:
        return
    left, right = min(low), max(low)
    depth = 0.35 if colours.dark else 0.16
    brush.soft([(left - 0.03, -0.006), (right + 0.03, -0.006)], Mist(0.085, colours.shadow, depth), flat=0.2)
    for x in low:
        brush.soft([(x - 0.02, -0.002), (x + 0.02, -0.002)], Mist(0.04, colours.shadow, depth), flat=0.22)


def _glow(brush: Brush, placed: Mapping[str, Point], pose: Pose, target: str, colours: Palette) -> None:
    """Light up the target muscle of the working side."""
    trunk, thigh = Bone(placed["hip"], placed["sh"]), Bone(placed["hip"], placed[f"knee_{pose.worker}"])
    muscles = {
        "hip-front": [trunk.at(0.24, -0.022), thigh.at(0.04, 0.036), thigh.at(0.44, 0.026)],
        "thigh-front": [thigh.at(0.12, 0.028), thigh.at(0.85, 0.018)],
        "buttock": [trunk.at(0.03, 0.040), thigh.at(0.10, -0.040)],
        "thigh-back": [thigh.at(0.2, -0.028), thigh.at(0.85, -0.016)],
        "trunk": [trunk.at(0.15, -0.01), trunk.at(0.7, -0.01)],
    }
    strength = RESTING_GLOW + (0.84 - RESTING_GLOW) * pose.effort
    brush.soft(muscles[target], Mist(0.036, colours.glow, strength), stencil=clothed(placed, pose.worker, target))


def _pelvis_bar(brush: Brush, hip: Point, pose: Pose, colours: Palette) -> None:
    """Where the pelvis would be without the tuck, faintly, and where it is."""
    for angle, radius, alpha in ((-pose.trunk, 0.0035, 110), (2 * pose.tuck - pose.trunk, 0.006, 255)):
        dx, dy = 0.045 * cos(radians(angle)), 0.045 * sin(radians(angle))
        brush.capsule((hip[0] - dx, hip[1] - dy), (hip[0] + dx, hip[1] + dy), radius, colours.bar, alpha)


def picture(drill_id: str, size: tuple[int, int], dark: bool = False) -> Image.Image:
    """A still of a shipped drill at its most telling keyframe; raises FileNotFoundError for an unknown id."""
    drill = read_drill(shipped("config", "drills", f"{drill_id}.toml").read_text(encoding="utf-8"))
    return Stage(drill, size, dark, sharpness=3).draw(telling(drill))


def telling(drill: Drill) -> Pose:
    """The keyframe that shows what the drill is about."""
    frames = [drill.keyframes[move.frame] for move in drill.loop]
    return max(frames, key=lambda pose: pose.effort)

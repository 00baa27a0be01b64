"""The pictures of a drill show the person, the side and the effort."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from sitbreak.adapters.catalogue_files import load_shipped
from sitbreak.core.catalogue import Drill
from sitbreak.ui.animated import animation, save_animation
from sitbreak.ui.figure import Stage, picture
from sitbreak.ui.palette import DARK, LIGHT, Colour, palette

CATALOGUE = load_shipped()


def near(image: Image.Image, colour: Colour) -> int:
    """How many pixels are about that colour."""
    off = ImageChops.difference(image, Image.new("RGB", image.size, colour))
    return sum(1 for pixel in zip(*(band.tobytes() for band in off.split()), strict=True) if max(pixel) < 12)


def warm(image: Image.Image) -> int:
    """How many pixels are much redder than blue."""
    red, _, blue = image.split()
    return sum(ImageChops.subtract(red, blue).histogram()[120:])


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("drill", CATALOGUE.drills, ids=lambda drill: drill.id)
def test_every_keyframe_lies_within_the_picture(drill: Drill, dark: bool) -> None:
    """Head, clothes and shoes of every pose are visible, and nothing of them touches the edge."""
    stage, colours = Stage(drill, (300, 330), dark), palette(dark)
    for pose in drill.keyframes.values():
        image = stage.draw(pose)
        for colour in (colours.skin.lit, colours.shirt.lit, colours.trousers.lit, colours.hair.lit):
            assert near(image, colour) > 40
        for edge in ((0, 0, 300, 2), (0, 0, 2, 330), (298, 0, 300, 330)):
            strip = image.crop(edge)
            assert near(strip, colours.shirt.lit) + near(strip, colours.skin.lit) + near(strip, colours.hair.lit) == 0


def test_effort_lights_the_muscle() -> None:
    """A pose with effort shows more of the glow than the same pose without."""
    drill = CATALOGUE.get("glute-squeeze")
    assert drill is not None
    stage = Stage(drill, (300, 330))
    calm, hard = (stage.draw(drill.keyframes[name]) for name in ("relax", "squeeze"))
    assert warm(hard) > warm(calm) + 100


def test_the_sides_look_different() -> None:
    """The left leg's picture is not the right leg's."""
    drill = CATALOGUE.get("standing-march")
    assert drill is not None
    stage, pose = Stage(drill, (300, 330)), drill.keyframes["lift"]
    assert ImageChops.difference(stage.draw(pose), stage.draw(pose.swapped())).getbbox() is not None


def test_picture_has_the_wished_size_and_ground() -> None:
    """`picture` gives a still of any size, light or dark; an unknown drill is an error."""
    light, dark = picture("sit-to-stand", (96, 96)), picture("sit-to-stand", (96, 96), dark=True)
    assert light.size == dark.size == (96, 96)
    assert light.getpixel((1, 1)) == LIGHT.wall
    assert dark.getpixel((1, 1)) == DARK.wall
    with pytest.raises(FileNotFoundError):
        picture("no-such-drill", (96, 96))


def test_an_arm_raised_beside_the_head_leaves_the_face_free() -> None:
    """The kneeling reach shows as much hair as the same posture with the arm down."""
    drill = CATALOGUE.get("half-kneeling-hip-flexor-stretch")
    assert drill is not None
    stage = Stage(drill, (300, 330))
    down, up = (near(stage.draw(drill.keyframes[name]), LIGHT.hair.lit) for name in ("hold", "hold_reach"))
    assert up >= 0.9 * down


def test_the_foot_passes_over_the_object_and_lands_before_it() -> None:
    """The object hides part of the foot behind it, and is hidden by the foot that has crossed."""
    drill = CATALOGUE.get("seated-leg-liftover")
    assert drill is not None
    stage, before_the_chair = Stage(drill, (300, 330)), (200, 0, 300, 330)
    start, over, across = (
        near(stage.draw(drill.keyframes[name]).crop(before_the_chair), LIGHT.wood.lit)
        for name in ("start", "over", "across")
    )
    assert start == pytest.approx(over, abs=12)
    assert across < start - 50


def test_a_long_figure_is_drawn_smaller() -> None:
    """Hand and foot of the bird dog are in the picture, whichever side reaches."""
    drill = CATALOGUE.get("bird-dog")
    assert drill is not None
    stage, pose = Stage(drill, (300, 330)), drill.keyframes["reach"]
    standing = stage.draw(drill.keyframes["stand"])
    for one in (pose, pose.swapped()):
        box = ImageChops.difference(stage.draw(one), standing).getbbox()
        assert box is not None
        assert 4 < box[0] < box[2] < 296


def test_animation_loops(tmp_path: Path) -> None:
    """The GIF shows both sides of the march once and comes back to where it began."""
    drill = CATALOGUE.get("standing-march")
    assert drill is not None
    frames = animation(drill, (120, 132), fps=10)
    assert len(frames) == 30
    save_animation(frames, str(tmp_path / "march.gif"), fps=10)
    with Image.open(tmp_path / "march.gif") as gif:
        assert getattr(gif, "is_animated", False)
        assert gif.info["loop"] == 0


def test_the_light_stays_on_the_body() -> None:
    """Effort changes no pixel of the wall beside the person."""
    drill = CATALOGUE.get("glute-squeeze")
    assert drill is not None
    stage, pose = Stage(drill, (300, 330)), drill.keyframes["squeeze"]
    calm, hard = stage.draw(replace(pose, effort=0.0)), stage.draw(pose)
    assert near(calm, LIGHT.halo) == near(hard, LIGHT.halo)


def test_the_arrow_shows_with_the_pull_only() -> None:
    """Without effort no arrow lies on the floor; with it one does."""
    drill = CATALOGUE.get("split-stance-iso-pull")
    assert drill is not None
    stage, pose = Stage(drill, (300, 330)), drill.keyframes["pull"]
    assert near(stage.draw(replace(pose, effort=0.0)), LIGHT.glow) == 0
    assert near(stage.draw(replace(pose, effort=1.0)), LIGHT.glow) > 30


@pytest.mark.parametrize("drill", CATALOGUE.drills, ids=lambda drill: drill.id)
def test_no_furniture_is_cut(drill: Drill) -> None:
    """The picture's left and right edges show wall, halo and floor only."""
    image = Stage(drill, (300, 330)).draw(drill.keyframes[drill.loop[0].frame])
    for x in (0, 299):
        strip = image.crop((x, 0, x + 1, 330))
        assert near(strip, LIGHT.wood.lit) + near(strip, LIGHT.seat.lit) == 0

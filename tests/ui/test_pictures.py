"""The pictures that notifications and the documentation carry are what the figure draws now."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from sitbreak.shipped import shipped
from sitbreak.ui.figure import picture
from sitbreak.ui.pictures import SIZE, drawn, main
from sitbreak.ui.sheet import sheet, shipped_drills

DRILLS = sorted(path.stem for path in shipped("config", "drills").glob("*.toml"))
ROOT = Path(__file__).parents[2]
TOLERANCE = 3.0
"""Mean difference of a colour channel, of 255: another Pillow may blur or quantize a little differently."""


def difference(a: Image.Image, b: Image.Image) -> float:
    """The largest mean difference among the channels."""
    return max(ImageStat.Stat(ImageChops.difference(a.convert("RGB"), b.convert("RGB"))).mean)


def test_every_drill_has_its_picture_and_no_other() -> None:
    """The folder of icons holds one picture for each shipped drill."""
    assert sorted(path.stem for path in shipped("icons", "drills").glob("*.png")) == DRILLS


@pytest.mark.parametrize("drill", DRILLS)
def test_a_picture_is_what_the_figure_draws(drill: str) -> None:
    """A drill or a figure that changed needs `make pictures`."""
    with Image.open(shipped("icons", "drills") / f"{drill}.png") as kept:
        assert kept.size == SIZE
        assert difference(kept, picture(drill, SIZE)) < TOLERANCE


def test_the_comparison_tells_drills_apart() -> None:
    """Pictures of different drills differ by more than the tolerance, so a wrong one would be noticed."""
    pictures = {drill: image.convert("RGB") for drill, image in drawn().items()}
    pairs = [(a, b) for a in DRILLS for b in DRILLS if a < b]
    near = [(a, b) for a, b in pairs if difference(pictures[a], pictures[b]) < TOLERANCE]
    assert near == []


def test_pictures_are_written_into_a_new_folder(tmp_path: Path) -> None:
    """`make pictures` creates the folder and a file for each drill."""
    main(tmp_path / "icons" / "drills")
    assert sorted(path.stem for path in (tmp_path / "icons" / "drills").iterdir()) == DRILLS


def test_the_sheet_in_the_documentation_is_up_to_date() -> None:
    """The sheet of all postures shows the figure as it is drawn now, and stays small."""
    path = ROOT / "docs" / "pictures" / "drills.png"
    assert path.stat().st_size < 600_000
    now = sheet(shipped_drills())
    with Image.open(path) as kept:
        assert kept.size == now.size
        assert difference(kept, now) < TOLERANCE
    assert sheet(shipped_drills(), dark=True).size == now.size

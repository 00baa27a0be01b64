"""The tray icon's pictures: sharp sizes, shapes that differ without colour, and contrast on any panel."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from sitbreak.adapters.tray.draw import draw, draw_all
from sitbreak.adapters.tray.drawn import SIZES, drawn, every_icon
from sitbreak.adapters.tray.pixmap import pixmaps
from sitbreak.core.view import Face, Icon

PANELS = {"light": (246, 245, 244), "dark": (30, 30, 30)}


def silhouette(icon: Icon, size: int) -> Image.Image:
    """The icon without its colours: white marks stay apart from coloured ones, everything else is coverage."""
    picture = draw(icon, size)
    grey = Image.new("L", picture.size, 128)
    grey.paste(255, mask=picture.getchannel("A"))
    white = picture.convert("L").point(lambda level: 255 if level > 230 else 0)
    grey.paste(0, mask=ImageChops.multiply(white, picture.getchannel("A")))
    return grey


def luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance as in WCAG."""
    linear = [(c / 255 / 12.92) if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_size_is_drawn_for_itself() -> None:
    """There is one picture for each of the usual sizes, of exactly that size, and none is empty."""
    pictures = draw_all(Icon(Face.SITTING, 8))
    assert [picture.size for picture in pictures] == [(size, size) for size in SIZES]
    assert all(picture.getchannel("A").getextrema() == (0, 255) for picture in pictures)


@pytest.mark.parametrize(("one", "other"), list(combinations(Face, 2)))
def test_faces_differ_by_shape_at_16_pixels(one: Face, other: Face) -> None:
    """Colours taken away, any two faces still differ by at least a dozen whole pixels."""
    pair = [silhouette(Icon(face, 16 if face in (Face.DUE, Face.HELD) else 8), 16) for face in (one, other)]
    (difference,) = ImageStat.Stat(ImageChops.difference(*pair)).sum
    assert difference / 255 >= 12


@pytest.mark.parametrize("face", [Face.SITTING, Face.QUIET])
@pytest.mark.parametrize("size", SIZES)
def test_every_sixteenth_of_the_ring_shows(face: Face, size: int) -> None:
    """While the clock runs, each step of the ring changes the picture, at every size."""
    steps = {draw(Icon(face, ring), size).tobytes() for ring in range(17)}
    assert len(steps) == 17


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("face", Face)
def test_the_sign_stands_out_on_light_and_dark_panels(face: Face, panel: str) -> None:
    """The icon's main colour has at least 2:1 against the panel, 2.7:1 for those that want attention."""
    picture = draw(Icon(face, 16), 32)
    ground = Image.new("RGBA", picture.size, (*PANELS[panel], 255))
    colours: Any = Image.alpha_composite(ground, picture).getcolors(32 * 32)
    best = max(contrast(colour, PANELS[panel]) for count, colour in colours if count > 8)
    assert best >= (2.0 if face is Face.AWAY else 2.7)


def test_pixmaps_are_argb_rows_not_premultiplied() -> None:
    """Each pixel goes out as alpha, red, green, blue, with the colour as it is even where it is half clear."""
    picture = Image.new("RGBA", (2, 1))
    picture.putdata([(1, 2, 3, 4), (250, 128, 0, 128)])
    assert pixmaps([picture]) == [(2, 1, bytes([4, 1, 2, 3, 128, 250, 128, 0]))]


@pytest.mark.parametrize("icon", every_icon(), ids=lambda icon: f"{icon.face}-{icon.ring}")
def test_the_shipped_pictures_are_those_that_would_be_drawn(icon: Icon) -> None:
    """What was drawn beforehand is what drawing it now gives, but for a rounding of another version of Pillow."""
    for (width, height, shipped), (*size, now) in zip(drawn(icon), pixmaps(draw_all(icon)), strict=True):
        assert [width, height] == size
        difference = ImageChops.difference(*(Image.frombytes("RGBA", (width, height), one) for one in (shipped, now)))
        assert max(ImageStat.Stat(difference).mean) < 1


def test_a_ring_is_only_looked_for_where_one_is_drawn() -> None:
    """A face without a ring has one picture, however long the bout is."""
    assert drawn(Icon(Face.DUE, 16)) == drawn(Icon(Face.DUE, 0))
    assert drawn(Icon(Face.SITTING, 16)) != drawn(Icon(Face.SITTING, 15))

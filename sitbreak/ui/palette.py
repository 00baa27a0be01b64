"""The colours of figure and windows, light, dark and high-contrast."""

from __future__ import annotations

from sitbreak.core.values import dataclass, replace

Colour = tuple[int, int, int]


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    """The colour `share` (0..1) of the way from a to b."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


def as_hex(colour: Colour) -> str:
    """The form Tk reads."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


@dataclass(frozen=True, slots=True)
class Cloth:
    """One material in light and in shade."""

    lit: Colour
    shade: Colour

    def farther(self, air: Colour, share: float) -> Cloth:
        """The same material on the side away from the viewer, seen through a little air."""
        return Cloth(mixed(self.shade, air, share), mixed(self.shade, air, share / 2))


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour by its use."""

    dark: bool
    contrast: bool
    page: Colour
    wall: Colour
    halo: Colour
    floor: Colour
    shadow: Colour
    air: Colour
    skin: Cloth
    hair: Cloth
    shirt: Cloth
    trousers: Cloth
    shoe: Cloth
    sole: Colour
    face: Colour
    glow: Colour
    bar: Colour
    wood: Cloth
    seat: Cloth
    metal: Cloth
    text: Colour
    faint: Colour
    accent: Colour
    warning: Colour


LIGHT = Palette(
    dark=False,
    contrast=False,
    page=(250, 250, 250),
    wall=(232, 240, 238),
    halo=(246, 250, 248),
    floor=(211, 224, 220),
    shadow=(58, 84, 84),
    air=(150, 172, 178),
    skin=Cloth((239, 187, 152), (214, 150, 116)),
    hair=Cloth((82, 56, 50), (58, 38, 36)),
    shirt=Cloth((31, 158, 146), (20, 122, 117)),
    trousers=Cloth((62, 80, 118), (44, 58, 90)),
    shoe=Cloth((240, 116, 90), (208, 84, 62)),
    sole=(226, 220, 214),
    face=(74, 46, 44),
    glow=(255, 128, 43),
    bar=(255, 255, 255),
    wood=Cloth((222, 184, 140), (190, 148, 104)),
    seat=Cloth((122, 150, 170), (92, 120, 142)),
    metal=Cloth((128, 140, 150), (98, 110, 120)),
    text=(28, 40, 44),
    faint=(94, 110, 116),
    accent=(11, 116, 108),
    warning=(176, 58, 24),
)

DARK = Palette(
    dark=True,
    contrast=False,
    page=(28, 28, 28),
    wall=(34, 44, 50),
    halo=(44, 58, 65),
    floor=(26, 34, 39),
    shadow=(4, 8, 10),
    air=(40, 54, 66),
    skin=Cloth((233, 178, 143), (196, 136, 104)),
    hair=Cloth((110, 78, 66), (78, 54, 48)),
    shirt=Cloth((52, 184, 168), (30, 140, 132)),
    trousers=Cloth((108, 130, 178), (78, 98, 144)),
    shoe=Cloth((244, 128, 100), (204, 92, 70)),
    sole=(240, 236, 230),
    face=(64, 38, 36),
    glow=(255, 150, 64),
    bar=(255, 255, 255),
    wood=Cloth((176, 140, 102), (138, 106, 74)),
    seat=Cloth((96, 122, 142), (68, 90, 108)),
    metal=Cloth((132, 146, 156), (92, 104, 114)),
    text=(240, 244, 245),
    faint=(168, 182, 188),
    accent=(77, 208, 190),
    warning=(255, 158, 112),
)


WHITE_ON_BLACK = replace(
    DARK,
    contrast=True,
    page=(0, 0, 0),
    wall=(0, 0, 0),
    halo=(22, 22, 22),
    floor=(58, 58, 58),
    text=(255, 255, 255),
    faint=(255, 255, 255),
    accent=(255, 221, 0),
    warning=(255, 221, 0),
)

BLACK_ON_WHITE = replace(
    LIGHT,
    contrast=True,
    page=(255, 255, 255),
    wall=(255, 255, 255),
    halo=(240, 240, 240),
    floor=(176, 176, 176),
    text=(0, 0, 0),
    faint=(0, 0, 0),
    accent=(0, 0, 132),
    warning=(132, 0, 0),
)


def palette(dark: bool, contrast: bool = False) -> Palette:
    """The colours for windows that are to be dark or not, with plain black and white for those who need contrast."""
    if contrast:
        return WHITE_ON_BLACK if dark else BLACK_ON_WHITE
    return DARK if dark else LIGHT

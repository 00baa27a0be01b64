"""Finds our tray icon in the picture of a screen by the colour most of it has, and asks who shows tray icons at all."""

from __future__ import annotations

from collections import Counter

from jeepney import DBusAddress
from PIL import Image

from tests.desktop import hands, peers
from tests.desktop.session import DesktopSession

Colour = tuple[int, int, int]
_NEAR = 10
"""How far a channel may be off, of 255."""

_LEAST = 8
"""Pixels that make an icon; single ones of the same colour may be in any wallpaper."""


def host_present(desktop: DesktopSession) -> bool:
    """Whether somebody says to display tray icons."""
    if not desktop.owner_exists(peers.WATCHER):
        return False
    watcher = DBusAddress("/StatusNotifierWatcher", peers.WATCHER, hands.PROPERTIES)
    (answer,) = desktop.call(watcher, "Get", "ss", peers.WATCHER, "IsStatusNotifierHostRegistered")
    return answer == ("b", True)


def drawn(desktop: DesktopSession, picture: Image.Image) -> hands.Box | None:
    """Where our icon is in that picture of the screen, None while it is in no tray or not drawn."""
    items = hands.tray_items(desktop) if desktop.owner_exists(peers.WATCHER) else {}
    if "sitbreak" not in items:
        return None
    colour = _colour(hands.item_property(desktop, items["sitbreak"], "IconPixmap"))
    return _box([_near(channel, wanted) for channel, wanted in zip(picture.split(), colour, strict=True)])


def _near(channel: Image.Image, wanted: int) -> Image.Image:
    return channel.point(lambda level: 255 * (abs(level - wanted) <= _NEAR))


def _box(masks: list[Image.Image]) -> hands.Box | None:
    together = Image.merge("RGB", masks).convert("L").point(lambda level: 255 * (level > 250))
    bounds = together.getbbox()
    if bounds is None or together.histogram()[255] < _LEAST:
        return None
    left, top, right, bottom = bounds
    return hands.Box(left, top, right - left, bottom - top)


def _colour(pixmaps: list[tuple[int, int, bytes]]) -> Colour:
    """The most frequent of the opaque pixels of the largest picture."""
    _, _, data = max(pixmaps)
    pixels = zip(data[::4], data[1::4], data[2::4], data[3::4], strict=True)
    ((colour, _),) = Counter((r, g, b) for a, r, g, b in pixels if a == 255).most_common(1)
    return colour

"""The tray on a real panel: icon, tooltip, menu, clicks, a panel that comes late or is killed; by both protocols."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from signal import SIGKILL
from typing import Any

import pytest
from PIL import Image, ImageChops

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.tray import PystrayTray, candidates
from sitbreak.adapters.tray.draw import draw
from sitbreak.core.view import Face, Icon
from tests.contracts.dbus_private import until
from tests.contracts.tray_views import running, view
from tests.desktop.hands import Box, click, click_menu, tray_icon_geometry
from tests.desktop.session import DesktopSession

OpenDesktop = Callable[..., DesktopSession]
PROTOCOLS = ("sni", "xembed")
BACK = 5.0
"""Seconds within which the icon is there again once a panel is."""


class Person:
    """A desktop with our icon on it, and the commands its clicks gave."""

    def __init__(self, desktop: DesktopSession, protocol: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DISPLAY", desktop.env["DISPLAY"])
        self.desktop = desktop
        self.commands: list[tuple[str, ...]] = []
        self.bus = Bus(desktop.env["DBUS_SESSION_BUS_ADDRESS"])
        tray = dict(candidates(view(), self.commands.append, lambda: self.bus))[protocol]()
        assert isinstance(tray, PystrayTray)
        self.tray = tray

    def icon(self, timeout: float = BACK) -> Box:
        """Where the icon is, once it is all there."""
        return self.desktop.wait_for(self._whole, timeout, "the icon on the panel")

    def looks_like(self, icon: Icon) -> Callable[[], bool]:
        return lambda: self._likeness(icon) > 0.9

    def gone(self) -> bool:
        return tray_icon_geometry(self.desktop) is None

    def _whole(self) -> Box | None:
        box = tray_icon_geometry(self.desktop)
        return box if box and min(box.width, box.height) >= self.desktop.icon_size - 2 else None

    def _likeness(self, icon: Icon) -> float:
        """Share of the panel's icon pixels that are as drawn, or nearly so."""
        box = tray_icon_geometry(self.desktop)
        if box is None:
            return 0.0
        size = self.desktop.icon_size
        screen = self.desktop.look()
        ground = Image.new("RGBA", (size, size), screen.getpixel((600, 10)))
        wanted = Image.alpha_composite(ground, draw(icon, size)).convert("RGB")
        return max(_same(screen.crop((x, y, x + size, y + size)), wanted) for x in range(4) for y in range(10))


def _same(one: Image.Image, other: Image.Image) -> float:
    difference = ImageChops.difference(one, other).convert("L").point(lambda level: 255 if level > 40 else 0)
    return 1 - sum(difference.histogram()[1:]) / (one.width * one.height)


@pytest.fixture
def appear(open_desktop: OpenDesktop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Makes a desktop and a tray on it, not yet running; arguments as for `open_desktop`."""
    people: list[Person] = []

    def make(protocol: str, **desktop: Any) -> Person:
        people.append(Person(open_desktop(**desktop), protocol, monkeypatch))
        return people[-1]

    yield make
    for person in people:
        person.bus.close()


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(("panel", "size"), [("light", 22), ("dark", 16), ("dark", 32)])
def test_the_panel_shows_the_icon_as_drawn(appear: Callable[..., Person], protocol: str, panel: str, size: int) -> None:
    """On light and dark panels of several sizes the icon appears pixel for pixel, and a new face replaces it."""
    person = appear(protocol, panel=panel, icon_size=size)
    with running(person.tray):
        person.icon()
        until(person.looks_like(Icon(Face.SITTING, 6)), "the sitting face on the panel")
        person.tray.update(view(face=Face.DUE, ring=16))
        until(person.looks_like(Icon(Face.DUE, 16)), "the due face on the panel")
        assert person.tray.host_present


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_left_click_does_the_main_thing(appear: Callable[..., Person], protocol: str) -> None:
    """One click on the icon gives the command of the main line, once."""
    person = appear(protocol, panel="light")
    with running(person.tray):
        click(person.desktop, person.icon().middle)
        until(lambda: person.commands, "the click to arrive")
        assert person.commands == [("drill",)]


@pytest.mark.parametrize("labels", [("I am standing",), ("Pause", "for 1 hour"), ("Quiet",), ("Quit",)])
def test_a_line_chosen_in_the_menu_gives_its_command(appear: Callable[..., Person], labels: tuple[str, ...]) -> None:
    """The panel draws our menu, and choosing a line in it, in a submenu too, gives exactly that line's command."""
    person = appear("sni", panel="light")
    wanted = {"I am standing": "stand", "for 1 hour": "pause 1h", "Quiet": "quiet 1h", "Quit": "quit"}[labels[-1]]
    with running(person.tray):
        person.icon()
        click_menu(person.desktop, *labels)
        until(lambda: person.commands, "the choice to arrive")
        assert person.commands == [tuple(wanted.split())]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_icon_survives_the_panel(appear: Callable[..., Person], protocol: str) -> None:
    """A panel that is killed and started again has the icon back in five seconds, and it still takes clicks."""
    person = appear(protocol, panel="light")
    with running(person.tray):
        person.icon()
        person.desktop.stop_panel(SIGKILL)
        person.desktop.start_panel()
        click(person.desktop, person.icon().middle)
        until(lambda: person.commands, "the click to arrive")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_panel_that_comes_late_gets_the_icon(appear: Callable[..., Person], protocol: str) -> None:
    """Started with no panel around, the tray waits, says that nobody shows it, and appears with the panel."""
    person = appear(protocol, panel="dark")
    person.desktop.stop_panel()
    with running(person.tray):
        until(lambda: person.tray.icon.visible, "the tray to be up")
        assert not person.tray.host_present
        person.desktop.start_panel()
        person.icon()


def test_the_icon_comes_back_with_the_session_bus(appear: Callable[..., Person]) -> None:
    """When the session bus and with it the panel dies, the icon is on the next panel of the next bus."""
    person = appear("sni", panel="light")
    with running(person.tray):
        person.icon()
        person.desktop.stop_bus()
        until(lambda: not person.bus.unique_name, "the loss to be noticed")
        person.desktop.start_bus()
        person.desktop.start_panel()
        person.icon(timeout=15)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_icon_leaves_with_the_tray(appear: Callable[..., Person], protocol: str) -> None:
    """After stop the panel shows no icon of ours, though the program's bus connection stays open."""
    person = appear(protocol, panel="light")
    with running(person.tray):
        person.icon()
    until(person.gone, "the icon to be gone")

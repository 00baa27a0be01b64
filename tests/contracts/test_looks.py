"""The desktop's taste reaches our windows: dark where it is dark, as large and as still as the person wants."""

from __future__ import annotations

from typing import Any

import pytest

from sitbreak.adapters.looks import PORTAL, Looks
from sitbreak.core.settings import Settings, read_settings
from tests.contracts.presence import PrivateBus, Service

pytest_plugins = ["tests.contracts.presence_fixtures"]


class Portal(Service):
    """The desktop portal, as far as it tells the colour scheme."""

    name, path = PORTAL[0], PORTAL[1]
    appearance: dict[str, tuple[str, Any]]
    theme = "Adwaita"

    def _handle(self, call: Any) -> tuple[str, tuple[Any, ...]]:
        assert (call.interface, call.member) == (PORTAL[2], "ReadAll")
        interface = {"gtk-theme": ("s", self.theme)}
        known = {"org.freedesktop.appearance": self.appearance, "org.gnome.desktop.interface": interface}
        return "a{sa{sv}}", ({space: known[space] for space in call.body[0]},)


@pytest.mark.parametrize(("scheme", "dark"), [(0, False), (1, True), (2, False)])
def test_dark_where_the_desktop_is_dark(session_daemon: PrivateBus, scheme: int, dark: bool) -> None:
    """What the desktop portal says decides, where the theme itself says nothing."""
    Portal(session_daemon.connect()).appearance = {"color-scheme": ("u", scheme)}
    looks = Looks(Settings, session_daemon.connect(), {})
    assert ("--dark" in looks.drill(), "--dark" in looks.prompt()) == (dark, dark)


@pytest.mark.parametrize(
    ("theme", "scheme", "contrast", "taste"),
    [
        ("Adwaita", 0, 1, {"contrast"}),
        ("Adwaita", 1, 1, {"dark", "contrast"}),
        ("HighContrast", 0, 0, {"contrast"}),
        ("HighContrastInverse", 0, 0, {"dark", "contrast"}),
        ("Adwaita", 0, 0, set()),
    ],
)
def test_contrast_where_the_desktop_has_it(
    session_daemon: PrivateBus, theme: str, scheme: int, contrast: int, taste: set[str]
) -> None:
    """High contrast is asked of every window when the portal wishes it or the theme has it in its name."""
    portal = Portal(session_daemon.connect())
    portal.appearance, portal.theme = {"color-scheme": ("u", scheme), "contrast": ("u", contrast)}, theme
    looks = Looks(Settings, session_daemon.connect(), {})
    assert looks.taste() == taste
    for told in (looks.drill(), looks.prompt()):
        assert {word.removeprefix("--") for word in told} & {"dark", "contrast"} == taste


@pytest.mark.parametrize(
    ("theme", "taste"),
    [
        ("Adwaita:dark", {"dark"}),
        ("Adwaita", set()),
        ("", set()),
        ("HighContrast", {"contrast"}),
        ("HighContrastInverse", {"dark", "contrast"}),
    ],
)
def test_a_theme_is_taken_by_its_name(theme: str, taste: set[str]) -> None:
    """A theme named by the environment is believed; with neither theme nor bus windows are light."""
    assert Looks(Settings, None, {"GTK_THEME": theme}).taste() == taste


def test_no_portal_means_light(session_daemon: PrivateBus) -> None:
    """A desktop without a portal gets light windows, at once."""
    assert Looks(Settings, session_daemon.connect(), {}).taste() == set()


def test_the_person_s_settings_reach_the_window() -> None:
    """Text size, stillness and length of holds are passed on, and the pace of a trial."""
    settings = read_settings({"appearance": {"text_scale": 1.5, "reduced_motion": True}, "drills": {"hold": "20s"}})
    told = Looks(lambda: settings, None, {"SITBREAK_SPEED": "10"}).drill()
    assert told == ["--scale", "1.5", "--hold", "20", "--tones", "60", "--reduced-motion", "--speed", "10"]


@pytest.mark.parametrize(
    ("asked", "drill", "prompt"),
    [
        ({}, ["--tones", "60"], ["--tone", "60"]),
        ({"drills": {"volume": 20, "voice": True}}, ["--tones", "20", "--voice"], ["--tone", "20"]),
        ({"drills": {"tones": False}, "prompt": {"sound": False}}, ["--tones", "0"], []),
    ],
)
def test_what_is_to_be_heard_reaches_the_windows(
    asked: dict[str, dict[str, object]], drill: list[str], prompt: list[str]
) -> None:
    """Tones with their volume, the voice and the sound of prompts are passed on as the settings have them."""
    looks = Looks(lambda: read_settings(asked), None, {})
    assert looks.drill()[4:] == drill
    assert looks.prompt()[2:] == prompt
    assert looks.rings() is bool(prompt)

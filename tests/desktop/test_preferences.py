"""The preferences on a real X server: typed, switched, refused, changed from outside, and one window at a time."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from sitbreak.adapters.settings_file import read_file
from sitbreak.core.settings import Settings, Style
from tests.desktop import hands
from tests.desktop.conftest import OpenDesktop
from tests.desktop.program import SITBREAK
from tests.desktop.session import SMALLEST_SCREEN, DesktopSession, Process
from tests.ui.windows import focus

TITLE = "Preferences - sitbreak"


class Preferences:
    """The window on a desktop of its own, and the file it writes."""

    def __init__(self, desktop: DesktopSession) -> None:
        self.desktop = desktop
        self.file = desktop.root / "sitbreak" / "config" / "config.toml"

    def configure(self, text: str) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(text, encoding="utf-8")

    def open(self) -> Process:
        """Start it, and wait until it has the keyboard."""
        process = self.desktop.run([SITBREAK, "prefs"], name="prefs")
        self.desktop.wait_for(lambda: hands.windows(self.desktop, "Sitbreak"), 20, "the window")
        self.wait_for(self.focused, "its focus")
        (self._box,) = hands.windows(self.desktop, "Sitbreak").values()
        return process

    def focused(self) -> bool:
        look = ["xdotool", "getwindowname", focus(self.desktop)]
        done = subprocess.run(look, env=self.desktop.env, capture_output=True, text=True, check=False)
        return done.stdout.strip() == TITLE

    def keys(self, *keys: str) -> None:
        self.desktop.xdo("key", *keys)

    def type(self, text: str) -> None:
        """Put a text in place of the one in the field."""
        self.keys("ctrl+a")
        self.desktop.xdo("type", text)

    def page(self, number: int) -> None:
        """Turn to a page, counted from the left, and go to what is first on it, faster than it can be drawn."""
        before = self.picture()
        self.keys(*["ctrl+Tab"] * number, "Tab")
        self.wait_for(lambda: before != self.picture() == self.picture(), f"page {number}")

    def settings(self) -> Settings:
        return read_file(self.file)

    def wait_for(self, look: object, what: str) -> None:
        self.desktop.wait_for(look, 30, what)  # type: ignore[arg-type]

    def choose_last(self, done: Callable[[], bool]) -> None:
        """From the list of the field that has the keyboard; it loses keys while it opens, so they may come again."""

        def chosen() -> bool:
            for key in ("Down", "Down", "Down", "Return"):
                self.keys(key)
                self.wait_for(lambda: self.picture() == self.picture(), "rest")
            return done()

        self.wait_for(chosen, "the choice")

    def picture(self) -> bytes:
        box = self._box
        return self.desktop.look().crop((box.x, box.y, box.x + box.width, box.y + box.height)).tobytes()


@pytest.fixture
def preferences(open_desktop: OpenDesktop) -> Preferences:
    return Preferences(open_desktop())


def test_what_is_typed_is_saved_at_enter_and_when_it_is_left(preferences: Preferences) -> None:
    """A file appears with what was changed alone; a look at the preferences makes none."""
    process = preferences.open()
    assert not preferences.file.exists()
    preferences.page(0)
    preferences.type("30m")
    preferences.keys("Return")
    preferences.wait_for(lambda: preferences.settings().sitting.limit == 1800, "the limit")
    preferences.keys("Tab")
    preferences.type("4m")
    preferences.keys("Tab")
    preferences.wait_for(lambda: preferences.settings().sitting.absence.idle == 240, "the absence limit")
    preferences.keys("Escape")
    assert process.wait(10) == 0
    assert preferences.file.read_text().split() == [
        "[sitting]",
        "limit",
        "=",
        '"30m"',
        "absence",
        "=",
        "{idle",
        "=",
        '"4m"}',
    ]


def test_what_is_typed_last_is_saved_at_closing(preferences: Preferences) -> None:
    """Nobody has to know of Enter."""
    process = preferences.open()
    preferences.page(0)
    preferences.type("35m")
    preferences.keys("Escape")
    assert process.wait(10) == 0
    assert preferences.settings().sitting.limit == 2100


def test_what_is_wrong_is_said_before_it_closes(preferences: Preferences) -> None:
    """A value that is not allowed is not saved; the window stays, says why, and goes when told again."""
    process = preferences.open()
    preferences.page(0)
    preferences.type("later")
    before = preferences.picture()
    preferences.keys("Escape")
    preferences.wait_for(lambda: preferences.picture() != before, "the reason")
    assert process.poll() is None
    assert not preferences.file.exists()
    preferences.keys("Escape")
    assert process.wait(10) == 0
    assert not preferences.file.exists()


def test_switches_lists_and_numbers(preferences: Preferences) -> None:
    """Space turns a switch, arrows choose from a list and change a number: each is saved at once."""
    preferences.open()
    preferences.page(1)
    preferences.choose_last(lambda: preferences.settings().prompt.style is Style.STRICT)
    preferences.keys("Tab", "space")
    preferences.wait_for(lambda: not preferences.settings().prompt.sound, "the switch")
    preferences.keys("Tab", "Tab", "Up")
    preferences.wait_for(lambda: preferences.settings().prompt.max_snoozes == 3, "the number")


def test_drills_are_left_out_by_name(preferences: Preferences) -> None:
    """A mark taken away excludes the drill; one that is excluded and not here stays so."""
    preferences.configure('[drills]\nexclude = ["of-another-machine"]\n')
    preferences.open()
    preferences.page(3)
    preferences.keys(*["Tab"] * 5, "space")
    preferences.wait_for(lambda: len(preferences.settings().drills.exclude) == 2, "the drill")
    assert preferences.settings().drills.exclude[0] == "of-another-machine"


def test_defaults_of_one_page(preferences: Preferences) -> None:
    """The button puts back what stands on the page that is shown, and leaves the others."""
    preferences.configure('[sitting]\nlimit = "30m"\nask_about_gaps = false\n[week]\ndeliver = false\n')
    preferences.open()
    preferences.page(0)
    preferences.keys(*["Tab"] * 7, "Return")
    wanted = Settings().sitting
    preferences.wait_for(lambda: preferences.settings().sitting == wanted, "the defaults")
    assert not preferences.settings().week.deliver


def test_changes_from_outside_are_shown(preferences: Preferences) -> None:
    """What the menu, a command or an editor changes meanwhile appears, but for a field in which somebody types."""
    preferences.open()
    before = preferences.picture()
    preferences.configure('[sitting]\nlimit = "30m"\n')
    preferences.wait_for(lambda: preferences.picture() != before, "the change")
    preferences.page(0)
    preferences.type("25m")
    preferences.configure('[sitting]\nlimit = "50m"\n[week]\ndeliver = false\n')
    preferences.keys("Return")
    preferences.wait_for(lambda: preferences.settings().sitting.limit == 1500, "what was typed")
    assert not preferences.settings().week.deliver


def test_a_file_with_mistakes_is_left_alone(preferences: Preferences) -> None:
    """It is named above the pages; nothing is written into it until the mistake itself is put right, here as well."""
    mistake = '[sitting]\nlimit = "soon"\n'
    preferences.configure(mistake)
    preferences.open()
    preferences.page(0)
    preferences.keys("Tab")
    before = preferences.picture()
    preferences.type("4m")
    preferences.keys("Return")
    preferences.wait_for(lambda: preferences.picture() != before, "the reason")
    assert preferences.file.read_text() == mistake
    preferences.keys("shift+Tab")
    preferences.type("30m")
    preferences.keys("Return")
    preferences.wait_for(lambda: preferences.settings().sitting.limit == 1800, "the limit")
    preferences.keys("Tab", "Return")
    preferences.wait_for(lambda: preferences.settings().sitting.absence.idle == 240, "the absence limit")


def test_one_window_at_a_time(preferences: Preferences) -> None:
    """A second start brings the first window to the front, ends with 0, and opens none."""
    first = preferences.open()
    preferences.desktop.run(["xmessage", "in front"])
    preferences.wait_for(lambda: not preferences.focused(), "another window")
    second = preferences.desktop.run([SITBREAK, "prefs"], name="second")
    assert second.wait(10) == 0
    preferences.wait_for(preferences.focused, "the first window")
    assert len(hands.windows(preferences.desktop, "Sitbreak")) == 1
    preferences.desktop.stop(first)
    assert first.returncode == 0


def test_a_double_click(preferences: Preferences) -> None:
    """Of starts at the same moment one shows its window, and the others end with 0."""
    starts = [preferences.desktop.run([SITBREAK, "prefs"], name=f"prefs-{number}") for number in range(4)]
    preferences.wait_for(lambda: [start.poll() for start in starts].count(0) == 3, "the others to end")
    preferences.wait_for(preferences.focused, "the window")
    assert len(hands.windows(preferences.desktop, "Sitbreak")) == 1


def test_it_fits_a_small_screen_with_large_text(open_desktop: OpenDesktop) -> None:
    """With text half as large again on 800x600 the pages scroll, and what has the keyboard comes into view."""
    preferences = Preferences(open_desktop(screen=SMALLEST_SCREEN))
    preferences.configure("[appearance]\ntext_scale = 1.5\n")
    preferences.open()
    (box,) = hands.windows(preferences.desktop, "Sitbreak").values()
    assert 0 <= box.x <= 800 - box.width
    assert 0 <= box.y <= 600 - box.height
    preferences.page(1)
    above = preferences.picture()
    preferences.keys(*["Tab"] * 8)
    preferences.type("2m")
    preferences.keys("Return")
    preferences.wait_for(lambda: preferences.settings().prompt.answer_within == 120, "the last field")
    assert preferences.picture() != above

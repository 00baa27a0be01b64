"""The safety notice before the first drill, on a real X server: confirmed, put off, and on a small screen."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from sitbreak.core.safety import NOTICE_TITLE
from tests.desktop import hands
from tests.desktop.conftest import desktop_or_skip
from tests.desktop.session import SMALLEST_SCREEN, DesktopSession
from tests.ui.test_drill_window import line
from tests.ui.windows import Window, window

DRILL = ("--drill", "standing-march", "--notice")


@pytest.fixture
def small() -> Iterator[DesktopSession]:
    """One with next to no room."""
    with desktop_or_skip(screen=SMALLEST_SCREEN) as desktop:
        yield desktop


def the_notice(opened: Window) -> None:
    """Wait until it is there and has the keyboard."""
    opened.focused()
    opened.titled(NOTICE_TITLE)


def test_enter_confirms_and_the_drill_starts(screen: DesktopSession) -> None:
    """Enter presses the button that has the focus; the result of the drill tells that the notice was confirmed."""
    with window(screen, "drill_window", *DRILL, "--speed", "20") as opened:
        the_notice(opened)
        screen.xdo("key", "Return")
        found = line(opened)
        assert (found["result"], found["acknowledged"]) == ("done", True)


@pytest.mark.parametrize("keys", [("Escape",), ("shift+Tab", "Return"), ("alt+F4",)])
def test_not_now_is_no_drill(screen: DesktopSession, keys: tuple[str, ...]) -> None:
    """Esc, the other button and the window manager's close button leave the drill and confirm nothing."""
    with window(screen, "drill_window", *DRILL) as opened:
        the_notice(opened)
        screen.xdo("key", *keys)
        found = line(opened)
        assert found["result"] == "abandoned"
        assert "acknowledged" not in found


def test_sigterm_confirms_nothing(screen: DesktopSession) -> None:
    """Ended by its parent while the notice is shown, the window reports a drill that never began."""
    with window(screen, "drill_window", *DRILL) as opened:
        the_notice(opened)
        opened.process.send_signal(signal.SIGTERM)
        found = line(opened)
        assert (found["result"], "acknowledged" in found) == ("abandoned", False)


def test_it_fits_a_small_screen_with_large_text(small: DesktopSession) -> None:
    """With text half as large again on 800x600 the text scrolls, and the window stays on the screen."""
    with window(small, "drill_window", *DRILL, "--scale", "1.5") as opened:
        the_notice(opened)
        (box,) = hands.windows(small, "Sitbreak").values()
        assert 0 <= box.x <= 800 - box.width
        assert 0 <= box.y <= 600 - box.height
        text = (box.x + 40, box.y + 120, box.x + box.width - 80, box.y + box.height - 120)
        before = small.look().crop(text).tobytes()
        small.xdo("key", "Next")
        small.wait_for(lambda: small.look().crop(text).tobytes() != before, 5, "the text to move")

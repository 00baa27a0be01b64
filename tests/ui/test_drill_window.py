"""The drill window on a real X server: keys, ends and the one line it prints."""

from __future__ import annotations

import signal
import subprocess
import sys

from tests.desktop.session import DesktopSession
from tests.ui.windows import Window, window


def line(opened: Window) -> dict[str, object]:
    """The one line of a window that ended well."""
    assert opened.ended() == 0, opened.screen.children.log(opened.name)
    (only,) = opened.lines()
    return only


def test_a_drill_played_to_the_end_is_done(screen: DesktopSession) -> None:
    """Left alone, the window plays every phase, asks, closes by itself and reports the whole drill."""
    with window(screen, "drill_window", "--drill", "standing-march", "--level", "1", "--speed", "20") as opened:
        opened.id()
        found = {"version": 1, "result": "done", "seconds": 37, "left": 15, "right": 15, "effort": None}
        assert line(opened) == found


def test_the_answer_is_one_key(screen: DesktopSession) -> None:
    """After half a minute of exercise Esc stops and asks, and 3 answers "hard"."""
    with window(screen, "drill_window", "--drill", "standing-march", "--speed", "12") as opened:
        opened.focused()
        opened.titled("Rest")
        screen.xdo("key", "Escape")
        screen.xdo("key", "3")
        found = line(opened)
        assert (found["result"], found["effort"]) == ("partial", "hard")


def test_escape_at_once_is_abandoned(screen: DesktopSession) -> None:
    """Esc before any exercise closes without a question."""
    with window(screen, "drill_window", "--drill", "standing-march") as opened:
        opened.focused()
        screen.xdo("key", "Escape")
        assert line(opened)["result"] == "abandoned"


def test_space_pauses_and_goes_on(screen: DesktopSession) -> None:
    """Space stops the clock and space starts it again; ? pauses, too, while the cautions are shown."""
    with window(screen, "drill_window", "--drill", "standing-march") as opened:
        opened.focused()
        for key in ("space", "question"):
            opened.titled("Get ready")
            screen.xdo("key", key)
            opened.titled("Paused")
            screen.xdo("key", key)
        opened.titled("Get ready")
        screen.xdo("key", "Right")
        opened.titled("Move")
        screen.xdo("key", "Left")
        opened.titled("Get ready")


def test_skipping_counts_nothing(screen: DesktopSession) -> None:
    """The right arrow skips phases; skipped exercise is not reported as done."""
    with window(screen, "drill_window", "--drill", "standing-march", "--speed", "2") as opened:
        opened.focused()
        screen.xdo("key", "Right", "Right", "Right", "Right", "Right")
        assert line(opened)["result"] == "abandoned"


def test_sigterm_reports_what_was_done(screen: DesktopSession) -> None:
    """Ended by its parent in mid-drill, the window still prints its line and exits 0."""
    with window(screen, "drill_window", "--drill", "standing-march", "--speed", "12") as opened:
        opened.titled("Rest")
        opened.process.send_signal(signal.SIGTERM)
        assert line(opened)["result"] == "partial"


def test_closing_the_window_reports_too(screen: DesktopSession) -> None:
    """The window manager's close button ends the drill without a question."""
    with window(screen, "drill_window", "--drill", "standing-march") as opened:
        opened.focused()
        screen.xdo("key", "alt+F4")
        assert line(opened)["result"] == "abandoned"


def test_every_option_draws(screen: DesktopSession) -> None:
    """Dark, large, still and left-first all start and play."""
    options = ("--dark", "--scale", "1.25", "--reduced-motion", "--first-side", "left", "--hold", "10", "--speed", "40")
    with window(
        screen, "drill_window", "--drill", "half-kneeling-hip-flexor-stretch", "--level", "1", *options
    ) as opened:
        found = line(opened)
        assert (found["result"], found["left"], found["right"]) == ("done", 10, 10)


def test_an_unknown_drill_fails_loudly(screen: DesktopSession) -> None:
    """A drill that does not exist is no window and no result."""
    with window(screen, "drill_window", "--drill", "no-such-drill") as opened:
        assert opened.ended() != 0
        assert "no-such-drill.toml is not part of this installation" in screen.children.log(opened.name)


def test_typing_on_pauses_and_asks(screen: DesktopSession) -> None:
    """Told that somebody works on elsewhere, the window stops its countdown and says why; space goes on."""
    opened = told(screen, "pause\n")
    try:
        shown = screen.wait_for(lambda: titled(screen, "Still typing: paused"), 10, "the question")
        screen.xdo("windowfocus", "--sync", shown)
        screen.xdo("key", "space")
        screen.wait_for(lambda: titled(screen, "Get ready"), 10, "the drill to go on")
    finally:
        opened.kill()
        opened.wait()


def test_input_in_the_window_itself_pauses_nothing(screen: DesktopSession) -> None:
    """Keys pressed in the drill's own window are no work elsewhere, whatever the parent takes them for."""
    opened = told(screen, "")
    try:
        shown = screen.wait_for(lambda: titled(screen, "Get ready"), 10, "the window")
        screen.xdo("windowfocus", "--sync", shown)
        screen.xdo("key", "Right")
        screen.wait_for(lambda: titled(screen, "Move"), 10, "the next phase")
        say(opened, "pause\n")
        screen.xdo("key", "Right")
        screen.wait_for(lambda: titled(screen, "Rest"), 10, "the phase after it")
    finally:
        opened.kill()
        opened.wait()


def told(screen: DesktopSession, words: str) -> subprocess.Popen[str]:
    """A drill window that heeds its parent, who says this; slow, so that nothing else happens meanwhile."""
    drill = ("--drill", "standing-march", "--speed", "0.05", "--heed")
    command = [sys.executable, "-m", "sitbreak.ui.drill_window", *drill]
    opened = subprocess.Popen(command, env=screen.env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    say(opened, words)
    return opened


def say(opened: subprocess.Popen[str], words: str) -> None:
    assert opened.stdin is not None
    opened.stdin.write(words)
    opened.stdin.flush()


def titled(screen: DesktopSession, words: str) -> str:
    """The X id of a drill window whose title begins so, "" while there is none."""
    look = ["xdotool", "search", "--onlyvisible", "--name", f"^{words}"]
    found = subprocess.run(look, env=screen.env, capture_output=True, text=True, check=False).stdout.split()
    return found[0] if found else ""

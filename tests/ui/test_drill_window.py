"""The drill window on a real X server: keys, ends and the one line it prints."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

from tests.desktop import hands
from tests.desktop.conftest import require
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


@pytest.mark.parametrize(("key", "spread"), [("y", {"spread": True}), ("n", {"spread": False}), ("Escape", {})])
def test_pain_is_asked_after(screen: DesktopSession, key: str, spread: dict[str, bool]) -> None:
    """4 answers "hurt" and brings one more question, answered with a key, or not at all."""
    with window(screen, "drill_window", "--drill", "standing-march", "--speed", "5") as opened:
        opened.focused()
        opened.titled("Rest")
        screen.xdo("key", "Escape", "4", key)
        found = line(opened)
        assert found["effort"] == "hurt"
        assert {name: found[name] for name in found if name == "spread"} == spread


def test_the_question_after_pain_closes_by_itself(screen: DesktopSession) -> None:
    """Nobody has to say: left alone the question goes away, and what hurt is still reported."""
    with window(screen, "drill_window", "--drill", "standing-march", "--speed", "12") as opened:
        opened.focused()
        opened.titled("Rest")
        screen.xdo("key", "Escape", "4")
        found = line(opened)
        assert (found["effort"], "spread" in found) == ("hurt", False)


@pytest.mark.parametrize(("size", "scale"), [((800, 600), "1.5"), ((800, 600), "1"), ((1280, 800), "2")])
@pytest.mark.parametrize("look", [(), ("--contrast",)], ids=["plain", "contrast"])
def test_it_fits_its_screen(size: tuple[int, int], scale: str, look: tuple[str, ...]) -> None:
    """However large it is wanted, window and buttons stay on the screen."""
    require(DesktopSession.missing())
    with (
        DesktopSession(screen=f"{size[0]}x{size[1]}x24") as desktop,
        window(desktop, "drill_window", "--drill", "standing-march", "--scale", scale, *look) as opened,
    ):
        opened.focused()
        (box,) = hands.windows(desktop, "Sitbreak").values()
        assert 0 <= box.x <= size[0] - box.width
        assert 0 <= box.y <= size[1] - box.height
        assert box.width > 0.75 * size[0] or box.height > 0.75 * size[1]


def test_it_comes_back_where_it_was_moved(screen: DesktopSession) -> None:
    """Moved, it tells its place; opened there it stays, pixel for pixel, and has nothing to tell."""
    with window(screen, "drill_window", "--drill", "standing-march") as opened:
        opened.focused()
        screen.xdo("windowmove", "--sync", opened.id(), 90, 110)
        moved = where(screen, opened)
        screen.xdo("key", "Escape")
        x, y = cast("list[int]", line(opened)["place"])
    with window(screen, "drill_window", "--drill", "standing-march", f"--place={x},{y}") as opened:
        opened.focused()
        assert where(screen, opened) == moved
        screen.xdo("key", "Escape")
        assert "place" not in line(opened)


def test_a_place_off_every_monitor_is_forgotten(screen: DesktopSession) -> None:
    """A place on a monitor that is gone opens the window where it would be anyway."""
    with window(screen, "drill_window", "--drill", "standing-march", "--place=2000,100") as opened:
        opened.focused()
        box = where(screen, opened)
        assert box.x + box.width <= 1280


def where(screen: DesktopSession, opened: Window) -> hands.Box:
    return hands.windows(screen, "Sitbreak")[opened.id()]


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


@pytest.mark.parametrize("module", ["drill_window", "drill_terminal"])
def test_a_drill_that_cannot_be_read_is_one_sentence(module: str, tmp_path: Path) -> None:
    """A drill file spoiled since the program looked at it ends the child with one sentence, and no traceback."""
    broken = tmp_path / "mine.toml"
    broken.write_text("id = ", encoding="utf-8")
    words = [sys.executable, "-m", f"sitbreak.ui.{module}", "--drill", str(broken)]
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"sitbreak: the drill {broken} cannot be shown: ")
    assert "Traceback" not in ended.stderr

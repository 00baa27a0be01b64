"""Takes pictures of everything a person gets to see, on real desktops: `python -m tests.desktop.pictures DIR`."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageDraw

from tests.desktop import hands
from tests.desktop.program import SEATED, SITBREAK, Program, leave_a_seat, take_seat
from tests.desktop.session import DesktopSession, Notifier, Theme, wait_for

SIZES = (16, 22, 32)
THEMES: tuple[Theme, ...] = ("light", "dark")
NOTIFIERS: tuple[Notifier, ...] = ("xfce4-notifyd", "dunst")
ENLARGED = 4
OFFER = {"title": "52 min sitting", "body": "Sit-to-stand, 83 s. Up for a minute? A walk counts just as much."}
HOLD = ("--drill", "half-kneeling-hip-flexor-stretch")

Strip = tuple[str, list[tuple[str, Image.Image]]]


def take_all(folder: Path) -> None:
    """Write every picture into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        with DesktopSession() as desktop:
            leave_a_seat(desktop, home)
        strips = [_icons(home, theme, size) for theme in THEMES for size in SIZES]
        _sheet(strips).save(folder / "icons.png")
        for theme in THEMES:
            _menu(home, theme, folder / f"menu-{theme}.png")
        for notifier in NOTIFIERS:
            _notification(home, notifier, folder / f"notification-{notifier}.png")
    _windows(folder)
    _terminal(folder / "terminal-drill.txt")


# ---------------------------------------------------------------- tray


def _icons(home: Path, theme: Theme, size: int) -> Strip:
    """The icon in every face, as the panel draws it."""
    with DesktopSession(panel=theme, notifier="xfce4-notifyd", icon_size=size) as desktop:
        program = take_seat(desktop, home, SEATED | {"sitting.limit": '"5m"'})
        shots = [("sitting", _panel(program))]
        program.configure(SEATED)
        program.wait_for_prompt()
        shots += [("due", _panel(program))]
        for face, words in {"standing": ["stand"], "paused": ["pause", "1h"]}.items():
            program.ask(*words)
            shots += [(face, _panel(program))]
    return f"{theme} {size}", shots


def _panel(program: Program) -> Image.Image:
    """The panel's left end, once it has stopped changing."""
    desktop = program.desktop
    program.wait_for(program.icon, "the icon")
    return _steady(lambda: desktop.look().crop((0, 0, 2 * desktop.icon_size, desktop.icon_size + 8)))


def _steady(look: Callable[[], Image.Image], alike: int = 20) -> Image.Image:
    """What `look` gives once it has been the same that many times running."""
    seen: list[Image.Image] = []

    def settled() -> bool:
        seen.append(look())
        return len(seen) >= alike and all(one.tobytes() == seen[-1].tobytes() for one in seen[-alike:])

    wait_for(settled, 30, "a picture that stands still")
    return seen[-1]


def _sheet(strips: list[Strip]) -> Image.Image:
    """A row for each strip: the pictures as they are and, beside each, enlarged."""
    width, height = 110 + 340 * len(strips[0][1]), 170
    sheet = Image.new("RGB", (width, height * len(strips)), "#888888")
    pen = ImageDraw.Draw(sheet)
    for row, (name, shots) in enumerate(strips):
        pen.text((8, row * height + 8), name, fill="black")
        for column, (face, shot) in enumerate(shots):
            left, top = 110 + 340 * column, row * height + 8
            big = shot.resize((shot.width * ENLARGED, shot.height * ENLARGED), Image.Resampling.NEAREST)
            pen.text((left, top + 44), face, fill="black")
            sheet.paste(shot, (left, top))
            sheet.paste(big.crop((0, 0, big.width, min(big.height, height - 12))), (left + 72, top))
    return sheet


def _menu(home: Path, theme: Theme, path: Path) -> None:
    with DesktopSession(panel=theme, notifier="xfce4-notifyd") as desktop:
        program = take_seat(desktop, home)
        program.wait_for_prompt()
        desktop.rest()
        hands.open_menu(desktop)
        desktop.xdo("key", "Down", "sleep", 0.2, "key", "Down", "sleep", 0.2, "key", "Right", "sleep", 0.5)
        desktop.screenshot(path)


# ---------------------------------------------------------------- prompts and windows


def _notification(home: Path, notifier: Notifier, path: Path) -> None:
    with DesktopSession(notifier=notifier) as desktop:
        program = take_seat(desktop, home, SITBREAK_NOTIFY="freedesktop-text")
        program.wait_for_prompt()
        program.wait_for(program.on_screen, "the notification")
        _steady(desktop.look).save(path)


def _windows(folder: Path) -> None:
    offer = json.dumps(OFFER | {"id": "p1", "drill": "sit-to-stand", "snoozes_left": 1})
    message = json.dumps({"title": "sitbreak is already running", "body": "Sitting 12 min, break in 33 min"})
    for look in ("light", "dark"):
        dark = ["--dark"] if look == "dark" else []
        shown = {
            f"drill-{look}": _module("drill_window", *HOLD, *dark),
            f"prompt-small-{look}": _module("prompt_window", "--json", offer, *dark),
            f"prompt-centred-{look}": _module("prompt_window", "--json", offer, "--style", "centred", *dark),
            f"message-{look}": _module("prompt_window", "--json", message, *dark),
        }
        for name, argv in shown.items():
            _window(argv, folder / f"{name}.png")


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"sitbreak.ui.{name}", *arguments]


def _window(argv: list[str], path: Path) -> None:
    """A window of ours; a drill some seconds into its second phase."""
    with DesktopSession() as desktop:
        desktop.run(argv)
        desktop.wait_for(lambda: hands.windows(desktop, "Sitbreak"), 20, "the window")
        if "--drill" in argv:
            desktop.xdo("sleep", 1, "key", "Right", "sleep", 9)
        else:
            desktop.xdo("sleep", 0.5)
        desktop.screenshot(path)


# ---------------------------------------------------------------- terminal


def _terminal(path: Path) -> None:
    """A drill in a terminal of 80 columns, as text with its colours."""
    drill = f"{SITBREAK} safety --acknowledge && {SITBREAK} drill standing-march --terminal"
    with DesktopSession() as desktop, _tmux(desktop, drill) as capture:
        desktop.wait_for(lambda: "march" in capture().lower(), 20, "the drill")
        desktop.xdo("sleep", 4)
        path.write_text(capture())


@contextmanager
def _tmux(desktop: DesktopSession, command: str) -> Iterator[Callable[[], str]]:
    """Runs a command in a terminal of its own; gives a function that reads the screen."""
    tmux: Mapping[str, str] = {"TERM": "xterm-256color", "SITBREAK_HOME": str(desktop.root / "home")}
    base = ["tmux", "-S", str(desktop.root / "tmux"), "-f", "/dev/null"]
    desktop.run([*base, "new-session", "-d", "-x", "80", "-y", "24", command], **tmux).wait(10)
    try:
        yield lambda: desktop.output(*base, "capture-pane", "-p")
    finally:
        desktop.output(*base, "kill-server")


if __name__ == "__main__":
    take_all(Path(sys.argv[1]))

"""Sheets of every window in every look, to judge by eye: `python -m tests.desktop.window_pictures DIR [LOOK ...]`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from PIL import Image

from sitbreak.core.safety import NOTICE_TITLE
from sitbreak.ui.session import ENOUGH_FOR_PARTIAL, FEEDBACK_QUESTION
from tests.desktop.session import DesktopSession
from tests.ui.windows import Window, window

LOOKS: Mapping[str, tuple[str, ...]] = {
    "light": (),
    "dark": ("--dark",),
    "contrast": ("--contrast",),
    "contrast-dark": ("--contrast", "--dark"),
}
DENSITIES = (1, 2)
SCREEN = (1280, 800)
HELD, MOVED = "half-kneeling-hip-flexor-stretch", "standing-march"
OFFER = {
    "id": "1",
    "title": "52 min sitting",
    "body": "Sit-to-stand, 83 s. Up for a minute? A walk counts just as much.",
    "drill": "sit-to-stand",
    "snoozes_left": 1,
}
MESSAGE = {"title": "sitbreak is already running", "body": "Sitting 12 min, break in 33 min"}
SPEED = 2.0
SETTLED = 0.7
"""Seconds after which a window or a phase shows what it is about."""
GAP, GROUND = 16, "#7f7f7f"
SHOWN = (0, 1, 5, 4)
"""Which phases the manual shows: get ready, hold, move, and the question."""
SHRUNK, COLOURS = 0.55, 256

Pictures = Sequence[Image.Image]


def take(look: str, density: int) -> tuple[Pictures, Pictures]:
    """The drill window in all its phases, and all the other windows."""
    width, height = (side * density for side in SCREEN)
    with DesktopSession(screen=f"{width}x{height}x24") as desktop:
        desktop.output("xrandr", "--fbmm", "x".join(str(round(side * 25.4 / 96)) for side in SCREEN))
        words = LOOKS[look]
        return [*_held(desktop, words), *_moved(desktop, words)], list(_others(desktop, words))


def _held(desktop: DesktopSession, look: Sequence[str]) -> Iterator[Image.Image]:
    """Get ready, hold, switch, finish, and the question."""
    with window(desktop, "drill_window", "--drill", HELD, "--level", "1", "--speed", str(SPEED), *look) as opened:
        yield _picture(opened, "Get ready")
        desktop.xdo("key", "Right")
        yield _picture(opened, "Hold", ENOUGH_FOR_PARTIAL / SPEED + SETTLED)
        desktop.xdo("key", "Right")
        yield _picture(opened, "Switch sides")
        desktop.xdo("key", "Right", "Right")
        yield _picture(opened, "Finish")
        desktop.xdo("key", "Right")
        yield _picture(opened, FEEDBACK_QUESTION)


def _moved(desktop: DesktopSession, look: Sequence[str]) -> Iterator[Image.Image]:
    """A moving drill at work, and all there is to know of it."""
    with window(desktop, "drill_window", "--drill", MOVED, *look) as opened:
        opened.focused()
        desktop.xdo("key", "Right")
        yield _picture(opened, "Move", 2.5)
        desktop.xdo("key", "question")
        yield _picture(opened, "Paused")


def _others(desktop: DesktopSession, look: Sequence[str]) -> Iterator[Image.Image]:
    """The notice, the prompts and a message."""
    with window(desktop, "drill_window", "--drill", MOVED, "--notice", *look) as opened:
        yield _picture(opened, NOTICE_TITLE)
    prompt = partial(window, desktop, "prompt_window", "--json")
    for style in ("small", "centred", "strict"):
        with prompt(json.dumps(OFFER), "--style", style, *look) as opened:
            yield _picture(opened)
    with prompt(json.dumps(MESSAGE), *look) as opened:
        yield _picture(opened)


def _picture(opened: Window, title: str = "", after: float = SETTLED) -> Image.Image:
    """The window alone, so many seconds after it has that title."""
    own = opened.id()
    if title:
        opened.focused()
        opened.titled(title)
    time.sleep(after)
    shot = opened.screen.root / "shot.png"
    opened.screen.output("import", "-window", own, str(shot))
    with Image.open(shot) as image:
        return image.convert("RGB")


def montage(pictures: Pictures, columns: int) -> Image.Image:
    """The pictures in rows, each column as wide and each row as high as its largest."""
    rows = [pictures[first : first + columns] for first in range(0, len(pictures), columns)]
    width = max(sum(one.width + GAP for one in row) for row in rows) + GAP
    sheet = Image.new("RGB", (width, sum(max(one.height for one in row) + GAP for row in rows) + GAP), GROUND)
    top = GAP
    for row in rows:
        left = GAP
        for one in row:
            sheet.paste(one, (left, top))
            left += one.width + GAP
        top += max(one.height for one in row) + GAP
    return sheet


def for_the_manual(lighter: Pictures, darker: Pictures) -> Image.Image:
    """Four phases, light above dark, small enough to be loaded with a page."""
    chosen = [look[number] for look in (lighter, darker) for number in SHOWN]
    sheet = montage(chosen, len(SHOWN))
    shrunk = sheet.resize((round(sheet.width * SHRUNK), round(sheet.height * SHRUNK)), Image.Resampling.LANCZOS)
    return shrunk.quantize(palette=shrunk.quantize(COLOURS, kmeans=20))


def take_all(folder: Path, looks: Sequence[str]) -> None:
    """Write a sheet of phases and one of other windows for each look and density, and the manual's, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    drills: dict[str, Pictures] = {}
    for density in reversed(DENSITIES):
        for look in looks:
            drills[look], others = take(look, density)
            montage(drills[look], 3).save(folder / f"drill-{look}-{density}x.png")
            montage(others, 3).save(folder / f"others-{look}-{density}x.png")
    if {"light", "dark"} <= drills.keys():
        for_the_manual(drills["light"], drills["dark"]).save(folder / "window.png", optimize=True)


if __name__ == "__main__":
    take_all(Path(sys.argv[1]), sys.argv[2:] or tuple(LOOKS))

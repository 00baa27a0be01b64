"""Measures what the drill window costs while it is shown: its first picture, its frame rate, processor and memory."""

from __future__ import annotations

import re
import statistics
import sys
import time
from argparse import ArgumentParser
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from Xlib.display import Display
from Xlib.ext import damage

from benchmarks import meter
from sitbreak.ui.drill_window import FIGURE_SIZE
from tests.desktop import hands
from tests.desktop.session import DesktopSession

DRILL = "standing-march"
ARGV = (sys.executable, "-m", "sitbreak.ui.drill_window", "--drill", DRILL)
MOVING = 2.0
"""Seconds after which the drill moves, once it was told to skip its first phase."""
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Found:
    """One window's figures: seconds to its first picture, pictures a second, part of one core, megabytes."""

    first: float
    rate: float
    core: float
    memory: meter.Memory
    pss: float


class Eye:
    """Notices each time the figure is drawn on that X server, as the server itself reports it."""

    def __init__(self, address: str) -> None:
        self._display: Any = Display(address)
        self._display.damage_query_version()
        self._display.screen().root.damage_create(damage.DamageReportRawRectangles)
        self._display.sync()

    def close(self) -> None:
        """See nothing more."""
        self._display.close()

    def drawn(self) -> int:
        """How many pictures have been drawn since this was asked before."""
        seen = 0
        while self._display.pending_events():  # asked again each time: it fetches a few at once
            event = self._display.next_event()
            seen += hasattr(event, "area") and _whole(event.area)
        return seen


def _whole(area: Any) -> bool:
    """Whether the figure itself was drawn, not a word or the whole window beside it."""
    return bool((area.width, area.height) == FIGURE_SIZE)


def measure(starts: int = 5, seconds: float = 20.0) -> list[Found]:
    """The figures of so many windows, one after the other on one desktop, each moving for so many seconds."""
    with DesktopSession() as desktop:
        return [_one(desktop, seconds) for _ in range(starts)]


def _one(desktop: DesktopSession, seconds: float) -> Found:
    with closing(Eye(desktop.env["DISPLAY"])) as eye:
        return _watched(desktop, eye, seconds)


def _watched(desktop: DesktopSession, eye: Eye, seconds: float) -> Found:
    began = time.monotonic()
    process = desktop.run(ARGV)
    first = _first(eye, began)
    desktop.wait_for(lambda: hands.windows(desktop, "Sitbreak"), PATIENCE, "the window")
    time.sleep(MOVING)
    desktop.xdo("key", "Right")
    time.sleep(MOVING)
    eye.drawn()
    toll = meter.toll(process.pid, seconds)
    rate = eye.drawn() / seconds
    found = Found(first, rate, toll.cpu / meter.HOUR, meter.memory(process.pid), _pss(process.pid))
    desktop.stop(process)
    return found


def _first(eye: Eye, began: float) -> float:
    while not eye.drawn():
        if time.monotonic() > began + PATIENCE:
            raise TimeoutError("the drill window drew nothing")
        time.sleep(0.002)
    return time.monotonic() - began


def _pss(pid: int) -> float:
    """Megabytes, of what is shared only this process's part."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    (kilobytes,) = re.findall(r"^Pss: +(\d+) kB$", rollup, re.MULTILINE)
    return int(kilobytes) * 1024 / meter.MEGABYTE


def section(found: list[Found]) -> str:
    """The figures in words, for the page."""
    pick = statistics.median
    return _SECTION.format(
        drill=DRILL,
        starts=len(found),
        first=1000 * pick(one.first for one in found),
        rate=pick(one.rate for one in found),
        core=pick(one.core for one in found),
        each=1000 * pick(one.core / one.rate for one in found if one.rate),
        uss=pick(one.memory.uss for one in found),
        pss=pick(one.pss for one in found),
        rss=pick(one.memory.rss for one in found),
        width=FIGURE_SIZE[0],
        height=FIGURE_SIZE[1],
    )


_SECTION = """\
## The drill window

| | drill window | first sketch |
|---|---:|---:|
| first picture after, ms | **{first:.0f}** | 259 |
| pictures a second in a moving phase, still moments included | **{rate:.1f}** | 24 |
| processor, part of one core | **{core:.1%}** | 17 to 22% |
| processor for one picture, ms | **{each:.1f}** | 7 to 9 |
| size of the picture, pixels | {width} x {height} | 640 x 480 |
| unique memory (USS), MB | **{uss:.1f}** | - |
| proportional memory (PSS), MB | **{pss:.1f}** | - |
| resident memory (RSS), MB | **{rss:.1f}** | 40.5 |

The window is a process of its own and gone, with its memory, when the drill is over. Medians of {starts} windows that
show `{drill}` on Xvfb. Pictures are counted as the X server reports them; a figure that stands still for a moment is
not drawn again. The first picture counts from the start of the process. The sketch was this project's first attempt at
the window, measured once: only the order of its figures compares.
"""


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=5, help="medians of this many windows")
    parser.add_argument("--seconds", type=float, default=20, help="how long each is watched while it moves")
    options = parser.parse_args()
    sys.stdout.write(section(measure(options.starts, options.seconds)))


if __name__ == "__main__":
    main()

"""Takes pictures of the week's page for all kinds of weeks: `python -m tests.ui.report_pictures DIR [WEEK...]`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sitbreak.ui.report.page import html
from tests.ui.chromium import Reader, chromium
from tests.ui.report_weeks import WEEKS

WIDTHS = (1280, 390)


def take(reader: Reader, folder: Path, name: str) -> None:
    """A week on a wide and a narrow screen, light and dark, and on paper."""
    page = folder / f"{name}.html"
    page.write_text(html(WEEKS[name]()))
    for width in WIDTHS:
        for dark in (False, True):
            reader.open(page, width, dark)
            reader.picture(folder / f"{name}-{width}-{'dark' if dark else 'light'}.png", width)
    _print(reader, folder / f"{name}-print.pdf")


def _print(reader: Reader, path: Path) -> None:
    path.write_bytes(reader.printed())
    subprocess.run(["pdftoppm", "-r", "90", "-png", path, path.with_suffix("")], check=True)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for week in sys.argv[2:] or WEEKS:
            take(browser, place, week)

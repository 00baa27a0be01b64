"""Shows a file in the person's own browser, and says so where none can be started."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path

from sitbreak.ports import Unavailable

OPENER = "xdg-open"
MOMENT = 4.0
"""Seconds after which an opener that still runs has become the browser, or waits for it."""


def open_page(page: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Open the file; raises Unavailable where no browser with a window can be started."""
    if sys.platform.startswith("linux") and not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        raise Unavailable("no desktop is here to show a page on")
    if opener := shutil.which(OPENER, path=environ.get("PATH")):
        _by_opener(opener, page, environ)
    else:
        _by_python(page)


def _by_opener(opener: str, page: Path, environ: Mapping[str, str]) -> None:
    """Its output is cut off: a browser that it starts would keep ours open for as long as it runs."""
    nothing = subprocess.DEVNULL
    started = subprocess.Popen(
        [opener, page.as_uri()], env=environ, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
    )
    try:
        code = started.wait(MOMENT)
    except subprocess.TimeoutExpired:
        return
    if code:
        raise Unavailable(f"{OPENER} found no browser", "install a browser")


def _by_python(page: Path) -> None:
    try:
        browser = webbrowser.get()
    except webbrowser.Error as error:
        raise Unavailable("no browser is installed", "install a browser") from error
    if type(browser) is webbrowser.GenericBrowser:
        raise Unavailable("the only browser here has no window", "install a browser")
    if not browser.open(page.as_uri()):
        raise Unavailable("the browser did not start", "look whether it starts by itself")

"""Browsers on a private desktop: the real one, as the desktop's own default, and commands that stand in for one."""

from __future__ import annotations

from pathlib import Path

from sitbreak.adapters.browser import OPENER
from tests.desktop.session import DesktopSession
from tests.ui.chromium import QUIET

_ENTRY = """[Desktop Entry]
Type=Application
Name=Browser of the test
Exec={script} %u
MimeType=text/html;
"""


def opener(desktop: DesktopSession, script: str) -> None:
    """Whatever opens files on this desktop is this shell script."""
    place = desktop.root / "bin" / OPENER
    _program(place, script)
    desktop.env |= {"PATH": f"{place.parent}:{desktop.env['PATH']}"}


def no_browser(desktop: DesktopSession) -> None:
    """A desktop on which nothing opens a page."""
    opener(desktop, "exit 3")


def chromium_by_default(desktop: DesktopSession) -> None:
    """Chromium with a profile of its own opens pages here, found as any desktop finds it."""
    flags = " ".join(flag for flag in QUIET if not flag.startswith("--headless"))
    script = desktop.root / "browser"
    _program(script, f'exec chromium {flags} --user-data-dir={desktop.root}/profile "$@"')
    applications = Path(desktop.env["XDG_DATA_HOME"], "applications")
    applications.mkdir(parents=True)
    (applications / "browser-of-the-test.desktop").write_text(_ENTRY.format(script=script))
    config = Path(desktop.env["XDG_CONFIG_HOME"])
    config.mkdir(parents=True, exist_ok=True)
    (config / "mimeapps.list").write_text("[Default Applications]\ntext/html=browser-of-the-test.desktop\n")


def _program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)

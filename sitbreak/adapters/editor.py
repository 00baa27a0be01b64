"""Opens a text file for the person to change: in the terminal's editor, or with what the desktop has for such files."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from sitbreak.ports import Unavailable

NAMED = ("VISUAL", "EDITOR")
USUAL = ("sensible-editor", "editor", "nano", "vim", "vi")
DESKTOPS = {"darwin": ["open", "-t"], "win32": ["notepad"]}


def edit(path: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Wait until the terminal's editor is done, or only open the file where there is none; raises Unavailable."""
    command = _command(environ)
    if command is None:
        raise Unavailable(f"no editor was found for {path}", "name one: EDITOR=nano sitbreak config edit")
    try:
        code = subprocess.run([*command, str(path)], check=False).returncode
    except OSError as error:
        raise Unavailable(f"{command[0]} cannot be started: {error.strerror}", "set EDITOR to another") from error
    if code:
        raise Unavailable(f"{command[0]} ended with {code}", "set EDITOR to another")


def _command(environ: Mapping[str, str]) -> list[str] | None:
    if sys.stdin.isatty():
        named = next((environ[name] for name in NAMED if environ.get(name)), "")
        return shlex.split(named) or _first(USUAL, environ)
    return DESKTOPS.get(sys.platform) or _first(("xdg-open",), environ)


def _first(names: tuple[str, ...], environ: Mapping[str, str]) -> list[str] | None:
    return next(([found] for name in names if (found := shutil.which(name, path=environ.get("PATH")))), None)

"""`sitbreak config`: where the settings are, what is in force, what is wrong with a file, and changing one of them."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from sitbreak.adapters.settings_file import SettingsFileError, Watched, read_file, show
from sitbreak.adapters.system import Places
from sitbreak.commands import OK, REFUSED, Refusal


def run(options: Namespace) -> int:
    path = Places.find().config / "config.toml"
    try:
        return {"path": _path, "show": _show, "check": _check, "set": _set}[options.action](path, options)
    except SettingsFileError as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED


def _path(path: Path, _options: Namespace) -> int:
    sys.stdout.write(f"{path}\n")
    return OK


def _show(path: Path, _options: Namespace) -> int:
    watched = Watched(path)
    sys.stdout.write(show(watched.settings))
    for problem in watched.problems:
        sys.stderr.write(f"{problem}\n")
    return REFUSED if watched.problems else OK


def _check(path: Path, options: Namespace) -> int:
    chosen = Path(options.file) if options.file else path
    if options.file and not chosen.exists():
        raise Refusal(f"{chosen}: there is no such file")
    read_file(chosen)
    sys.stdout.write(f"{chosen}: {'no mistakes found' if chosen.exists() else 'no such file, so the defaults hold'}\n")
    return OK


def _set(path: Path, options: Namespace) -> int:
    from sitbreak.adapters.settings_edit import set_value

    set_value(path, options.key, options.value)
    return OK

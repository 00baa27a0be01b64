"""`sitbreak config`: where the settings are, what is in force, what is wrong with a file, and changing one of them."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from sitbreak.adapters.settings_file import SettingsFileError, Watched, read_file, show
from sitbreak.adapters.system import Places


def run(options: Namespace) -> int:
    path = Places.find().config / "config.toml"
    try:
        return {"path": _path, "show": _show, "check": _check, "set": _set}[options.action](path, options)
    except SettingsFileError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"sitbreak: {error.filename}: {error.strerror}\n")
        return 1


def _path(path: Path, _options: Namespace) -> int:
    sys.stdout.write(f"{path}\n")
    return 0


def _show(path: Path, _options: Namespace) -> int:
    watched = Watched(path)
    sys.stdout.write(show(watched.settings))
    for problem in watched.problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if watched.problems else 0


def _check(path: Path, options: Namespace) -> int:
    chosen = Path(options.file) if options.file else path
    if options.file and not chosen.exists():
        sys.stderr.write(f"sitbreak: {chosen}: there is no such file\n")
        return 1
    read_file(chosen)
    sys.stdout.write(f"{chosen}: no mistakes found\n")
    return 0


def _set(path: Path, options: Namespace) -> int:
    from sitbreak.adapters.settings_edit import set_value

    set_value(path, options.key, options.value)
    return 0

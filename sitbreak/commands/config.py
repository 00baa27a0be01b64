"""`sitbreak config`: where the settings are, what is in force, what is wrong with a file, and changing one of them."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from sitbreak.adapters.atomic import private_folder, write_atomic
from sitbreak.adapters.catalogue_files import load_with
from sitbreak.adapters.settings_file import SettingsFileError, Watched, explained, read_file, show
from sitbreak.adapters.system import Places
from sitbreak.commands import OK, REFUSED, Refusal, unavailable
from sitbreak.ports import Unavailable
from sitbreak.shipped import shipped


def run(options: Namespace) -> int:
    path = Places.find().config / "config.toml"
    actions = {"path": _path, "show": _show, "check": _check, "set": _set, "edit": _edit}
    try:
        return actions[options.action](path, options)
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
    return _check_file(Path(options.file)) if options.file else _check_all(path)


def _check_file(path: Path) -> int:
    if not path.exists():
        raise Refusal(f"{path}: there is no such file")
    read_file(path)
    sys.stdout.write(f"{path}: no mistakes found\n")
    return OK


def _check_all(path: Path) -> int:
    """The settings in their usual place, and the person's own drills beside them."""
    problems = (*Watched(path).problems, *load_with(path.parent).bad)
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if not problems:
        found = "no mistakes found" if path.exists() else "no such file, so the defaults hold"
        sys.stdout.write(f"{path}: {found}\n")
    return REFUSED if problems else OK


def _edit(path: Path, _options: Namespace) -> int:
    """Open the file, made first with every setting in it as a comment, and say what is wrong with it afterwards."""
    from sitbreak.adapters.editor import edit

    if not path.exists():
        private_folder(path.parent)
        write_atomic(path, explained(shipped("config", "sitbreak.toml").read_text(encoding="utf-8")))
    try:
        edit(path)
    except Unavailable as error:
        raise unavailable(error) from error
    return _check_all(path)


def _set(path: Path, options: Namespace) -> int:
    from sitbreak.adapters.settings_edit import set_value

    set_value(path, options.key, options.value)
    return OK

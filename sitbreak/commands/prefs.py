"""`sitbreak prefs`: every setting in a window, one window at a time."""

from __future__ import annotations

import os
import signal
from argparse import Namespace
from functools import partial
from pathlib import Path

from sitbreak.adapters.catalogue_files import load_with
from sitbreak.adapters.settings_edit import set_value
from sitbreak.adapters.settings_file import SettingsFileError, Watched
from sitbreak.adapters.system import Places, single_instance
from sitbreak.commands import OK, Refusal
from sitbreak.commands.dressing import has_windows, looks
from sitbreak.core.settings import Settings

LOCK = "prefs"


def run(_: Namespace) -> int:
    """Show the window until it is closed, or bring the one to the front that is open already."""
    if not has_windows():
        raise Refusal("no window can be shown here; `sitbreak config edit` opens the settings file.")
    if hasattr(signal, "SIGUSR1"):
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # until our window hears it, a second start must not end us by it
    places = Places.find()
    places.make()
    lock = single_instance(places.runtime, LOCK)
    if lock is None:
        _to_front(places.runtime / LOCK)
        return OK
    try:
        _show(Watched(places.config / "config.toml"))
    finally:
        lock.release()
    return OK


def _show(watched: Watched) -> None:
    from sitbreak.ui.preferences_window import Source, show

    def settings() -> Settings:
        watched.changed()
        return watched.settings

    drills = [(drill.id, drill.name) for drill in load_with(watched.path.parent).catalogue]
    with looks(watched.settings) as dress:
        taste = dress.taste()
    source = Source(settings, lambda: tuple(map(str, watched.problems)), partial(_saved, watched.path), drills)
    show(source, watched.settings.appearance.text_scale, "dark" in taste, "contrast" in taste)


def _saved(path: Path, key: str, text: str) -> str:
    """What kept the value from being saved, or ""; a mistake elsewhere in the file is among that."""
    try:
        set_value(path, key, text)
    except SettingsFileError as error:
        return str(error).replace(f"{path.name}: {key}: ", "")
    except OSError as error:
        return f"{path} cannot be written: {error.strerror}"
    return ""


def _to_front(lock: Path) -> None:
    if not hasattr(signal, "SIGUSR1"):
        raise Refusal("the preferences are open already.")
    if number := lock.read_text(encoding="ascii").strip():
        os.kill(int(number), signal.SIGUSR1)

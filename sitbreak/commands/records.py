"""Opens what a command needs to read: the folders, the settings in force and the records of every device."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from pathlib import Path

from sitbreak.adapters.settings_file import Watched
from sitbreak.adapters.store import RecordStore
from sitbreak.adapters.synced_folder import left_behind, missing
from sitbreak.adapters.system import Places, history_folder
from sitbreak.core.settings import Settings
from sitbreak.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Opened:
    places: Places
    watched: Watched
    store: RecordStore

    @property
    def settings(self) -> Settings:
        return self.watched.settings

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """What lies where it is not read now, one sentence each."""
        told = (missing(self.places, self.settings), left_behind(self.places, self.settings))
        return tuple(sentence for sentence in told if sentence)

    def warn(self) -> None:
        """Say on standard error what could not be read of the settings and the records so far."""
        for problem in (*map(str, self.watched.problems), *self.store.problems(), *self.elsewhere):
            sys.stderr.write(f"sitbreak: {problem}\n")


def opened(places: Places | None = None) -> Opened:
    """The records and settings of this user, to be read; nothing is made or written. Raises OSError."""
    logging.getLogger("sitbreak").addHandler(logging.NullHandler())
    places = places or Places.find()
    watched = Watched(places.config / "config.toml")
    history = history_folder(places, watched.settings)
    for folder in (places.data, history):
        _require_readable(folder)
    return Opened(places, watched, RecordStore(history, places.checkpoint, ""))


def _require_readable(folder: Path) -> None:
    """A folder that is not there yet is fine; one that cannot be listed raises OSError."""
    with suppress(FileNotFoundError):
        os.scandir(folder).close()

"""Opens what a command needs to read: the folders, the settings in force and the records of every device."""

from __future__ import annotations

from dataclasses import dataclass
from sitbreak.adapters.settings_file import Watched
from sitbreak.adapters.store import RecordStore
from sitbreak.adapters.system import Places, history_folder
from sitbreak.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Opened:
    places: Places
    watched: Watched
    store: RecordStore

    @property
    def settings(self) -> Settings:
        return self.watched.settings


def opened(places: Places | None = None) -> Opened:
    """The records and settings of this user, to be read; nothing is made or written."""
    places = places or Places.find()
    watched = Watched(places.config / "config.toml")
    return Opened(places, watched, RecordStore(history_folder(places, watched.settings), places.checkpoint, ""))

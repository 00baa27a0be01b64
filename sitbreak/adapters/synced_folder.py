"""The folder that a sync engine keeps: made once, waited for when its disk is not there, and told of."""

from __future__ import annotations

from collections.abc import Callable
from errno import ENOENT
from functools import partial
from pathlib import Path

from sitbreak.adapters.atomic import private_folder, write_atomic
from sitbreak.adapters.conflicts import week_named
from sitbreak.adapters.system import Places, history_folder
from sitbreak.core.settings import Settings


def maker(places: Places, settings: Settings) -> Callable[[Path], None]:
    """What makes a device's folder before it is written to.

    In a synced folder it does so once only. Should the folder be gone later, its disk is not mounted, or somebody
    removed it; then the maker raises OSError, and nothing is written that the mounted disk would hide.
    """
    return partial(_make_once, _memory(places)) if settings.sync.folder else private_folder


def missing(places: Places, settings: Settings) -> str:
    """A sentence when the synced folder has been written to before and is not there now, else ""."""
    known = _remembered(_memory(places))
    lost = known is not None and known.parent == history_folder(places, settings) and not known.is_dir()
    return _gone(known) if known and lost else ""


def left_behind(places: Places, settings: Settings) -> str:
    """A sentence when records lie where they were kept before the settings named a folder, else ""."""
    history = history_folder(places, settings)
    left = any(week_named(path.name) for path in places.history.glob("*/*.json"))
    if history == places.history or not left:
        return ""
    return (
        f"{places.history} holds records from before [sync] folder was set, which do not count now; "
        f"to have them counted, quit sitbreak and move the folders in it to {history}."
    )


def _make_once(memory: Path, folder: Path) -> None:
    known = _remembered(memory)
    if known == folder and not folder.is_dir():
        raise FileNotFoundError(ENOENT, _gone(folder), str(folder))
    private_folder(folder)
    if known != folder:
        write_atomic(memory, f"{folder}\n")


def _gone(folder: Path) -> str:
    return f"{folder} is not there; mount its disk, or make the folder again to begin anew"


def _memory(places: Places) -> Path:
    return places.state / "synced"


def _remembered(memory: Path) -> Path | None:
    try:
        return Path(memory.read_text(encoding="utf-8").strip())
    except (FileNotFoundError, UnicodeDecodeError):
        return None

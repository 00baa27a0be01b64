"""Where things lie on this machine, what it is called, and that only one of us runs on it."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sitbreak.adapters.atomic import private_folder, require_ours, write_atomic
from sitbreak.core.device_names import plain
from sitbreak.core.values import dataclass

if TYPE_CHECKING:  # the commands that only ask where the socket is need no settings
    from platformdirs import PlatformDirs

    from sitbreak.core.settings import Settings

_APP = "sitbreak"
_NAME = "device"
_BEYOND_THE_TEXT = 1 << 16


@dataclass(frozen=True, slots=True)
class Places:
    """The four folders; `SITBREAK_HOME` puts them under one, else they are where the desktop keeps such things."""

    config: Path
    data: Path
    state: Path
    runtime: Path

    @classmethod
    def find(cls, environ: Mapping[str, str] = os.environ) -> Places:
        """The folders for this user; nothing is made yet."""
        if home := environ.get("SITBREAK_HOME"):
            base = Path(os.path.abspath(os.path.expanduser(home)))
            return cls(base / "config", base / "data", base / "state", base / "runtime")
        from platformdirs import PlatformDirs

        dirs = PlatformDirs(_APP, appauthor=False)
        return cls(dirs.user_config_path, dirs.user_data_path, dirs.user_state_path, _runtime(dirs, environ))

    def make(self) -> None:
        """Make the folders, for this user alone; raises OSError, also for those of another user."""
        for folder in (self.config, self.data, self.state, self.runtime):
            private_folder(folder)
            require_ours(folder)

    @property
    def history(self) -> Path:
        """Where the records of all devices lie, unless they are synced elsewhere."""
        return self.data / "history"

    @property
    def checkpoint(self) -> Path:
        return self.state / "state.json"

    @property
    def window(self) -> Path:
        """Where the drill window was last moved to."""
        return self.state / "window"


def history_folder(places: Places, settings: Settings) -> Path:
    """Where the records lie: in the synced folder when the settings name one."""
    if not settings.sync.folder:
        return places.history
    try:
        return Path(settings.sync.folder).expanduser()
    except RuntimeError as error:
        raise FileNotFoundError(errno.ENOENT, "nobody has such a home, so no records", settings.sync.folder) from error


def _runtime(dirs: PlatformDirs, environ: Mapping[str, str]) -> Path:
    """Where the socket lies; outside a session that has a folder for such things, beside the state, never in /tmp."""
    if sys.platform != "linux" or environ.get("XDG_RUNTIME_DIR"):
        return dirs.user_runtime_path
    session = Path(f"/run/user/{os.getuid()}")
    return session / _APP if session.is_dir() else dirs.user_state_path / "runtime"


class Lock:
    """Held by the one running program; falls by itself when the process ends, however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        os.close(self._descriptor)


def single_instance(runtime: Path, what: str = "lock") -> Lock | None:
    """The lock of that name, with our process id in its file, or None when another program of ours holds it.

    Raises OSError when the folder cannot be written.
    """
    private_folder(runtime)
    descriptor = os.open(runtime / what, os.O_RDWR | os.O_CREAT, 0o600)
    if not _locked(descriptor):
        os.close(descriptor)
        return None
    os.truncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return Lock(descriptor)


def device_name(state: Path, wanted: str = "") -> str:
    """What this machine's folder of records is called: as wanted, else the host's name and four letters.

    The letters are drawn once and kept in `state`, so that two hosts of one name stay two. Raises OSError.
    """
    if name := known_name(state, wanted):
        return name
    name = f"{_host()}-{_letters(4)}"
    private_folder(state)
    write_atomic(state / _NAME, name + "\n")
    return name


def known_name(state: Path, wanted: str = "") -> str:
    """This machine's name as `device_name` gives it, "" where none was drawn yet; writes nothing. Raises OSError."""
    kept = state / _NAME
    return plain(wanted) or (plain(kept.read_text(encoding="utf-8", errors="replace")) if kept.is_file() else "")


def _host() -> str:
    import socket

    return plain(socket.gethostname().partition(".")[0]).lower() or "device"


def _letters(count: int) -> str:
    return "".join(chr(ord("a") + byte % 26) for byte in os.urandom(count))


def _locked(descriptor: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _BEYOND_THE_TEXT, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

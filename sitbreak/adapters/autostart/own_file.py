"""A way of starting with the session that is one file: made, taken away, and left alone where it is not ours."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

from sitbreak.adapters.atomic import write_atomic
from sitbreak.adapters.autostart.way import Found, NotOurs, Start


class OwnFile(ABC):
    """What the ways that are one file have in common; see `Way` for what is promised."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @abstractmethod
    def found(self) -> Found | None: ...

    @abstractmethod
    def _written(self, start: Start) -> str:
        """The file's text."""

    def on(self, start: Start) -> Found:
        refuse_others(self.found())
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomic(self._file, self._written(start))
        return Found(str(self._file), True)

    def off(self) -> bool:
        refuse_others(self.found())
        try:
            self._file.unlink()
        except FileNotFoundError:
            return False
        return True


def refuse_others(found: Found | None) -> None:
    """Raise NotOurs for what `sitbreak autostart` did not make."""
    if found and not found.ours:
        raise NotOurs(found.place)

"""Whether a Focus is on, by the list macOS keeps of them in a file; which one it is stays unread."""

from __future__ import annotations

import json
from pathlib import Path

from sitbreak.ports import Unavailable

FILE = "Library/DoNotDisturb/DB/Assertions.json"


class MacSilence:
    """Counts the entries of that list; a Focus by schedule makes none, and stays unseen."""

    def __init__(self, home: Path | None = None) -> None:
        """Look once; raises Unavailable where macOS does not let us, which is most often so."""
        self._path = (home or Path.home()) / FILE
        try:
            self.ask()
        except OSError as refusal:
            raise Unavailable(
                f"macOS tells no ordinary program of its Focus ({refusal.strerror or refusal})",
                "`sitbreak quiet` holds prompts by hand",
            ) from refusal

    def ask(self) -> bool:
        """Whether a Focus was switched on; raises OSError when the list cannot be read."""
        try:
            stores = json.loads(self._path.read_bytes())["data"]
            return any(store.get("storeAssertionRecords") for store in stores)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise OSError("its list has a form we do not know") from error

    def close(self) -> None:
        """Nothing is held."""

"""Who keeps the screen of a Mac from going dark."""

from __future__ import annotations

import re

from sitbreak.ports import Unavailable

_AWAKE = "PreventUserIdleDisplaySleep|NoDisplaySleepAssertion"
_HOLDER = re.compile(rf"^\s*(pid \d+\([^)]*\)).*\b(?:{_AWAKE})\b", re.MULTILINE)
TIMEOUT = 1.0


class Assertions:
    """Asks `pmset`, whose list any program may read."""

    name, bus_name = "pmset", ""

    def __init__(self) -> None:
        """Ask once; raises OSError where there is no `pmset`."""
        self.held(frozenset())

    def held(self, _names: frozenset[str]) -> list[str]:
        """The processes that hold the display awake; raises Unavailable when pmset does not answer."""
        import subprocess

        try:
            told = subprocess.run(
                ["/usr/bin/pmset", "-g", "assertions"], capture_output=True, text=True, timeout=TIMEOUT, check=True
            )
        except subprocess.SubprocessError as error:
            raise Unavailable(f"pmset does not answer: {error}") from error
        return holders(told.stdout)


def holders(listing: str) -> list[str]:
    """The processes that hold the display awake, from what `pmset -g assertions` prints."""
    return _HOLDER.findall(listing)

"""One module for each command, imported when it runs; what cannot be done is raised as a `Refusal`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitbreak.ports import Unavailable

OK, REFUSED, USAGE, NOT_RUNNING = 0, 1, 2, 3
"""Exit codes: done; refused, with a sentence on standard error; bad usage; not running."""


class Refusal(Exception):
    """Ends a command with one sentence on standard error, which says what to do, and an exit code."""

    def __init__(self, sentence: str, code: int = REFUSED) -> None:
        super().__init__(sentence)
        self.code = code


def unavailable(error: Unavailable) -> Refusal:
    """What an adapter that was asked for by name has against it, and what to do."""
    return Refusal("; ".join(part for part in (error.reason, error.remedy) if part))

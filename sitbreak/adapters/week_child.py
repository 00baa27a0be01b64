"""Reads a week in child processes: what matters about it comes back as an event, its page opens by itself."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from sitbreak.adapters.child import Child, open_child
from sitbreak.core.model import WeekTold
from sitbreak.ports import Post

log = logging.getLogger(__name__)

TELLER = "sitbreak.commands.week_told"
COMMAND = "sitbreak"


class WeekChild:
    """Weeks of records cost memory to read, so the resident process leaves it to others; no answer is asked again."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def recall(self, week: str) -> None:
        """Have the records asked; the answer is posted as a `WeekTold`, a failure only logged."""
        try:
            Child(TELLER, [week], self._heard, _ended)
        except OSError:
            log.exception("the records of %s cannot be asked", week)

    def open(self, week: str) -> None:
        """Open the page of that week, or of the present one for ""."""
        open_child(COMMAND, ["week", *([week] if week else []), "--open"])

    def _heard(self, message: Mapping[str, object]) -> None:
        self._post(WeekTold(str(message.get("week", "")), str(message.get("sentence", ""))))


def _ended(code: int) -> None:
    if code:
        log.warning("the records of last week could not be asked: exit code %d", code)

"""Calms a yes/no signal: what is too short to mean anything never shows, what pauses for a moment goes on."""

from __future__ import annotations

from typing import Self

from sitbreak.core.values import dataclass

ON_AFTER = 3.0
"""A signal has to be on this long (seconds) to count, so that a short voice message is no call."""

OFF_AFTER = 25.0
"""It has to be off this long (seconds) to be over, so that a call survives being muted or connected anew."""

MEMORY = 60.0
"""After a gap this long (seconds) between two looks nothing is known of the time between, and we begin anew."""


@dataclass(frozen=True, slots=True)
class Steady:
    """The calm value of a signal that is looked at now and then; the first look is believed as it is."""

    on: bool = False
    changing_since: float | None = None
    looked: float | None = None

    def seen(self, t: float, raw: bool) -> Self:
        """Fold in that the signal was `raw` at `t` (seconds on a clock that does not jump)."""
        if self.looked is None or t - self.looked > MEMORY:
            return type(self)(raw, None, t)
        if raw == self.on:
            return type(self)(self.on, None, t)
        since = t if self.changing_since is None else self.changing_since
        if t - since >= (ON_AFTER if raw else OFF_AFTER):
            return type(self)(raw, None, t)
        return type(self)(self.on, since, t)

"""A moment, and the few words that the whole program is spoken in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

from sitbreak.core.values import dataclass


@dataclass(frozen=True, slots=True)
class At:
    """One moment, stamped once per event.

    `t` counts seconds on an axis that includes sleep and never jumps; `wall` is the aware local label of the same
    moment; `asleep` is how many of the axis' seconds the machine has slept so far.
    """

    t: float
    wall: datetime
    asleep: float = 0.0

    def label(self, t: float) -> datetime:
        """The local wall time of another moment on the same axis, read off the present clock."""
        moment = self.wall.astimezone(UTC) + timedelta(seconds=t - self.t)
        return moment.astimezone(self.wall.tzinfo)

    def stamp(self, t: float) -> datetime:
        """The label as records hold it, its offset fixed, so that differences are true across a time change."""
        label = self.label(t)
        return label.replace(tzinfo=timezone(label.utcoffset() or timedelta()))


class Posture(StrEnum):
    """What the person, or the machine, is doing; every second of the axis belongs to exactly one."""

    SEATED = "seated"
    STANDING = "standing"
    AWAY = "away"
    ASLEEP = "asleep"
    UNCLEAR = "unclear"
    UNTRACKED = "untracked"
    PAUSED = "paused"


class Outcome(StrEnum):
    """How a prompt ended."""

    ACCEPTED = "accepted"
    WALKED = "walked"
    SNOOZED = "snoozed"
    SKIPPED = "skipped"
    IGNORED = "ignored"
    NATURAL = "natural"
    WITHDRAWN = "withdrawn"


class ModeKind(StrEnum):
    NORMAL = "normal"
    QUIET = "quiet"
    PAUSED = "paused"


class DrillResult(StrEnum):
    DONE = "done"
    PARTIAL = "partial"
    ABANDONED = "abandoned"
    EXPIRED = "expired"

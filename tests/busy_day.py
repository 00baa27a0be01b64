"""A restless person at a desk as a pure function of time, so that their day goes on wherever a restart takes it up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from sitbreak.core.model import (
    Accept,
    At,
    Away,
    Event,
    ModeKind,
    Reading,
    Resume,
    SetMode,
    Skip,
    Snooze,
    Stand,
    StartDrill,
    Walk,
)

MONDAY_NINE = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
BURST = 20.0
"""Seconds between two inputs of somebody who works; long enough for a prompt's lull."""

_MINUTES = {
    "work": (8, 40, 40),
    "call": (5, 25, 10),
    "film": (5, 20, 6),
    "leave": (1, 15, 12),
    "lock": (1, 12, 8),
    "sleep": (1, 30, 5),
    "stand": (4, 15, 6),
    "walked": (2, 10, 4),
    "drill": (3, 10, 4),
    "quiet": (5, 20, 3),
    "pause": (4, 15, 4),
    "resume": (2, 10, 3),
}
"""Each thing the person does: shortest, longest, and how often."""

_HANDS_OFF = frozenset({"call", "film", "leave", "lock", "sleep"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing done from `start` to `end`, in seconds since the day began."""

    kind: str
    start: float
    end: float

    @property
    def deed(self) -> Event | None:
        """What the person tells sitbreak as they begin."""
        match self.kind:
            case "stand":
                return Stand()
            case "walked":
                return Away(since=90.0)
            case "drill":
                return StartDrill()
            case "quiet" | "pause":
                return SetMode(ModeKind(self.kind.replace("pause", "paused")), seconds=(self.end - self.start) / 2)
            case "resume":
                return Resume()
            case _:
                return None


def pieces(seed: int) -> Iterator[Piece]:
    """The person's day, without end."""
    chance, start = Random(seed), 0.0
    kinds, weights = list(_MINUTES), [often for _, _, often in _MINUTES.values()]
    while True:
        kind = chance.choices(kinds, weights)[0]
        shortest, longest, _ = _MINUTES[kind]
        end = start + round(60 * chance.uniform(shortest, longest), 1)
        yield Piece(kind, start, end)
        start = end


def answer(prompt: str) -> Event | None:
    """What the person says to that prompt; None is an ignored one."""
    said: list[Event | None] = [Accept(prompt=prompt), Walk(prompt), Snooze(prompt=prompt), Skip("busy", prompt), None]
    return Random(prompt).choices(said, (3, 2, 1, 1, 1))[0]


class Desk:
    """The time and the signals at one moment of the day, from `begin` on forwards."""

    def __init__(self, seed: int, begin: float) -> None:
        self._coming = pieces(seed)
        self._hands_off_since: float | None = None
        self._slept = 0.0
        self.t = 0.0
        self.piece = next(self._coming)
        self.pass_to(begin)
        if self.piece.kind == "sleep":
            self.pass_to(self.piece.end)

    def now(self) -> At:
        return At(self.t, At(0.0, MONDAY_NINE).label(self.t), self._slept)

    def read(self) -> Reading:
        kind = self.piece.kind
        return Reading(self._idle(), kind == "lock", kind == "call", kind == "film", source="script")

    def pass_to(self, t: float) -> bool:
        """Let the time come; True when something new begins just then."""
        self.t = max(self.t, t)
        begun = False
        while self.t >= self.piece.end:
            self._slept += self.piece.end - self.piece.start if self.piece.kind == "sleep" else 0.0
            self.piece, begun = next(self._coming), True
        return begun

    def hands_off(self, busy: bool) -> None:
        """The person gets up for a drill or a walk, or comes back from it."""
        self._hands_off_since = self.t if busy else None

    def _idle(self) -> float:
        since = self._hands_off_since
        if self.piece.kind in _HANDS_OFF:
            return self.t - (self.piece.start if since is None else min(since, self.piece.start))
        return (self.t - self.piece.start) % BURST if since is None else self.t - since

"""The made-up year around the program: what the desktop tells, what the person means to do, and what goes wrong."""

from __future__ import annotations

from collections import Counter
from random import Random
from zoneinfo import ZoneInfo

from sitbreak.core.model import Reading
from tests.soak.clockwork import Machine
from tests.soak.person import ENDS, HANDS_OFF, pieces

BURST = 20.0
"""Seconds between two inputs of somebody who works; long enough for a prompt's lull."""

TELLS_AFTER = 30.0
"""Seconds without input after which a desktop tells that nobody is there."""

ABROAD = ZoneInfo("America/New_York")


class World:
    """Goes from piece to piece; `pass_to` says what has come up on the way."""

    def __init__(self, seed: int) -> None:
        self.machine, self.counts = Machine(), Counter[str]()
        self._chance, self._coming, self._end = Random(seed), pieces(seed), 0.0
        self.piece = next(self._coming)
        self._away_since: float | None = None
        self._next_wish, self._next_alarm = 3600.0, float("inf")

    @property
    def over(self) -> bool:
        return self.machine.t >= self._end

    def until(self, end: float) -> None:
        """The program is to be quit then."""
        self._end = end

    @property
    def disk_is_full(self) -> bool:
        return self.piece.kind == "full disk" and not self.over

    def pass_to(self, t: float) -> str:
        """Let the time come, at most up to the next thing that happens; its name, "" when nothing does."""
        moment = min(t, self.piece.end, self._next_wish, self._next_alarm, self._end)
        self.machine.t = max(self.machine.t, moment)
        if self.over:
            return "over"
        if moment >= self.piece.end:
            return self._begin()
        if moment >= self._next_alarm:
            self._next_alarm = float("inf")
            return "idle alarm"
        if moment >= self._next_wish:
            self._next_wish = moment + self._chance.uniform(600, 14_400)
            return "" if self.piece.kind in HANDS_OFF else "wish"
        return ""

    def go_on(self) -> None:
        """The program has ended: pass the time in which it does not run, and start what it starts on."""
        if self.over:
            return
        if self.piece.kind in ENDS:
            self.machine.t = self.piece.end
            if self.piece.kind == "off":
                self.machine.boot()
            self._begin()

    def reading(self) -> Reading:
        """What every signal says just now."""
        kind = self.piece.kind
        return Reading(
            None if kind == "blind" else self._idle(),
            locked=kind == "lock",
            call=kind == "call",
            media=kind == "film",
            fullscreen=kind in ("film", "fullscreen"),
            do_not_disturb=kind == "silence",
            app="zoom" if kind == "app" else "editor",
            source="script",
        )

    def hands_off(self, away: bool) -> None:
        """The person gets up for a drill or a walk, or comes back from it."""
        self._away_since = self.machine.t if away else None

    def _begin(self) -> str:
        """The next piece; a sleep is over at once, and what the desktop tells of it comes with the one after."""
        self.piece = next(self._coming)
        self.counts[self.piece.kind] += 1
        self._away_since = None
        self._next_alarm = float("inf")
        self._set_clock()
        if self.piece.kind in ("nap", "asleep"):
            self.machine.sleep(self.piece.end)
        elif self.piece.kind in HANDS_OFF:
            self._next_alarm = self.piece.start + TELLS_AFTER
        return self.piece.kind

    def _set_clock(self) -> None:
        """Somebody sets the wall clock wrong by an hour or so, puts it right again, or flies over the ocean."""
        kind = self.piece.kind
        self.machine.set_by = self._chance.uniform(-7200, 7200) if kind == "clock set" else 0.0
        self.machine.zone = ABROAD if 150 <= self.machine.t / 86_400 < 157 else Machine().zone

    def _idle(self) -> float:
        since = self._away_since
        if self.piece.kind in HANDS_OFF:
            start = self.piece.start if since is None else min(since, self.piece.start)
            return self.machine.t - start
        return (self.machine.t - self.piece.start) % BURST if since is None else self.machine.t - since

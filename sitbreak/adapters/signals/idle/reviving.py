"""An idle source that outlives its servers: when the one in use dies, the candidates are tried again and again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from sitbreak.adapters import clock
from sitbreak.adapters.choose import Candidate, Chosen, NobodyServes, Report, choose
from sitbreak.adapters.signals.idle.nobody import NoIdle
from sitbreak.core.values import replace
from sitbreak.ports import Idle, Tried

log = logging.getLogger(__name__)

PORT = "idle"
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


class Reviving:
    """Hands on the first candidate that serves; belongs to the one thread that asks it.

    While a worse candidate than the best so far serves, or none does, all are tried again after 1, 2, 4 .. 60 seconds,
    at the next time somebody asks.
    """

    def __init__(
        self,
        candidates: Sequence[Candidate[Idle]],
        forced: str | None = None,
        steady: Callable[[], float] = clock.steady,
    ) -> None:
        """Choose now; raises Unavailable only when `forced` names no candidate."""
        self._candidates, self._forced, self._steady = candidates, forced, steady
        self._best = len(candidates)
        self._pause, self._try_at = FIRST_PAUSE, 0.0
        self._take(self._choose())
        self._settle()

    @property
    def report(self) -> Report:
        """Who serves, with what it takes for presence by mistake, and why not the others."""
        rows = (self._with_caveat(row) for row in self._chosen.tried)
        return Report(self._chosen.name, tuple(rows))

    @property
    def events(self) -> bool:
        """Whether the source in use tells by itself just now."""
        return self._chosen.adapter.events

    def seconds(self) -> float | None:
        """Seconds since the last input, or None while no source serves."""
        if not self._settled and self._steady() >= self._try_at:
            self._try_again()
        try:
            return self._chosen.adapter.seconds()
        except OSError as error:
            self._lose(error)
            return None

    def close(self) -> None:
        self._chosen.adapter.close()

    def _choose(self) -> Chosen[Idle]:
        try:
            return choose(PORT, self._candidates, self._forced)
        except NobodyServes as nobody:
            return Chosen(NoIdle(), NoIdle.name, nobody.tried)

    def _take(self, chosen: Chosen[Idle]) -> None:
        self._chosen = chosen
        self.name, self.caveat = chosen.name, chosen.adapter.caveat

    def _with_caveat(self, row: Tried) -> Tried:
        return replace(row, reason=f"{row.reason}; {self.caveat}") if row.ok and self.caveat else row

    def _try_again(self) -> None:
        old = self._chosen
        self._take(self._choose())
        old.adapter.close()
        self._settle()
        if self._settled:
            log.info("idle source %s serves now", self.name)

    def _settle(self) -> None:
        rank = next((i for i, (name, _) in enumerate(self._candidates) if name == self.name), len(self._candidates))
        known = self.name != NoIdle.name or self._forced == NoIdle.name
        self._settled = known and rank <= self._best
        if self._settled:
            self._best, self._pause = rank, FIRST_PAUSE
        else:
            self._wait()

    def _lose(self, error: OSError) -> None:
        log.warning("idle source %s died, looking for it or another: %s", self.name, error)
        lost = self._chosen
        lost.adapter.close()
        rows = tuple(Tried(row.name, False, str(error)) if row.name == lost.name else row for row in lost.tried)
        self._take(Chosen(NoIdle(), NoIdle.name, rows))
        self._settled = False
        self._wait()

    def _wait(self) -> None:
        self._try_at = self._steady() + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)

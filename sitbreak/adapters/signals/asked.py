"""A port that is asked only when its answer matters: the first candidate that serves, found again when it dies."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from sitbreak.adapters import clock
from sitbreak.adapters.choose import Candidate, Chosen, NobodyServes, Report, choose
from sitbreak.ports import Tried

log = logging.getLogger(__name__)

NOBODY = "none"

AGAIN = 60.0
"""Seconds until better candidates than the one that serves are tried again, at the next time somebody asks."""

SOON = 5.0
"""The same while none serves at all."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Probe(Protocol[T_co]):
    """Answers one question about the desktop, each time anew; `ask` raises OSError once its peer is gone."""

    def ask(self) -> T_co: ...

    def close(self) -> None: ...


class Asked(Generic[T]):
    """Hands on the answers of one probe at a time; belongs to the one thread that asks, but for `report`."""

    def __init__(
        self,
        port: str,
        candidates: Sequence[Candidate[Probe[T]]],
        nothing: T,
        forced: str | None = None,
        steady: Callable[[], float] = clock.steady,
    ) -> None:
        """Choose now; `nothing` is the answer while nobody serves. Raises Unavailable when `forced` names none."""
        self._port, self._forced, self._nothing, self._steady = port, forced, nothing, steady
        self._candidates = [*candidates, (NOBODY, lambda: Nobody(nothing))]
        self._chosen = self._choose()

    @property
    def report(self) -> Report:
        return Report(self._chosen.name, self._chosen.tried)

    def ask(self) -> T:
        """The present answer, or `nothing`; never raises for a peer that died."""
        if self._chosen.name != self._best and self._steady() >= self._try_at:
            self._replace(self._choose())
        try:
            return self._chosen.adapter.ask()
        except OSError as error:
            self._lose(error)
            return self._nothing

    def close(self) -> None:
        self._chosen.adapter.close()

    @property
    def _best(self) -> str:
        return self._forced or self._candidates[0][0]

    def _choose(self) -> Chosen[Probe[T]]:
        try:
            chosen = choose(self._port, self._candidates, self._forced)
        except NobodyServes as nobody:
            chosen = Chosen(Nobody(self._nothing), NOBODY, nobody.tried)
        self._try_at = self._steady() + (SOON if chosen.name == NOBODY else AGAIN)
        return chosen

    def _replace(self, chosen: Chosen[Probe[T]]) -> None:
        old, self._chosen = self._chosen, chosen
        old.adapter.close()
        if chosen.name != old.name:
            log.info("%s: %s serves now, before it was %s", self._port, chosen.name, old.name)

    def _lose(self, error: OSError) -> None:
        lost = self._chosen
        log.warning("%s: %s died: %s", self._port, lost.name, error)
        rows = tuple(Tried(row.name, False, str(error)) if row.name == lost.name else row for row in lost.tried)
        self._replace(Chosen(Nobody(self._nothing), NOBODY, rows))
        self._try_at = self._steady()


class Nobody(Generic[T]):
    """Always the same answer: nothing can tell."""

    def __init__(self, answer: T) -> None:
        self._answer = answer

    def ask(self) -> T:
        return self._answer

    def close(self) -> None:
        """Nothing is held."""

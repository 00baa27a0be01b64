"""Makes one sound at a time with the first means of this system that works, and turns to the next when it fails."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from sitbreak.core.values import dataclass
from sitbreak.ports import Tried, Unavailable

log = logging.getLogger(__name__)

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)

PATIENCE = 5.0
"""Seconds that a moment of silence may take before its player counts as stuck."""

STALE = 1.0
"""A sound that fails this many seconds after it was wanted is not made again by another player."""


class Running(Protocol):
    """One sound under way."""

    def wait(self, seconds: float) -> None:
        """Until it has ended by itself or was stopped; Unavailable when it failed or is not over by then."""

    def stop(self) -> None:
        """Silence at once."""


class Means(Protocol[T_contra]):
    """Something that makes sounds."""

    def start(self, what: T_contra) -> Running:
        """Begin and return at once; Unavailable when it cannot."""

    def close(self) -> None:
        """Let go of whatever is held."""


class Timed:
    """A sound whose end nobody reports: it counts as over after so many seconds; `silence` ends it before."""

    def __init__(self, seconds: float, silence: Callable[[], None]) -> None:
        self._seconds, self._silence, self._stopped = seconds, silence, threading.Event()

    def wait(self, seconds: float) -> None:
        self._stopped.wait(min(seconds, self._seconds))

    def stop(self) -> None:
        if not self._stopped.is_set():
            self._stopped.set()
            self._silence()


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """One of the means, made when its turn comes; `make` raises Unavailable where it cannot serve."""

    name: str
    make: Callable[[], Means[T]]


@dataclass(frozen=True, slots=True)
class Sound(Generic[T]):
    """A kind of sound: who may make it, best first, and the silence they are tried with."""

    port: str
    candidates: Sequence[Candidate[T]]
    silence: T


def survey(sound: Sound[T], forced: str = "") -> tuple[str, tuple[Tried, ...]]:
    """Who would serve ("none" for nobody) and a row for each candidate; whoever is tried plays a moment of silence."""
    chosen, rows = "none", []
    for candidate in sound.candidates:
        if chosen != "none" or (forced and candidate.name != forced):
            rows.append(Tried(candidate.name, False, _not_tried(sound.port, forced)))
            continue
        try:
            _tried(candidate, sound.silence).close()
        except (Unavailable, OSError) as refusal:
            rows.append(_refused(candidate.name, refusal))
            continue
        chosen = candidate.name
        rows.append(Tried(candidate.name, True, "serves"))
    return chosen, tuple(rows)


def _not_tried(port: str, forced: str) -> str:
    why = f"SITBREAK_{port.upper()}={forced} asks for another" if forced else "an earlier one serves"
    return f"not tried: {why}"


def _refused(name: str, refusal: Unavailable | OSError) -> Tried:
    return Tried(name, False, str(refusal), refusal.remedy if isinstance(refusal, Unavailable) else "")


def _tried(candidate: Candidate[T], silence: T) -> Means[T]:
    means = candidate.make()
    means.start(silence).wait(PATIENCE)
    return means


class Speaker(Generic[T]):
    """A newer sound ends the older one; nothing here waits, a thread of its own does.

    `lasting` is the time in seconds a sound may take before its player counts as stuck.
    """

    def __init__(self, sound: Sound[T], lasting: float, forced: str = "") -> None:
        self._port, self._lasting = sound.port, lasting
        self._candidates = [one for one in sound.candidates if not forced or one.name == forced]
        self._left = iter(self._candidates)
        self._changed = threading.Condition()
        self._means: Means[T] | None = None
        self._running: Running | None = None
        self._wish: _Wish[T] | None = None
        self._number = 0
        self._busy = self._over = False
        threading.Thread(target=self._work, name=sound.port, daemon=True).start()

    def make(self, what: T, after: float = 0.0) -> None:
        """Make this sound in `after` seconds, in place of any other."""
        with self._changed:
            self._stop()
            self._wish = _Wish(what, time.monotonic() + after, self._number)

    def hush(self) -> None:
        """Silence at once."""
        with self._changed:
            self._stop()
            self._wish = None

    def finish(self, seconds: float) -> None:
        """Wait for the sound under way, at most so long."""
        with self._changed:
            self._changed.wait_for(lambda: not (self._wish or self._busy), seconds)

    def close(self) -> None:
        """Silence for good."""
        self.hush()
        with self._changed:
            self._over = True
            self._changed.notify_all()
            if self._means is not None:
                self._means.close()

    def _stop(self) -> None:
        """Whatever was wished before is not wanted any more."""
        self._number += 1
        if self._running is not None:
            self._running.stop()
        self._changed.notify_all()

    def _work(self) -> None:
        self._next_means()
        while (wish := self._wished()) is not None:
            self._make(wish)
            with self._changed:
                self._busy, self._running = False, None
                self._changed.notify_all()

    def _wished(self) -> _Wish[T] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._wish is not None or self._over)
            wish, self._wish, self._busy = self._wish, None, True
            return None if self._over else wish

    def _make(self, wish: _Wish[T]) -> None:
        """Make it with whoever serves, or the next who does, unless it is no longer wanted or too late."""
        if self._means is None:
            self._left = iter(self._candidates)
            self._next_means()
        while time.monotonic() < wish.at + STALE and (running := self._started(wish)) is not None:
            try:
                running.wait(self._lasting)
                return
            except Unavailable as refusal:
                log.info("a sound failed, and another player is tried: %s", refusal)
                self._next_means()

    def _started(self, wish: _Wish[T]) -> Running | None:
        with self._changed:
            early = max(0.0, wish.at - time.monotonic())
            if self._changed.wait_for(lambda: self._number != wish.number, early) or self._means is None:
                return None
            try:
                self._running = self._means.start(wish.what)
            except (Unavailable, OSError) as refusal:
                self._running = _Failed(str(refusal))
            return self._running

    def _next_means(self) -> None:
        found = next(self._constructed(), None)
        with self._changed:
            old, self._means = self._means, found
        if old is not None:
            old.close()
        if found is None:
            log.info("nothing here serves as %s; `sitbreak doctor` says what to install", self._port)

    def _constructed(self) -> Iterator[Means[T]]:
        """Not tried with silence: that would make the first cue late, and whoever fails then is replaced at once."""
        for candidate in self._left:
            try:
                yield candidate.make()
            except (Unavailable, OSError) as refusal:
                log.info("%s: %s does not serve: %s", self._port, candidate.name, refusal)


@dataclass(frozen=True, slots=True)
class _Wish(Generic[T]):
    """What to make at which time; `number` tells whether it is still wanted then."""

    what: T
    at: float
    number: int


class _Failed:
    """A sound that could not even begin."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def wait(self, seconds: float) -> None:
        raise Unavailable(self._reason)

    def stop(self) -> None:
        """There is nothing to stop."""

"""Decides which inhibitors of the screen saver to believe: some are held all day, by people who left hours ago."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Self

from sitbreak.core.values import dataclass

TRUSTED_FOR = 2 * 3600.0
"""Seconds that an inhibitor may stand without a player that plays; longer than most films."""

FORGOTTEN = 3600.0
"""An inhibitor not seen for this long (seconds) counts as a new one of the same name."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One inhibitor: since when it stands with nothing playing, and when it was last seen."""

    since: float
    seen: float


@dataclass(frozen=True, slots=True)
class Trust:
    """What is known of the inhibitors seen so far, by name."""

    standing: Mapping[str, Standing] = field(default_factory=dict)

    def seen(self, t: float, held: Iterable[str], playing: bool) -> Self:
        """Fold in that at `t` these inhibitors were held; a player that plays makes them credible anew."""
        kept = {name: at for name, at in self.standing.items() if t - at.seen < FORGOTTEN}
        now = {name: Standing(t if playing or name not in kept else kept[name].since, t) for name in held}
        return type(self)(now)

    def believed(self, held: Iterable[str]) -> tuple[str, ...]:
        """Those of `held` that stand for a person who watches something."""
        return tuple(name for name in held if not self._stale(name))

    def distrusted(self) -> tuple[str, ...]:
        """Those held for so long that they say nothing of a person any more."""
        return tuple(name for name in self.standing if self._stale(name))

    def _stale(self, name: str) -> bool:
        at = self.standing.get(name)
        return at is not None and at.seen - at.since >= TRUSTED_FOR

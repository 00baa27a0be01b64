"""Keeps the moment of the last input, because counters of desktops stand still during sleep and some are coarse."""

from __future__ import annotations

from collections.abc import Callable

from sitbreak.adapters import clock

LONGEST = 1e8
"""Seconds; a counter that stands higher than three years is none."""


class LastInput:
    """The last input's place on a clock that counts sleep.

    A counter says how many waking seconds ago the input was. As long as it goes on counting the same input, the answer
    is measured from the place noted first: sleep is counted, and a counter in whole seconds does not make the place
    wander. `grain` is how far (seconds) two estimates of one input may lie apart.
    """

    def __init__(
        self, grain: float, awake: Callable[[], float] = clock.awake, steady: Callable[[], float] = clock.steady
    ) -> None:
        self._grain, self._awake_now, self._steady_now = grain, awake, steady
        self._awake = self._steady = float("-inf")
        self._counted = self._answer = 0.0

    def since(self, counted: float) -> float:
        """Seconds since the last input, sleep included, when the counter stands at `counted` seconds."""
        return self.told_by(lambda: counted)

    def told_by(self, counter: Callable[[], float]) -> float:
        """Seconds since the last input, sleep included, by a counter that may take its time to answer.

        It is a new input only if it was one at the moment of asking: on a busy machine the answer may come late, and
        must not look like a hand on the keyboard.
        """
        asked = self._awake_now()
        counted = min(counter(), LONGEST)
        answered, now = self._awake_now(), self._steady_now()
        if asked - counted > self._awake + self._grain:
            self._awake, self._steady = answered - counted, now - counted
        self._counted, self._answer = counted, max(0.0, now - self._steady)
        return self._answer

    def hides(self, seconds: float) -> bool:
        """Whether the last answer has passed `seconds` and the counter, which stood still during sleep, has not.

        Then the desktop has not yet seen the person leave, and will not tell of their return.
        """
        return self._counted < seconds <= self._answer

"""The idle source of a machine that has none: honest ignorance."""

from __future__ import annotations


class NoIdle:
    """Never knows; the seat state stays `unclear` until the person says otherwise."""

    name = "none"
    events = False
    caveat = ""

    def seconds(self) -> float | None:
        return None

    def close(self) -> None:
        """Nothing is held."""

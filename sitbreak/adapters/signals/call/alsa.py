"""Microphones in use as the kernel tells it, for sessions without a sound server."""

from __future__ import annotations

from pathlib import Path

from sitbreak.ports import Unavailable

PROC = Path("/proc/asound")


class AlsaCall:
    """On while the capture side of any sound card runs; devices without a card (Bluetooth) stay unseen."""

    def __init__(self, proc: Path = PROC) -> None:
        """Look once; raises Unavailable on a machine without sound capture."""
        self._proc = proc
        if not self._states():
            raise Unavailable("no sound card here can record")

    def ask(self) -> bool:
        """Whether any card records just now."""
        return any(_running(state) for state in self._states())

    def close(self) -> None:
        """Nothing is held."""

    def _states(self) -> list[Path]:
        return list(self._proc.glob("card*/pcm*c/sub*/status"))


def _running(state: Path) -> bool:
    try:
        return "RUNNING" in state.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False  # unplugged between the listing and the look

"""How long ago the last input was: the sources of this system in the order in which they are tried."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from sitbreak.adapters.choose import Candidate
from sitbreak.adapters.signals.idle.nobody import NoIdle
from sitbreak.ports import Idle

if TYPE_CHECKING:  # no D-Bus library on Windows and macOS
    from sitbreak.adapters.bus import Bus


def candidates(
    session_bus: Callable[[], Bus], on_change: Callable[[], None], forced: str | None = None
) -> list[Candidate[Idle]]:
    """The idle sources of this system, best first; `session_bus` gives the shared connection or raises BusGone.

    `on_change` is called from any thread when a source that has events sees the person leave or return; `forced` is
    the name the person asks for, which is believed where the default would be more careful.
    """
    sources: list[Candidate[Idle]]
    if sys.platform == "win32":
        from sitbreak.adapters.signals.idle.windows import WindowsIdle

        sources = [("windows", WindowsIdle)]
    elif sys.platform == "darwin":
        from sitbreak.adapters.signals.idle.macos import MacIdle

        sources = [("macos", MacIdle)]
    else:
        from sitbreak.adapters.signals.idle.linux import linux_candidates

        sources = linux_candidates(session_bus, on_change, forced)
    return [*sources, ("none", NoIdle)]

"""The window in front: the sources of this system in the order in which they are tried."""

from __future__ import annotations

import sys

from sitbreak.adapters.choose import Candidate
from sitbreak.adapters.signals.asked import Asked, Probe
from sitbreak.adapters.signals.front.window import Window

PORT = "fullscreen"


def open_front(forced: str | None = None) -> Asked[Window]:
    """The source of this system; raises Unavailable when `forced` names none of them."""
    return Asked(PORT, candidates(), Window(), forced)


def candidates() -> list[Candidate[Probe[Window]]]:
    """One source a desktop; on Wayland most desktops keep this to themselves."""
    sources: list[Candidate[Probe[Window]]]
    if sys.platform == "win32":
        from sitbreak.adapters.signals.front.windows import WindowsFront

        sources = [("windows", WindowsFront)]
    elif sys.platform == "darwin":
        from sitbreak.adapters.signals.front.macos import MacFront

        sources = [("macos", MacFront)]
    else:
        from sitbreak.adapters.signals.front.linux import linux_candidates

        sources = linux_candidates()
    return sources

"""Whether the desktop's do-not-disturb is on, by the word of the notification service in charge."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from sitbreak.adapters.choose import Candidate
from sitbreak.adapters.signals.asked import Asked, Probe

if TYPE_CHECKING:  # no D-Bus library on Windows and macOS
    from sitbreak.adapters.bus import Bus

PORT = "do_not_disturb"


def open_silence(session_bus: Callable[[], Bus], forced: str | None = None) -> Asked[bool]:
    """The source of this system; raises Unavailable when `forced` names none of them."""
    return Asked(PORT, candidates(session_bus), False, forced)


def candidates(session_bus: Callable[[], Bus]) -> list[Candidate[Probe[bool]]]:
    """Where notifications go over D-Bus their service is asked, elsewhere the system."""
    sources: list[Candidate[Probe[bool]]]
    if sys.platform == "win32":
        from sitbreak.adapters.signals.silence_windows import WindowsSilence

        sources = [("windows", WindowsSilence)]
    elif sys.platform == "darwin":
        from sitbreak.adapters.signals.silence_macos import MacSilence

        sources = [("macos", MacSilence)]
    else:
        sources = [("notifications", lambda: _service(session_bus))]
    return sources


def _service(session_bus: Callable[[], Bus]) -> Probe[bool]:
    bus = session_bus()
    from sitbreak.adapters.signals.silent_service import SilentService

    return SilentService(bus)

"""How a window that a command opens looks: as the running program would dress it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sitbreak.adapters.looks import Looks
from sitbreak.core.settings import Settings
from sitbreak.ports import Unavailable


def has_windows() -> bool:
    """Whether a window can be opened here."""
    from sitbreak.adapters.prompt_child import require_windows

    try:
        require_windows()
    except Unavailable:
        return False
    return True


@contextmanager
def looks(settings: Settings) -> Iterator[Looks]:
    """What the settings and the desktop want of windows."""
    from sitbreak.buses import Buses

    with Buses() as buses:
        try:
            bus = buses.session()
        except OSError:
            bus = None
        yield Looks(lambda: settings, bus, os.environ)

"""The tray icon: `candidates` offers the ways to show one, all through pystray."""

from sitbreak.adapters.tray.candidates import candidates
from sitbreak.adapters.tray.tray import NullTray, PystrayTray

__all__ = ["NullTray", "PystrayTray", "candidates"]

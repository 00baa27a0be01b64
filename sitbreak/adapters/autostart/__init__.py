"""Starting with the session: one module for each way a system has, and which of them this system has."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from sitbreak.adapters.autostart.way import Way

__all__ = ["Way", "ways"]


def ways(environ: Mapping[str, str] = os.environ) -> tuple[Way, ...]:
    """The ways this system has, the usual one first."""
    if sys.platform == "win32":
        import winreg

        from sitbreak.adapters.autostart.run_key import RunKey

        return (RunKey(winreg),)
    if sys.platform == "darwin":
        from sitbreak.adapters.autostart.launch_agent import LaunchAgent

        return (LaunchAgent(Path.home() / "Library" / "LaunchAgents"),)
    from sitbreak.adapters.autostart.desktop_entry import DesktopEntry
    from sitbreak.adapters.autostart.user_unit import UserUnit

    folder = _config(environ)
    return (DesktopEntry(folder / "autostart"), UserUnit(folder / "systemd" / "user"))


def _config(environ: Mapping[str, str]) -> Path:
    """XDG_CONFIG_HOME, which counts only when it is a full path."""
    told = environ.get("XDG_CONFIG_HOME", "")
    return Path(told) if os.path.isabs(told) else Path.home() / ".config"

"""Starting with a macOS session: a launch agent in the user's own folder, read by launchd at the next log-in."""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from sitbreak.adapters.autostart.own_file import OwnFile
from sitbreak.adapters.autostart.way import Found, Start

LABEL = "sitbreak.autostart"


class LaunchAgent(OwnFile):
    """A property list; ours as long as it carries our label."""

    name = "launchd"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / f"{LABEL}.plist")

    def found(self) -> Found | None:
        try:
            agent = _read(self._file)
        except FileNotFoundError:
            return None
        off = agent.get("Disabled") is True
        told = "it is disabled" if off else ""
        return Found(str(self._file), not off, agent.get("Label") == LABEL, told)

    def _written(self, start: Start) -> str:
        return plistlib.dumps(agent(start)).decode()


def agent(start: Start) -> dict[str, Any]:
    """What launchd is told: start at log-in to a session with a screen, as a program that somebody sees."""
    told: dict[str, Any] = {
        "Label": LABEL,
        "ProgramArguments": [*start.argv],
        "RunAtLoad": True,
        "ProcessType": "Interactive",
        "LimitLoadToSessionType": "Aqua",
    }
    return told | ({"EnvironmentVariables": dict(start.environ)} if start.environ else {})


def _read(file: Path) -> dict[str, Any]:
    """The agent in the file; one that is no property list is nobody's we know."""
    try:
        value = plistlib.loads(file.read_bytes())
    except (plistlib.InvalidFileException, ExpatError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}

"""Starting with a macOS session: a launch agent in the user's own folder, read by launchd at the next log-in."""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from sitbreak.adapters.atomic import write_atomic
from sitbreak.adapters.autostart.way import Found, NotOurs, Start

LABEL = "sitbreak.autostart"


class LaunchAgent:
    """A property list; ours as long as it carries our label."""

    name = "launchd"

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"{LABEL}.plist"

    def found(self) -> Found | None:
        try:
            agent = _read(self._file)
        except FileNotFoundError:
            return None
        off = agent.get("Disabled") is True
        told = "it is disabled" if off else ""
        return Found(str(self._file), not off, agent.get("Label") == LABEL, told)

    def on(self, start: Start) -> Found:
        self._refuse_others()
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomic(self._file, plistlib.dumps(agent(start)).decode())
        return Found(str(self._file), True)

    def off(self) -> bool:
        self._refuse_others()
        try:
            self._file.unlink()
        except FileNotFoundError:
            return False
        return True

    def _refuse_others(self) -> None:
        found = self.found()
        if found and not found.ours:
            raise NotOurs(found.place)


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

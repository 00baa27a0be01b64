"""Starting the program; a second start brings the first one forward."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sitbreak.commands import OK, Refusal, unavailable

if TYPE_CHECKING:
    from argparse import Namespace

TERMINAL, TRAY = "terminal", "tray"
"""Where the program shows itself, as the resident process is told."""

PATIENCE = 3.0
"""Seconds that another start gets to open its door."""


def run(options: Namespace) -> int:
    if getattr(options, "version", False):
        return _version()
    if os.name == "posix":
        from sitbreak.adapters.interpreter import become

        become(
            "sitbreak.resident", TERMINAL if options.terminal else TRAY, *([options.record] if options.record else [])
        )
    return serve(options.record, options.terminal)


def serve(record: str | None, terminal: bool) -> int:
    """Be the resident program in this very process; its exit code."""
    from sitbreak.app import AlreadyRunning, Wish
    from sitbreak.app import run as run_app
    from sitbreak.ports import Unavailable

    try:
        return run_app(Wish(Path(record) if record else None, terminal))
    except AlreadyRunning:
        return _talk_to_the_first(record)
    except Unavailable as error:
        raise unavailable(error) from error


def _talk_to_the_first(record: str | None) -> int:
    if record:
        raise Refusal("sitbreak is already running, so nothing is recorded; `sitbreak quit` first.")
    sys.stdout.write(f"sitbreak is already running: {_shown()}.\n")
    return OK


def _shown() -> str:
    """The running program's sentence about itself, once it has come forward."""
    from sitbreak.adapters.control_client import NotRunning, ask, runtime_folder

    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return str(ask(runtime_folder(), {"command": ["show"]})["out"])
        except (NotRunning, OSError) as error:
            if time.monotonic() > deadline:
                raise Refusal("sitbreak is already running but does not answer; its log may say why.") from error
        time.sleep(0.1)


def _version() -> int:
    from importlib.metadata import version

    sys.stdout.write(f"sitbreak {version('sitbreak')}\n")
    return OK

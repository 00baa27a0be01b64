"""Starting the program; a second start brings the first one forward."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from pathlib import Path

from sitbreak.commands import OK, Refusal, unavailable

PATIENCE = 3.0
"""Seconds that another start gets to open its door."""


def run(options: Namespace) -> int:
    if getattr(options, "version", False):
        return _version()
    from sitbreak.adapters.lean import without

    with without({"ast": {}}):  # wanted by inspect, for signatures that are written as text
        from sitbreak.app import AlreadyRunning, Wish
        from sitbreak.app import run as run_app
    from sitbreak.ports import Unavailable

    wish = Wish(Path(options.record) if options.record else None, options.terminal)
    try:
        return run_app(wish)
    except AlreadyRunning:
        return _talk_to_the_first(options)
    except Unavailable as error:
        raise unavailable(error) from error


def _talk_to_the_first(options: Namespace) -> int:
    if options.record:
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

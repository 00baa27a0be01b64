"""Starting the program; a second start brings the first one forward."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path


def run(options: Namespace) -> int:
    if getattr(options, "version", False):
        return _version()
    from sitbreak.app import AlreadyRunning, Wish
    from sitbreak.app import run as run_app
    from sitbreak.ports import Unavailable

    wish = Wish(Path(options.record) if options.record else None, options.terminal)
    try:
        return run_app(wish)
    except AlreadyRunning:
        return _talk_to_the_first()
    except (OSError, Unavailable) as error:
        sys.stderr.write(f"sitbreak: {error}\n")
        return 1


def _talk_to_the_first() -> int:
    from sitbreak.commands.remote import send

    code = send(["show"])
    if code == 0:
        sys.stdout.write("sitbreak is already running; its menu is in the tray.\n")
    return code


def _version() -> int:
    from importlib.metadata import version

    sys.stdout.write(f"sitbreak {version('sitbreak')}\n")
    return 0

"""Where the program that stays all day begins; nothing is imported before its stand-ins are in place."""

from __future__ import annotations

import sys
from typing import NoReturn

from sitbreak.adapters.interpreter import settle
from sitbreak.adapters.sparse import be_sparse


def main() -> NoReturn:
    """The whole life of the resident process."""
    settle("sitbreak")
    be_sparse()
    from sitbreak.commands.ending import exit_code
    from sitbreak.commands.start import TERMINAL, serve

    screen, *record = sys.argv[1:]
    sys.exit(exit_code(lambda: serve(record[0] if record else None, screen == TERMINAL)))

"""Where the program that stays all day begins; nothing is imported before its stand-ins are in place."""

from __future__ import annotations

import sys


def main() -> None:
    """The whole life of the resident process.

    What it leaves out suits the libraries that were tried. Others, Python's own of any version among them, may want it
    after all: then the program begins again, in the same process, with all of it.
    """
    sparse = bool(sys.flags.no_site)
    if sparse:
        _leave_out()
    try:
        sys.exit(_serve())
    except Exception as error:
        if not sparse:
            raise
        _begin_again(error)


def _leave_out() -> None:
    from sitbreak.adapters.untyped import be_untyped

    be_untyped()
    from sitbreak.adapters.sparse import be_sparse

    be_sparse()


def _serve() -> int:
    from sitbreak.adapters.interpreter import settle

    settle("sitbreak")
    from sitbreak.commands.ending import exit_code
    from sitbreak.commands.start import TERMINAL, serve

    screen, *record = sys.argv[1:]
    return exit_code(lambda: serve(record[0] if record else None, screen == TERMINAL))


def _begin_again(error: Exception) -> None:
    from sitbreak.adapters.interpreter import become

    sys.stderr.write(f"sitbreak: broken ({type(error).__name__}), so it begins again with all of Python's libraries.\n")
    become("sitbreak.resident", *sys.argv[1:], whole=True)

"""How the drill window is asked for: the words of its command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from sitbreak.ui import sounds
from sitbreak.ui.drill_source import add_arguments
from sitbreak.ui.screen import Corner


def options_from(argv: Sequence[str] | None) -> argparse.Namespace:
    """The options in these words, or on the command line; ends the process with 2 when they make no sense."""
    parser = argparse.ArgumentParser(prog="sitbreak.ui.drill_window", description=__doc__)
    add_arguments(parser)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--reduced-motion", action="store_true")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--contrast", action="store_true", help="plain black and white")
    parser.add_argument("--place", type=_corner, help="X,Y of the upper left corner, if that is on a monitor")
    parser.add_argument("--heed", action="store_true", help='pause at each line "pause" on standard input')
    sounds.add_arguments(parser)
    return parser.parse_args(argv)


def _corner(text: str) -> Corner:
    x, y = text.split(",")
    return int(x), int(y)

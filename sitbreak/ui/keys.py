"""Single key presses from a terminal, without waiting for Enter; none where the terminal cannot give them."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

HUNG_UP = "\x04"


@contextmanager
def raw_keys(stream: TextIO = sys.stdin) -> Iterator[bool]:
    """While inside, keys arrive one by one; yields whether they do."""
    if sys.platform == "win32":
        yield False
        return
    import termios
    import tty

    if not stream.isatty():
        yield False
        return
    before = termios.tcgetattr(stream)
    try:
        tty.setcbreak(stream)
        yield True
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, before)


def pressed(seconds: float, stream: TextIO = sys.stdin) -> str:
    """The key pressed within that time, "" for none, HUNG_UP once the terminal has nothing more to give."""
    ready, _, _ = select.select([stream], [], [], seconds)
    # Not stream.read: what it buffers ahead, select no longer sees.
    return os.read(stream.fileno(), 1).decode(errors="ignore") or HUNG_UP if ready else ""

"""The safety notice before the first drill and the one question after pain, asked in a terminal."""

from __future__ import annotations

import signal
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TextIO

from sitbreak.core import safety
from sitbreak.ui.keys import HUNG_UP, pressed, raw_keys

LOOK = 0.5
"""Seconds between two looks whether the question is still wanted."""

Stopped = Callable[[], bool]

YES, NO, CANCEL = "y", "n", ("q", "\x1b", HUNG_UP)


def write_notice(out: TextIO, width: int = 88) -> None:
    """The whole notice, wrapped to lines of `width` letters."""
    out.write(f"\n{safety.NOTICE_TITLE}\n\n")
    for paragraph in safety.NOTICE:
        out.write(textwrap.fill(paragraph, width) + "\n\n")
    out.flush()


def confirmed(out: TextIO, stopped: Stopped = bool) -> bool:
    """Show the notice and wait until it is confirmed with a key; False where nobody does, or once `stopped` says so."""
    write_notice(out)
    return _answer(out, f"  y  {safety.UNDERSTOOD}      q  not now\n", (YES,), stopped) == YES


def spread(out: TextIO, stopped: Stopped = bool) -> bool | None:
    """Whether what hurt went down the leg or felt numb or weak; None where nobody says."""
    question = f"\n  {safety.HURT_QUESTION}  y yes  n no\n"
    return {YES: True, NO: False}.get(_answer(out, question, (YES, NO), stopped))


def _answer(out: TextIO, question: str, wanted: Sequence[str], stopped: Stopped) -> str:
    """The first of the wanted keys after the question, or whatever cancels; Ctrl-C cancels the question alone."""
    with raw_keys() as keys, _interruptible():
        out.write(question)
        out.flush()
        while keys and not stopped():
            key = pressed(LOOK)
            if key in (*wanted, *CANCEL):
                return key
    return ""


@contextmanager
def _interruptible() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGINT, before)

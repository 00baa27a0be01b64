"""What every way of starting with the session promises, and the command that is started."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Protocol

from sitbreak.core.values import dataclass

_CONTROLS = frozenset(map(chr, (*range(32), 127)))


class NotOurs(Exception):
    """Something that `sitbreak autostart` did not make has the name; the text says where it is."""


@dataclass(frozen=True, slots=True)
class Start:
    """What is started: a program with its arguments, and the environment it needs beside the session's.

    Raises ValueError for a path with control characters, which no format of a system takes.
    """

    argv: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for word in (*self.argv, *self.environ.values()):
            if _CONTROLS & set(word):
                raise ValueError(f"{word!r} has a control character in it; no session can start that")


@dataclass(frozen=True, slots=True)
class Found:
    """What lies where a way keeps its word: where that is, whether it starts us, and what is to be known of it."""

    place: str
    on: bool
    ours: bool = True
    told: str = ""


class Way(Protocol):
    """One way of being started with the session."""

    name: str

    def found(self) -> Found | None:
        """What is there, None when nothing is; raises OSError."""

    def on(self, start: Start) -> Found:
        """Have it started from the next session on; raises NotOurs and OSError."""

    def off(self) -> bool:
        """Take away what `on` made, also where somebody has edited it; False when nothing was there.

        Raises NotOurs and OSError.
        """


def this_program(environ: Mapping[str, str] = os.environ, argv: Sequence[str] = sys.argv) -> Start:
    """How to start the sitbreak that runs now, with the folder it keeps its things in where that is not the usual."""
    home = environ.get("SITBREAK_HOME", "")
    kept = {"SITBREAK_HOME": os.path.abspath(os.path.expanduser(home))} if home else {}
    return Start(_command(argv), kept)


def _command(argv: Sequence[str]) -> tuple[str, ...]:
    python = Path(sys.executable)
    if sys.platform == "win32":  # a console program would open a window at every start
        silent = python.with_name("pythonw.exe")
        return (str(silent if silent.exists() else python), "-m", "sitbreak")
    for script in (Path(os.path.abspath(argv[0])), python.with_name("sitbreak")):
        if script.name == "sitbreak" and script.is_file() and os.access(script, os.X_OK):
            return (str(script),)
    return (str(python), "-m", "sitbreak")

"""Lines for a terminal of some width, in the colours that it knows or in none."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import TextIO

MANY = {
    "title": "1",
    "strong": "1",
    "faint": "2",
    "short": "38;5;37",
    "middle": "38;5;179",
    "long": "38;5;167",
    "standing": "38;5;75",
    "done": "38;5;37",
}
"""Inks of a terminal with 256 colours or more."""

FEW = MANY | {"short": "36", "middle": "33", "long": "31", "standing": "35", "done": "36"}
"""Inks of one that has eight."""


class Lines:
    """Lines of text of at most so many columns; `inks` are the colours, none for plain text."""

    def __init__(self, columns: int, inks: Mapping[str, str]) -> None:
        self.columns, self.inks = columns, inks
        self.lines: list[str] = []

    def ink(self, text: str, ink: str) -> str:
        code = self.inks.get(ink)
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text

    def add(self, *parts: str) -> None:
        self.lines.append("".join(parts).rstrip())

    def title(self, text: str, note: str = "") -> None:
        self.add()
        self.add(self.ink(text, "title"), self.ink(f"  {note}" if note else "", "faint"))

    def wrapped(self, text: str, ink: str = "", indent: int = 0) -> None:
        """A text of more than one line, if need be."""
        blanks = " " * indent
        for line in wrap(text, self.columns, initial_indent=blanks, subsequent_indent=blanks):
            self.add(self.ink(line, ink))


def wants_colour(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether a stream is a terminal that should get colours."""
    return stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def inks_of(environ: Mapping[str, str]) -> Mapping[str, str]:
    """The colours that this terminal knows."""
    many = environ.get("COLORTERM") or "256color" in environ.get("TERM", "") or "WT_SESSION" in environ
    return MANY if many else FEW

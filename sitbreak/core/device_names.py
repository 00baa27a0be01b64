"""What a machine's folder of records may be called, so that no name leads anywhere else."""

from __future__ import annotations

import re

LONGEST = 40

ALLOWED = (
    "a folder's name of up to 100 letters, digits, blanks, dots, dashes and underscores that begins with none of . -"
)

_PLAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_. -]{0,98}[A-Za-z0-9_-])?")
_TAKEN = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def plain(text: str) -> str:
    """The text as a name that every system and every sync engine takes; "" when nothing of it is left."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", text.strip()).strip("-")[:LONGEST]


def allowed(name: str) -> bool:
    """Whether a folder may have this name: no path, nothing hidden, nothing that Windows takes for a device."""
    return bool(_PLAIN.fullmatch(name)) and not _TAKEN.fullmatch(name)

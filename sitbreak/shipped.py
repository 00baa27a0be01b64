"""Finds the files that ship with the program, in a checkout as in an installed wheel."""

from __future__ import annotations

from pathlib import Path


def shipped(*parts: str) -> Path:
    """The path of a shipped file, such as `shipped("config", "drills")`; raises FileNotFoundError."""
    # __file__ and not importlib.resources: the resident process would pay for zipfile and tempfile.
    package = Path(__file__).parent
    for root in (package / "_data", package.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"{'/'.join(parts)} is not part of this installation; install sitbreak again")

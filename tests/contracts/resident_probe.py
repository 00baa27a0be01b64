"""Stands in for the resident program and tells what interpreter it found itself in."""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module

from sitbreak.adapters.untyped import be_untyped

SOURCES = ("datetime", "locale", "tomllib", "typing")
"""Modules whose sources nobody here has asked for."""


def main() -> None:
    """One JSON document on standard output."""
    be_untyped()
    from sitbreak.adapters.interpreter import settle
    from sitbreak.adapters.sparse import be_sparse

    settle("sitbreak")
    be_sparse()
    import dataclasses
    import heapq
    import pathlib
    import queue
    import tomllib
    import traceback
    import zoneinfo

    from sitbreak.core.codec import decode_state, encode_state
    from sitbreak.core.model import State
    from sitbreak.core.settings import Settings

    import_module("sitbreak.app")
    try:
        raise LookupError("lost")
    except LookupError as error:
        lines = "".join(traceback.format_exception(error))
    told = {
        "words": sys.argv[1:],
        "flags": [sys.flags.optimize, sys.flags.no_site, sys.flags.safe_path],
        "environment": dict(os.environ),
        "path": sys.path,
        "name": pathlib.Path("/proc/self/comm").read_text(encoding="ascii").strip(),
        "uri": pathlib.Path("/a b").as_uri(),
        "zones": list(zoneinfo.TZPATH),
        "lines": lines,
        "least": heapq.nsmallest(2, [3, 1, 2]),
        "room": queue.Queue(1).maxsize,
        "windows": pathlib.PureWindowsPath("C:/a/b").name,
        "sources": [name for name in SOURCES if hasattr(sys.modules[name], "__file__")],
        "toml": tomllib.loads("[sitting]\nlimit = '40m'"),
        "state": decode_state(encode_state(State()), "") == State(),
        "equal": Settings() == dataclasses.replace(Settings()),
        "large": [name for name in ("argparse", "ast", "ctypes", "site", "dis") if name in sys.modules],
    }
    sys.stdout.write(json.dumps(told))

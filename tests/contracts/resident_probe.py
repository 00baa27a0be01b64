"""Stands in for the resident program and tells what interpreter it found itself in."""

from __future__ import annotations

import json
import os
import sys

from sitbreak.adapters.interpreter import settle
from sitbreak.adapters.sparse import be_sparse


def main() -> None:
    """One JSON document on standard output."""
    settle("sitbreak")
    be_sparse()
    import dataclasses
    import pathlib
    import traceback
    import zoneinfo

    from sitbreak.core.settings import Settings

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
        "equal": Settings() == dataclasses.replace(Settings()),
        "large": [name for name in ("argparse", "ast", "ctypes", "site", "dis") if name in sys.modules],
    }
    sys.stdout.write(json.dumps(told))

"""Finds and reads the one drill a child was asked to show."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from sitbreak.core.catalogue import CatalogueError, Drill, Plan, read_drill
from sitbreak.shipped import shipped

UNREADABLE = (OSError, UnicodeDecodeError, CatalogueError)
"""What `read` raises: there is no such drill, or its file was spoiled since the program looked at it."""


def read(name: str) -> Drill:
    """A shipped drill by id, or any drill by the path of its TOML file; raises what `UNREADABLE` names."""
    path = Path(name) if name.endswith(".toml") else shipped("config", "drills", f"{name}.toml")
    return read_drill(path.read_text(encoding="utf-8"))


def asked_for(name: str) -> Drill:
    """The drill a child was started for; ends the process with one sentence where it cannot be read."""
    try:
        return read(name)
    except UNREADABLE as error:
        sys.exit(f"sitbreak: the drill {name} cannot be shown: {error}")


def trial_speed(environ: Mapping[str, str] = os.environ) -> float:
    """SITBREAK_SPEED makes drills run faster, for trials."""
    return float(environ.get("SITBREAK_SPEED") or 1.0)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options window and terminal share."""
    parser.add_argument("--drill", required=True, help="id of a shipped drill, or path of a drill file")
    parser.add_argument("--level", type=int, default=0, help="step of the dose ladder, 0 = default")
    parser.add_argument("--first-side", choices=("left", "right"), default="right")
    parser.add_argument("--warm-up", type=float, default=0.0, help="seconds of easy marching first")
    parser.add_argument("--notice", action="store_true", help="show the safety notice first")
    parser.add_argument("--hold", type=float, default=None, help="seconds of a standard hold, 10 to 45")
    parser.add_argument("--speed", type=float, default=1.0, help=argparse.SUPPRESS)


def plan_of(drill: Drill, options: argparse.Namespace) -> Plan:
    """The drill laid out as the options wish."""
    return drill.plan(options.level, options.hold, options.first_side, options.warm_up)

"""`sitbreak doctor`: what works on this machine, what does not, and what to do about it."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

from sitbreak.adapters.control_client import NotRunning, ask
from sitbreak.commands.records import Opened, opened

_ORDER = (
    "tray",
    "notify",
    "idle",
    "lock",
    "sleep",
    "call",
    "media",
    "fullscreen",
    "do_not_disturb",
    "sound",
    "voice",
    "window",
)


def run(options: Namespace) -> int:
    here = opened()
    ports, running = _ports(here)
    config = [str(problem) for problem in here.watched.problems]
    records = list(here.store.check())
    report = {
        "version": 1,
        "ports": {name: ports[name] for name in _ORDER if name in ports},
        "config": {"ok": not config, "errors": config},
        "records": {"ok": not records, "errors": records},
    }
    sys.stdout.write(json.dumps(report) + "\n" if options.json else _in_words(report, running))
    return 0


def _ports(here: Opened) -> tuple[dict[str, Any], bool]:
    """As the running program has them; else as a program started now would."""
    try:
        return dict(ask(str(here.places.runtime), {"command": ["doctor"]}, timeout=15.0))["ports"], True  # type: ignore[return-value]
    except (NotRunning, OSError, KeyError):
        from sitbreak.app import survey_here

        return survey_here(), False


def _in_words(report: dict[str, Any], running: bool) -> str:
    lines = [
        f"sitbreak is {'running' if running else 'not running; this is what it would find if it started here'}.",
        "",
    ]
    for name, port in report["ports"].items():
        lines += _port(name, port)
    for name in ("config", "records"):
        lines += [f"{name}: {'fine' if report[name]['ok'] else 'needs a look'}"]
        lines += [f"    {error}" for error in report[name]["errors"]]
    return "\n".join(lines) + "\n"


def _port(name: str, port: dict[str, Any]) -> list[str]:
    told = next((row["reason"] for row in port["tried"] if row["name"] == port["chosen"] and row["ok"]), "")
    lines = [f"{name.replace('_', '-')}: {port['chosen']}" + (f" ({told})" if told else "")]
    for row in port["tried"]:
        if not row["ok"]:
            lines.append(f"    not {row['name']}: {row['reason']}")
            lines += [f"        {row['remedy']}"] if row["remedy"] else []
    return lines

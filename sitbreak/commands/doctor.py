"""`sitbreak doctor`: what works on this machine, what does not, and what to do about it."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from sitbreak.commands import OK, unavailable
from sitbreak.commands.records import Opened, opened
from sitbreak.commands.remote import asked_if_running

PATIENCE = 15.0
"""Seconds for the running program to ask every port."""

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

_WITHOUT = {
    "tray": "no icon is shown; the commands and the notifications do all that its menu does",
    "notify": "prompts cannot be shown; `sitbreak status` says when one is due",
    "idle": "nothing here tells when you type; say `sitbreak sit`, `stand` and `away` yourself",
    "lock": "a locked screen goes unnoticed; an absence is told by the missing input alone",
    "call": "a long call without a key pressed may look like an absence",
    "media": "a long film without a key pressed may look like an absence",
    "fullscreen": "an app that fills the screen does not hold prompts back",
    "do_not_disturb": "do-not-disturb does not hold prompts back",
    "sound": "drills are silent; look at the countdown",
    "voice": "drills have no spoken cues",
    "window": "drills are guided in the terminal",
}
"""What the person has to live with where a port has nobody to serve it."""

_STAND_INS = {"window": "terminal"}
"""What is chosen for want of anything better, other than "none"."""

Port = dict[str, Any]
Row = dict[str, Any]


def run(options: Namespace) -> int:
    here = opened()
    ports, running = _ports()
    report = {
        "version": 1,
        "ports": {name: ports[name] for name in _ORDER if name in ports},
        "config": _part([str(problem) for problem in here.watched.problems]),
        "records": _part(list(here.store.check())),
    }
    sys.stdout.write(json.dumps(report) + "\n" if options.json else in_words(report, running, here))
    return OK


def _ports() -> tuple[dict[str, Port], bool]:
    """As the running program has them; else as a program started now would."""
    reply = asked_if_running(["doctor"], PATIENCE)
    if reply is not None and "ports" in reply:
        return reply["ports"], True
    from sitbreak.app import survey_here
    from sitbreak.ports import Unavailable

    try:
        return survey_here(), False
    except Unavailable as error:
        raise unavailable(error) from error


def _part(errors: list[str]) -> dict[str, Any]:
    return {"ok": not errors, "errors": errors}


def in_words(report: dict[str, Any], running: bool, here: Opened) -> str:
    """The report for people: one line for what works, advice below what does not."""
    lines = ["sitbreak is running." if running else "sitbreak is not running; started here, it would find this:", ""]
    for name, port in report["ports"].items():
        lines += _port(name, port)
    lines += ["", *_files("config", f"{here.watched.path}", report["config"])]
    lines += _files("records", f"{here.places.history}", report["records"])
    return "\n".join([*lines, "", _sum(report)]) + "\n"


def _port(name: str, port: Port) -> Iterator[str]:
    mark = "!!" if _poor(name, port) else "--" if _unused(port) else "ok"
    yield f"  {mark}  {_label(name):<15} {_serving(name, port)}"
    yield from _advice(_preferred(port) if _serves(name, port) else [row for row in port["tried"] if not row["ok"]])


def _poor(name: str, port: Port) -> bool:
    return bool(_hosts(port)) or not (_serves(name, port) or _unused(port))


def _serves(name: str, port: Port) -> bool:
    return port["chosen"] not in ("none", _STAND_INS.get(name))


def _preferred(port: Port) -> list[Row]:
    """Who would have served better and can be helped to; the rest was simply not needed."""
    names = [row["name"] for row in port["tried"]]
    better = port["tried"][: names.index(port["chosen"])] if port["chosen"] in names else port["tried"]
    return [row for row in (*better, *_hosts(port)) if row["remedy"]]


def _hosts(port: Port) -> list[Row]:
    """The panel that would show the tray's icon, where it is missing."""
    return [row for row in port["tried"] if row["name"] == "host"]


def _unused(port: Port) -> bool:
    """Nobody was asked: this version has no use for it, or there is nothing to show anything on."""
    return port["chosen"] == "none" and [row["name"] for row in port["tried"]] == ["none"]


def _serving(name: str, port: Port) -> str:
    told = next((row["reason"] for row in port["tried"] if row["name"] == port["chosen"] and row["ok"]), "")
    told = told.removeprefix("serves").lstrip(":; ")
    if _serves(name, port):
        return f"{port['chosen']}: {told}" if told else str(port["chosen"])
    return str(told) if _unused(port) else _WITHOUT.get(name, "nothing serves it here")


def _advice(rows: list[Row]) -> Iterator[str]:
    """Each reason once, with the names of all that it keeps away, and what to do about it."""
    for reason, remedy in dict.fromkeys((row["reason"], row["remedy"]) for row in rows):
        names = ", ".join(row["name"] for row in rows if (row["reason"], row["remedy"]) == (reason, remedy))
        yield f"        {names}: {reason}"
        if remedy:
            yield f"            -> {remedy}"


def _files(name: str, place: str, part: dict[str, Any]) -> Iterator[str]:
    yield f"  {'ok' if part['ok'] else '!!'}  {name:<15} {place}"
    yield from (f"        {error}" for error in part["errors"])


def _sum(report: dict[str, Any]) -> str:
    poor = [_label(name) for name, port in report["ports"].items() if _poor(name, port)]
    poor += [name for name in ("config", "records") if not report[name]["ok"]]
    return f"Worth a look: {', '.join(poor)}." if poor else "All that this version needs works here."


def _label(name: str) -> str:
    return {"notify": "notifications"}.get(name, name.replace("_", "-"))

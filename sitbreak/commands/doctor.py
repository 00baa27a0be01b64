"""`sitbreak doctor`: what works on this machine, what does not, and what to do about it."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sitbreak.adapters.catalogue_files import load_with, own_folder
from sitbreak.adapters.crash import ENDED, last_crash, reports
from sitbreak.adapters.system import history_folder
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
    "idle": "nothing here tells when you type, so the state is unclear",
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

_SENSED = ("input", "call", "media")
"""Signals that `status` names the source of input for."""

_TRY = {
    "lock": "let the screen locker of your desktop run; GNOME, Plasma, Xfce, Cinnamon and MATE have one",
    "idle": "say `sitbreak sit`, `sitbreak stand` and `sitbreak away` yourself until something can tell",
    "fullscreen": "say `sitbreak quiet 1h` where a prompt must not come",
}
"""What helps with a port that has nobody to serve it, beside what its candidates advise."""

_STATES = {"unclear": "somewhere unknown", "asleep": "away from a machine asleep"}
"""How the states read after "You are", where not as they are."""

_STAND_INS = {"window": "terminal"}
"""What is chosen for want of anything better, other than "none"."""

Port = dict[str, Any]
Row = dict[str, Any]


def run(options: Namespace) -> int:
    here = opened()
    ports, running = _ports()
    now = _now(running)
    report = {
        "version": 1,
        "ports": {name: ports[name] for name in _ORDER if name in ports},
        "config": _part([str(problem) for problem in here.watched.problems]),
        "drills": _part([line for bad in load_with(here.places.config).bad for line in str(bad).splitlines()]),
        "records": _part([*here.store.check(), *here.elsewhere]) | {"notes": list(here.store.notes())},
        "crashes": _part(_crashes(here.places.state, now)),
    }
    sys.stdout.write(json.dumps(report) + "\n" if options.json else in_words(report, running, here, now))
    return OK


def _ports() -> tuple[dict[str, Port], bool]:
    """As the running program has them, else as one started now would; what drills need is tried here, as they will."""
    from sitbreak.survey import drill_ports

    reply = asked_if_running(["doctor"], PATIENCE)
    if reply is not None and "ports" in reply:
        return reply["ports"] | drill_ports(os.environ), True
    from sitbreak.app import survey_here
    from sitbreak.ports import Unavailable

    try:
        return survey_here() | drill_ports(os.environ), False
    except Unavailable as error:
        raise unavailable(error) from error


def _now(running: bool) -> dict[str, Any] | None:
    """What the running program says of the person, as `status` does."""
    reply = asked_if_running(["status"], PATIENCE) if running else None
    return None if reply is None else reply.get("status")


def _crashes(folder: Path, now: dict[str, Any] | None) -> list[str]:
    """What the running program tells of the run before it, or, where none runs, what the next one will tell."""
    if now is not None:
        return [notice for notice in now["notices"] if notice.startswith(ENDED)]
    crash = last_crash(folder)
    return [str(crash)] if crash else []


def _part(errors: list[str]) -> dict[str, Any]:
    return {"ok": not errors, "errors": errors}


def in_words(report: dict[str, Any], running: bool, here: Opened, now: dict[str, Any] | None = None) -> str:
    """The report for people: where they are now, one line for what works, advice below what does not."""
    lines = ["sitbreak is running." if running else "sitbreak is not running; started here, it would find this:"]
    lines += [*(_present(now, report) if now else ()), ""]
    advised: dict[str, str] = {}
    for name, port in report["ports"].items():
        lines += _port(name, port, advised)
    lines += ["", *_files("config", f"{here.watched.path}", report["config"])]
    lines += _files("drills", f"{own_folder(here.places.config)}", report["drills"])
    lines += _files("records", f"{history_folder(here.places, here.settings)}", report["records"])
    lines += _files("crashes", _last(here.places.state), report["crashes"])
    return "\n".join([*lines, "", _sum(report)]) + "\n"


def _last(state: Path) -> str:
    untold, told = last_crash(state), reports(state)
    last = untold.file if untold else next(reversed(told), None)
    return f"last report: {last}" if last else "none on record"


def _present(now: dict[str, Any], report: dict[str, Any]) -> Iterator[str]:
    """The seat model's answer with its reason, why no prompt comes now, and troubles that are not named below."""
    why, since = now["why"], datetime.fromisoformat(now["since"])
    told = f"signal: {why['signal']}" + (f", told by {why['source']}" if why["signal"] in _SENSED else "")
    yield f"  You are {_STATES.get(now['state'], now['state'])} since {since:%H:%M}: {why['text']} ({told})."
    yield f"  {now['text']}."
    named = {line for part in ("config", "drills", "records") for line in report[part]["errors"]}
    yield from (f"  !!  {notice}" for notice in now.get("notices", ()) if notice not in named)


def _port(name: str, port: Port, advised: dict[str, str]) -> Iterator[str]:
    """The port's line and the advice below it; `advised` remembers under which port each remedy was given."""
    mark = "!!" if _poor(name, port) else "--" if _unused(port) else "ok"
    yield f"  {mark}  {_label(name):<15} {_serving(name, port)}"
    rows = _preferred(port) if _serves(name, port) else [row for row in port["tried"] if not row["ok"]]
    yield from _advice(_label(name), rows, advised)
    if name in _TRY and _poor(name, port):
        yield f"        -> {_TRY[name]}"


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


def _advice(port: str, rows: list[Row], advised: dict[str, str]) -> Iterator[str]:
    """Each reason once, with the names of all that it keeps away, and what to do about it, once in the report."""
    for remedy in dict.fromkeys(row["remedy"] for row in rows):
        yield from _reasons([row for row in rows if row["remedy"] == remedy])
        if remedy:
            before = advised.setdefault(remedy, port)
            yield f"            -> {remedy if before == port else f'as for {before}'}"


def _reasons(rows: list[Row]) -> Iterator[str]:
    for reason in dict.fromkeys(map(_reason, rows)):
        yield f"        {', '.join(row['name'] for row in rows if _reason(row) == reason)}: {reason}"


def _reason(row: Row) -> str:
    """The same for all whose service is not running, whatever its name."""
    return "not running here" if str(row["reason"]).startswith("nobody owns ") else str(row["reason"])


def _files(name: str, place: str, part: dict[str, Any]) -> Iterator[str]:
    yield f"  {'ok' if part['ok'] else '!!'}  {name:<15} {place}"
    yield from (f"        {line}" for line in (*part["errors"], *part.get("notes", ())))


def _sum(report: dict[str, Any]) -> str:
    poor = [_label(name) for name, port in report["ports"].items() if _poor(name, port)]
    poor += [name for name in ("config", "drills", "records", "crashes") if not report[name]["ok"]]
    return f"Worth a look: {', '.join(poor)}." if poor else "All that this version needs works here."


def _label(name: str) -> str:
    return {"notify": "notifications"}.get(name, name.replace("_", "-"))

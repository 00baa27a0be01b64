"""`sitbreak drill`: list the drills, or do one now, in its window or in this terminal."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

from sitbreak.adapters.catalogue_files import load_shipped
from sitbreak.adapters.clock import LocalTime
from sitbreak.adapters.control_client import NotRunning, ask, runtime_folder
from sitbreak.commands.records import opened
from sitbreak.core.catalogue import Catalogue, Drill
from sitbreak.core.model import DrillRecord
from sitbreak.core.program import first_side
from sitbreak.core.turn import ident


def run(options: Namespace) -> int:
    catalogue = load_shipped()
    if options.list:
        return _list(catalogue, options.json)
    if options.id is not None and catalogue.get(options.id) is None:
        sys.stderr.write(f'sitbreak: there is no drill "{options.id}"; `sitbreak drill --list` names them.\n')
        return 1
    if not options.terminal and (code := _in_a_window(options.id)) is not None:
        return code
    return _here(_chosen(catalogue, options.id), options.json)


def _list(catalogue: Catalogue, as_json: bool) -> int:
    rows = [
        {
            "id": drill.id,
            "name": drill.name,
            "category": drill.category,
            "place": drill.profile,
            "seconds": round(drill.seconds),
        }
        for drill in catalogue
    ]
    if as_json:
        sys.stdout.write(json.dumps(rows) + "\n")
        return 0
    for row in rows:
        sys.stdout.write(f"{row['id']:<34} {row['seconds']:>4} s  {row['place']:<6} {row['name']}\n")
    return 0


def _in_a_window(drill: str | None) -> int | None:
    """Have the running program open the drill's window; None when none runs."""
    reply = _tell(["drill", drill] if drill else ["drill"])
    if reply is None:
        return None
    if reply["error"]:
        sys.stderr.write(f"sitbreak: {reply['error']}\n")
    return int(reply["exit"])


def _tell(words: list[str]) -> dict[str, Any] | None:
    try:
        return ask(runtime_folder(), {"command": words})
    except NotRunning:
        return None


def _chosen(catalogue: Catalogue, wanted: str | None) -> Drill:
    """The named drill, or the gentlest of the person's places."""
    return next(drill for drill in catalogue if wanted in (None, drill.id) and (wanted or drill.profile == "desk"))


def _here(drill: Drill, as_json: bool) -> int:
    """Guide the drill in this terminal and have it recorded, by the running program if there is one."""
    from sitbreak.ui.drill_terminal import run as guide

    begun = _tell(["drill", drill.id, "--elsewhere"])
    if begun is not None and begun["error"]:
        sys.stderr.write(f"sitbreak: {begun['error']}\n")
        return 1
    started = LocalTime()()
    plan = drill.plan(0, opened().settings.drills.hold, first_side(started.date()))
    result: dict[str, Any] = guide(drill, plan, out=sys.stderr if as_json else None)
    if begun is None:
        _record(drill, result, started)
    else:
        _tell(_report(result))
    if as_json:
        sys.stdout.write(json.dumps(result) + "\n")
    return 0


def _report(result: dict[str, Any]) -> list[str]:
    words = ["drill-ended", *(str(result[name]) for name in ("result", "seconds", "left", "right"))]
    return [*words, result["effort"]] if result.get("effort") else words


def _record(drill: Drill, result: dict[str, Any], started: Any) -> None:
    """No program runs: write the record ourselves, holding the lock that makes us the only writer."""
    from sitbreak.adapters.store import RecordStore
    from sitbreak.adapters.system import device_name, history_folder, single_instance

    here = opened()
    here.places.make()
    lock = single_instance(here.places.runtime)
    if lock is None:
        sys.stderr.write("sitbreak: the program was started meanwhile, so this drill is not on record.\n")
        return
    sides = {side: float(result[side]) for side in ("left", "right") if result[side]}
    record = DrillRecord(
        id=ident("alone", "d", started.timestamp()),
        drill=drill.id,
        level=drill.default_level,
        started=started,
        ended=LocalTime()(),
        result=str(result["result"]),
        seconds=float(result["seconds"]),
        sides=sides,
        effort=result.get("effort"),
    )
    device = device_name(here.places.state, here.settings.sync.device)
    RecordStore(history_folder(here.places, here.settings), here.places.checkpoint, device).put((record,))
    lock.release()

"""`sitbreak drill`: list the drills, or do one now, in its window or in this terminal."""

from __future__ import annotations

import json
import signal
import sys
from argparse import Namespace
from datetime import datetime, timedelta
from typing import Any

from sitbreak.adapters.book import card
from sitbreak.adapters.catalogue_files import load_shipped
from sitbreak.adapters.clock import LocalTime
from sitbreak.commands import OK, Refusal
from sitbreak.commands.records import Opened, opened
from sitbreak.commands.remote import asked, asked_if_running, send
from sitbreak.core.catalogue import Catalogue, Drill
from sitbreak.core.model import DrillDone, DrillRecord
from sitbreak.core.program import choose, first_side
from sitbreak.core.turn import ident

REMEMBERED = timedelta(days=35)

_GIVEN_UP: dict[str, Any] = {"result": "abandoned", "seconds": 0, "left": 0, "right": 0, "effort": None}


def run(options: Namespace) -> int:
    catalogue = load_shipped()
    if options.list:
        return _list(catalogue, options.json)
    if options.id is not None:
        _named(catalogue, options.id)
    program = asked_if_running(["status"])
    if program is None:
        return _alone(catalogue, options)
    if options.terminal or options.json or (not program.get("guides", True) and sys.stdin.isatty()):
        return _for_the_program(catalogue, options)
    return send(_words(options))


def _list(catalogue: Catalogue, as_json: bool) -> int:
    if as_json:
        sys.stdout.write(json.dumps([_row(drill) for drill in catalogue]) + "\n")
        return OK
    for drill in catalogue:
        sys.stdout.write(f"{drill.id:<34} {drill.seconds:>4.0f} s  {drill.profile:<6} {drill.name}\n")
    return OK


def _row(drill: Drill) -> dict[str, Any]:
    named = {"id": drill.id, "name": drill.name, "category": drill.category}
    return {**named, "place": drill.profile, "seconds": round(drill.seconds)}


def _named(catalogue: Catalogue, name: str) -> Drill:
    drill = catalogue.get(name)
    if drill is None:
        raise Refusal(f'there is no drill "{name}"; `sitbreak drill --list` names them.')
    return drill


def _words(options: Namespace) -> list[str]:
    return ["drill", options.id] if options.id else ["drill"]


def _for_the_program(catalogue: Catalogue, options: Namespace) -> int:
    """Guide here what the running program chose, or was asked for, and tell it how it went."""
    begun = asked([*_words(options), "--elsewhere"])
    if begun["error"]:
        raise Refusal(begun["error"], int(begun["exit"]))
    drill = _named(catalogue, asked(["status"])["status"]["drill"]["drill"])
    result = _GIVEN_UP
    _end_when_hung_up()
    try:
        result = _guide(drill, options.json)
    finally:
        asked(_report(result))
    return _printed(result, options.json)


def _end_when_hung_up() -> None:
    """A terminal that is closed ends the drill like any other way out, so that the program is not left waiting."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: sys.exit(128 + signal.SIGHUP))


def _report(result: dict[str, Any]) -> list[str]:
    words = ["drill-ended", *(str(result[name]) for name in ("result", "seconds", "left", "right"))]
    return [*words, result["effort"]] if result["effort"] else words


def _alone(catalogue: Catalogue, options: Namespace) -> int:
    """No program runs: choose, guide and record without it."""
    here, started = opened(), LocalTime()()
    drill = _named(catalogue, options.id or _choice(catalogue, here, started))
    result = _guide(drill, options.json)
    _record(here, drill, result, started)
    return _printed(result, options.json)


def _choice(catalogue: Catalogue, here: Opened, now: datetime) -> str:
    """What the program would choose after the drills of the past weeks."""
    book = tuple(card(drill) for drill in catalogue)
    chosen, _ = choose(book, _history(here, now), None, now.date().isoformat(), here.settings)
    if chosen is None:
        raise Refusal("the settings exclude every drill; see drills.profile and drills.exclude.")
    return chosen.id


def _history(here: Opened, now: datetime) -> list[DrillDone]:
    found = here.store.between(now - REMEMBERED, now)
    drills = (record for records in found.values() for record in records if isinstance(record, DrillRecord))
    done = (drill for drill in sorted(drills, key=lambda drill: drill.started) if drill.result in ("done", "partial"))
    return [DrillDone(drill.drill, drill.started.date().isoformat(), drill.result) for drill in done]


def _guide(drill: Drill, quietly: bool) -> dict[str, Any]:
    """Guide the drill in this terminal; `quietly` leaves standard output to the result."""
    from sitbreak.ui.drill_source import trial_speed
    from sitbreak.ui.drill_terminal import run as guide

    plan = drill.plan(0, opened().settings.drills.hold, first_side(LocalTime()().date()))
    return guide(drill, plan, trial_speed(), sys.stderr if quietly else sys.stdout)


def _printed(result: dict[str, Any], as_json: bool) -> int:
    if as_json:
        sys.stdout.write(json.dumps(result) + "\n")
    return OK


def _record(here: Opened, drill: Drill, result: dict[str, Any], started: datetime) -> None:
    """Write the record ourselves, holding the lock that makes us the only writer."""
    from sitbreak.adapters.store import RecordStore
    from sitbreak.adapters.system import device_name, history_folder, single_instance

    here.places.make()
    lock = single_instance(here.places.runtime)
    if lock is None:
        raise Refusal("sitbreak was started meanwhile, so this drill is not on record.")
    device = device_name(here.places.state, here.settings.sync.device)
    store = RecordStore(history_folder(here.places, here.settings), here.places.checkpoint, device)
    store.put((_fact(drill, result, started),))
    lock.release()


def _fact(drill: Drill, result: dict[str, Any], started: datetime) -> DrillRecord:
    return DrillRecord(
        id=ident("alone", "d", started.timestamp()),
        drill=drill.id,
        level=drill.default_level,
        started=started,
        ended=LocalTime()(),
        result=str(result["result"]),
        seconds=float(result["seconds"]),
        sides={side: float(result[side]) for side in ("left", "right") if result[side]},
        effort=result["effort"],
    )

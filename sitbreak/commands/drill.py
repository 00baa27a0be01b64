"""`sitbreak drill`: list the drills, or do one now, in its window or in this terminal."""

from __future__ import annotations

import json
import signal
import sys
from argparse import Namespace
from typing import Any

from sitbreak.adapters.catalogue_files import load_shipped
from sitbreak.adapters.clock import LocalTime
from sitbreak.commands import OK, Refusal
from sitbreak.commands.records import opened
from sitbreak.commands.remote import asked, asked_if_running, send
from sitbreak.core import safety
from sitbreak.core.catalogue import Catalogue, Drill
from sitbreak.core.model import DrillOrder
from sitbreak.core.program import first_side

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
    told = asked(["status"])["status"]
    read = told["safety"]["acknowledged"] or _read_notice(options.json)
    begun = asked([*_words(options), "--elsewhere"])
    if begun["error"]:
        raise Refusal(begun["error"], int(begun["exit"]))
    now = asked(["status"])["status"]["drill"]
    order = DrillOrder(now["drill"], now["level"], first_side(LocalTime()().date()), now["warm_up_seconds"])
    result = _GIVEN_UP
    _end_when_hung_up()
    try:
        result = _guide(_named(catalogue, order.drill), order, options.json) | {"acknowledged": read}
    finally:
        asked(_report(result))
    return _printed(result, options.json)


def _read_notice(quietly: bool) -> bool:
    """Show the safety notice and have it confirmed; raises Refusal where nobody does."""
    from sitbreak.ui.care_terminal import confirmed

    if not (sys.stdin.isatty() and confirmed(sys.stderr if quietly else sys.stdout)):
        raise Refusal(safety.NOTICE_FIRST)
    return True


def _end_when_hung_up() -> None:
    """A terminal that is closed ends the drill like any other way out, so that the program is not left waiting."""
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, lambda *_: sys.exit(128 + signal.SIGHUP))


def _report(result: dict[str, Any]) -> list[str]:
    words = ["drill-ended", *(str(result[name]) for name in ("result", "seconds", "left", "right"))]
    spread = ["spread" if result["spread"] else "stayed"] if result.get("spread") is not None else []
    read = ["acknowledged"] if result.get("acknowledged") else []
    return [*words, *([result["effort"]] if result["effort"] else []), *spread, *read]


def _alone(catalogue: Catalogue, options: Namespace) -> int:
    """No program runs: choose, guide and record without it."""
    from sitbreak.commands.drill_alone import do

    def guide(order: DrillOrder) -> dict[str, Any]:
        read = order.notice and _read_notice(options.json)
        return _guide(_named(catalogue, order.drill), order, options.json) | {"acknowledged": read}

    return _printed(do(catalogue, options, guide), options.json)


def _guide(drill: Drill, order: DrillOrder, quietly: bool) -> dict[str, Any]:
    """Guide the drill in this terminal; `quietly` leaves standard output to the result."""
    from sitbreak.guiding import guided

    return guided(drill, order, opened().settings, sys.stderr if quietly else sys.stdout)


def _printed(result: dict[str, Any], as_json: bool) -> int:
    if as_json:
        sys.stdout.write(json.dumps(result) + "\n")
    return OK

"""`sitbreak drill`: list the drills, draw them, or do one now, in its window or in this terminal."""

from __future__ import annotations

import json
import signal
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from sitbreak.adapters.catalogue_files import Loaded, load_with, own_folder
from sitbreak.adapters.clock import LocalTime
from sitbreak.adapters.system import Places
from sitbreak.commands import OK, USAGE, Refusal
from sitbreak.commands.records import opened
from sitbreak.commands.remote import asked, asked_if_running, send
from sitbreak.core import safety
from sitbreak.core.catalogue import Catalogue, Drill
from sitbreak.core.model import DrillOrder
from sitbreak.core.program import first_side

_GIVEN_UP: dict[str, Any] = {"result": "abandoned", "seconds": 0, "left": 0, "right": 0, "effort": None}


def run(options: Namespace) -> int:
    if options.preview is not None:
        from sitbreak.commands.preview import preview

        return preview(options)
    config = Places.find().config
    loaded = load_with(config)
    if options.list:
        return _list(loaded, own_folder(config), options.json)
    if options.id is not None:
        _asked_for(loaded, options.id)
    return _sheet(loaded.catalogue, options) if options.sheet is not None else _do(loaded.catalogue, options)


def _do(catalogue: Catalogue, options: Namespace) -> int:
    program = asked_if_running(["status"])
    if program is None:
        return _alone(catalogue, options)
    if options.terminal or options.json or (not program.get("guides", True) and sys.stdin.isatty()):
        return _for_the_program(catalogue, options)
    return send(_words(options))


def _list(loaded: Loaded, folder: Path, as_json: bool) -> int:
    _tell_bad(loaded)
    own = loaded.within(folder)
    rows = [_row(drill, drill.id in own) for drill in loaded.catalogue]
    sys.stdout.write(json.dumps(rows) + "\n" if as_json else "".join(map(_line, rows)))
    return OK


def _tell_bad(loaded: Loaded) -> None:
    """Every mistake in the person's own files, a line each."""
    for bad in loaded.bad:
        sys.stderr.write(f"{bad}\n")


def _row(drill: Drill, own: bool) -> dict[str, Any]:
    named = {"id": drill.id, "name": drill.name, "category": drill.category}
    return {**named, "place": drill.profile, "seconds": round(drill.seconds), "own": own}


def _line(row: dict[str, Any]) -> str:
    mark = "  (own)" if row["own"] else ""
    return f"{row['id']:<34} {row['seconds']:>4} s  {row['place']:<6} {row['name']}{mark}\n"


def _asked_for(loaded: Loaded, name: str) -> None:
    """Raise Refusal for a drill there is not; it may be in a file that is left out, so those are told of."""
    if loaded.catalogue.get(name) is None:
        _tell_bad(loaded)
    _named(loaded.catalogue, name)


def _sheet(catalogue: Catalogue, options: Namespace) -> int:
    """Every posture of the drills, or of the one that was named, in one picture."""
    path = Path(options.sheet)
    if path.suffix.lower() != ".png":
        raise Refusal(f'--sheet: found "{path}", allowed a name that ends in .png', USAGE)
    from sitbreak.ui.sheet import save

    save([drill for drill in catalogue if options.id in (None, drill.id)], path)
    sys.stdout.write(f"{path}\n")
    return OK


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
    read = told["safety"]["acknowledged"] or read_notice(options.json)
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


def read_notice(quietly: bool) -> bool:
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
        read = order.notice and read_notice(options.json)
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

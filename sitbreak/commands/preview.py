"""`sitbreak drill --preview FILE`: check a drill file and go through the drill, with nothing put on record."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from sitbreak.adapters.catalogue_files import BadFile, read_file
from sitbreak.adapters.clock import LocalTime
from sitbreak.commands import OK, REFUSED, USAGE, Refusal
from sitbreak.commands.dressing import has_windows, looks
from sitbreak.commands.drill import read_notice
from sitbreak.commands.records import Opened, opened
from sitbreak.core.catalogue import Drill
from sitbreak.core.model import DrillOrder
from sitbreak.core.program import first_side
from sitbreak.core.settings import Settings

WINDOW = "sitbreak.ui.drill_window"


def preview(options: Namespace) -> int:
    """Exit code 1 with a line for each mistake in the file; raises Refusal."""
    path = _path(options)
    drill = read_file(path)
    if isinstance(drill, BadFile):
        sys.stderr.write(f"{drill}\n")
        return REFUSED
    here = opened()
    order = DrillOrder(drill.id, drill.default_level, first_side(LocalTime()().date()), notice=_unread(here))
    in_terminal = options.terminal or not has_windows()
    result = _guided(drill, order, here.settings, options.json) if in_terminal else _shown(path, order, here.settings)
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
    return OK


def _path(options: Namespace) -> Path:
    path = Path(options.preview).absolute()
    if options.id is not None:
        raise Refusal(f'--preview: found a file and the drill "{options.id}", allowed a file alone', USAGE)
    if path.suffix != ".toml":
        raise Refusal(f'--preview: found "{path.name}", allowed a name that ends in .toml', USAGE)
    return path


def _unread(here: Opened) -> bool:
    """Whether the safety notice is still to be read; by a preview alone it stays so."""
    saved = here.store.load()
    return saved is None or saved.state.training.acknowledged is None


def _guided(drill: Drill, order: DrillOrder, settings: Settings, quietly: bool) -> dict[str, Any]:
    from sitbreak.guiding import guided

    if order.notice:
        read_notice(quietly)
    return guided(drill, order, settings, sys.stderr if quietly else sys.stdout)


def _shown(path: Path, order: DrillOrder, settings: Settings) -> dict[str, Any]:
    named = ["--drill", str(path), "--level", str(order.level), "--first-side", order.first_side]
    notice = ["--notice"] if order.notice else []
    with looks(settings) as dress:
        command = [sys.executable, "-m", WINDOW, *named, *notice, *dress.drill()]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode:
        raise Refusal("the window did not open; add --terminal to go through the drill here.")
    result: dict[str, Any] = json.loads(done.stdout)
    return result

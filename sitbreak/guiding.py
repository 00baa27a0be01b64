"""Guides a drill in this terminal: for a program that runs in one, and for the command."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO

from sitbreak.core.model import DrillEnded, DrillOrder, DrillResult
from sitbreak.core.settings import Settings
from sitbreak.engine import Engine

if TYPE_CHECKING:  # the figure's part of the core, which no resident program needs
    from sitbreak.core.catalogue import Drill

log = logging.getLogger(__name__)

GIVEN_UP = DrillEnded(DrillResult.ABANDONED)


def guide(engine: Engine, locate: Callable[[str], str], order: DrillOrder, stopped: Callable[[], bool]) -> DrillEnded:
    """The notice where it is still to be read, and the drill, on the main thread; `stopped` calls it off.

    `locate` turns a drill's id into the path of its file where it is the person's own.
    """
    from sitbreak.adapters.launcher import ended
    from sitbreak.ui.care_terminal import confirmed

    drill = _drill(locate(order.drill))
    if drill is None or (order.notice and not confirmed(sys.stdout, stopped)):
        return GIVEN_UP
    return ended(guided(drill, order, engine.settings, sys.stdout, stopped) | {"acknowledged": order.notice})


def _drill(name: str) -> Drill | None:
    """The drill by its id or path; None where its file was spoiled since the program looked at it."""
    from sitbreak.ui.drill_source import UNREADABLE, read

    try:
        return read(name)
    except UNREADABLE:
        log.exception("the drill %s cannot be read", name)
        return None


def guided(
    drill: Drill, order: DrillOrder, settings: Settings, out: TextIO, stopped: Callable[[], bool] | None = None
) -> dict[str, Any]:
    """The result of the drill, guided on `out`, with the answer to the one question after something hurt."""
    from sitbreak.ui.care_terminal import spread
    from sitbreak.ui.drill_source import trial_speed
    from sitbreak.ui.drill_terminal import run
    from sitbreak.ui.sounds import wanted_in

    plan = drill.plan(order.level, settings.drills.hold, order.first_side, order.warm_up)
    result = run(drill, plan, trial_speed(), out, stopped, wanted_in(settings))
    return result | ({"spread": spread(out, stopped or bool)} if result["effort"] == "hurt" else {})

"""Older checkpoints made into what today's program reads, one version at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from sitbreak.core.codec import check_version
from sitbreak.core.decoding import as_object, decode, expected, inside

CHECKPOINT = 2
"""Version of the checkpoint; raised whenever a sitbreak that writes the one before could not read it."""

Checkpoint = dict[str, Any]


def upgraded(value: object) -> Checkpoint:
    """A checkpoint of any version so far in today's form; raises NewerVersion, and CodecError with the place."""
    checkpoint: Checkpoint = value if isinstance(value, dict) else {}
    check_version(checkpoint.get("version"), "version", CHECKPOINT)
    for version in range(checkpoint["version"], CHECKPOINT):
        checkpoint = _STEPS[version](checkpoint)
    return checkpoint


def _dated_history(checkpoint: Checkpoint) -> Checkpoint:
    """Version 1 knew the day of a drill (`on`), not its time: noon of that day, if the checkpoint is no earlier."""
    state = as_object(checkpoint.get("state"), "state")
    if "history" not in state:
        return checkpoint
    place = inside("state", "history")
    wall = decode(datetime, state.get("wall"), inside("state", "wall"))
    drills: tuple[dict[str, str], ...] = decode(tuple[dict[str, str | int | None], ...], state["history"], place)
    dated = [_dated(drill, wall, f"{place}.{index}") for index, drill in enumerate(drills)]
    return checkpoint | {"state": state | {"history": dated}}


def _dated(drill: dict[str, Any], wall: datetime, place: str) -> dict[str, Any]:
    if "at" in drill or "on" not in drill:
        return drill
    try:
        noon = datetime.combine(date.fromisoformat(str(drill["on"])), time(12), wall.tzinfo)
    except ValueError as error:
        raise expected("a day such as 2026-11-20", drill["on"], inside(place, "on")) from error
    return drill | {"at": min(noon, wall).isoformat()}


_STEPS: Mapping[int, Callable[[Checkpoint], Checkpoint]] = {1: _dated_history}
"""For each older version, what makes it the next one."""

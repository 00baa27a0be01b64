"""Older checkpoints made into what today's program reads, one version at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from sitbreak.core.codec import check_version
from sitbreak.core.decoding import as_object, decode, expected, inside
from sitbreak.core.prompter import REST_OF_BOUT

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


def _second(checkpoint: Checkpoint) -> Checkpoint:
    """What version 2 wants: silence with an end, and drills with their time."""
    return _dated_history(_finite(checkpoint))


def _finite(checkpoint: Checkpoint) -> Checkpoint:
    """Version 1 called the silence for the rest of a bout endless, which is no number in JSON."""
    state = as_object(checkpoint.get("state"), "state")
    holders = {"state": state, "said": state.get("said")}
    finite = {name: _silenced(holder) for name, holder in holders.items() if isinstance(holder, dict)}
    return checkpoint | {"state": finite["state"] | ({"said": finite["said"]} if "said" in finite else {})}


def _silenced(holder: dict[str, Any]) -> dict[str, Any]:
    prompting = holder.get("prompting")
    if not isinstance(prompting, dict) or prompting.get("silent_until_seconds") != float("inf"):
        return holder
    return holder | {"prompting": prompting | {"silent_until_seconds": REST_OF_BOUT}}


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


_STEPS: Mapping[int, Callable[[Checkpoint], Checkpoint]] = {1: _second}
"""For each older version, what makes it the next one."""

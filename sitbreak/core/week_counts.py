"""What became of the week's prompts and drills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from statistics import median

from sitbreak.core.bouts import Bout, pinned
from sitbreak.core.model import DrillRecord, DrillResult, PromptRecord
from sitbreak.core.program import TARGET_OF_CATEGORY
from sitbreak.core.settings import Targets
from sitbreak.core.values import dataclass

GROUPS = ("mobility", "glute", "strength", "lengthened", "hamstring", "core")
OTHER = "other"
NOT_UP = frozenset({"", "end", "cap", "untracked", "pause"})
"""Ends of a bout that tell nothing about when the person stood up: it goes on, or nobody saw."""
STRETCH = "mobility"
"""The category whose seconds are hip-flexor stretch."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """Prompts by outcome; `acceptance` is accepted / shown, `to_break_seconds` the median from prompt to standing."""

    due: int
    shown: int
    accepted: int
    walked: int
    snoozed: int
    skipped: int
    ignored: int
    natural: int
    withdrawn: int
    acceptance: float | None
    to_break_seconds: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """Drills of one category; `aborted` were abandoned or ran out, `seconds` were really exercised."""

    done: int
    partial: int
    aborted: int
    seconds: float
    target: int


@dataclass(frozen=True, slots=True)
class Drills:
    by_category: Mapping[str, Group]
    stretch_seconds: Mapping[str, float]


def count_prompts(prompts: Sequence[PromptRecord], bouts: Sequence[Bout]) -> Funnel:
    """The funnel of these prompts; `bouts` tell how long the way from a first prompt to the break was."""
    outcomes = Counter(row.outcome for row in prompts)
    shown = sum(row.shown is not None for row in prompts)
    waits = [wait for row in prompts if (wait := _wait(row, bouts)) is not None]
    return Funnel(
        due=len(prompts),
        shown=shown,
        accepted=outcomes["accepted"],
        walked=outcomes["walked"],
        snoozed=outcomes["snoozed"],
        skipped=outcomes["skipped"],
        ignored=outcomes["ignored"],
        natural=outcomes["natural"],
        withdrawn=outcomes["withdrawn"],
        acceptance=outcomes["accepted"] / shown if shown else None,
        to_break_seconds=median(waits) if waits else None,
    )


def count_drills(drills: Iterable[DrillRecord], categories: Mapping[str, str], targets: Targets) -> Drills:
    """Drills by category against the week's targets; one that the catalogue does not know counts as other."""
    rows = {group: Group(0, 0, 0, 0.0, getattr(targets, group)) for group in GROUPS}
    stretch = {"left": 0.0, "right": 0.0}
    for drill in drills:
        group = _group(categories.get(drill.drill, OTHER))
        rows[group] = _with(rows.get(group, Group(0, 0, 0, 0.0, 0)), drill)
        if group == STRETCH:
            stretch = {side: seconds + drill.sides.get(side, 0.0) for side, seconds in stretch.items()}
    return Drills(rows, stretch)


def _group(category: str) -> str:
    group = TARGET_OF_CATEGORY.get(category, category)
    return group if group in {row.name for row in fields(Targets)} else OTHER


def _with(group: Group, drill: DrillRecord) -> Group:
    done = drill.result == DrillResult.DONE
    partial = drill.result == DrillResult.PARTIAL
    return Group(
        group.done + done,
        group.partial + partial,
        group.aborted + (not done and not partial),
        group.seconds + drill.seconds,
        group.target,
    )


def _wait(prompt: PromptRecord, bouts: Sequence[Bout]) -> float | None:
    if prompt.number != 1 or prompt.shown is None:
        return None
    shown = pinned(prompt.shown)
    ends = (bout.end for bout in bouts if bout.start <= shown <= bout.end and bout.ended_by not in NOT_UP)
    end = next(ends, None)
    return None if end is None else (end - shown).total_seconds()

"""The limits a week was recorded under, kept beside its facts: figures of old weeks are read by their own rules."""

from __future__ import annotations

from datetime import datetime

from sitbreak.core.codec import week_of
from sitbreak.core.model import DefinitionRecord
from sitbreak.core.settings import Settings
from sitbreak.core.values import replace


def of_settings(name: str, at: datetime, settings: Settings) -> DefinitionRecord:
    """The definition in force under these settings, from `at` on; `name` is its id."""
    sitting = settings.sitting
    return DefinitionRecord(
        id=name,
        at=at,
        absence_idle_seconds=sitting.absence.idle,
        absence_locked_seconds=sitting.absence.locked,
        absence_asleep_seconds=sitting.absence.asleep,
        assume_seated_max_seconds=sitting.assume_seated_max,
        confirm_break_seconds=sitting.confirm_break,
        limit_seconds=sitting.limit,
    )


def same_rules(one: DefinitionRecord, other: DefinitionRecord) -> bool:
    """Whether both hold the same limits, whenever they were written."""
    return one == replace(other, id=one.id, at=one.at)


def needed(known: DefinitionRecord | None, now: DefinitionRecord) -> bool:
    """Whether a fact that begins now needs a definition of its own: the limits are others, or its week has none yet."""
    return known is None or week_of(known.at) != week_of(now.at) or not same_rules(known, now)

"""The limits by which a week was recorded are on record in it, from the first fact on and from each change on."""

from __future__ import annotations

from dataclasses import replace

from sitbreak.core.codec import week_of
from sitbreak.core.model import BoutRecord, DefinitionRecord
from sitbreak.core.settings import read_settings
from tests.timeline import HOUR, MINUTE, Day


def kept(day: Day) -> list[tuple[str, float]]:
    """Week and idle limit of each definition on record."""
    found = (record for record in day.records if isinstance(record, DefinitionRecord))
    return [(week_of(record.at), record.absence_idle_seconds) for record in found]


def test_the_first_fact_has_its_rules() -> None:
    """The first bout is on record together with the limits it was judged by, as of its start; no fact, no limits."""
    day = Day().types(40 * MINUTE)
    assert day.records == []
    day.leaves(10 * MINUTE)
    rules, bout = day.records
    assert isinstance(rules, DefinitionRecord)
    assert isinstance(bout, BoutRecord)
    assert rules.at == bout.start
    assert rules.absences == (300, 120, 60)
    assert (rules.assume_seated_max_seconds, rules.confirm_break_seconds, rules.limit_seconds) == (3600, 60, 2700)


def test_once_a_week_is_enough() -> None:
    """The same limits are not written again before the next week, nor after a restart."""
    day = Day()
    for _ in range(3):
        day.types(20 * MINUTE).leaves(10 * MINUTE)
    day.dies(HOUR).types(20 * MINUTE).leaves(10 * MINUTE)
    assert kept(day) == [("2026-W10", 300)]
    day.sleeps(7 * 24 * HOUR).types(20 * MINUTE).leaves(10 * MINUTE)
    assert kept(day) == [("2026-W10", 300), ("2026-W11", 300)]


def test_a_changed_limit() -> None:
    """Other limits are on record from the stretch on that they judge; a setting that judges nothing adds no record."""
    day = Day().types(20 * MINUTE).leaves(10 * MINUTE)
    day.settings = read_settings({"sitting": {"absence": {"idle": "8m"}}})
    day.types(20 * MINUTE).leaves(10 * MINUTE)
    day.settings = replace(day.settings, drills=replace(day.settings.drills, voice=True))
    day.types(20 * MINUTE).leaves(10 * MINUTE)
    assert kept(day) == [("2026-W10", 300), ("2026-W10", 480)]

"""The bouts of a week's timelines, put together again where midnight cut them."""

from __future__ import annotations

from collections.abc import Iterable

from sitbreak.core.timeline import Row
from sitbreak.core.week_totals import Day


def whole_bouts(days: Iterable[Day]) -> dict[Row, Row]:
    """Each stretch of sitting in the timelines, with the whole bout that it is a part of."""
    parts = [row for day in days for row in day.timeline if row.state == "seated"]
    wholes: dict[Row, Row] = {}
    for chain in _chains(parts):
        whole = Row(chain[0].start, chain[-1].end, "seated")
        wholes |= dict.fromkeys(chain, whole)
    return wholes


def _chains(parts: Iterable[Row]) -> list[list[Row]]:
    chains: list[list[Row]] = []
    for part in parts:
        if chains and _cut_by_midnight(chains[-1][-1], part):
            chains[-1].append(part)
        else:
            chains.append([part])
    return chains


def _cut_by_midnight(one: Row, following: Row) -> bool:
    return one.end == following.start and one.start.date() < following.start.date()

"""What is on record comes in the order in which it began, week by week, and none of it twice or never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitbreak.adapters.in_order import in_order
from sitbreak.adapters.store import RecordStore
from sitbreak.core.codec import begins
from sitbreak.core.model import SpanRecord
from tests import decade

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
ZONES = [timezone(timedelta(hours=hours)) for hours in (-12, -5, 0, 1, 14)]
MINUTES = st.integers(0, 40 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def spans(draw: st.DrawFn) -> list[tuple[str, SpanRecord]]:
    """Spans of two machines within weeks of each other, labelled in whatever zone they were."""
    found = []
    for number in range(draw(st.integers(1, 12))):
        start = (SUNDAY - timedelta(days=20) + draw(MINUTES)).astimezone(draw(st.sampled_from(ZONES)))
        end = start + draw(MINUTES) / draw(st.sampled_from([1, 1000]))
        device = draw(st.sampled_from(["desk", "laptop"]))
        found.append((device, SpanRecord(f"s{number}", start, end.replace(microsecond=0), "away", "idle")))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=spans(), reach=MINUTES)
def test_the_stream_is_what_a_whole_reading_gives(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, SpanRecord]], reach: timedelta
) -> None:
    """Rule: also with machines far apart on earth, the stream holds the same records, sorted by when they began."""
    folder = tmp_path_factory.mktemp("weeks")
    for device, row in rows:
        RecordStore(folder, folder / "state.json", device).put([row])
    store = RecordStore(folder, folder / "state.json", "")
    start, end = SUNDAY - reach / 2, SUNDAY + reach / 2
    streamed = list(in_order(store, start, end))
    whole = [record for records in store.between(start, end).values() for record in records]
    assert sorted(record.id for record in streamed) == sorted(record.id for record in whole)
    assert [begins(record) for record in streamed] == sorted(begins(record) for record in whole)


def test_the_first_records_come_before_the_last_are_read(tmp_path: Path) -> None:
    """Rule: a reader who has seen enough has cost no more than what was seen."""
    decade.fill(tmp_path, 3)
    (tmp_path / "desk" / "2026-W47.json").write_text("not even JSON")
    store = RecordStore(tmp_path, tmp_path / "state.json", "")
    stream = in_order(store, datetime(2026, 1, 1, tzinfo=UTC), SUNDAY)
    for _ in range(240):
        next(stream)
    assert store.problems() == ()
    assert len(list(stream)) == 240
    assert "2026-W47.json cannot be read" in store.problems()[0]

"""What `run --record` writes down is the same day again when it is replayed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sitbreak.adapters.trace_file import Recorder, read_trace
from sitbreak.core.model import BoutRecord, Event, PromptFailed, SpanRecord
from sitbreak.core.replay import replay
from tests.core.test_properties import DEEDS, SIGNALS, SPANS
from tests.timeline import CARDS, Day

ACTS = st.one_of(
    st.tuples(st.sampled_from(["types", "still", "sleeps"]), SPANS),
    st.tuples(st.just("signal"), SIGNALS),
    st.tuples(st.just("does"), DEEDS.filter(lambda deed: not isinstance(deed, PromptFailed))),
    st.tuples(st.sampled_from(["bumps", "blind"]), st.none()),
)


class TapedDay(Day):
    """A day that is recorded while it is lived."""

    tape: Recorder

    def feed(self, event: Event) -> Day:
        self.tape.saw(event, self.at)
        return super().feed(event)


def lived(acts: list[tuple[str, Any]], file: Path) -> Day:
    with file.open("w") as stream:
        first = Day()
        TapedDay.tape = Recorder(stream, first.at, first.settings)
        day: Day = TapedDay(every=30.0)
        for name, detail in acts:
            if name == "signal":
                day.signal(**detail)
            elif detail is None:
                getattr(day, name)()
            else:
                getattr(day, name)(detail)
    return day


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTS, min_size=1, max_size=15))
def test_a_recorded_day_replays_as_it_was(acts: list[tuple[str, Any]]) -> None:
    """The bouts, spans, prompts and drills of a replayed recording are those of the day that was recorded."""
    with TemporaryDirectory() as folder:
        day = lived(acts, Path(folder) / "trace.jsonl")
        head, events = read_trace(str(Path(folder) / "trace.jsonl"))
        again = replay(events, head, CARDS)
    assert again is not None
    lived_through = [record for record in day.records if not isinstance(record, BoutRecord | SpanRecord)]
    retold = [record for record in again.records if not isinstance(record, BoutRecord | SpanRecord)]
    assert [_facts(record) for record in retold] == [_facts(record) for record in lived_through]
    stretches = [record for record in again.records if isinstance(record, BoutRecord | SpanRecord)]
    assert [_facts(record) for record in stretches] == [_facts(record) for record in day.whole]


def _facts(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__ if name not in ("id", "prompt")}

"""What is written down comes back the same, and what cannot be read says where it is wrong."""

from __future__ import annotations

import json
from dataclasses import is_dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitbreak.core.codec import (
    NewerVersion,
    begins,
    check_version,
    decode_record,
    decode_state,
    encode_record,
    encode_state,
    ends,
    kind_of,
    week_of,
)
from sitbreak.core.decoding import LARGEST, CodecError
from sitbreak.core.model import (
    BoutRecord,
    CorrectionRecord,
    DrillRecord,
    ModeKind,
    Posture,
    PromptRecord,
    Record,
    Seat,
    SpanRecord,
    State,
)

ZONES = st.sampled_from([UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/St_Johns")])
INSTANTS = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LOCAL = st.builds(datetime.astimezone, INSTANTS, ZONES)
MOMENTS = LOCAL.map(lambda moment: moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta())))
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    float: st.floats(-LARGEST, LARGEST),
    int: st.integers(-int(LARGEST), int(LARGEST)),
    datetime: MOMENTS,
}

BERLIN = ZoneInfo("Europe/Berlin")
NINE = datetime(2026, 11, 20, 9, 2, 11, tzinfo=BERLIN)
BOUT = BoutRecord("a", NINE, NINE.replace(minute=49, second=0), 0.0, "idle")


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """All values of a type of the model."""
    if get_origin(hint) is UnionType:
        return st.one_of([anything(choice) for choice in get_args(hint)])
    if get_origin(hint) is tuple:
        return st.lists(anything(get_args(hint)[0]), max_size=3).map(tuple)
    if get_origin(hint) is dict:
        return st.dictionaries(st.text(), anything(get_args(hint)[1]), max_size=3)
    if is_dataclass(hint):
        return st.builds(
            cast("type[Any]", hint), **{name: anything(part) for name, part in get_type_hints(hint).items()}
        )
    return PLAIN.get(hint, st.from_type(hint))


def through_json(value: dict[str, Any]) -> Any:
    return json.loads(json.dumps(value))


@given(anything(State))
def test_a_state_comes_back_exactly(state: State) -> None:
    """Rule: whatever the program knows, the checkpoint gives back the very same state."""
    assert decode_state(through_json(encode_state(state))) == state


@given(LOCAL)
def test_a_local_time_keeps_its_instant_and_its_label(wall: datetime) -> None:
    """Rule: also in the hour that a clock change repeats, a time comes back as the same instant and the same label."""
    again = decode_state(through_json(encode_state(State(wall=wall)))).wall
    assert again.timestamp() == wall.timestamp()
    assert again.isoformat() == wall.isoformat()


@given(anything(Record))
def test_a_record_comes_back_to_the_second(record: Record) -> None:
    """Rule: a stored record names the same second, and storing what was read again changes nothing."""
    value = through_json(encode_record(record))
    again = decode_record(kind_of(record), value)
    assert type(again) is type(record)
    assert timedelta() <= begins(record) - begins(again) < timedelta(seconds=1)
    assert timedelta() <= ends(record) - ends(again) < timedelta(seconds=1)
    assert encode_record(again) == value


@given(MOMENTS)
def test_the_week_on_file_is_the_local_week(moment: datetime) -> None:
    """Rule: reading a record back never moves it to another week's file."""
    record = replace(BOUT, start=moment)
    assert week_of(begins(decode_record("bout", encode_record(record)))) == week_of(moment)


def test_a_bout_looks_as_published() -> None:
    """Rule: a record has the published names, local times with offset and whole seconds without a fraction."""
    assert encode_record(BOUT) == {
        "id": "a",
        "start": "2026-11-20T09:02:11+01:00",
        "end": "2026-11-20T09:49:00+01:00",
        "assumed_seconds": 0,
        "ended_by": "idle",
    }


@pytest.mark.parametrize(
    ("record", "start"),
    [
        (BOUT, BOUT.start),
        (SpanRecord("s", BOUT.start, BOUT.end, "away", "idle"), BOUT.start),
        (PromptRecord("p", BOUT.end, None, BOUT.end, "natural", 2700.0, 1, "walk"), BOUT.end),
        (DrillRecord("d", "walk", 1, BOUT.end, BOUT.end, "done", 60.0, {}), BOUT.end),
        (CorrectionRecord("c", BOUT.end, BOUT.start, BOUT.end, "away"), BOUT.start),
    ],
)
def test_each_kind_begins_where_it_should(record: Record, start: datetime) -> None:
    """Rule: prompts lie in the week they were due, drills where they started, corrections with what they correct."""
    assert begins(record) == start


def test_unknown_fields_are_passed_over_and_missing_ones_take_defaults() -> None:
    """Rule: a checkpoint of a neighbouring version is understood as far as both agree."""
    value = {"run": "r", "newfangled": [1], "seat": {"posture": "seated", "colour": "blue"}}
    assert decode_state(value) == State(run="r", seat=Seat(posture=Posture.SEATED))


def test_an_optional_field_may_be_left_out_of_a_record() -> None:
    """Rule: a record written before a field existed can still be read."""
    value = encode_record(PromptRecord("p", NINE, NINE, BOUT.end, "skipped", 2700.0, 1, "walk", reason="busy"))
    del value["reason"], value["held_by"]
    record = decode_record("prompt", value)
    assert isinstance(record, PromptRecord)
    assert (record.reason, record.held_by) == (None, ())


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"seat": {"since": "x"}}, "seat.since: expected a number, found 'x'"),
        ({"seat": {"since": True}}, "seat.since: expected a number, found True"),
        ({"seat": {"since": float("nan")}}, "seat.since: expected a number, found nan"),
        ({"seat": {"since": None}}, "seat.since: expected a number, found None"),
        ({"seat": {"reading": {"locked": 1}}}, "seat.reading.locked: expected true or false, found 1"),
        ({"seat": 3}, "seat: expected an object, found 3"),
        ({"prompting": {"snoozes_used": 1.5}}, "prompting.snoozes_used: expected a whole number, found 1.5"),
        ({"prompting": {"snoozes_used": True}}, "prompting.snoozes_used: expected a whole number, found True"),
        ({"run": 7}, "run: expected a text, found 7"),
        ({"mode": {"kind": "loud"}}, "mode.kind: expected one of normal, quiet, paused, found 'loud'"),
        ({"history": "123"}, "history: expected a list, found '123'"),
        ({"history": ["b"]}, "history.0: expected an object, found 'b'"),
        ({"history": [{"drill": "walk", "on": "2026-11-20"}]}, "history.0.result: missing"),
        ({"run": list(range(99))}, "run: expected a text, found [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11..."),
        ([], "expected an object, found []"),
    ],
)
def test_a_bad_value_is_named_with_its_place(value: object, sentence: str) -> None:
    """Rule: what cannot be read says where it stands, what belongs there and what was found."""
    with pytest.raises(CodecError) as caught:
        decode_state(value)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("wall", ["yesterday", "2026-11-20T09:02:11", 5])
def test_a_time_needs_its_offset(wall: object) -> None:
    """Rule: a time that does not say its offset is no moment."""
    with pytest.raises(CodecError, match=r"^wall: expected a time with its offset"):
        decode_state({"wall": wall})


def test_a_number_beyond_all_measure_is_refused() -> None:
    """Rule: a number no clock can show is an error, not a crash."""
    with pytest.raises(CodecError, match=r"^t: expected a number"):
        decode_state({"t": 10**400})


def test_an_unknown_kind_is_refused() -> None:
    """Rule: a record of a kind this program does not know is not guessed at."""
    kinds = "bout, span, prompt, drill, correction, check, definition"
    with pytest.raises(CodecError, match=f"kind: expected one of {kinds}, found 'nap'"):
        decode_record("nap", {})


def test_a_newer_version_is_refused_with_advice() -> None:
    """Rule: what a later sitbreak wrote is left alone, with one sentence saying what to do."""
    check_version(1, "version")
    with pytest.raises(NewerVersion, match=r"version: format 2 was written by a newer sitbreak .* please update"):
        check_version(2, "version")
    with pytest.raises(CodecError, match="version: expected a whole number, found None"):
        check_version(None, "version")


def test_enums_are_stored_as_their_words() -> None:
    """Rule: the checkpoint holds plain JSON values only."""
    value = encode_state(State())
    assert type(value["mode"]["kind"]) is str
    assert value["mode"]["kind"] == ModeKind.NORMAL.value

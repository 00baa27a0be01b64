"""A document of records is read in full or refused with the place of each mistake; so is ActivityWatch's."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sitbreak.core.activitywatch import Rules, read_buckets
from sitbreak.core.codec import NewerVersion
from sitbreak.core.decoding import CodecError
from sitbreak.core.device_names import allowed, plain
from sitbreak.core.exchange import Parcel, parcels_of, read_document, tables_of
from sitbreak.core.model import (
    BoutRecord,
    CheckRecord,
    CorrectionRecord,
    DrillRecord,
    PromptRecord,
    Record,
    SpanRecord,
)

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = datetime(2026, 11, 20, 9, 2, 11, tzinfo=timezone(timedelta(hours=1)))
LATER = FRIDAY + timedelta(minutes=47)
BOUT = BoutRecord("b", FRIDAY, LATER, 0.0, "drill")
ALL: tuple[Record, ...] = (
    BOUT,
    SpanRecord("s", LATER, LATER, "standing", "declared"),
    PromptRecord("p", FRIDAY, None, LATER, "natural", 2710.0, 1, "walk", held_by=("call",)),
    DrillRecord("d", "standing-march", 2, FRIDAY, LATER, "done", 77.0, {"left": 30.0, "right": 30.0}, "ok", "p"),
    CorrectionRecord("c", LATER, FRIDAY, LATER, "away"),
    CheckRecord("k", FRIDAY, "level", "unsure"),
)
EXPORTED = Path(__file__).parents[1] / "data" / "activitywatch.json"
RULES = Rules(300.0, BERLIN)


def document(*records: Record, device: str = "desk", week: str = "2026-W47") -> dict[str, Any]:
    """What an export holds, as JSON makes it."""
    value = {"sitbreak_export": 1, "devices": {device: {week: tables_of(records)}}}
    return json.loads(json.dumps(value))  # type: ignore[no-any-return]


def mistakes_in(value: dict[str, Any]) -> list[str]:
    found: list[CodecError] = []
    for _ in read_document(value, found):
        pass
    return [str(mistake) for mistake in found]


def sat(value: dict[str, Any], rules: Rules = RULES) -> list[tuple[str, str, str]]:
    """Device, start and end of each bout that an export of ActivityWatch tells of."""
    found: list[CodecError] = []
    parcels = list(read_buckets(value, rules, found))
    assert found == []
    bouts = [(parcel.device, record) for parcel in parcels for record in parcel.records]
    return [
        (device, record.start.isoformat(), record.end.isoformat())
        for device, record in bouts
        if isinstance(record, BoutRecord)
    ]


def presence(*events: tuple[str, float, str], host: str = "desk") -> dict[str, Any]:
    """An export of ActivityWatch with these events, each a start, a duration and a status."""
    rows = [{"timestamp": start, "duration": length, "data": {"status": status}} for start, length, status in events]
    return {"buckets": {"b": {"id": "b", "type": "afkstatus", "hostname": host, "events": rows}}}


def test_what_was_written_is_read() -> None:
    """Rule: every kind of record comes back, for the device and the week it was written under."""
    found: list[CodecError] = []
    assert list(read_document(document(*ALL), found)) == [Parcel("desk", "2026-W47", ALL)]
    assert found == []


def test_an_empty_document_is_no_mistake() -> None:
    """Rule: a person with no records has an export, too."""
    assert mistakes_in({"sitbreak_export": 1, "devices": {}}) == []
    assert mistakes_in(document()) == []


def test_records_go_to_the_weeks_they_began_in() -> None:
    """Rule: records without weeks of their own are sorted into them by their local calendar."""
    monday = replace(BOUT, id="m", start=FRIDAY + timedelta(days=3), end=LATER + timedelta(days=3))
    parcels = list(parcels_of("x", [monday, BOUT]))
    assert parcels == [Parcel("x", "2026-W47", (BOUT,)), Parcel("x", "2026-W48", (monday,))]


PLACE = "devices.desk.2026-W47"
WRONG: list[tuple[str, str, object, str]] = [
    ("bouts", "end", "late", "bouts[0].end: expected a time with its offset, such as 2026-11-20T09:02:11+01:00"),
    ("bouts", "end", "2026-11-20T09:49:11", "bouts[0].end: expected a time with its offset"),
    ("bouts", "end", "2026-11-20T08:49:11+01:00", "bouts[0].end: expected a time no earlier than start"),
    ("bouts", "start", "2026-11-13T09:02:11+01:00", "bouts[0].start: expected a time in 2026-W47"),
    ("bouts", "start", "0001-01-01T00:00:00+14:00", "bouts[0].start: expected a time from 1900 to 2200"),
    ("bouts", "assumed_seconds", -1, "bouts[0].assumed_seconds: expected a number from 0"),
    ("bouts", "assumed_seconds", 1e999, "bouts[0].assumed_seconds: expected a number from -"),
    ("bouts", "ended_by", "boredom", "bouts[0].ended_by: expected one of idle, lock"),
    ("bouts", "id", "", "bouts[0].id: expected a text"),
    ("bouts", "id", "x" * 201, "bouts[0].id: expected a text of at most 200 letters"),
    ("bouts", "id", "a\x00b", "bouts[0].id: expected a text of at most 200 letters that can be shown"),
    ("spans", "state", "seated", "spans[0].state: expected one of standing"),
    ("prompts", "shown", "2026-11-20T08:00:00+01:00", "prompts[0].shown: expected a time no earlier than due"),
    ("prompts", "outcome", "won", "prompts[0].outcome: expected one of accepted"),
    ("prompts", "number", 1.5, "prompts[0].number: expected a whole number"),
    ("prompts", "held_by", ["\n"], "prompts[0].held_by[0]: expected a text"),
    ("drills", "sides", {"up": 3}, "drills[0].sides: expected left or right"),
    ("drills", "sides", {"left": -3}, "drills[0].sides.left: expected a number from 0"),
    ("drills", "effort", "meh", "drills[0].effort: expected one of easy, ok, hard, hurt, null"),
    ("corrections", "state", "asleep", "corrections[0].state: expected one of seated, away"),
    ("corrections", "withdrawn", 1, "corrections[0].withdrawn: expected true or false"),
    ("checks", "left", "fine", "checks[0].left: expected one of level, above, unsure"),
]


@pytest.mark.parametrize(("table", "field", "value", "said"), WRONG, ids=[f"{row[0]}-{row[1]}" for row in WRONG])
def test_nonsense_is_named_with_its_place(table: str, field: str, value: object, said: str) -> None:
    """Rule: a value that cannot be true is refused with its place and with what belongs there."""
    wrong = document(*ALL)
    wrong["devices"]["desk"]["2026-W47"][table][0][field] = value
    (sentence,) = mistakes_in(wrong)
    assert sentence.startswith(f"{PLACE}.{said}")


def test_every_mistake_is_found_at_once() -> None:
    """Rule: mistakes are collected, so that a document can be mended in one go."""
    wrong = document(BOUT, replace(BOUT, id="b2"), replace(BOUT, id="b2"), replace(BOUT, id="b3"))
    rows = wrong["devices"]["desk"]["2026-W47"]["bouts"]
    del rows[0]["end"]
    rows[3] = 7
    assert mistakes_in(wrong) == [
        f"{PLACE}.bouts[0].end: missing",
        f"{PLACE}.bouts[2].id: expected an id that no other record of the table has, found 'b2'",
        f"{PLACE}.bouts[3]: expected an object, found 7",
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"devices": 3}, "devices: expected an object, found 3"),
        ({}, "devices: expected an object, found None"),
        ({"devices": {"desk": []}}, "devices.desk: expected an object, found []"),
        ({"devices": {"desk": {"2026-W47": {"bouts": {}}}}}, f"{PLACE}.bouts: expected a list, found {{}}"),
        ({"devices": {"desk": {"2026-W54": {}}}}, "devices.desk.2026-W54: expected an ISO week such as 2026-W47"),
        ({"devices": {"desk": {"../W47": {}}}}, "devices.desk.../W47: expected an ISO week such as 2026-W47"),
        ({"devices": {"desk": {"2026-W47": {"naps": []}}}}, f"{PLACE}: expected one of bouts, spans, prompts"),
    ],
)
def test_a_document_of_another_shape_is_refused(value: dict[str, Any], said: str) -> None:
    """Rule: nothing that sitbreak does not know is passed over in silence."""
    (sentence,) = mistakes_in({"sitbreak_export": 1, **value})
    assert sentence.startswith(said)


BAD_NAMES = ["", ".", "..", "../x", "a/b", "/etc", "a\\b", "C:x", ".stfolder", "-rf", "a\0b", "a\nb", "x" * 101, "nul"]
BAD_NAMES += ["COM1.txt", "a.", "a ", "~", "\u202ex", "ü"]


@pytest.mark.parametrize("name", BAD_NAMES, ids=ascii)
def test_a_device_is_a_folder_and_no_path(name: str) -> None:
    """Rule: a name that leads elsewhere, hides, or means something to a system is refused."""
    assert not allowed(name)
    (sentence,) = mistakes_in(document(BOUT, device=name))
    assert sentence.startswith("devices: expected a folder's name")


@pytest.mark.parametrize("name", ["desk-kqxm", "Laptop_2", "a", "My desk", "activitywatch-desk.local"])
def test_names_that_people_give_are_taken(name: str) -> None:
    """Rule: whatever sitbreak itself would call a machine, and a little more, can be imported."""
    assert allowed(name)
    assert allowed(plain(name))


def test_a_newer_document_is_refused_with_advice() -> None:
    """Rule: what a later sitbreak wrote is not guessed at."""
    with pytest.raises(NewerVersion, match=r"format 2 was written by a newer sitbreak .* please update"):
        mistakes_in({"sitbreak_export": 2, "devices": {}})
    with pytest.raises(CodecError, match="sitbreak_export: expected a version from 1 on, found 0"):
        mistakes_in({"sitbreak_export": 0})


def test_activitywatch_is_read_by_the_rule_of_absence() -> None:
    """Rule: a pause shorter than the absence limit is sitting, a longer one is not, and a moment is nothing.

    The night is the one in which Berlin's clocks go from 3:00 back to 2:00.
    """
    assert sat(json.loads(EXPORTED.read_text())) == [
        ("activitywatch-desk", "2026-10-25T02:30:00+02:00", "2026-10-25T02:15:30+01:00"),
        ("activitywatch-desk", "2026-10-25T02:50:00+01:00", "2026-10-25T03:10:00+01:00"),
    ]


def test_a_pause_as_long_as_the_limit_is_an_absence() -> None:
    """Rule: the limit itself ends a bout, as it does for sitbreak's own."""
    events = (("2026-11-20T08:00:00Z", 600, "not-afk"), ("2026-11-20T08:15:00Z", 600, "not-afk"))
    assert len(sat(presence(*events), Rules(300.0, UTC))) == 2
    assert len(sat(presence(*events), Rules(300.1, UTC))) == 1


def test_a_longer_export_goes_on_with_the_same_bout() -> None:
    """Rule: a bout that was still open at an earlier export keeps its id when a later one knows more of it."""
    first = list(read_buckets(presence(("2026-11-20T08:00:00Z", 600, "not-afk")), RULES, []))
    second = list(read_buckets(presence(("2026-11-20T08:00:00.7Z", 900, "not-afk")), RULES, []))
    assert [record.id for record in first[0].records] == [record.id for record in second[0].records]


def test_hosts_become_devices_of_their_own() -> None:
    """Rule: a host's name can lead nowhere, and several buckets of one host are one device."""
    assert (
        sat(presence(("2026-11-20T08:00:00Z", 60, "not-afk"), host="../Desk.Local"))[0][0] == "activitywatch-Desk-Local"
    )
    value = presence(("2026-11-20T08:00:00Z", 60, "not-afk"))
    value["buckets"]["c"] = presence(("2026-11-20T08:00:30Z", 60, "not-afk"))["buckets"]["b"]
    assert sat(value, Rules(300.0, UTC)) == [
        ("activitywatch-desk", "2026-11-20T08:00:00+00:00", "2026-11-20T08:01:30+00:00")
    ]


EVENT = ("2026-11-20T08:00:00+00:00", 60, "not-afk")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"timestamp": "2026-11-20T08:00:00"}, "timestamp: expected a time with its offset"),
        ({"timestamp": "9999-12-31T23:59:59+00:00"}, "timestamp: expected a time from 1900 to 2200"),
        ({"duration": -3}, "duration: expected a number from 0"),
        ({"duration": "1"}, "duration: expected a number, found '1'"),
        ({"duration": 1e12}, "duration: expected a number from -"),
        ({"data": {"status": "asleep"}}, "data.status: expected afk or not-afk, found 'asleep'"),
        ({"data": None}, "data: expected an object, found None"),
    ],
)
def test_nonsense_in_activitywatch_is_named_with_its_place(change: dict[str, Any], said: str) -> None:
    """Rule: a foreign document is looked at as closely as our own."""
    value = presence(EVENT, EVENT)
    value["buckets"]["b"]["events"][1] |= change
    found: list[CodecError] = []
    for _ in read_buckets(value, RULES, found):
        pass
    assert [str(mistake).partition("[1].")[2].startswith(said) for mistake in found] == [True], found


@pytest.mark.parametrize(
    ("buckets", "said"),
    [
        ([], "buckets: expected an object, found []"),
        ({}, "buckets: expected a bucket of type afkstatus, found none"),
        ({"b": 3}, "buckets.b: expected an object, found 3"),
        ({"b": {"type": "afkstatus", "events": []}}, "buckets.b.hostname: expected a text, found None"),
        ({"b": {"type": "afkstatus", "hostname": "x"}}, "buckets.b.events: expected a list, found None"),
    ],
)
def test_an_export_without_presence_is_refused(buckets: object, said: str) -> None:
    """Rule: an export that does not tell who was there is said to, instead of adding nothing in silence."""
    found: list[CodecError] = []
    assert list(read_buckets({"buckets": buckets}, RULES, found)) == []
    assert [str(mistake) for mistake in found] == [said]

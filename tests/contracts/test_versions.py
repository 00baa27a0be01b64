"""Whatever a sitbreak of any version so far wrote is read by this one; the files in tests/data were written by it then.

`first` are of the first version that kept records. A version that is raised needs a file of its own here.
"""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sitbreak.adapters import week_file
from sitbreak.adapters.store import RecordStore
from sitbreak.cli import main
from sitbreak.core.codec import KINDS, SCHEMA, NewerVersion, encode_record
from sitbreak.core.decoding import CodecError
from sitbreak.core.exchange import VERSION, read_document
from sitbreak.core.migration import CHECKPOINT, upgraded
from sitbreak.core.model import CorrectionRecord
from sitbreak.core.prompter import REST_OF_BOUT

DATA = Path(__file__).parents[1] / "data"
NEWEST = {"week": SCHEMA, "checkpoint": CHECKPOINT, "export": VERSION, "trace": 1}
WEEKS = sorted(DATA.glob("week-*.json"))
CHECKPOINTS = sorted(DATA.glob("checkpoint-*.json"))


def stored(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text())  # type: ignore[no-any-return]


@pytest.mark.parametrize("sort", NEWEST)
def test_every_version_has_its_file(sort: str) -> None:
    """Rule: no version is forgotten, and none is raised without a file that the new one wrote."""
    found = {int(path.name.split("-")[1].partition(".")[0]) for path in DATA.glob(f"{sort}-*")}
    assert found == set(range(1, NEWEST[sort] + 1))


@pytest.mark.parametrize("path", WEEKS, ids=lambda path: path.stem)
def test_a_week_of_every_version_is_read_in_full(path: Path) -> None:
    """Rule: every record of an old file is there, with every value that it had."""
    contents = week_file.read(path)
    assert contents.errors == ()
    rows = [row for table in KINDS for row in stored(path).get(f"{table}s", {}).values()]
    assert len(contents.records) == len(rows) > 60
    read = {record.id: encode_record(record) for record in contents.records}
    assert all(row.items() <= read[row["id"]].items() for row in rows)


@pytest.mark.parametrize("path", WEEKS, ids=lambda path: path.stem)
def test_an_old_week_goes_on_being_written(path: Path, tmp_path: Path) -> None:
    """Rule: what is added to an old file leaves the rest of it as it was."""
    own = tmp_path / "2026-W47.json"
    shutil.copy(path, own)
    before = stored(own)
    friday = datetime.fromisoformat("2026-11-20T09:00:00+01:00")
    week_file.merge(own, "desk-frozen", [CorrectionRecord("new", friday, friday, friday, "away")])
    after = stored(own)
    assert after["corrections"].popitem()[1]["id"] == "new"
    assert all(after[table] == before[table] for table in before)


@pytest.mark.parametrize("path", CHECKPOINTS, ids=lambda path: path.stem)
def test_a_checkpoint_of_every_version_is_taken_up(path: Path, tmp_path: Path) -> None:
    """Rule: an update begins where the program before it stopped, down to the open bout and the open prompt."""
    own = tmp_path / "state.json"
    shutil.copy(path, own)
    store = RecordStore(tmp_path / "history", own, "desk-frozen")
    saved = store.load()
    assert saved is not None
    was = stored(path)
    state = saved.state
    assert (state.t, state.wall.isoformat()) == (was["state"]["t"], was["state"]["wall"])
    assert (state.seat.posture.value, state.seat.since) == ("seated", was["state"]["seat"]["since"])
    assert state.prompting.prompt is not None
    assert state.prompting.prompt.shown == was["state"]["prompting"]["prompt"]["shown"]
    assert [record.id for record in saved.outbox] == [row["id"] for row in was["outbox"]]
    assert saved.axis == was["axis"]
    store.save(state, saved.outbox, saved.axis)
    assert stored(own)["version"] == CHECKPOINT
    assert store.load() == saved
    assert store.problems() == ()


def test_days_of_the_first_version_become_times() -> None:
    """Rule: a drill of which only the day is known was at noon of it, by the clock of the checkpoint."""
    was = stored(DATA / "checkpoint-1-first.json")
    is_ = upgraded(was)
    assert [drill["on"] for drill in was["state"]["history"]] == ["2026-11-16"] * 6 + ["2026-11-17"] * 2
    assert [drill["at"] for drill in is_["state"]["history"]] == [
        *["2026-11-16T12:00:00+01:00"] * 6,
        *["2026-11-17T12:00:00+01:00"] * 2,
    ]


def test_no_drill_becomes_later_than_the_checkpoint() -> None:
    """Rule: a drill of the checkpoint's own morning was not at a noon still to come."""
    state = {"wall": "2026-11-17T09:30:00+01:00", "history": [{"drill": "walk", "on": "2026-11-17", "result": "done"}]}
    assert upgraded({"version": 1, "state": state})["state"]["history"][0]["at"] == state["wall"]


def test_times_of_a_later_first_version_stay() -> None:
    """Rule: a checkpoint of version 1 that knew the times already keeps them."""
    was = stored(DATA / "checkpoint-1.json")
    assert upgraded(was)["state"]["history"] == was["state"]["history"] != []


@pytest.mark.parametrize(
    ("history", "said"),
    [
        (3, "state.history: expected a list, found 3"),
        ([3], "state.history.0: expected an object, found 3"),
        ([{"on": "someday"}], "state.history.0.on: expected a day such as 2026-11-20, found 'someday'"),
    ],
)
def test_an_old_checkpoint_that_makes_no_sense_says_where(history: object, said: str) -> None:
    """Rule: bringing an old file up to date fails with the place, never with a crash."""
    with pytest.raises(CodecError) as caught:
        upgraded({"version": 1, "state": {"wall": "2026-11-17T17:31:58+01:00", "history": history}})
    assert str(caught.value) == said


def test_endless_silence_of_the_first_version_ends() -> None:
    """A skip late in a bout was written as Infinity, also in what undo would bring back; no more."""
    quiet = {"prompting": {"silent_until_seconds": float("inf")}}
    found = upgraded({"version": 1, "state": quiet | {"said": quiet}})["state"]
    assert found["prompting"] == found["said"]["prompting"] == {"silent_until_seconds": REST_OF_BOUT}


def test_a_checkpoint_from_the_future_is_refused() -> None:
    """Rule: what a later sitbreak wrote is not guessed at."""
    with pytest.raises(NewerVersion, match=f"format {CHECKPOINT + 1} was written by a newer sitbreak"):
        upgraded({"version": CHECKPOINT + 1})


@pytest.mark.parametrize("path", sorted(DATA.glob("export-*.json")), ids=lambda path: path.stem)
def test_an_export_of_every_version_is_read_in_full(path: Path) -> None:
    """Rule: a backup stays good for as long as there is a sitbreak."""
    mistakes: list[CodecError] = []
    parcels = list(read_document(stored(path), mistakes))
    assert mistakes == []
    assert [(parcel.device, parcel.week) for parcel in parcels] == [("desk-frozen", "2026-W47")]
    assert len(parcels[0].records) > 60


TALES = {
    "trace-1-first": [("11:47:25", "12:42:55", "end")],
    "trace-1": [("11:05:22", "11:51:15", "drill"), ("11:54:24", "12:39:35", "drill")],
}
"""The bouts that the sitbreak of then replayed."""


@pytest.mark.parametrize("trace", TALES)
def test_a_recording_of_every_version_replays(trace: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Rule: a recorded day tells every later version the same tale."""
    assert main(["replay", str(DATA / f"{trace}.jsonl"), "--json"]) == 0
    bouts = json.loads(capsys.readouterr().out)["bouts"]
    assert [(bout["start"][11:19], bout["end"][11:19], bout["ended_by"]) for bout in bouts] == TALES[trace]

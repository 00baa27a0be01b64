"""The store keeps what it was given: through kills, full disks, damage and years."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from sitbreak.adapters.atomic import private_folder, set_aside, write_atomic
from sitbreak.adapters.store import RecordStore
from sitbreak.adapters.week_file import NewerFile
from sitbreak.core.model import (
    BoutRecord,
    CorrectionRecord,
    DrillRecord,
    Posture,
    PromptRecord,
    Record,
    Seat,
    SpanRecord,
    State,
)
from tests.contracts.killed_writer import bout

ROOT = Path(__file__).parents[2]
CET = timezone(timedelta(hours=1))
FRIDAY = datetime(2026, 11, 20, 9, 2, 11, tzinfo=CET)
WEEK = "2026-W47"
BOUT = BoutRecord("b", FRIDAY, FRIDAY + timedelta(minutes=47), 0.0, "drill")
SPAN = SpanRecord("s", BOUT.end, BOUT.end + timedelta(minutes=5), "standing", "declared")
PROMPT = PromptRecord("p", BOUT.end, BOUT.end, BOUT.end, "accepted", 2710.0, 1, "standing-march")
DRILL = DrillRecord(
    "d", "standing-march", 2, BOUT.end, SPAN.end, "done", 77.0, {"left": 30.0, "right": 30.0}, "ok", "p"
)
CORRECTION = CorrectionRecord("c", SPAN.end, SPAN.start, SPAN.end, "away")
ALL: tuple[Record, ...] = (BOUT, SPAN, PROMPT, DRILL, CORRECTION)


posix = pytest.mark.skipif(os.name != "posix", reason="this system has no file modes, links or fork")


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    return RecordStore(tmp_path / "history", tmp_path / "state" / "state.json", "desk")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "history" / "desk" / f"{WEEK}.json"


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """The kernel refuses to let any file grow beyond `size` bytes, as a full disk would."""
    resource = pytest.importorskip("resource", reason="this system has no limit on the size of files")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def ids(records: tuple[Record, ...]) -> list[str]:
    return [record.id for record in records]


def test_what_was_put_can_be_read(store: RecordStore) -> None:
    """Rule: every kind of record comes back as it was, in the order in which things began."""
    store.put(ALL)
    assert store.week(WEEK) == {"desk": (BOUT, SPAN, PROMPT, DRILL, CORRECTION)}


def test_the_file_has_the_published_shape(store: RecordStore, file: Path) -> None:
    """Rule: a week's file is what its documentation says, so that other programs can rely on it."""
    store.put([BOUT, DRILL])
    assert json.loads(file.read_text()) == {
        "meta": {"1": {"schema": 1, "device": "desk", "week": WEEK}},
        "bouts": {
            "1": {
                "id": "b",
                "start": "2026-11-20T09:02:11+01:00",
                "end": "2026-11-20T09:49:11+01:00",
                "assumed_seconds": 0,
                "ended_by": "drill",
            }
        },
        "spans": {},
        "prompts": {},
        "drills": {
            "1": {
                "id": "d",
                "drill": "standing-march",
                "level": 2,
                "started": "2026-11-20T09:49:11+01:00",
                "ended": "2026-11-20T09:54:11+01:00",
                "result": "done",
                "seconds": 77,
                "sides": {"left": 30, "right": 30},
                "effort": "ok",
                "prompt": "p",
            }
        },
        "corrections": {},
        "checks": {},
        "definitions": {},
    }


def test_putting_again_replaces_by_id(store: RecordStore) -> None:
    """Rule: storing a record twice keeps one of it, the later one."""
    store.put([BOUT, SPAN])
    store.put([replace(BOUT, ended_by="lock"), replace(BOUT, id="b2"), replace(BOUT, id="b2", ended_by="walk")])
    bouts = [record for record in store.week(WEEK)["desk"] if isinstance(record, BoutRecord)]
    assert [(record.id, record.ended_by) for record in bouts] == [("b", "lock"), ("b2", "walk")]


def test_records_lie_in_the_week_in_which_they_began(store: RecordStore) -> None:
    """Rule: a bout over the turn of the week lies in the week of its start, by the local calendar."""
    sunday = datetime(2026, 11, 22, 23, 50, tzinfo=CET)
    late = BoutRecord("late", sunday, sunday + timedelta(minutes=40), 0.0, "idle")
    store.put([late, replace(BOUT, id="new", start=late.end, end=late.end)])
    assert ids(store.week(WEEK)["desk"]) == ["late"]
    assert ids(store.week("2026-W48")["desk"]) == ["new"]
    assert store.weeks() == (WEEK, "2026-W48")


def test_one_call_is_one_write_per_week(store: RecordStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule: many records cost one write for each week's file they touch, however many they are."""
    written: list[Path] = []

    def counted(path: Path, text: str) -> None:
        written.append(path)
        write_atomic(path, text)

    monkeypatch.setattr("sitbreak.adapters.week_file.write_atomic", counted)
    store.put([bout(number) for number in range(2400)])
    assert [path.name for path in written] == ["2026-W47.json", "2026-W48.json", "2026-W49.json"]


def test_a_put_touches_no_other_weeks(store: RecordStore, file: Path) -> None:
    """Rule: the years behind cost nothing: files of other weeks are neither read nor written."""
    store.put([BOUT])
    old = file.with_name("2020-W01.json")
    old.write_text("not even JSON")
    store.put([SPAN])
    assert old.read_text() == "not even JSON"
    assert store.problems() == ()


def test_between_finds_what_reaches_into_the_time(store: RecordStore) -> None:
    """Rule: a span that began weeks before is found by the days it reaches into, and nothing outside them is."""
    holiday = SpanRecord("holiday", FRIDAY - timedelta(days=40), FRIDAY - timedelta(days=1), "untracked", "none")
    earlier = replace(BOUT, id="earlier", start=FRIDAY - timedelta(days=47), end=FRIDAY - timedelta(days=46))
    store.put([earlier, holiday, *ALL])
    monday = FRIDAY - timedelta(days=4)
    assert ids(store.between(monday, FRIDAY)["desk"]) == ["holiday"]
    assert ids(store.between(FRIDAY, BOUT.end)["desk"]) == ["b"]
    assert ids(store.between(BOUT.end, BOUT.end + timedelta(seconds=1))["desk"]) == ["s", "p", "d", "c"]


def test_devices_are_kept_apart(tmp_path: Path, store: RecordStore) -> None:
    """Rule: each device writes to its own folder and reads everybody's."""
    laptop = RecordStore(tmp_path / "history", tmp_path / "laptop.json", "laptop")
    store.put([BOUT])
    laptop.put([SPAN])
    assert store.week(WEEK) == {"desk": (BOUT,), "laptop": (SPAN,)}
    assert laptop.week(WEEK, "desk") == {"desk": (BOUT,)}
    assert store.between(FRIDAY, SPAN.end) == {"desk": (BOUT,), "laptop": (SPAN,)}


def test_reading_makes_no_file(tmp_path: Path, store: RecordStore) -> None:
    """Rule: looking leaves no trace, also where nothing was ever stored."""
    assert store.week(WEEK) == {}
    assert store.week(WEEK, "desk") == {"desk": ()}
    assert store.between(FRIDAY, BOUT.end) == {}
    assert store.load() is None
    assert store.check() == ()
    assert list(tmp_path.iterdir()) == []


def test_foreign_fields_and_tables_survive(store: RecordStore, file: Path) -> None:
    """Rule: what another version wrote into a file is still there after we wrote to it."""
    store.put([BOUT])
    value: dict[str, Any] = json.loads(file.read_text())
    value["bouts"]["1"]["mood"] = "fine"
    value["bouts"] |= {"9": {"note": "no id"}, "8": {"note": "none either"}}
    value["dreams"] = {"1": {"id": "x"}}
    file.write_text(json.dumps(value))
    store.put([replace(BOUT, ended_by="lock"), replace(BOUT, id="b2")])
    after = json.loads(file.read_text())
    assert after["bouts"]["1"]["mood"] == "fine"
    assert after["bouts"]["1"]["ended_by"] == "lock"
    assert after["bouts"]["9"] == {"note": "no id"}
    assert after["bouts"]["8"] == {"note": "none either"}
    assert after["bouts"]["10"]["id"] == "b2"
    assert after["dreams"] == {"1": {"id": "x"}}


DAMAGE = [b"{", b"\xff\xfe", b"[]", b'{"bouts": 3}', b'{"bouts": {"1": 3}}', b'{"bouts": {"x": {}}}', b"[" * 60_000]


@pytest.mark.parametrize("damage", DAMAGE, ids=range(len(DAMAGE)))
def test_a_damaged_week_is_kept_aside(
    store: RecordStore, file: Path, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Rule: a file that cannot be read is never overwritten; it gets another name, is reported, and writing goes on."""
    store.put([BOUT])
    file.write_bytes(damage)
    assert store.week(WEEK) == {"desk": ()}
    assert len(store.problems()) == 1
    assert file.read_bytes() == damage
    with caplog.at_level(logging.ERROR):
        store.put([SPAN])
    assert store.week(WEEK) == {"desk": (SPAN,)}
    aside = [path for path in file.parent.iterdir() if path != file]
    assert [path.read_bytes() for path in aside] == [damage]
    assert aside[0].name.startswith(f"{WEEK}.json.unreadable-")
    assert store.problems() == (f"{aside[0]} could not be read and was kept aside; repair it or delete it",)
    assert aside[0].name in caplog.text


def test_one_bad_record_hides_no_other(store: RecordStore, file: Path) -> None:
    """Rule: a record that makes no sense is named with its place; the rest of the week is read."""
    store.put([BOUT, SPAN])
    file.write_text(file.read_text().replace('"end": "2026-11-20T09:49:11+01:00"', '"end": "late"', 1))
    assert store.week(WEEK) == {"desk": (SPAN,)}
    (sentence,) = store.problems()
    assert f"{file} cannot be read in full: bouts.1.end: expected a time" in sentence
    assert store.check() == (sentence,)


def test_an_empty_file_is_an_empty_week(store: RecordStore, file: Path) -> None:
    """Rule: a file of no bytes holds nothing that could be lost."""
    store.put([BOUT])
    file.write_bytes(b"")
    store.put([SPAN])
    assert store.week(WEEK) == {"desk": (SPAN,)}
    assert store.problems() == ()


def test_a_newer_file_is_left_alone(store: RecordStore, file: Path) -> None:
    """Rule: an older sitbreak neither writes to nor moves what a newer one wrote, and still writes the other weeks."""
    store.put([BOUT])
    newer = file.read_text().replace('"schema": 1', '"schema": 2')
    file.write_text(newer)
    other = replace(BOUT, id="next", start=FRIDAY + timedelta(days=7), end=FRIDAY + timedelta(days=7))
    with pytest.raises(NewerFile, match="was written by a newer sitbreak"):
        store.put([SPAN, other])
    assert file.read_text() == newer
    assert ids(store.week("2026-W48")["desk"]) == ["next"]
    assert store.week(WEEK) == {"desk": ()}
    assert "please update" in store.problems()[0]


def test_a_full_disk_loses_nothing(store: RecordStore, file: Path) -> None:
    """Rule: when the disk refuses, the caller hears of it, the old file is whole and nothing half-written remains."""
    store.put([BOUT])
    store.save(State(t=1.0), (), {})
    before = file.read_bytes()
    with no_file_above(300):
        with pytest.raises(OSError, match="File too large"):
            store.put([replace(BOUT, id=f"b{number}") for number in range(40)])
        with pytest.raises(OSError, match="File too large"):
            store.save(State(t=2.0), ALL, {})
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]
    saved = store.load()
    assert saved is not None
    assert saved.state.t == 1.0
    store.put([SPAN])
    assert ids(store.week(WEEK)["desk"]) == ["b", "s"]


def test_a_folder_in_the_way_is_an_error_to_hear_of(tmp_path: Path, store: RecordStore) -> None:
    """Rule: a place that cannot be written is an OSError, whatever the reason."""
    (tmp_path / "history").write_text("a file where a folder should be")
    with pytest.raises(OSError, match="history"):
        store.put([BOUT])


@posix
def test_files_and_folders_are_the_users_alone(tmp_path: Path, store: RecordStore, file: Path) -> None:
    """Rule: nobody else on the machine can read when somebody sat."""
    before = os.umask(0)
    try:
        store.put([BOUT])
        store.save(State(), (), {})
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "state" / "state.json").stat().st_mode & 0o777 == 0o600
    folders = (file.parent, file.parent.parent, tmp_path / "state")
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700] * 3


@posix
def test_a_folder_open_to_others_is_closed(tmp_path: Path) -> None:
    """Rule: a folder of ours that others could read is made private."""
    folder = tmp_path / "ours"
    folder.mkdir(mode=0o755)
    private_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_checkpoint_comes_back(store: RecordStore) -> None:
    """Rule: state, records not yet stored and the clock's axis survive together."""
    state = State(run="r", t=12.25, wall=FRIDAY, seat=Seat(posture=Posture.SEATED, since=3.5))
    axis: dict[str, float | str] = {"boot": "b1f0", "offset": 0.1}
    store.save(state, ALL, axis)
    saved = store.load()
    assert saved is not None
    assert (saved.state, saved.outbox, saved.axis) == (state, ALL, axis)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "Expecting property name"),
        ("[1]", "version: expected a whole number"),
        ('{"version": 3}', "newer sitbreak"),
        ('{"version": 1, "state": {"t": "x"}}', "state.t: expected a number, found 'x'"),
        ('{"version": 1, "state": {}, "outbox": [{"kind": "nap"}]}', "outbox.0.kind: expected one of bout"),
        ('{"version": 1, "state": {}, "outbox": [], "axis": {"boot": []}}', "axis.boot: expected a text"),
    ],
)
def test_a_checkpoint_that_makes_no_sense_is_kept_aside(
    tmp_path: Path, store: RecordStore, caplog: pytest.LogCaptureFixture, text: str, reason: str
) -> None:
    """Rule: the program starts without a checkpoint it cannot read, keeps it, and says why."""
    store.save(State(), (), {})
    (tmp_path / "state" / "state.json").write_text(text)
    with caplog.at_level(logging.ERROR):
        assert store.load() is None
    assert reason in caplog.text
    (aside,) = (tmp_path / "state").iterdir()
    assert aside.read_text() == text
    assert str(aside) in store.problems()[0]
    assert store.load() is None


def test_nothing_is_overwritten_by_keeping_aside(tmp_path: Path) -> None:
    """Rule: two damaged files of the same second both stay."""
    kept = set()
    for content in ("one", "two", "three"):
        path = tmp_path / "state.json"
        path.write_text(content)
        os.utime(path, (0, 0))
        kept.add(set_aside(path))
    assert {path.read_text() for path in kept} == {"one", "two", "three"}


@posix
def test_a_linked_file_stays_a_link(tmp_path: Path) -> None:
    """Rule: a file that the person keeps elsewhere and links to is written there."""
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old")
    link.symlink_to(real)
    write_atomic(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


@posix
def test_kill_at_any_moment_loses_nothing_promised(tmp_path: Path) -> None:
    """Rule: after kill -9 every file parses, every stored record is there, and so is every checkpointed one."""
    argv = [sys.executable, "-m", "tests.contracts.killed_writer", str(tmp_path), "40", "20261120"]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=60, cwd=ROOT)
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) == 40
    stored = {f"bout-{line}" for made in rounds for line in made if not line.startswith("saved")}
    store = RecordStore(tmp_path / "history", tmp_path / "state" / "state.json", "desk")
    on_disk = [record.id for week in store.weeks() for record in store.week(week)["desk"]]
    assert len(on_disk) == len(set(on_disk))
    assert stored <= set(on_disk)
    assert store.check() == ()
    saved = store.load()
    assert saved is not None
    last = max(int(line.removeprefix("saved ")) for line in rounds[-1])
    assert f"bout-{last}" in {*on_disk, *(record.id for record in saved.outbox)}
    leftovers = [path.name for path in tmp_path.rglob(".*")]
    assert len(leftovers) == len(set(leftovers)) <= 4


def test_a_checkpointed_record_is_stored_once_after_a_kill(store: RecordStore) -> None:
    """Rule: whether the kill came before or after the week's file was written, the outbox ends up there once."""
    store.save(State(), [BOUT, SPAN], {})
    store.put([BOUT])
    for _ in range(2):
        saved = store.load()
        assert saved is not None
        store.put(saved.outbox)
    assert ids(store.week(WEEK)["desk"]) == ["b", "s"]

"""Folders of several machines, and what sync engines do to them: read in full, never written, told of."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitbreak.adapters import conflicts, synced_folder
from sitbreak.adapters.store import RecordStore
from sitbreak.adapters.system import Places, device_name, known_name
from sitbreak.core.model import BoutRecord, CorrectionRecord, Record
from sitbreak.core.settings import Settings, Sync
from tests.commands.home import Home, until

CET = timezone(timedelta(hours=1))
FRIDAY = datetime(2026, 11, 20, 9, 2, 11, tzinfo=CET)
WEEK = "2026-W47"

COPIES = (
    "2026-W47.sync-conflict-20261120-101112-ABCDEFG.json",  # Syncthing
    "2026-W47 (conflicted copy 2026-11-20 101112).json",  # Nextcloud, ownCloud
    "2026-W47 (còpia en conflicte 2026-11-20 101112).json",  # the same in Catalan
    "2026-W47_conflict-20261120-101112.json",  # the same, some years ago
    "2026-W47 (desk's conflicted copy 2026-11-20).json",  # Dropbox
    "2026-W47 (In Konflikt stehende Kopie von desk 2026-11-20).json",
    "2026-W47-DESKTOP-QRI9EIH.json",  # OneDrive
    "2026-W47 (1).json",  # Google Drive
    "2026-W47 2.json",  # iCloud
    "2026-W47.Conflict.json",  # Resilio
    "2026-W47.json.Conflict2",
    "2026-W47_desk_Nov-20-0901-2026_Conflict_1.json",  # Synology
    "2026-W47 (SFConflict me@example.org 2026-11-20-10-11-12).json",  # Seafile
    "2026-w47.JSON",  # two disks of which one minds capitals
)
OTHERS = (
    ".2026-W47.json.new",  # our own
    "2026-W47.json.unreadable-20261120-101112",
    ".syncthing.2026-W47.json.tmp",
    "~syncthing~2026-W47.json.tmp",
    ".2026-W47.json.~4f21",  # Nextcloud
    ".2026-W47.json.icloud",
    "~$2026-W47.json",
    "2026-W47.json~",
    "2026-W47.json.part",
    "2026-W47.json.!sync",
    "2026-W471.json",
    "notes.json",
)


def bout(name: str, minute: int = 0, length: int = 10) -> BoutRecord:
    start = FRIDAY + timedelta(minutes=minute)
    return BoutRecord(name, start, start + timedelta(minutes=length), 0.0, "idle")


def opened(tmp_path: Path, device: str = "desk") -> RecordStore:
    return RecordStore(tmp_path / "history", tmp_path / "state" / "state.json", device)


def copied(tmp_path: Path, name: str, *records: Record) -> Path:
    """A copy of this name in the folder of "desk", as another machine of that name wrote it."""
    opened(tmp_path / "other").put(records)
    there = tmp_path / "history" / "desk" / name
    there.parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "other" / "history" / "desk" / f"{WEEK}.json").replace(there)
    return there


def ids(records: tuple[Record, ...]) -> list[str]:
    return [record.id for record in records]


@pytest.mark.parametrize("name", COPIES)
def test_copies_are_known_by_name(name: str) -> None:
    """Rule: a copy is known whichever engine made it and whatever language it speaks."""
    assert (conflicts.week_named(name), conflicts.is_copy(name)) == (WEEK, True)


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_a_copy(name: str) -> None:
    """Rule: half-written files of ours and of the engines are none, nor is what lies aside."""
    assert conflicts.week_named(name) is None
    assert not conflicts.is_copy(name)


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_read_with_its_week(tmp_path: Path, name: str) -> None:
    """Rule: what is only in a copy is on record, in order of time, and what is in both is there once."""
    opened(tmp_path).put([bout("a"), bout("c", 40)])
    copied(tmp_path, name, bout("a"), bout("b", 20))
    assert ids(opened(tmp_path).week(WEEK)["desk"]) == ["a", "b", "c"]
    assert ids(opened(tmp_path).between(FRIDAY, FRIDAY + timedelta(days=1))["desk"]) == ["a", "b", "c"]
    assert opened(tmp_path).check() == ()


def test_only_a_copy(tmp_path: Path) -> None:
    """Rule: a week of which there is nothing but a copy is a week."""
    copied(tmp_path, COPIES[0], bout("a"))
    assert opened(tmp_path).weeks() == (WEEK,)
    assert ids(opened(tmp_path).week(WEEK)["desk"]) == ["a"]


@pytest.mark.parametrize("proper_is_later", [True, False])
def test_the_later_state_counts(tmp_path: Path, proper_is_later: bool) -> None:
    """Rule: of two states of a record the later one counts, in whichever file it is; else the week's own file does."""
    early = (bout("b"), CorrectionRecord("c", FRIDAY, FRIDAY, FRIDAY + timedelta(minutes=5), "away"))
    late = (bout("b", length=20), replace(early[1], withdrawn=True))
    opened(tmp_path).put(late if proper_is_later else early)
    copied(tmp_path, COPIES[0], *(early if proper_is_later else late))
    assert set(opened(tmp_path).week(WEEK)["desk"]) == set(late)


def test_the_week_s_own_file_wins_a_draw(tmp_path: Path) -> None:
    """Rule: where neither state is later, the week's own file is believed."""
    opened(tmp_path).put([bout("b")])
    copied(tmp_path, COPIES[0], replace(bout("b"), ended_by="lock"))
    assert opened(tmp_path).week(WEEK)["desk"] == (bout("b"),)


def test_copies_are_never_touched(tmp_path: Path) -> None:
    """Rule: writing goes to the week's own file; a copy stays as it is, its records too."""
    copy = copied(tmp_path, COPIES[0], bout("a"))
    before = copy.read_bytes()
    opened(tmp_path).put([bout("b", 20)])
    assert copy.read_bytes() == before
    own = json.loads((copy.parent / f"{WEEK}.json").read_text())
    assert [row["id"] for row in own["bouts"].values()] == ["b"]


@pytest.mark.parametrize("text", ["{ half a fi", "[]", '{"meta": {"1": {"schema": 99}}}'])
def test_an_unreadable_copy_is_said_and_kept(tmp_path: Path, text: str) -> None:
    """Rule: a copy that cannot be read is named, left where it is, and hides nothing of the rest."""
    store = opened(tmp_path)
    store.put([bout("a")])
    copy = tmp_path / "history" / "desk" / COPIES[0]
    copy.write_text(text)
    assert ids(store.week(WEEK)["desk"]) == ["a"]
    assert COPIES[0] in store.problems()[0]
    store.put([bout("b", 20)])
    assert copy.read_text() == text


def test_copies_are_told_of_gently(tmp_path: Path) -> None:
    """Rule: copies are no fault of the records, but `doctor` says that they are there and what may have made them."""
    opened(tmp_path).put([bout("a")])
    copied(tmp_path, COPIES[0], bout("a"))
    copied(tmp_path, COPIES[1], bout("b"))
    (note,) = opened(tmp_path).notes()
    assert "desk holds 2 copies that a sync program made" in note
    assert "sync.device" in note
    assert opened(tmp_path).check() == ()
    assert opened(tmp_path / "nowhere").notes() == ()


@pytest.mark.parametrize("name", [".stfolder", ".stversions", "lost+found", "@eaDir", "$RECYCLE.BIN", "empty"])
def test_folders_of_others_are_no_devices(tmp_path: Path, name: str) -> None:
    """Rule: what engines and disks keep beside the devices' folders is not a device, even with old weeks in it."""
    opened(tmp_path).put([bout("a")])
    other = tmp_path / "history" / name
    other.mkdir()
    if name != "empty":
        (other / f"{WEEK}.json").write_text("{}")
    assert opened(tmp_path).devices() == ("desk",)
    assert set(opened(tmp_path).week(WEEK)) == {"desk"}


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(1, 3)), min_size=1, max_size=8))
def test_records_in_any_number_of_copies(places: list[tuple[bool, bool, int]]) -> None:
    """Rule: however a week's records are spread over its file and its copies, each is there once, in its last state."""
    last = [bout(str(number), 10 * number, longest) for number, (_, _, longest) in enumerate(places)]
    files: list[list[Record]] = [[], [], []]
    for record, (first, second, longest) in zip(last, places, strict=True):
        for held, file in zip((first, second, True), files, strict=True):
            if held:
                file.append(replace(record, end=record.start + timedelta(minutes=longest if file is files[2] else 1)))
    assert sorted(conflicts.together(files), key=lambda row: row.id) == last


def places_of(tmp_path: Path) -> Places:
    return Places.find({"SITBREAK_HOME": str(tmp_path / "home")})


def synced(folder: Path) -> Settings:
    return Settings(sync=Sync(folder=str(folder)))


def test_a_synced_folder_whose_disk_is_not_there(tmp_path: Path) -> None:
    """Rule: a synced folder is made the first time; when it is gone later nothing is written in its place.

    It is said, and once the folder is there again, what was refused can be stored.
    """
    folder, places = tmp_path / "mount" / "sitbreak", places_of(tmp_path)
    places.make()
    store = RecordStore(folder, places.checkpoint, "desk", synced_folder.maker(places, synced(folder)))
    store.put([bout("a")])
    assert synced_folder.missing(places, synced(folder)) == ""
    (tmp_path / "mount").rename(tmp_path / "unmounted")
    (tmp_path / "mount").mkdir()
    with pytest.raises(FileNotFoundError, match="mount its disk"):
        store.put([bout("b", 20)])
    assert list((tmp_path / "mount").iterdir()) == []
    assert f"{folder / 'desk'} is not there" in synced_folder.missing(places, synced(folder))
    (tmp_path / "mount").rmdir()
    (tmp_path / "unmounted").rename(tmp_path / "mount")
    store.put([bout("b", 20)])
    assert ids(store.week(WEEK)["desk"]) == ["a", "b"]


def test_another_synced_folder_is_begun(tmp_path: Path) -> None:
    """Rule: a folder chosen anew is made like the first; the one of before is not waited for."""
    places = places_of(tmp_path)
    places.make()
    for name in ("one", "two"):
        folder = tmp_path / name
        RecordStore(folder, places.checkpoint, "desk", synced_folder.maker(places, synced(folder))).put([bout(name)])
        assert synced_folder.missing(places, synced(folder)) == ""
    assert synced_folder.missing(places, Settings()) == ""


def test_records_left_behind_are_told_of(tmp_path: Path) -> None:
    """Rule: records from before a synced folder was chosen are named with what to do, until they are moved there."""
    places, folder = places_of(tmp_path), tmp_path / "Sync"
    settings = synced(folder)
    assert synced_folder.left_behind(places, settings) == ""
    RecordStore(places.history, places.checkpoint, "desk").put([bout("a")])
    assert synced_folder.left_behind(places, Settings()) == ""
    assert f"move the folders in it to {folder}" in synced_folder.left_behind(places, settings)
    places.history.rename(folder)
    assert synced_folder.left_behind(places, settings) == ""


def test_the_name_can_be_asked_without_writing(tmp_path: Path) -> None:
    """Rule: asking for a machine's name chooses none; once chosen it stays, and the settings go before it."""
    assert known_name(tmp_path) == ""
    assert list(tmp_path.iterdir()) == []
    drawn = device_name(tmp_path)
    assert (known_name(tmp_path), known_name(tmp_path, "my desk")) == (drawn, "my-desk")


@contextmanager
def away(folder: Path) -> Iterator[None]:
    """The disk is not mounted."""
    aside = folder.with_name("unmounted")
    folder.rename(aside)
    yield
    aside.rename(folder)


def test_the_program_waits_for_its_disk(tmp_path: Path) -> None:
    """Rule: started without the synced disk the program runs, says so, and stores everything when the disk is back."""
    disk = tmp_path / "disk"
    home = Home(tmp_path / "home").configure(f'[sync]\nfolder = "{disk}/sitbreak"\ndevice = "desk"\n')
    with home.service():
        assert home.does("sit").returncode == 0
        assert home.does("stand").returncode == 0
        until((disk / "sitbreak" / "desk").is_dir, "the first record")
    before = {row["id"] for row in home.logged()}
    with away(disk):
        assert "mount its disk" in home.does("week").stderr
        with home.service():
            for word in ("sit", "stand", "sit", "away"):
                assert home.does(word).returncode == 0
            until(lambda: any("mount its disk" in line for line in home.tells("status")["notices"]), "the notice")
        assert not disk.exists()
    with home.service():
        until(lambda: len({row["id"] for row in home.logged()} - before) >= 3, "the records that waited")
    assert before <= {row["id"] for row in home.logged()}


def test_a_folder_changed_while_running_is_told_of(tmp_path: Path) -> None:
    """Rule: the running program goes on in the old folder and says that the new one counts from the next start on."""
    home = Home(tmp_path / "home").configure("")
    with home.service():
        assert home.does("sit").returncode == 0
        assert home.tells("status")["notices"] == []
        home.configure(f'[sync]\nfolder = "{tmp_path}/Sync"\n')
        assert home.does("stand").returncode == 0
        until(lambda: any("[sync]" in line for line in home.tells("status")["notices"]), "the notice")
        until(lambda: list((home.path / "data" / "history").rglob("*.json")), "the record in the old folder")
    assert "move the folders" in home.does("week").stderr
    report = home.does("doctor").stdout
    assert f"records         {tmp_path}/Sync" in report
    assert "move the folders" in report
    assert not os.path.lexists(tmp_path / "Sync")

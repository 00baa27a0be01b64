"""Whatever a disk does to one system call or to a file: it is said, nothing is lost, and the next attempt works."""

from __future__ import annotations

import errno
import logging
import os
import socket
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sitbreak.adapters.atomic import LARGEST, Strange, private_folder, read_plain, write_atomic, write_atomic_parts
from sitbreak.adapters.store import RecordStore
from sitbreak.core.model import State
from tests.contracts.killed_writer import bout, store_in
from tests.contracts.power_cuts import IN_MEMORY
from tests.contracts.power_scenes import SCENES, Scene
from tests.faulty_disk import SHORT, Call, Faults, FaultyDisk, from_then_on, once, sound

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no file modes, pipes or links")

CODES = (errno.EIO, errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EINTR, errno.EACCES)
NAMES = [errno.errorcode[code] for code in CODES]
SCENE_NAMES = [scene.name for scene in SCENES]
UNMISSABLE = ("write", "rename")
"""What nothing can do without; a folder that cannot be opened to be synced, for one, may be somebody else's."""
WEEK = "2026-W47"
Make = Callable[[Path], None]


@pytest.fixture
def disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as place:
        yield Path(place)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """A damaged file is logged at each of hundreds of faults."""
    caplog.set_level(logging.CRITICAL)


def descriptors() -> list[str]:
    return sorted(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else []


def prepared(scene: Scene, folder: Path) -> Path:
    private_folder(folder)
    scene.prepare(folder, store_in(folder))
    return folder


def attempt(scene: Scene, folder: Path, faults: Faults) -> tuple[OSError | None, list[str], list[Call]]:
    """Act on a faulty disk: the error that the caller hears of, what was promised, and the calls."""
    layer, promised = FaultyDisk(folder, faults), list[str]()
    try:
        with layer.watching():
            scene.act(store_in(folder), promised.append)
    except OSError as error:
        return error, promised, layer.calls
    return None, promised, layer.calls


def leftovers(folder: Path) -> list[Path]:
    return list(folder.rglob(".*.new"))


def check_recovered(scene: Scene, folder: Path, promised: list[str], place: str) -> None:
    """Nothing is lost now, nor when the same is done again without a fault."""
    assert scene.judge(folder, store_in(folder), frozenset(promised)) == "", place
    error, after, _ = attempt(scene, folder, sound)
    assert error is None, place
    assert scene.judge(folder, store_in(folder), frozenset(after)) == "", place
    assert leftovers(folder) == [], place


@pytest.mark.parametrize("code", [*CODES, SHORT], ids=[*NAMES, "short write"])
@pytest.mark.parametrize("scene", SCENES, ids=SCENE_NAMES)
def test_one_call_that_fails_loses_nothing(scene: Scene, code: int, disk: Path) -> None:
    """Rule: one failing system call is said or does no harm; no half file, no open descriptor; then all is well."""
    _, _, calls = attempt(scene, prepared(scene, disk / "whole"), sound)
    before = descriptors()
    for number, call in enumerate(calls):
        folder, place = (
            prepared(scene, disk / str(number)),
            f"call {number} of {scene.name}, {call.name} {call.path}",
        )
        error, promised, _ = attempt(scene, folder, once(number, code))
        assert error.errno == code if error else code == SHORT or call.name not in UNMISSABLE, place
        assert leftovers(folder) == [], place
        check_recovered(scene, folder, promised, place)
    assert descriptors() == before


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EROFS], ids=["dead", "full", "read-only"])
@pytest.mark.parametrize("scene", SCENES, ids=SCENE_NAMES)
def test_a_disk_that_fails_for_good_loses_nothing(scene: Scene, code: int, disk: Path) -> None:
    """Rule: from any call on nothing works any more: it is said, and all is well once the disk is back."""
    _, _, calls = attempt(scene, prepared(scene, disk / "whole"), sound)
    before = descriptors()
    for number in range(len(calls)):
        folder, place = prepared(scene, disk / str(number)), f"from call {number} of {scene.name} on"
        _, promised, _ = attempt(scene, folder, from_then_on(number, code))
        check_recovered(scene, folder, promised, place)
    assert descriptors() == before


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_file_system_that_cannot_sync_folders_will_do(tmp_path: Path, code: int) -> None:
    """Rule: where folders cannot be written through, files are written all the same, not refused for ever."""
    layer = FaultyDisk(tmp_path, lambda call, _: code if call.name == "fsync" and call.path in (".", "here") else 0)
    with layer.watching():
        private_folder(tmp_path / "here")
        write_atomic(tmp_path / "here" / "file", "new")
    assert (tmp_path / "here" / "file").read_text() == "new"
    assert [call.path for call in layer.calls if call.name == "fsync"] == ["here", ".", "here/.file.new", "here"][1:]


def test_a_text_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    """Rule: when the parts of a text end in an error of any kind, the old file is there and no half of the new one."""
    path = tmp_path / "file"
    path.write_text("old")

    def parts() -> Iterator[str]:
        yield "new"
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write_atomic_parts(path, parts())
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("file", "old")]


# ---------------------------------------------------------------- what people and other programs put there


def pipe(path: Path) -> None:
    os.mkfifo(path)


def folder_with_something(path: Path) -> None:
    path.mkdir()
    (path / "inside").write_text("kept")


def listener(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as here:
        os.chdir(path.parent)
        here.bind(path.name)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b'{"bouts": {')
        file.truncate(200_000_000)


STRANGE = [pipe, folder_with_something, listener, loop, device, too_large]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RecordStore:
    monkeypatch.chdir(tmp_path)
    store = store_in(tmp_path)
    store.put([bout(0)])
    store.save(State(t=1.0), (), {})
    return store


def within(seconds: float, act: Callable[[], object]) -> None:
    """Do it in a thread, so that one that waits for ever is found."""
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    thread.join(seconds)
    assert not thread.is_alive(), "it waits for ever"


def kind(path: Path) -> tuple[int, int]:
    found = path.lstat()
    return stat.S_IFMT(found.st_mode), found.st_ino


@pytest.mark.parametrize("strange", STRANGE)
def test_what_is_no_file_in_a_weeks_place_is_kept_aside(store: RecordStore, tmp_path: Path, strange: Make) -> None:
    """Rule: a pipe, folder, socket, endless link, device or huge file is neither waited for nor read: said, kept."""
    path = tmp_path / "history" / "desk" / f"{WEEK}.json"
    path.unlink()
    strange(path)
    before = kind(path)
    within(10, lambda: store.week(WEEK))
    assert len(store.problems()) == 1
    assert any(why in store.problems()[0] for why in ("it is no plain file", "it has 200 MB", "it is a link"))
    within(10, lambda: store.put([bout(3)]))
    assert [record.id for record in store.week(WEEK)["desk"]] == ["bout-3"]
    (aside,) = path.parent.glob(f"{path.name}.unreadable-*")
    assert kind(aside) == before
    assert store.problems() == (f"{aside} could not be read and was kept aside; repair it or delete it",)


@pytest.mark.parametrize("strange", STRANGE)
def test_what_is_no_file_in_the_checkpoints_place_is_kept_aside(
    store: RecordStore, tmp_path: Path, strange: Make
) -> None:
    """Rule: the program starts without such a checkpoint, keeps it, and writes its own beside it."""
    path = tmp_path / "state" / "state.json"
    path.unlink()
    strange(path)
    before = kind(path)
    within(10, store.load)
    (aside,) = path.parent.glob(f"{path.name}.unreadable-*")
    assert kind(aside) == before
    assert store.load() is None
    store.save(State(t=2.0), (), {})
    assert (saved := store.load()) is not None
    assert saved.state.t == 2.0


@pytest.mark.parametrize("strange", [folder_with_something, Path.mkdir])
def test_a_folder_that_takes_the_checkpoints_place_meanwhile(store: RecordStore, tmp_path: Path, strange: Make) -> None:
    """Rule: the running program does not stumble over a folder where its checkpoint was: it is kept aside."""
    path = tmp_path / "state" / "state.json"
    path.unlink()
    strange(path)
    store.save(State(t=2.0), (bout(3),), {})
    assert (saved := store.load()) is not None
    assert saved.outbox == (bout(3),)
    assert [one.is_dir() for one in path.parent.glob(f"{path.name}.unreadable-*")] == [True]


def test_a_file_that_grows_while_it_is_read_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule: not even a file whose size was told wrong fills the memory."""
    path = tmp_path / "file"
    path.write_text("small")
    found = path.stat()
    path.write_bytes(b"x" * (LARGEST * 2))
    monkeypatch.setattr(os, "fstat", lambda _: found)
    assert len(read_plain(path)) <= LARGEST + (1 << 16)


def test_the_largest_file_that_is_read(tmp_path: Path) -> None:
    """Rule: the bound is where it is said to be."""
    path = tmp_path / "file"
    path.write_bytes(b"x" * LARGEST)
    assert len(read_plain(path)) == LARGEST
    path.write_bytes(b"x" * (LARGEST + 1))
    with pytest.raises(Strange, match="4 MB"):
        read_plain(path)


def test_a_link_in_a_weeks_place_leads_nowhere(store: RecordStore, tmp_path: Path) -> None:
    """Rule: what a synced folder brings may be a link to a file of the person's; it is put aside unread."""
    path, target = tmp_path / "history" / "desk" / f"{WEEK}.json", tmp_path / "elsewhere.json"
    path.replace(target)
    path.symlink_to(target)
    before = target.read_bytes()
    store.put([bout(3)])
    assert [record.id for record in store.week(WEEK)["desk"]] == ["bout-3"]
    assert target.read_bytes() == before
    (aside,) = path.parent.glob(f"{path.name}.unreadable-*")
    assert aside.is_symlink()


def test_a_deleted_folder_is_made_again_and_said(store: RecordStore, tmp_path: Path) -> None:
    """Rule: what somebody deletes under the running program is gone and named; what comes now is stored."""
    with suppress(FileNotFoundError):
        for path in sorted((tmp_path / "history").rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    (tmp_path / "history").rmdir()
    store.put([bout(3)])
    assert [record.id for record in store.week(WEEK)["desk"]] == ["bout-3"]
    (sentence,) = store.problems()
    assert "desk was deleted while sitbreak ran" in sentence

"""The power may go at any moment: every file is then as before or after, and nothing that was promised is lost."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

import pytest

from sitbreak.adapters import atomic
from tests.contracts.power_cuts import IN_MEMORY, acted, cuts_after_a_fault, tally
from tests.contracts.power_scenes import SCENES, Scene

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system does not write folders through")

NAMED = {scene.name: scene for scene in SCENES}
SYNC_FILE = atomic._write_through


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as place:
        yield Path(place)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """A damaged file is logged on each of thousands of disks."""
    caplog.set_level(logging.CRITICAL)


@pytest.mark.parametrize("scene", SCENES, ids=NAMED)
def test_no_power_cut_loses_anything(scene: Scene, folder: Path, record_property: Callable[..., None]) -> None:
    """Rule: after a cut behind any system call, with any part of what was not synced, all reads as before or after."""
    found = tally(scene, folder)
    record_property("crash points", found.points)
    record_property("disks", found.disks)
    assert found.reproaches == ()
    assert found.points >= 8
    assert found.disks > 1000


@pytest.mark.parametrize("scene", SCENES, ids=NAMED)
def test_a_fault_before_the_power_cut_makes_no_difference(scene: Scene, folder: Path) -> None:
    """Rule: when a call failed, what was promised at the next attempt is on the disk all the same."""
    calls, _ = acted(scene, folder / "whole")
    for number, call in enumerate(calls):
        if call.name != "promise":
            place = folder / str(number)
            place.mkdir()
            cuts = list(cuts_after_a_fault(scene, place, number))
            assert [cut.reproach for cut in cuts if cut.reproach] == [], f"{number}: {call.name} {call.path}"
            assert cuts


def _unsynced(path: Path, parts: Iterable[str]) -> None:
    with mock.patch.object(os, "fsync", return_value=None):
        SYNC_FILE(path, parts)


def _in_place(path: Path, text: str) -> None:
    SYNC_FILE(path, (text,))
    atomic._settle(path.parent)


BROKEN: dict[str, dict[str, object]] = {
    "file not synced": {"atomic._write_through": _unsynced},
    "folder not synced": {"atomic._settle": lambda _: None},
    "folders above not synced": {"atomic._settle_above": lambda _: None},
    "written in place": {"week_file.write_atomic": _in_place, "store.write_atomic": _in_place},
}


@pytest.mark.parametrize(
    ("fault", "scene"),
    [
        ("file not synced", "put of one week"),
        ("file not synced", "save of the checkpoint"),
        ("folder not synced", "put of one week"),
        ("folder not synced", "checkpoint, week, checkpoint"),
        ("folders above not synced", "first put in a new folder"),
        ("written in place", "put of one week"),
        ("written in place", "save of the checkpoint"),
        ("written in place", "checkpoint, week, checkpoint"),
    ],
)
def test_a_storage_with_a_fault_is_found_out(fault: str, scene: str, folder: Path) -> None:
    """Rule: the judge bites: without one of the syncs, or writing in place, some cut is found to lose something."""
    with ExitStack() as broken:
        for place, instead in BROKEN[fault].items():
            broken.enter_context(mock.patch(f"sitbreak.adapters.{place}", instead))
        assert tally(NAMED[scene], folder, enough=1).reproaches


def _folder_synced_when_made(path: Path) -> None:
    if path.exists():
        return
    _folder_synced_when_made(path.parent)
    path.mkdir()
    atomic._settle(path.parent)


def test_a_folder_synced_only_when_it_is_made_is_found_out(folder: Path) -> None:
    """Rule: the judge bites here, too: a folder whose first sync failed, and is not tried again, is found missing."""
    naive = {
        "store.RecordStore._make_folder": lambda _, path: _folder_synced_when_made(path),
        "atomic._settle_above": lambda _: None,
    }
    with ExitStack() as broken:
        for place, instead in naive.items():
            broken.enter_context(mock.patch(f"sitbreak.adapters.{place}", instead))
        scene = NAMED["first put in a new folder"]
        found = []
        for number in range(len(acted(scene, folder / "whole")[0]) - 1):
            (folder / str(number)).mkdir()
            found += [cut.reproach for cut in cuts_after_a_fault(scene, folder / str(number), number)]
        assert tally(scene, folder, enough=1).reproaches == ()
    assert any(found)


_EVENTS = {"open", "os.mkdir", "os.chmod", "os.remove", "os.rename", "os.truncate", "os.link", "os.symlink", "os.rmdir"}
_heard: list[str] | None = None


def _listen(event: str, args: tuple[object, ...]) -> None:
    if _heard is not None and event in _EVENTS and str(args[0]).startswith(_watched):
        _heard.append(event.removeprefix("os."))


_watched = "\0"
sys.addaudithook(_listen)


@pytest.mark.parametrize("scene", SCENES, ids=NAMED)
def test_the_layer_misses_no_call(scene: Scene, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule: what Python itself reports of opened and changed files is what the layer has seen, call by call."""
    here = sys.modules[__name__]
    monkeypatch.setattr(here, "_watched", str(folder / "real"))
    heard: list[str] = []

    def act(*args: object) -> None:
        with mock.patch.object(here, "_heard", heard):
            scene.act(*args)  # type: ignore[arg-type]

    calls, _ = acted(Scene(scene.name, scene.prepare, act, scene.judge), folder / "real")
    changes = {"open": "open", "mkdir": "mkdir", "chmod": "chmod", "rename": "rename", "unlink": "remove"}
    seen = [changes[call.name] for call in calls if call.name in changes]
    assert heard == seen
    assert "rename" in heard

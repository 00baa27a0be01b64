"""Cuts the power after every system call of the store, lays out every disk that may be left, and reads it.

Usage: python -m tests.contracts.power_cuts   (prints how many crash points and disks there were, and what was lost)
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

from sitbreak.adapters.store import RecordStore
from tests.contracts.killed_writer import store_in
from tests.contracts.power_scenes import SCENES, Scene
from tests.faulty_disk import Call, Faults, FaultyDisk, once, sound
from tests.power_cut import Disk, Tree, lay_out

IN_MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None
"""Where thousands of disks are laid out soonest."""

_LOOKS = ("read", "stat", "lstat", "fstat", "listdir", "close", "promise")


@dataclass(frozen=True, slots=True)
class Cut:
    """One disk that a power cut left: after which call, what was on it, and what is wrong with that."""

    after: Call
    tree: Tree
    reproach: str


def cuts(scene: Scene, folder: Path) -> Iterator[Cut]:
    """Act once, then judge every disk of every crash point, as it is and after the program has gone on with it."""
    calls, disk = acted(scene, folder / "real")
    promised: frozenset[str] = frozenset()
    for call in calls:
        disk.carry_out(call)
        promised |= {call.path} if call.name == "promise" else set()
        if call.name not in _LOOKS or call.name == "promise":
            yield from _judged(scene, folder / "left", call, disk, promised)


def cuts_after_a_fault(scene: Scene, folder: Path, number: int) -> Iterator[Cut]:
    """Act with that call failing, once more if the program heard of it, and then cut the power, all promises made."""

    def act(store: RecordStore, promise: Callable[[str], None]) -> None:
        try:
            scene.act(store, promise)
        except OSError:
            scene.act(store, promise)

    calls, disk = acted(replace(scene, act=act), folder / "real", once(number, errno.EIO))
    for call in calls:
        disk.carry_out(call)
    promised = frozenset(call.path for call in calls if call.name == "promise")
    for tree in disk.left():
        lay_out(tree, folder / "left")
        yield Cut(calls[number], tree, scene.judge(folder / "left", store_in(folder / "left"), promised))


def acted(scene: Scene, folder: Path, faults: Faults = sound) -> tuple[list[Call], Disk]:
    """The calls of the scene on a real disk, and that disk as it was before."""
    folder.mkdir()
    scene.prepare(folder, store_in(folder))
    disk, layer = Disk(folder), FaultyDisk(folder, faults)
    with layer.watching():
        scene.act(store_in(folder), layer.promise)
    return layer.calls, disk


def _judged(scene: Scene, folder: Path, call: Call, disk: Disk, promised: frozenset[str]) -> Iterator[Cut]:
    """Every disk of one crash point; what a half-written new file holds does not matter to going on, but its size."""
    gone_on: set[frozenset[object]] = set()
    for tree in disk.left():
        lay_out(tree, folder)
        reproach = scene.judge(folder, store_in(folder), promised)
        start = frozenset((place, len(data) if data and _unfinished(place) else data) for place, data in tree.items())
        if not reproach and start not in gone_on:
            gone_on.add(start)
            reproach = _going_on(scene, folder)
        yield Cut(call, tree, reproach)


def _unfinished(place: str) -> bool:
    return os.path.basename(place).startswith(".")


def _going_on(scene: Scene, folder: Path) -> str:
    """What is wrong once the program has done it all again on what was left."""
    kept: list[str] = []
    with _unhurried():
        scene.act(store_in(folder), kept.append)
    reproach = scene.judge(folder, store_in(folder), frozenset(kept))
    return reproach and f"going on with it: {reproach}"


@contextmanager
def _unhurried() -> Iterator[None]:
    """Nobody cuts the power here, so nothing need be waited for."""
    with mock.patch.object(os, "fsync", return_value=None):
        yield


@dataclass(frozen=True, slots=True)
class Tally:
    """What a scene came to."""

    points: int
    disks: int
    reproaches: tuple[str, ...]


def tally(scene: Scene, folder: Path, enough: int = sys.maxsize) -> Tally:
    """Go through all the cuts of a scene, or until so many reproaches."""
    points: set[int] = set()
    disks, reproaches = 0, []
    for cut in cuts(scene, folder):
        points.add(id(cut.after))
        disks += 1
        if cut.reproach:
            reproaches.append(f"{scene.name}, cut after {cut.after.name} of {cut.after.path}: {cut.reproach}")
        if len(reproaches) >= enough:
            break
    return Tally(len(points), disks, tuple(reproaches))


def main() -> int:
    logging.disable()  # a damaged file is logged on each of thousands of disks
    tallies = []
    for scene in SCENES:
        with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
            tallies.append(tally(scene, Path(folder)))
        sys.stdout.write(f"{scene.name}: {tallies[-1].points} crash points, {tallies[-1].disks} disks\n")
        sys.stdout.writelines(f"  {reproach}\n" for reproach in tallies[-1].reproaches)
    points, disks = sum(one.points for one in tallies), sum(one.disks for one in tallies)
    lost = sum(len(one.reproaches) for one in tallies)
    sys.stdout.write(f"{points} crash points, {disks} disks after a power cut, {lost} of them with anything lost\n")
    return 1 if lost else 0


if __name__ == "__main__":
    raise SystemExit(main())

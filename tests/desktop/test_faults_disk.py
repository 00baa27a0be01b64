"""The disk of a running tray program is full or read-only for a while: said in the status, nothing is lost."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desktop.conftest import OpenDesktop
from tests.desktop.program import UNPROMPTED, Program
from tests.desktop.test_disk import WAITING, fill, remount, small_disk
from tests.witness import Witness

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no mounts")

ROUNDS = 20
Undo = Callable[[], object]


def full(disk: Path) -> Undo:
    return fill(disk).unlink


def read_only(disk: Path) -> Undo:
    """What is opened from now on may not be written; as a whole no disk turns so while a log is open on it."""
    subprocess.run(["mount", "--bind", disk, disk], check=True)
    remount(disk, "bind,ro")
    return lambda: subprocess.run(["umount", disk], check=True)


def stands(program: Program, times: int) -> None:
    """The person sits down and stands up so many times; each is a record."""
    for words in ("sit", "stand") * times:
        assert program.ask(words).returncode == 0


@pytest.mark.parametrize("part", ["data", "state", ""], ids=["records", "checkpoint", "both"])
@pytest.mark.parametrize(
    "breaks",
    [
        pytest.param(full, marks=pytest.mark.fault("disk full for a while")),
        pytest.param(read_only, marks=pytest.mark.fault("disk read-only for a while")),
    ],
)
def test_a_disk_for_a_while(
    open_desktop: OpenDesktop, witness: Witness, breaks: Callable[[Path], Undo], part: str
) -> None:
    """Records of a time without a disk wait in memory, which is said, and all are written once there is one."""
    program = Program(open_desktop(panel="light"), UNPROMPTED)
    kept = (program.home / "config/config.toml").read_text()
    with small_disk(program.home / part) as disk:
        (program.home / "config").mkdir(exist_ok=True)
        (program.home / "config/config.toml").write_text(kept)
        program.desktop.type_on()
        program.start()
        stands(program, 1)
        before = len(program.records("bouts"))
        repaired = breaks(disk)
        stands(program, ROUNDS)
        assert any(WAITING in notice for notice in program.status()["notices"])
        repaired()
        stands(program, 1)
        program.wait_for(lambda: len(program.records("bouts")) == before + ROUNDS + 1, "every bout on record")
        assert not any(WAITING in notice for notice in program.status()["notices"])
        assert program.quit() == 0
        witness.check(program.home)

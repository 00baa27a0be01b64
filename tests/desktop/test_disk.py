"""The running program on real disks that fill up, turn read-only, lose files or get others: said, kept, recovered."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sitbreak.adapters.atomic import LARGEST
from tests.commands import home as commands
from tests.commands.home import BRIEF, PATIENCE, Home, until
from tests.desktop import hands
from tests.desktop.conftest import OpenDesktop, require
from tests.desktop.program import UNPROMPTED, Program
from tests.desktop.session import DesktopSession
from tests.witness import Witness

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no mounts, pipes and file modes")

CALM = BRIEF.replace("20s", "45m")
WAITING = "Records cannot be written and wait in memory: "
Make = Callable[[Path], None]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A user whom no prompt disturbs."""
    (tmp_path / "home").mkdir()
    return Home(tmp_path / "home")


@contextmanager
def small_disk(place: Path, megabytes: int = 2) -> Iterator[Path]:
    """A file system of its own at this folder; skips or fails where that may not be mounted."""
    place.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "sitbreak-test", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    require([] if done.returncode == 0 else [f"the right to mount a small file system ({done.stderr.strip()})"])
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def remount(place: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(place)], check=True)


def fill(place: Path) -> Path:
    """Leave no room at all on this disk; the file that takes it."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            while _wrote(file.fileno(), size):
                pass
    return ballast


def _wrote(descriptor: int, size: int) -> bool:
    try:
        return os.write(descriptor, bytes(size)) == size
    except OSError:
        return False


def does(home: Home, *words: str) -> None:
    done = home.does(*words)
    assert done.returncode == 0, done.stderr


def notices(home: Home) -> list[str]:
    found: list[str] = home.tells("status")["notices"]
    return found


def said(home: Home, words: str) -> str:
    """The one sentence with these words among the notices, once it is there; for people it stands in `status`, too."""
    until(lambda: any(words in notice for notice in notices(home)), words)
    (sentence,) = [notice for notice in notices(home) if words in notice]
    assert f"! {sentence}\n" in home.does("status").stdout
    assert home.does("doctor").stdout.count(sentence) == 1
    return sentence


def week_file(home: Home) -> Path:
    (path,) = home.path.glob("data/history/*/*-W??.json")
    return path


def stored(home: Home) -> dict[str, dict[str, Any]]:
    """What is in the week's file, by id."""
    tables = json.loads(week_file(home).read_text())
    return {row["id"]: row for name, rows in tables.items() if name != "meta" for row in rows.values()}


def outbox(home: Home) -> list[str]:
    return [row["id"] for row in json.loads((home.path / "state/state.json").read_text())["outbox"]]


def sat_once(home: Home) -> int:
    """Sit and stand, so that something is stored; how many records there are."""
    does(home, "sit")
    does(home, "stand")
    until(lambda: len(stored(home)) > 0, "a record")
    return len(stored(home))


def check_no_leftovers(home: Home) -> None:
    assert list(home.path.rglob(".*.new")) == []


# ---------------------------------------------------------------- disks


def test_a_full_disk_is_said_and_nothing_is_lost(home: Home) -> None:
    """With no byte left everything goes on in memory and says so; with room again all of it is written."""
    with small_disk(home.path), home.configure(CALM).service() as program:
        before = sat_once(home)
        ballast = fill(home.path)
        for words in ("sit", "stand", "sit", "stand"):
            does(home, words)
        assert said(home, WAITING) == f"{WAITING}No space left on device"
        assert len(stored(home)) == before
        check_no_leftovers(home)
        ballast.unlink()
        does(home, "sit")
        until(lambda: len(stored(home)) >= before + 4, "what waited")
        assert notices(home) == []
        assert set(outbox(home)) <= set(stored(home))
        check_no_leftovers(home)
        does(home, "quit")
        _, *errors = program.communicate(timeout=PATIENCE)[1].splitlines()
        checkpoint = home.path / "state" / "state.json"
        assert set(errors) <= {f"sitbreak: {WAITING}No space left on device ({checkpoint})"}
        log = (home.path / "state" / "sitbreak.log").read_text()
        assert any(WAITING in line for line in (*errors, *log.splitlines())), "the log's last block may have had room"


@pytest.mark.fault("disk of the records full for a while")
def test_the_tray_says_that_records_wait(open_desktop: OpenDesktop, witness: Witness) -> None:
    """The sentence stands in the tray's menu as long as the records' disk is full, and no longer."""
    desktop = open_desktop(panel="light")
    program = Program(desktop, UNPROMPTED)
    with small_disk(program.home / "data") as disk:
        desktop.type_on()
        program.start()
        program.wait_for(lambda: program.status()["bout"], "a bout")
        ballast = fill(disk)
        assert program.ask("stand").returncode == 0
        sentence = f"{WAITING}No space left on device"
        program.wait_for(lambda: sentence in labels(desktop), "the sentence in the menu")
        ballast.unlink()
        assert program.ask("sit").returncode == 0
        program.wait_for(lambda: sentence not in labels(desktop), "its end")
        assert len(program.records("bouts")) == 1
        assert program.quit() == 0
        witness.check(program.home)


def labels(desktop: DesktopSession) -> list[str]:
    return [entry.label for entry in hands.tray_menu(desktop)]


def test_a_disk_turned_read_only_is_said_and_survives_a_kill(home: Home) -> None:
    """What the records' disk refuses lies in the checkpoint: killed and started again, it is written once it may be."""
    home.configure(CALM)
    with small_disk(home.path / "data") as disk:
        with home.service() as program:
            before = sat_once(home)
            remount(disk, "ro")
            does(home, "sit")
            does(home, "stand")
            assert said(home, WAITING) == f"{WAITING}Read-only file system"
            waiting = outbox(home)
            program.send_signal(signal.SIGKILL)
            program.wait(PATIENCE)
        with home.service():
            said(home, "Read-only file system")
            remount(disk, "rw")
            does(home, "sit")
            until(lambda: set(waiting) <= set(stored(home)), "what waited")
            assert len(waiting) >= 2
            assert len(stored(home)) >= before + len(waiting)
            assert notices(home) == []


def test_a_deleted_history_is_made_again_and_said(home: Home) -> None:
    """What was deleted is gone and named as such; what comes afterwards is stored."""
    with home.configure(CALM).service():
        sat_once(home)
        does(home, "sit")
        shutil.rmtree(home.path / "data")
        does(home, "stand")
        until(lambda: list(home.path.glob("data/history/*/*.json")), "a new file")
        assert [row for row in stored(home).values() if row.get("ended_by") == "stand"]
        said(home, "was deleted while sitbreak ran")


# ---------------------------------------------------------------- files


def nonsense(path: Path) -> None:
    path.write_text("I have tidied this up a little.\n")


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def huge_garbage(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200_000_000)


def huge_json(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b'{"bouts": {')
        for _ in range(200):
            file.write(b" " * 1_000_000)
        file.write(b"}}")


def instead(make: Make) -> Make:
    def put(path: Path) -> None:
        path.unlink()
        make(path)

    put.__name__ = make.__name__
    return put


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link_to_nowhere_else(path: Path) -> None:
    path.symlink_to(path.name)


def link_to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


STRANGE = [nonsense, half, huge_garbage, huge_json, *map(instead, (folder, pipe, link_to_nowhere_else, link_to_device))]


def peak(program: subprocess.Popen[str]) -> float:
    """Megabytes of memory that it has held at most."""
    lines = Path(f"/proc/{program.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


@pytest.mark.parametrize("strange", STRANGE)
def test_a_weeks_file_put_there_by_others_is_kept_aside(home: Home, strange: Make) -> None:
    """Nonsense, huge, a folder, a pipe or a link: no command waits for it; it is kept, said, and begun anew."""
    with home.configure(CALM).service() as program:
        sat_once(home)
        path, before = week_file(home), peak(program)
        strange(path)
        for words in (("status",), ("log",), ("week",)):
            assert home.does(*words).returncode == 0, words
        assert home.tells("doctor")["records"]["ok"] is False
        does(home, "sit")
        does(home, "stand")
        until(lambda: list(path.parent.glob("*.unreadable-*")), "the old file aside")
        (aside,) = path.parent.glob(f"{path.name}.unreadable-*")
        until(path.is_file, "a new file")
        assert [row for row in stored(home).values() if row.get("ended_by") == "stand"]
        assert f"{aside} could not be read" in said(home, aside.name)
        assert any(aside.name in line for line in home.tells("doctor")["records"]["errors"])
        assert peak(program) < before + 40


@pytest.mark.parametrize("strange", STRANGE)
def test_a_start_from_a_checkpoint_that_is_none(home: Home, strange: Make) -> None:
    """It starts all the same, soon, keeps the thing aside and says so; the records are as they were."""
    with home.configure(CALM).service():
        sat_once(home)
        does(home, "quit")
    before, path = stored(home), home.path / "state" / "state.json"
    strange(path)
    with home.service() as program:
        (aside,) = path.parent.glob("state.json.unreadable-*")
        said(home, aside.name)
        does(home, "sit")
        until(path.is_file, "a new checkpoint")
        assert before.items() <= stored(home).items()
        assert peak(program) < 100


def test_a_file_just_small_enough_to_be_read_fits_into_memory(home: Home) -> None:
    """Whatever is in it: the densest of files below the bound costs the program less than 100 MB for a moment."""
    with home.configure(CALM).service() as program:
        sat_once(home)
        before, rows = peak(program), ",".join(f'"{number}":{{}}' for number in range(335_000))
        assert LARGEST * 0.9 < week_file(home).write_text(f'{{"bouts": {{{rows}}}}}') < LARGEST
        for word in ("sit", "stand", "sit"):
            until(lambda: home.does(word).returncode == 0, "an answer, once the file is read")  # noqa: B023 - at once
        assert peak(program) < before + 100


@pytest.mark.parametrize("name", ["config/config.toml", "state/device", "state/window"])
def test_a_start_waits_for_no_pipe(home: Home, name: str) -> None:
    """A pipe where the settings or a small file of the state should be holds up nothing."""
    (home.path / name).parent.mkdir()
    pipe(home.path / name)
    with home.service():
        does(home, "sit")
        assert notices(home) == (["config.toml: the file cannot be read: it is no plain file"] * name.startswith("c"))


@pytest.fixture
def bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands to whom file modes apply, root or not."""
    if os.geteuid() != 0:
        return
    without = "-dac_override,-dac_read_search"
    prefix = ("setpriv", f"--inh-caps={without}", f"--bounding-set={without}")
    require([] if shutil.which("setpriv") else ["setpriv"])
    monkeypatch.setattr(commands, "COMMAND", (*prefix, *commands.COMMAND))


@pytest.mark.usefixtures("bound")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_permissions_taken_away_are_said_and_nothing_is_lost(home: Home, what: str) -> None:
    """A file or folder that may not be touched stays as it is; what comes waits, and is written when it may be."""
    with home.configure(CALM).service():
        before = sat_once(home)
        path = week_file(home)
        place, mode = (path, 0o600) if what == "file" else (path.parent, 0o700)
        place.chmod(0)
        does(home, "sit")
        does(home, "stand")
        assert said(home, WAITING) == f"{WAITING}Permission denied"
        assert home.does("log").returncode == 0
        place.chmod(mode)
        does(home, "sit")
        until(lambda: len(stored(home)) >= before + 2, "what waited")
        assert notices(home) == []
        assert list(path.parent.glob("*.unreadable-*")) == []

"""Folders, the one instance and the name of the machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sitbreak.adapters.control_client import SOCKET, runtime_folder
from sitbreak.adapters.system import Places, device_name, single_instance

ROOT = Path(__file__).parents[2]
HOLDER = """
import signal, sys
from pathlib import Path
from sitbreak.adapters.system import single_instance
lock = single_instance(Path(sys.argv[1]))
print("held" if lock else "taken", flush=True)
signal.pause()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has folders of a session")
def test_without_a_session_the_socket_lies_beside_the_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Rule: where no session has a folder for sockets, ours is in the user's own folders, never in the shared /tmp."""
    monkeypatch.delenv("SITBREAK_HOME", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    session = Path(f"/run/user/{os.getuid()}")
    expected = session / "sitbreak" if session.is_dir() else tmp_path / "sitbreak" / "runtime"
    assert Places.find().runtime == expected


def test_home_puts_everything_under_one_folder(tmp_path: Path) -> None:
    """Rule: with SITBREAK_HOME nothing lies anywhere else."""
    places = Places.find({"SITBREAK_HOME": str(tmp_path / "portable")})
    names = [folder.relative_to(tmp_path / "portable") for folder in (places.config, places.data, places.state)]
    assert [str(name) for name in (*names, places.runtime.name)] == ["config", "data", "state", "runtime"]
    assert places.history == tmp_path / "portable" / "data" / "history"
    assert places.checkpoint == tmp_path / "portable" / "state" / "state.json"


def test_a_relative_home_means_the_same_after_changing_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule: a home that is given relative to the current folder is fixed at once."""
    monkeypatch.chdir(tmp_path)
    assert Places.find({"SITBREAK_HOME": "here"}).data == tmp_path / "here" / "data"
    assert runtime_folder({"SITBREAK_HOME": "here"}) == str(tmp_path / "here" / "runtime")


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of the XDG rules are those of Linux")
def test_without_home_the_desktop_rules_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule: on Linux the folders follow the XDG variables."""
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR"):
        (tmp_path / name).mkdir(mode=0o700)
        monkeypatch.setenv(f"XDG_{name}", str(tmp_path / name))
    monkeypatch.delenv("SITBREAK_HOME", raising=False)
    places = Places.find()
    found = (places.config, places.data, places.state, places.runtime)
    wanted = ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR")
    assert found == tuple(tmp_path / name / "sitbreak" for name in wanted)


@pytest.mark.parametrize("there", [True, False], ids=["with a socket", "without"])
def test_the_commands_look_where_the_program_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """Rule: the short way to the runtime folder ends where the long way ends."""
    tmp_path.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("SITBREAK_HOME", raising=False)
    runtime = Places.find().runtime
    runtime.mkdir(parents=True, exist_ok=True)
    if there:
        (tmp_path / "sitbreak").mkdir(exist_ok=True)
        (tmp_path / "sitbreak" / SOCKET).touch()
    assert runtime_folder() == str(runtime)


def test_asking_is_cheap() -> None:
    """Rule: a status bar that asks again and again loads neither the desktop's rules nor our own machinery."""
    code = (
        "import sys; from sitbreak.adapters.control_client import runtime_folder; runtime_folder();"
        "print(*sorted({'platformdirs', 'dataclasses', 'pathlib', 'tinydb', 'typing', 'logging'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"SITBREAK_HOME": "/nowhere", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    assert done.stdout.split() == []


@pytest.mark.skipif(os.name != "posix", reason="this system has no file modes")
def test_folders_are_made_for_the_user_alone(tmp_path: Path) -> None:
    """Rule: each folder is made with nobody else let in."""
    places = Places.find({"SITBREAK_HOME": str(tmp_path / "a" / "b")})
    places.make()
    places.make()
    folders = (places.config, places.data, places.state, places.runtime, tmp_path / "a")
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700] * 5


def test_only_one_holds_the_lock(tmp_path: Path) -> None:
    """Rule: a second start sees that the first runs, also inside one process, and gets the lock once it ended."""
    first = single_instance(tmp_path)
    assert first is not None
    assert single_instance(tmp_path) is None
    assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"
    first.release()
    second = single_instance(tmp_path)
    assert second is not None
    second.release()


@pytest.mark.skipif(os.name != "posix", reason="this system has no kill -9")
def test_the_lock_falls_with_its_holder(tmp_path: Path) -> None:
    """Rule: a killed program leaves no lock behind."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert single_instance(tmp_path) is None
        assert (tmp_path / "lock").read_text() == f"{holder.pid}\n"
        holder.send_signal(signal.SIGKILL)
    lock = single_instance(tmp_path)
    assert lock is not None
    lock.release()


def test_the_name_is_drawn_once(tmp_path: Path) -> None:
    """Rule: without a wish the machine is called after its host and four letters, the same at every start."""
    name = device_name(tmp_path)
    assert re.fullmatch(r"[a-z0-9_-]+-[a-z]{4}", name)
    assert device_name(tmp_path) == name


def test_two_machines_of_one_name_stay_two(tmp_path: Path) -> None:
    """Rule: the letters differ from machine to machine."""
    assert len({device_name(tmp_path / str(number)) for number in range(8)}) > 1


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("desk", "desk"), ("../../etc", "etc"), ("my desk/2", "my-desk-2"), ("x" * 99, "x" * 40), ("Büro_1", "B-ro_1")],
)
def test_a_wanted_name_is_a_safe_folder_name(tmp_path: Path, wanted: str, name: str) -> None:
    """Rule: the person's own name for the machine is taken, and can never lead out of the folder of records."""
    assert device_name(tmp_path, wanted) == name


@pytest.mark.parametrize("damage", [b"", b"///", b"\xff\xff"])
def test_a_lost_name_is_drawn_anew(tmp_path: Path, damage: bytes) -> None:
    """Rule: a name file without a usable name is replaced."""
    (tmp_path / "device").write_bytes(damage)
    name = device_name(tmp_path)
    assert re.fullmatch(r"[a-z0-9_-]+-[a-z]{4}", name)
    assert device_name(tmp_path) == name

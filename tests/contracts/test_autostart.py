"""What starts sitbreak with a session is what each system asks for, and goes away without a trace."""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest

from sitbreak.adapters.autostart.desktop_entry import DesktopEntry
from sitbreak.adapters.autostart.launch_agent import LABEL, LaunchAgent
from sitbreak.adapters.autostart.run_key import APPROVED, RUN, RunKey
from sitbreak.adapters.autostart.user_unit import UserUnit
from sitbreak.adapters.autostart.way import NotOurs, Start, Way, this_program
from tests.desktop.conftest import require

posix = pytest.mark.skipif(os.name != "posix", reason="such paths are POSIX's alone")
ODD = """us er %d %% 'q' "Q" $HOME `x` \\n;&|é"""
ODD_FOLDERS = ("plain", "a space", "100% %d", "$HOME", "quo\"te's", "tick`s", "back\\slash")
"""GLib reads all of them as the specification has it; dex 0.9 knows neither %% nor \\$ within quotes."""

PLAIN = Start(("/opt/sitbreak/bin/sitbreak",))


class Registry:
    """As much of winreg as is used, over one dictionary of values by path."""

    HKEY_CURRENT_USER, REG_SZ, KEY_SET_VALUE = object(), 1, 2

    def __init__(self) -> None:
        self.values: dict[str, dict[str, Any]] = {RUN: {"other": "other.exe"}}

    def CreateKey(self, root: object, path: str) -> Key:
        assert root is self.HKEY_CURRENT_USER
        return Key(self.values.setdefault(path, {}))

    def OpenKey(self, root: object, path: str, _reserved: int = 0, access: int = 1) -> Key:
        assert root is self.HKEY_CURRENT_USER
        if path not in self.values:
            raise FileNotFoundError(2, "no such key")
        return Key(self.values[path], access)

    def SetValueEx(self, key: Key, name: str, _reserved: int, kind: int, value: str) -> None:
        assert kind == self.REG_SZ
        key.values[name] = value

    def QueryValueEx(self, key: Key, name: str) -> tuple[Any, int]:
        if name not in key.values:
            raise FileNotFoundError(2, "no such value")
        return key.values[name], self.REG_SZ

    def DeleteValue(self, key: Key, name: str) -> None:
        assert key.access == self.KEY_SET_VALUE
        if name not in key.values:
            raise FileNotFoundError(2, "no such value")
        del key.values[name]


class Key:
    def __init__(self, values: dict[str, Any], access: int = 0) -> None:
        self.values, self.access = values, access

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.access = 0


def missing(*programs: str) -> list[str]:
    return [name for name in programs if shutil.which(name) is None]


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())


MAKE: dict[str, Callable[[Path], Way]] = {
    "desktop": DesktopEntry,
    "systemd": UserUnit,
    "launchd": LaunchAgent,
    "registry": lambda _folder: RunKey(Registry()),
}


@pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
def test_on_and_off(make: Callable[[Path], Way], tmp_path: Path) -> None:
    """Rule: on can be said twice and is found, off takes away all that on made and can be said twice."""
    way = make(tmp_path / "folder")
    assert way.found() is None
    assert not way.off()
    assert way.on(PLAIN) == way.on(PLAIN)
    found = way.found()
    assert found is not None
    assert (found.on, found.ours) == (True, True)
    assert way.off()
    assert way.found() is None
    assert files(tmp_path) == []
    assert not way.off()


@pytest.mark.parametrize(
    ("make", "name", "text"),
    [
        (DesktopEntry, "sitbreak.desktop", "[Desktop Entry]\nType=Application\nName=sitbreak\nExec=sitbreak\n"),
        (DesktopEntry, "sitbreak.desktop", ""),
        (UserUnit, "sitbreak.service", "[Service]\nExecStart=/usr/bin/sitbreak\n"),
        (LaunchAgent, f"{LABEL}.plist", plistlib.dumps({"Label": "somebody.else"}).decode()),
        (LaunchAgent, f"{LABEL}.plist", "no property list"),
    ],
)
def test_what_is_not_ours_stays(make: Callable[[Path], Way], name: str, text: str, tmp_path: Path) -> None:
    """Rule: a file that somebody else made is neither replaced nor taken away, and its place is told."""
    file = tmp_path / name
    file.write_text(text)
    way = make(tmp_path)
    for act in (lambda: way.on(PLAIN), way.off):
        with pytest.raises(NotOurs, match=name):
            act()
    assert file.read_text() == text
    assert files(tmp_path) == [name]


@pytest.mark.parametrize(
    ("make", "name", "old", "new"),
    [
        (DesktopEntry, "sitbreak.desktop", "Terminal=false", "Terminal=true\nX-My-Key=1"),
        (UserUnit, "sitbreak.service", "RestartSec=10", "RestartSec=60"),
        (LaunchAgent, f"{LABEL}.plist", "Interactive", "Background"),
    ],
)
def test_what_was_edited_is_ours_still(
    make: Callable[[Path], Way], name: str, old: str, new: str, tmp_path: Path
) -> None:
    """Rule: off means off, so a file of ours goes even when somebody has changed it since."""
    way, file = make(tmp_path), tmp_path / name
    way.on(PLAIN)
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    assert way.off()
    assert files(tmp_path) == []


class TestDesktopEntry:
    @pytest.mark.parametrize("start", [PLAIN, Start((f"/opt/{ODD}/sitbreak", "-m", ODD), {"SITBREAK_HOME": f"/{ODD}"})])
    def test_is_valid(self, start: Start, tmp_path: Path) -> None:
        """Rule: desktop-file-validate has nothing to say against it, whatever signs are in the path."""
        require(missing("desktop-file-validate"))
        found = DesktopEntry(tmp_path).on(start)
        done = subprocess.run(["desktop-file-validate", found.place], check=False, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, "")

    @posix
    @pytest.mark.parametrize(
        ("starter", "folder"),
        [("dex", "plain"), ("dex", "a space"), *(("gio", folder) for folder in ODD_FOLDERS)],
    )
    def test_a_desktop_starts_it(self, starter: str, folder: str, tmp_path: Path) -> None:
        """Rule: what reads such files starts the very program, with its folder and arguments as they were."""
        require(missing(starter))
        home, said = tmp_path / folder, tmp_path / "said"
        program = home / "sitbreak"
        home.mkdir()
        program.write_text(
            f'#!/bin/sh\nprintf "%s|%s" "$SITBREAK_HOME" "$*" > "{said}.new" && mv "{said}.new" "{said}"\n'
        )
        program.chmod(0o755)
        DesktopEntry(tmp_path / "config" / "autostart").on(Start((str(program),), {"SITBREAK_HOME": str(home)}))
        command = {"gio": ["gio", "launch", f"{tmp_path}/config/autostart/sitbreak.desktop"], "dex": ["dex", "-a"]}
        env = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]} | {
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_CONFIG_DIRS": str(tmp_path / "nowhere"),
        }
        subprocess.run(command[starter], env=env, check=True, capture_output=True, timeout=20)
        deadline = time.monotonic() + 10
        while not said.exists():
            assert time.monotonic() < deadline, "nothing was started"
            time.sleep(0.02)
        assert said.read_text() == f"{home}|"

    @pytest.mark.parametrize("switch", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
    def test_switched_off_in_the_desktop(self, switch: str, tmp_path: Path) -> None:
        """Rule: what a desktop's own settings write to switch it off is told as off, and on turns it on again."""
        way, file = DesktopEntry(tmp_path), tmp_path / "sitbreak.desktop"
        way.on(PLAIN)
        file.write_text(file.read_text().replace("X-GNOME-Autostart-enabled=true\n", "") + switch + "\n")
        found = way.found()
        assert found is not None
        assert not found.on
        assert "switched off" in found.told
        assert way.on(PLAIN).on

    def test_a_program_that_went_away(self, tmp_path: Path) -> None:
        """Rule: an entry for a program that is not there any more says so."""
        program = tmp_path / "sitbreak"
        program.touch()
        way = DesktopEntry(tmp_path / "autostart")
        way.on(Start((str(program),)))
        assert (found := way.found())
        assert not found.told
        program.unlink()
        assert (found := way.found())
        assert f"{program} is not there any more" in found.told


class TestUserUnit:
    @posix
    def test_systemd_reads_it(self, tmp_path: Path) -> None:
        """Rule: systemd's own reader takes the unit, and has nothing to warn of, whatever signs are in the path."""
        require(missing("systemd-analyze"))
        home = tmp_path / "a b%d $HOME é"
        home.mkdir()
        program = home / "sitbreak"
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
        found = UserUnit(tmp_path / "user").on(Start((str(program), "x$y"), {"SITBREAK_HOME": f"{home}\"'\\"}))
        done = subprocess.run(
            ["systemd-analyze", "verify", "--user", "--man=no", found.place],
            env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
            check=False,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stdout + done.stderr) == (0, "")

    def test_a_path_systemd_refuses(self, tmp_path: Path) -> None:
        """Rule: a program that systemd would not start is refused before anything is written."""
        with pytest.raises(ValueError, match="quotes or backslashes"):
            UserUnit(tmp_path).on(Start(("/opt/it's/sitbreak",)))
        assert files(tmp_path) == []

    def test_the_link_is_the_one_systemctl_makes(self, tmp_path: Path) -> None:
        """Rule: the unit is wanted by the graphical session; one disabled by systemctl is told as off."""
        way = UserUnit(tmp_path)
        way.on(PLAIN)
        link = tmp_path / "graphical-session.target.wants" / "sitbreak.service"
        assert os.readlink(link) == str(tmp_path / "sitbreak.service")
        link.unlink()
        assert (found := way.found())
        assert not found.on


def test_launchd_is_told_all_it_needs(tmp_path: Path) -> None:
    """Rule: the property list starts the program at log-in with its own folder, and XML's signs stay themselves."""
    LaunchAgent(tmp_path).on(Start(("/opt/<a & b>/sitbreak",), {"SITBREAK_HOME": "/ü"}))
    told = plistlib.loads((tmp_path / f"{LABEL}.plist").read_bytes())
    assert told["ProgramArguments"] == ["/opt/<a & b>/sitbreak"]
    assert told["EnvironmentVariables"] == {"SITBREAK_HOME": "/ü"}
    assert told["RunAtLoad"] is True


class TestRunKey:
    def test_the_command_is_quoted(self) -> None:
        """Rule: a path with spaces stays one word, and other programs' values are let be."""
        registry = Registry()
        RunKey(registry).on(Start((r"C:\Program Files\Python\pythonw.exe", "-m", "sitbreak")))
        assert registry.values[RUN] == {
            "other": "other.exe",
            "sitbreak": r'"C:\Program Files\Python\pythonw.exe" -m sitbreak',
        }
        RunKey(registry).off()
        assert registry.values[RUN] == {"other": "other.exe"}

    def test_switched_off_in_windows(self) -> None:
        """Rule: what the Task Manager switched off is told as off; on turns it on, off leaves no note behind."""
        registry = Registry()
        key = RunKey(registry)
        key.on(Start(("pythonw.exe", "-m", "sitbreak")))
        registry.values[APPROVED] = {"sitbreak": b"\x03" + bytes(11), "other": b"\x02"}
        assert (found := key.found())
        assert not found.on
        key.on(Start(("pythonw.exe", "-m", "sitbreak")))
        assert (found := key.found())
        assert found.on
        key.off()
        assert registry.values[APPROVED] == {"other": b"\x02"}

    def test_somebody_elses_value(self) -> None:
        """Rule: a value of the same name that starts something else is left alone."""
        registry = Registry()
        registry.values[RUN]["sitbreak"] = r"C:\games\chess.exe"
        with pytest.raises(NotOurs):
            RunKey(registry).off()
        assert registry.values[RUN]["sitbreak"] == r"C:\games\chess.exe"


class TestThisProgram:
    @posix
    def test_the_script_that_runs(self, tmp_path: Path) -> None:
        """Rule: the command that was called is what is started, by its full path, with its folder if it has one."""
        script = tmp_path / "sitbreak"
        script.touch(0o755)
        start = this_program({"SITBREAK_HOME": str(tmp_path / "home")}, [str(script), "autostart", "on"])
        assert start == Start((str(script),), {"SITBREAK_HOME": str(tmp_path / "home")})

    def test_the_module_where_there_is_no_script(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Rule: without a script the interpreter starts the module."""
        monkeypatch.setattr(sys, "executable", str(tmp_path / "python3"))
        assert this_program({}, ["x"]).argv == (str(tmp_path / "python3"), "-m", "sitbreak")

    def test_windows_gets_no_console(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Rule: on Windows the interpreter without a console window is chosen."""
        (tmp_path / "pythonw.exe").touch()
        way = "sitbreak.adapters.autostart.way.sys"
        monkeypatch.setattr(way, SimpleNamespace(platform="win32", executable=str(tmp_path / "python.exe")))
        assert this_program({}, ["x"]).argv == (str(tmp_path / "pythonw.exe"), "-m", "sitbreak")

    def test_control_characters(self) -> None:
        """Rule: a path that no file of a session can hold is refused, not written."""
        with pytest.raises(ValueError, match="control character"):
            Start(("/opt/a\nb/sitbreak",))

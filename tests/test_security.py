"""The program is closed to everybody else: no network, no shell, no pickle, no way past the user's own folders."""

from __future__ import annotations

import ast
import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitbreak.adapters.atomic import private_folder, write_atomic
from sitbreak.adapters.control import ControlServer
from sitbreak.adapters.notify.text import clean, escape
from sitbreak.adapters.store import RecordStore
from sitbreak.adapters.system import Places
from tests.commands.home import COMMAND, Home, until
from tests.core.test_codec import BOUT
from tests.desktop.conftest import OpenDesktop, open_desktop, require
from tests.desktop.program import Program

__all__ = ["open_desktop"]  # a fixture

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "sitbreak").rglob("*.py"))
NOBODY = 65534

posix = pytest.mark.skipif(os.name != "posix", reason="this system has no users and links of this kind")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells in /proc what a process has open")
as_root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can act as another user; run the tests as root for this"
)

UNPICKLED = {"pickle", "cPickle", "shelve", "marshal", "dill", "jsonpickle", "xmlrpc"}
NETWORK = {"http", "urllib", "ftplib", "smtplib", "ssl", "socketserver", "requests", "aiohttp", "httpx", "urllib3"}
SHELL = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput", "eval", "exec"}
LOOPBACK = {"sitbreak/adapters/control_client.py", "sitbreak/adapters/control_door.py"}
"""Where Windows, which has no local sockets, is served by loopback."""


def trees() -> Iterator[tuple[str, ast.AST]]:
    """Every node of every module, with the module's path."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            yield path.relative_to(ROOT).as_posix(), node


def imported(node: ast.AST) -> set[str]:
    """The top-level modules that a node imports."""
    match node:
        case ast.Import(names=names):
            return {name.name.partition(".")[0] for name in names}
        case ast.ImportFrom(module=str(module)):
            return {module.partition(".")[0]}
        case _:
            return set()


def others_folder(tmp_path: Path) -> Path:
    """A folder that is not ours, but that we may write to."""
    if os.geteuid() != 0:
        return Path("/tmp")
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0o777)
    os.chown(folder, NOBODY, NOBODY)
    return folder


class TestSources:
    def test_nothing_is_unpickled(self) -> None:
        """Rule: no data is ever read by a format that can run code."""
        assert [(path, names) for path, node in trees() if (names := imported(node) & UNPICKLED)] == []

    def test_no_module_of_the_network(self) -> None:
        """Rule: nothing that fetches or serves is imported anywhere."""
        assert [(path, names) for path, node in trees() if (names := imported(node) & NETWORK)] == []

    def test_no_socket_but_a_local_one(self) -> None:
        """Rule: sockets are local ones, save for Windows' way to the commands, which is loopback with a token."""
        used = {
            path
            for path, node in trees()
            if isinstance(node, ast.Attribute | ast.Name)
            and ast.unparse(node).rpartition(".")[2] in {"AF_INET", "AF_INET6", "create_server", "create_connection"}
        }
        assert used == LOOPBACK
        text = "".join((ROOT / path).read_text() for path in LOOPBACK)
        assert set(re.findall(r"create_\w+\(\(([^,]+),", text)) == {'"127.0.0.1"'}

    def test_no_shell(self) -> None:
        """Rule: programs are started by their arguments, and no text becomes code."""
        found = [
            (path, node.lineno)
            for path, node in trees()
            if isinstance(node, ast.Call)
            and (ast.unparse(node.func) in SHELL or any(word.arg == "shell" for word in node.keywords))
        ]
        assert found == []


class TestNetwork:
    @linux
    def test_headless_in_a_network_of_its_own(self, tmp_path: Path) -> None:
        """Rule: running, asked and ended, the program has no socket in any table of the network."""
        require([] if shutil.which("unshare") else ["unshare"])
        home = Home(tmp_path / "home")
        command = ["unshare", "--net", "--map-root-user", *COMMAND, "run"]
        mute = subprocess.DEVNULL
        program = subprocess.Popen(command, env=home.env, stdin=mute, stdout=mute, stderr=mute)
        try:
            until(lambda: home.does("status").returncode == 0, "an answer")
            for name in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6", "udplite", "packet"):
                table = Path(f"/proc/{program.pid}/net/{name}")
                assert not table.exists() or len(table.read_text().splitlines()) == 1, table.read_text()
            assert home.does("quit").returncode == 0
            assert program.wait(20) == 0
        finally:
            program.kill()
            program.wait()

    @linux
    def test_on_a_desktop(self, open_desktop: OpenDesktop, tmp_path: Path) -> None:
        """Rule: with tray, notification and drill window, neither the program nor a child asks for a network socket."""
        require([] if shutil.which("strace") else ["strace"])
        desktop = open_desktop(panel="light", notifier="xfce4-notifyd")
        calls = tmp_path / "calls"
        program = Program(desktop)
        trace = ["strace", "-f", "-qq", "-e", "trace=socket", "-e", "signal=none", "-o", str(calls)]
        program.process = desktop.run([*trace, *COMMAND, "run"], SITBREAK_SPEED="20")
        program.wait_for(lambda: program.ask("status").returncode == 0, "an answer")
        program.read_notice()
        program.wait_for(program.icon, "the icon")
        assert program.ask("drill", "standing-march").returncode == 0
        program.wait_for(lambda: program.status()["drill"] is None and program.records("drills"), "the drill's end")
        assert program.quit() == 0
        asked = re.findall(r"socket\((\w+)", calls.read_text())
        assert "AF_UNIX" in asked
        assert set(asked) == {"AF_UNIX"}


@posix
class TestFolders:
    @pytest.mark.parametrize("name", ["config", "data", "state", "runtime"])
    def test_a_link_to_another_users_folder(self, name: str, tmp_path: Path) -> None:
        """Rule: the program does not start over the folder of somebody else, says whose fault it is, and leaves it."""
        theirs, home = others_folder(tmp_path), Home(tmp_path / "home")
        before = theirs.stat().st_mode
        home.path.mkdir()
        (home.path / name).symlink_to(theirs)
        done = home.does("run")
        assert done.returncode == 1
        assert f"{home.path / name} cannot be used: it belongs to another user" in done.stderr
        assert theirs.stat().st_mode == before
        assert not (theirs / "sitbreak.log").exists()

    @as_root
    def test_another_users_folder(self, tmp_path: Path) -> None:
        """Rule: the same without a link, so that `sudo sitbreak` leaves no files of root's in somebody's home."""
        home = tmp_path / "home"
        Places.find({"SITBREAK_HOME": str(home)}).make()
        os.chown(home / "state", NOBODY, NOBODY)
        with pytest.raises(PermissionError, match="another user"):
            Places.find({"SITBREAK_HOME": str(home)}).make()

    def test_a_link_to_a_folder_of_ones_own(self, tmp_path: Path) -> None:
        """Rule: a person's own link to a folder of their own is followed, and that folder is closed to others."""
        real, link = tmp_path / "real", tmp_path / "link"
        real.mkdir(mode=0o755)
        link.symlink_to(real)
        private_folder(link)
        assert real.stat().st_mode & 0o777 == 0o700

    def test_a_week_that_is_a_link(self, tmp_path: Path) -> None:
        """Rule: a link in the place of a week's file, as a synced folder may bring, is put aside, not written to."""
        precious = tmp_path / "precious"
        precious.write_text("")
        store = RecordStore(tmp_path / "history", tmp_path / "state" / "state.json", "desk")
        store.put([BOUT])
        (week,) = (tmp_path / "history" / "desk").iterdir()
        for target in (precious, tmp_path / "not yet"):
            week.unlink()
            week.symlink_to(target)
            assert "it is a link" in store.check()[-1]
            store.put([BOUT])
            assert not week.is_symlink()
            assert "bout" in week.read_text()
        assert precious.read_text() == ""
        assert not (tmp_path / "not yet").exists()

    def test_a_link_where_a_file_is_being_written(self, tmp_path: Path) -> None:
        """Rule: the file beside the target is made anew, so a link that waits under its name leads nowhere."""
        precious = tmp_path / "precious"
        precious.write_text("precious")
        (tmp_path / ".state.json.new").symlink_to(precious)
        write_atomic(tmp_path / "state.json", "new")
        assert precious.read_text() == "precious"
        assert (tmp_path / "state.json").read_text() == "new"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["precious", "state.json"]

    def test_a_link_in_the_place_of_the_log(self, tmp_path: Path) -> None:
        """Rule: a log that is a link is not written through; the program says so in one sentence."""
        home, precious = Home(tmp_path / "home"), tmp_path / "precious"
        precious.write_text("")
        (home.path / "state").mkdir(parents=True)
        (home.path / "state" / "sitbreak.log").symlink_to(precious)
        done = home.does("run")
        assert done.returncode == 1
        assert "sitbreak.log cannot be used" in done.stderr
        assert precious.read_text() == ""


@as_root
@linux
def test_another_user_at_the_socket(tmp_path: Path) -> None:
    """Rule: even with every mode thrown open, the kernel's word on who calls keeps another user's command out."""
    heard: list[object] = []

    def listen(request: dict[str, object]) -> dict[str, object]:
        heard.append(request)
        return {}

    runtime = Path("/tmp") / f"sitbreak-test-{os.getpid()}"
    server = ControlServer(runtime, listen)
    try:
        runtime.chmod(0o755)
        (runtime / "control.sock").chmod(0o666)
        code = (
            "import socket, sys; door = socket.socket(socket.AF_UNIX); door.connect(sys.argv[1])\n"
            'door.sendall(b\'{"command": ["quit"]}\\n\'); print(repr(door.recv(100)))'
        )
        argv = ["/usr/bin/python3", "-c", code, str(runtime / "control.sock")]
        done = subprocess.run(argv, user=NOBODY, group=NOBODY, check=False, capture_output=True, text=True, timeout=20)
        assert done.stdout in ("b''\n", ""), done.stderr
        assert "PermissionError" not in done.stderr
        assert heard == []
    finally:
        server.close()
        shutil.rmtree(runtime)


@posix
def test_every_file_is_the_users_alone(tmp_path: Path) -> None:
    """Rule: after a start, a declaration and an end, nobody else can read any file or folder, whatever the umask."""
    home = Home(tmp_path / "home")
    before = os.umask(0)
    try:
        with home.service():
            assert home.does("sit").returncode == 0
            assert home.does("stand").returncode == 0
    finally:
        os.umask(before)
    open_to_others = [path for path in home.path.rglob("*") if path.lstat().st_mode & 0o077]
    assert open_to_others == []
    assert (home.path / "state" / "sitbreak.log").exists()


@pytest.mark.parametrize(
    "name",
    ["<b>March</b>", "<img src='file:///etc/passwd'/>", "a & b", "&lt;", '<a href="http://x">y</a>', "\x1b]0;x\x07<"],
)
def test_a_drills_name_is_only_text(name: str) -> None:
    """Rule: what an own drill is called reaches a server that reads markup as text, without control characters."""
    shown = escape(clean(name))
    assert "<" not in shown
    assert html.unescape(shown) == "".join(sign for sign in name if sign.isprintable())

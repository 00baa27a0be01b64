"""Commands reach the running program, whoever else misbehaves at its door."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from sitbreak.adapters import control, control_client
from sitbreak.adapters.control import ControlServer
from sitbreak.adapters.control_client import NotRunning, ask, at_socket, watch

ROOT = Path(__file__).parents[2]
PING = {"command": ["ping"]}
STATUS = {"command": ["status"]}
local = pytest.mark.skipif(not control_client.LOCAL, reason="this system has no local sockets")


def echo(request: dict[str, Any]) -> dict[str, Any]:
    """Says what it was asked; "status" answers with a status, "fail" with a mistake."""
    match request["command"]:
        case ["status"]:
            return {"status": {"n": 0}}
        case ["fail"]:
            raise RuntimeError("a mistake of ours")
        case words:
            return {"exit": 0, "out": " ".join(words), "error": ""}


def eventually(condition: Callable[[], bool]) -> None:
    """Wait until it is so, at most five seconds."""
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.01)


@pytest.fixture(params=["local", "loopback"])
def server(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ControlServer]:
    """A server in `tmp_path`, by the local socket and, as on Windows, by loopback."""
    if request.param == "local" and not control_client.LOCAL:
        pytest.skip("this system has no local sockets")
    monkeypatch.setattr(control_client, "LOCAL", request.param == "local")
    server = ControlServer(tmp_path, echo)
    yield server
    server.close()


@pytest.fixture
def local_server(tmp_path: Path) -> Iterator[ControlServer]:
    server = ControlServer(tmp_path, echo)
    yield server
    server.close()


def dial(runtime: Path) -> socket.socket:
    """A bare connection, for talking out of turn."""
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(10)
    at_socket(str(runtime), connection.connect)
    return connection


def say(runtime: Path, text: bytes) -> Any:
    """What the server answers to these very bytes."""
    with dial(runtime) as connection, connection.makefile("rb") as lines:
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        return json.loads(lines.readline())


def drip(connection: socket.socket, seconds: float) -> None:
    """Send a byte every now and then."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        connection.sendall(b" ")
        time.sleep(0.02)


def test_a_command_gets_its_reply(server: ControlServer, tmp_path: Path) -> None:
    """Rule: words go in, an exit code and text come out."""
    reply = ask(str(tmp_path), {"command": ["answer", "snooze", "10m"]})
    assert reply == {"version": 1, "exit": 0, "out": "answer snooze 10m", "error": ""}
    assert ask(str(tmp_path), STATUS) == {"version": 1, "status": {"n": 0}}


def test_nobody_there_is_said_so(tmp_path: Path) -> None:
    """Rule: without a running program, and after it has ended, the commands learn that at once."""
    with pytest.raises(NotRunning):
        ask(str(tmp_path), PING)
    with pytest.raises(NotRunning):
        ask(str(tmp_path / "no such folder"), PING)


def test_after_close_nobody_answers(server: ControlServer, tmp_path: Path) -> None:
    """Rule: closing ends the thread, takes the socket away and lets go of the watchers."""
    news = watch(str(tmp_path), STATUS)
    assert next(news) == {"version": 1, "status": {"n": 0}}
    server.close()
    assert list(news) == []
    with pytest.raises(NotRunning):
        ask(str(tmp_path), PING)
    assert list(tmp_path.iterdir()) == []
    eventually(lambda: not any(thread.name.startswith("control") for thread in threading.enumerate()))


@local
def test_a_socket_left_by_a_killed_run_is_replaced(tmp_path: Path) -> None:
    """Rule: a dead socket file refuses commands and is no obstacle for the next start."""
    with socket.socket(socket.AF_UNIX) as dead:
        at_socket(str(tmp_path), dead.bind)
    with pytest.raises(NotRunning):
        ask(str(tmp_path), PING)
    server = ControlServer(tmp_path, echo)
    assert ask(str(tmp_path), PING)["out"] == "ping"
    server.close()


@local
def test_a_very_long_path_works(tmp_path: Path) -> None:
    """Rule: a folder whose path is longer than a socket's name may be serves as well."""
    if sys.platform != "linux":
        pytest.skip("only Linux offers a short way to a long path")
    runtime = tmp_path / ("deep" * 30) / "runtime"
    server = ControlServer(runtime, echo)
    assert ask(str(runtime), PING)["out"] == "ping"
    server.close()
    with pytest.raises(NotRunning):
        ask(str(runtime), PING)


@local
def test_socket_and_folder_are_the_users_alone(local_server: ControlServer, tmp_path: Path) -> None:
    """Rule: file modes let nobody else in."""
    assert (tmp_path / "control.sock").stat().st_mode & 0o777 == 0o600
    assert tmp_path.stat().st_mode & 0o777 == 0o700


@local
@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="this system does not tell who is at the other end")
def test_another_user_is_turned_away(tmp_path: Path) -> None:
    """Rule: even past the file modes, only the same user is heard."""
    heard: list[dict[str, Any]] = []

    def listen(request: dict[str, Any]) -> dict[str, Any]:
        heard.append(request)
        return {}

    server = ControlServer(tmp_path, listen, uid=os.getuid() + 1)
    with pytest.raises(ConnectionError):
        ask(str(tmp_path), PING)
    server.close()
    assert heard == []


def test_a_wrong_token_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule: where the token is the guard, nothing is heard without it."""
    monkeypatch.setattr(control_client, "LOCAL", False)
    server = ControlServer(tmp_path, echo)
    reply = ask(str(tmp_path), {**PING, "token": "guessed"})
    assert reply["exit"] == 2
    assert "token" in str(reply["error"])
    assert (tmp_path / "control.port").stat().st_mode & 0o077 == 0
    server.close()


@local
@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (b"hello\n", "one line of JSON"),
        (b"\xff\n", "one line of JSON"),
        (b"[" * 60_000 + b"\n", "one line of JSON"),
        (b"[1]\n", "a JSON object"),
        (b"{}\n", "a list of words"),
        (b'{"command": []}\n', "a list of words"),
        (b'{"command": ["a", 1]}\n', "a list of words"),
        (b'{"command": ["ping"], "version": 2}\n', "restart it"),
        (b'{"command": ["ping"], "version": "1"}\n', "restart it"),
    ],
)
def test_nonsense_is_answered_with_what_would_make_sense(
    local_server: ControlServer, tmp_path: Path, text: bytes, complaint: str
) -> None:
    """Rule: what is no request gets a sentence, and the next command is served as ever."""
    reply = say(tmp_path, text)
    assert reply["exit"] == 2
    assert complaint in reply["error"]
    assert ask(str(tmp_path), PING)["out"] == "ping"


@local
def test_a_request_has_a_limit(local_server: ControlServer, tmp_path: Path) -> None:
    """Rule: endless input is cut off at 64 kB, and a request just below is heard."""
    word = "x" * 65_000
    assert ask(str(tmp_path), {"command": [word]})["out"] == word
    assert say(tmp_path, b"x" * 65_537)["error"] == "a request has at most 65536 bytes"
    with dial(tmp_path) as connection, pytest.raises(ConnectionError):
        connection.sendall(b"x" * 10_000_000)
    assert ask(str(tmp_path), PING)["out"] == "ping"


@local
def test_a_request_without_an_end_of_line_is_heard(local_server: ControlServer, tmp_path: Path) -> None:
    """Rule: who closes the sending side has said all there is."""
    assert say(tmp_path, b'{"command": ["ping"]}')["out"] == "ping"


def test_a_mistake_in_a_command_is_answered(
    server: ControlServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Rule: a command that fails inside says so, is logged, and takes nothing down."""
    reply = ask(str(tmp_path), {"command": ["fail"]})
    assert reply["exit"] == 1
    assert "a mistake of ours" in caplog.text
    assert ask(str(tmp_path), PING)["out"] == "ping"


def test_many_at_once_are_all_served(server: ControlServer, tmp_path: Path) -> None:
    """Rule: a hundred commands from fifty threads each get their own answer."""
    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(lambda n: ask(str(tmp_path), {"command": [str(n)]})["out"], range(100)))
    assert replies == [str(number) for number in range(100)]


@local
def test_the_silent_and_the_deaf_hold_nobody_up(tmp_path: Path) -> None:
    """Rule: clients that never speak or never read cost the others nothing."""
    server = ControlServer(tmp_path, lambda request: {"out": "x" * 5_000_000} if request["command"] == ["big"] else {})
    silent = [dial(tmp_path) for _ in range(10)]
    deaf = [dial(tmp_path) for _ in range(10)]
    for connection in deaf:
        connection.sendall(b'{"command": ["big"]}\n')
    began = time.monotonic()
    assert ask(str(tmp_path), PING) == {"version": 1}
    assert time.monotonic() - began < 2
    for connection in (*silent, *deaf):
        connection.close()
    server.close()


@local
def test_who_stays_silent_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule: a connection on which nothing comes is closed after the time limit, so that all places are free again."""
    monkeypatch.setattr(control, "_PATIENCE", 0.2)
    server = ControlServer(tmp_path, echo)
    silent = [dial(tmp_path) for _ in range(40)]
    assert ask(str(tmp_path), PING)["out"] == "ping"
    assert [connection.recv(1) for connection in silent] == [b""] * 40
    for connection in silent:
        connection.close()
    server.close()


@local
def test_dripping_does_not_win_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule: the time limit is for the whole request, not for each byte of it."""
    monkeypatch.setattr(control, "_PATIENCE", 0.3)
    server = ControlServer(tmp_path, echo)
    with dial(tmp_path) as connection, pytest.raises(BrokenPipeError):
        drip(connection, seconds=2)
    server.close()


def test_a_watcher_hears_of_each_change_once(server: ControlServer, tmp_path: Path) -> None:
    """Rule: watching gives the status now and each change after it, and nothing when nothing changed."""
    assert not server.watched
    news = watch(str(tmp_path), STATUS)
    assert next(news)["status"] == {"n": 0}
    assert server.watched
    for number in (1, 1, 2, 2, 3):
        server.publish({"n": number})
    assert [next(news)["status"] for _ in range(3)] == [{"n": 1}, {"n": 2}, {"n": 3}]


def test_a_change_during_the_first_answer_is_not_missed(tmp_path: Path) -> None:
    """Rule: whatever is published from the moment of asking on arrives, and never an older status after it."""

    servers: list[ControlServer] = []

    def publish_meanwhile(_request: dict[str, Any]) -> dict[str, Any]:
        servers[0].publish({"n": 1})
        return {"status": {"n": 0}}

    server = ControlServer(tmp_path, publish_meanwhile)
    servers.append(server)
    news = watch(str(tmp_path), STATUS)
    assert next(news)["status"] == {"n": 1}
    server.publish({"n": 2})
    assert next(news)["status"] == {"n": 2}
    server.close()


def test_watching_what_cannot_be_watched_ends(server: ControlServer, tmp_path: Path) -> None:
    """Rule: a command that has no status answers once and is done."""
    assert [reply["out"] for reply in watch(str(tmp_path), PING)] == ["ping"]
    eventually(lambda: not server.watched)


@local
def test_a_watcher_that_never_reads_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule: publishing never blocks, and who does not read loses the place."""
    monkeypatch.setattr(control, "_PATIENCE", 0.2)
    server = ControlServer(tmp_path, echo)
    deaf = dial(tmp_path)
    deaf.sendall(b'{"command": ["status"], "watch": true}\n')
    eventually(lambda: server.watched)
    began = time.monotonic()
    for number in range(100):
        server.publish({"n": number, "text": "x" * 20_000})
    assert time.monotonic() - began < 1
    eventually(lambda: not server.watched)
    deaf.close()
    server.close()


def test_there_is_room_for_a_limited_number_of_watchers(server: ControlServer, tmp_path: Path) -> None:
    """Rule: one watcher too many is told so, and commands are served while all places are taken."""
    everybody = [watch(str(tmp_path), STATUS) for _ in range(33)]
    first = [next(news) for news in everybody]
    assert [reply for reply in first if "status" not in reply] == [
        {"version": 1, "exit": 1, "out": "", "error": "32 programs are watching already"}
    ]
    assert ask(str(tmp_path), PING)["out"] == "ping"


@local
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts a process's wake-ups in /proc")
def test_waiting_costs_nothing(tmp_path: Path) -> None:
    """Rule: with nobody at the door, and with a watcher who has nothing to hear, no thread wakes."""
    code = (
        "import sys, time; from pathlib import Path; from sitbreak.adapters.control import ControlServer\n"
        "server = ControlServer(Path(sys.argv[1]), lambda request: {'status': {}})\n"
        "print('up', flush=True); sys.stdin.read()"
    )
    argv = [sys.executable, "-c", code, str(tmp_path)]
    child = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "up\n"
        news = watch(str(tmp_path), STATUS)
        next(news)
        eventually(lambda: sorted(of_threads(child.pid, "State").values()) == ["S (sleeping)"] * 3)
        before = of_threads(child.pid, "voluntary_ctxt_switches")
        time.sleep(1.0)
        assert of_threads(child.pid, "voluntary_ctxt_switches") == before
        child.send_signal(signal.SIGKILL)


def of_threads(pid: int, field: str) -> dict[str, str]:
    """One field of the status of each of a process's threads."""
    return {
        task.name: line.partition(":")[2].strip()
        for task in Path(f"/proc/{pid}/task").iterdir()
        for line in (task / "status").read_text().splitlines()
        if line.startswith(f"{field}:")
    }


def test_closing_lets_the_last_answer_out(tmp_path: Path) -> None:
    """Whoever is being answered while the server closes (`sitbreak quit`) still hears the answer."""
    closing = threading.Event()

    def quits(request: dict[str, Any]) -> dict[str, Any]:
        asked.set()
        closing.wait(5)
        time.sleep(0.3)
        return echo(request)

    asked = threading.Event()
    server = ControlServer(tmp_path, quits)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(ask, str(tmp_path), {"command": ["quit"]})
        assert asked.wait(5)
        closing.set()
        server.close()
        assert answer.result(timeout=0.1)["out"] == "quit"

"""Anything at all at the control socket, with the real requests and the real engine behind it."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitbreak.adapters import control_client
from sitbreak.adapters.control import ControlServer
from sitbreak.adapters.control_client import ask, at_socket
from sitbreak.requests import Requests
from tests.fakes import Bench
from tests.fuzz import spoiling
from tests.fuzz.readers import WORDS, clear, seeds

STATUS = {"command": ["status"]}
TALK = [json.dumps({"command": words}).encode() for words in WORDS if words != ("quit",)]
bounded = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench().start()
    yield bench
    bench.quits()


@pytest.fixture
def dead(monkeypatch: pytest.MonkeyPatch) -> list[threading.ExceptHookArgs]:
    """The threads that ended by an error; in the program each of them would end it."""
    dead: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", dead.append)
    return dead


def serve(bench: Bench, runtime: Path) -> ControlServer:
    requests = Requests(bench.engine, bench.clock, tuple, dict, lambda _: None, True)
    return ControlServer(runtime, requests.handle)


def say(runtime: Path, line: bytes) -> Any:
    """What is answered to these very bytes, None when it is nothing."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(10)
        at_socket(str(runtime), connection.connect)
        connection.sendall(line)
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as lines:
            told = lines.readline()
    return json.loads(told) if told else None


@pytest.mark.skipif(not control_client.LOCAL, reason="this system has no local sockets")
def test_any_line(
    bench: Bench, tmp_path: Path, dead: list[threading.ExceptHookArgs], caplog: pytest.LogCaptureFixture
) -> None:
    """Every line has one answer of one sentence; no thread ends, nothing goes wrong inside, and the status follows."""
    caplog.set_level(logging.INFO)
    server = serve(bench, tmp_path)

    @settings(bounded, max_examples=1500)
    @given(spoiling.spoiled(spoiling.document, (*TALK, *seeds("request"))) | st.binary(max_size=200))
    def hurl(line: bytes) -> None:
        if b"quit" in line:
            return
        told = say(tmp_path, line.replace(b"\n", b" "))
        if told is None:
            assert not line.strip()
        elif "status" not in told and told["error"]:
            clear(told["error"])
            assert "went wrong inside" not in told["error"], line

    hurl()
    assert ask(str(tmp_path), STATUS)["status"]
    server.close()
    assert not dead
    assert not [record for record in caplog.records if record.exc_info]


def test_half_a_sign(bench: Bench, tmp_path: Path) -> None:
    """Words that cannot be printed are refused at the door, before they come into a sentence."""
    server = serve(bench, tmp_path)
    assert say(tmp_path, b'{"command": ["drill", "\\ud800"]}')["exit"] == 2
    server.close()


def test_a_token_of_half_a_sign(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dead: list[threading.ExceptHookArgs]
) -> None:
    """Where a token opens the door, one that cannot be encoded is a wrong one, and ends no thread."""
    monkeypatch.setattr(control_client, "LOCAL", False)
    server = serve(bench, tmp_path)
    port, _ = (tmp_path / control_client.PORT).read_text().split()
    with socket.create_connection(("127.0.0.1", int(port)), 10) as connection, connection.makefile("rb") as lines:
        connection.sendall(b'{"token": "\\ud800", "command": ["status"]}\n')
        assert "token" in json.loads(lines.readline())["error"]
    server.close()
    assert not dead

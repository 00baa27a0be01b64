"""Thousands of clients at the control socket, one that never reads, and a settings file that is never left alone."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sitbreak.adapters.control_client import at_socket
from tests.conftest import in_full
from tests.desktop.conftest import OpenDesktop
from tests.desktop.program import Program
from tests.desktop.test_faults import begin
from tests.witness import Witness

CLIENTS, SOME_CLIENTS, AT_ONCE, PROCESSES = 10_000, 1_200, 1_000, 4
REWRITES, SOME_REWRITES, PER_SECOND = 1_000, 300, 100.0

_CROWD = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
from sitbreak.adapters.control_client import ask
runtime, clients, at_once = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
together = threading.Barrier(at_once)
def one(number):
    if number < at_once:
        together.wait()
    try:
        return "" if "status" in ask(runtime, {"command": ["status"]}, 60.0) else "no status"
    except Exception as error:
        return repr(error)
with ThreadPoolExecutor(at_once) as pool:
    failed = [words for words in pool.map(one, range(clients)) if words]
print(len(failed), *failed[:3], sep="; ")
"""


def crowd(program: Program, clients: int) -> list[str]:
    """So many clients, a thousand of them at any moment; what each process says of those that got no status."""
    share = [str(number // PROCESSES) for number in (clients, AT_ONCE)]
    argv = [sys.executable, "-c", _CROWD, str(program.home / "runtime"), *share]
    running = [subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    return [one.communicate(timeout=300)[0].strip() for one in running]


def memory(program: Program) -> float:
    """Megabytes that are the program's alone."""
    rollup = Path(f"/proc/{program.process.pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in rollup if line.startswith("Private_Dirty")) / 1024


def descriptors(program: Program) -> int:
    return len(list(Path(f"/proc/{program.process.pid}/fd").iterdir()))


def threads(program: Program) -> int:
    return len(list(Path(f"/proc/{program.process.pid}/task").iterdir()))


def deaf(program: Program, request: bytes) -> socket.socket:
    """A client that asks and never reads."""
    client = socket.socket(socket.AF_UNIX)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    client.settimeout(5)
    at_socket(str(program.home / "runtime"), client.connect)
    client.sendall(request)
    return client


@pytest.mark.fault("status clients, 1000 at any moment, beside two that never read")
@pytest.mark.timeout(600)
def test_ten_thousand_clients(open_desktop: OpenDesktop, witness: Witness, request: pytest.FixtureRequest) -> None:
    """Every one of thousands of clients gets its status, commands work as ever, and nothing of the crowd stays."""
    clients = CLIENTS if in_full(request.config) else SOME_CLIENTS
    witness.injected = clients + 2
    program = begin(open_desktop(panel="light"))
    before, opened, started = memory(program), descriptors(program), threads(program)
    watching = deaf(program, b'{"command": ["status"], "watch": true}\n')
    with deaf(program, b'{"command": ["status"]}\n'), watching:
        assert crowd(program, clients) == ["0"] * PROCESSES
        for words, state in (("stand", "standing"), ("sit", "seated")):
            assert program.ask(words).returncode == 0
            assert program.status()["state"] == state
    program.wait_for(lambda: descriptors(program) <= opened, "the crowd's descriptors to be closed")
    program.wait_for(lambda: threads(program) <= started, "the crowd's threads to end")
    assert memory(program) < before + 8
    assert program.quit() == 0


@pytest.mark.fault("settings file rewritten, 100 times a second")
def test_settings_that_are_never_left_alone(
    open_desktop: OpenDesktop, witness: Witness, request: pytest.FixtureRequest
) -> None:
    """A file rewritten in place a hundred times a second, whole or broken, stops nothing; the last word holds."""
    witness.injected = rewrites = REWRITES if in_full(request.config) else SOME_REWRITES
    program = begin(open_desktop(panel="light"))
    path = program.home / "config/config.toml"
    good = path.read_text()
    texts = [good.replace('"4h"', f'"{hours}h"') for hours in (5, 6, 7)]
    texts += ["", good[: len(good) // 2], "sitting.limit = 7\n", "\x00\xff", "[[[["]
    began, written = time.monotonic(), 0
    while written < rewrites:
        path.write_text(texts[written % len(texts)])
        written += 1
        if written % PER_SECOND == 0:
            assert program.ask("stand" if written % (2 * PER_SECOND) else "sit").returncode == 0
        time.sleep(max(0.0, began + written / PER_SECOND - time.monotonic()))  # a clock of a hundred beats a second
    assert time.monotonic() - began < 2 * rewrites / PER_SECOND, "that was no hundred times a second"
    path.write_text(good.replace('"4h"', '"3h"'))
    program.wait_for(lambda: program.ask("sit").returncode == 0 and limit(program) == 3 * 3600, "the last word")
    assert program.status()["notices"] == []
    assert program.process.poll() is None
    assert program.quit() == 0


def limit(program: Program) -> int:
    return int(program.status()["limit_seconds"])

"""The interpreter of the resident program: sparse, and to whatever it starts as if nothing had happened."""

from __future__ import annotations

import calendar
import json
import os
import subprocess
import sys
import time
import urllib.parse
import zoneinfo
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitbreak.adapters import interpreter, sparse

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows how a program is called")

BECOME = "from sitbreak.adapters.interpreter import become; become('tests.contracts.resident_probe', 'tray', 'a b')"


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the probe found."""
    root = Path(__file__).parents[2]
    env = {**os.environ, "PYTHONPATH": str(root), "OURS": "1"}
    done = subprocess.run([sys.executable, "-c", BECOME], env=env, cwd=root, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_words_arrive_and_the_environment_is_as_it_was(told: dict[str, Any]) -> None:
    """The program gets its words; what was set for its interpreter is in no environment that it hands on."""
    assert told["words"] == ["tray", "a b"]
    assert told["environment"]["OURS"] == "1"
    assert not {"SITBREAK_PATH", "MALLOC_ARENA_MAX", "MALLOC_TOP_PAD_"} & told["environment"].keys()
    assert told["name"] == "sitbreak"


def test_it_is_sparse(told: dict[str, Any]) -> None:
    """Neither docstrings, `site`, the parser of the command line nor what stand-ins stand for are in memory."""
    assert told["flags"] == [2, 1, True]
    assert told["large"] == []


def test_what_is_left_out_works_when_it_is_asked_for(told: dict[str, Any]) -> None:
    """Addresses of files are quoted, zones are found where Python was built to look, tracebacks show their lines."""
    assert told["uri"] == "file:///a%20b"
    assert told["zones"] == list(zoneinfo.TZPATH)
    assert 'raise LookupError("lost")' in told["lines"]
    assert (told["least"], told["room"], told["windows"]) == ([1, 2], 1, "b")
    assert told["toml"] == {"sitting": {"limit": "40m"}}
    assert told["equal"]
    assert told["state"]


def test_what_is_left_out_stays_out(told: dict[str, Any]) -> None:
    """What there is in C is not read in Python, too, and types are only names, by whatever the program imports."""
    assert told["sources"] == []


GARBAGE = """
import gc
from collections import deque
from weakref import WeakSet

from sitbreak.adapters.interpreter import let_go

class Ring:
    def __init__(self):
        self.itself = self

kept, rings, most = [[] for _ in range(100_000)], WeakSet(), 0
let_go()
lately = deque(maxlen=1000)
for _ in range(20_000):
    lately.append(Ring())
    rings.add(lately[-1])
    most = max(most, len(rings))
print(gc.get_freeze_count() > len(kept), most)
"""
"""Things that live for a while in a program that holds a hundred thousand others, and the most there were at once."""


def test_little_garbage_gathers_once_the_start_is_over() -> None:
    """What the start made is not counted when garbage is due to be looked for, however much it is."""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", GARBAGE], cwd=root, capture_output=True, text=True, check=True)
    frozen, most = done.stdout.split()
    assert frozen == "True"
    assert int(most) < 5_000


SPARE = """
import gc
import sys

from sitbreak.adapters.interpreter import let_go

let_go()
before = sys.getallocatedblocks()
tuples = [(number,) * size for size in range(2, 18) for number in range(1500)]
del tuples
spare = sys.getallocatedblocks() - before
lately = [[] for _ in range(1000)]
print(spare, sys.getallocatedblocks() - before)
"""
"""Blocks of memory that used tuples take, at once and a thousand things later."""


def test_what_python_keeps_to_use_again_is_given_back() -> None:
    """A busy moment leaves thousands of used tuples behind; a little work later they are gone."""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", SPARE], cwd=root, capture_output=True, text=True, check=True)
    spare, left = map(int, done.stdout.split())
    assert spare > 10_000
    assert left < 3_000


@given(st.integers(-(2**31), 2**33))
def test_seconds_are_those_of_the_library(moment: int) -> None:
    """The stand-in for `calendar.timegm` says what that says."""
    fields = time.gmtime(moment)
    assert sparse._seconds(tuple(fields)) == calendar.timegm(fields) == moment


@given(st.binary())
def test_addresses_are_those_of_the_library(path: bytes) -> None:
    """The stand-in for `urllib.parse.quote_from_bytes` says what that says."""
    assert sparse._quoted(path) == urllib.parse.quote_from_bytes(path)


@pytest.mark.parametrize("writable", [True, False])
def test_bytecode_has_a_place(writable: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Python's own folders are somebody else's, compiled modules are kept among the person's caches."""

    def seen(_: str, argv: Sequence[str], env: object) -> NoReturn:
        raise SystemExit(" ".join(argv))

    monkeypatch.setattr(os, "access", lambda *_: writable)
    monkeypatch.setattr(os, "execve", seen)
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    with pytest.raises(SystemExit) as argv:
        interpreter.become("nobody")
    assert ("pycache_prefix=/caches/sitbreak/bytecode" in str(argv.value)) is not writable

"""Coverage-guided fuzzing of every reader: `python -m tests.fuzz.run --seconds 60`; each in a process of its own."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.readers import READERS

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".fuzz"
"""What is worth trying again, and what broke a promise."""


def main(words: list[str]) -> int:
    """Fuzz each reader for so many seconds; 1 when one of them broke its promise."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="for each reader")
    parser.add_argument("--only", choices=[*READERS], help="one reader")
    options = parser.parse_args(words)
    names = [options.only] if options.only else [*READERS]
    return max([judge(name, options.seconds) for name in names])


def judge(name: str, seconds: int) -> int:
    """Fuzz one reader in a child, and say in one line what came of it."""
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.fuzz.guided", name, str(seconds), str(KEPT / name)]
    with tempfile.TemporaryDirectory(prefix="sitbreak-fuzz-") as place:
        child = subprocess.run(
            command, cwd=ROOT, env=os.environ | {"TMPDIR": place}, capture_output=True, errors="replace", check=False
        )
    told = child.stdout + child.stderr
    cases = max(map(int, re.findall(r"^#(\d+)", told, re.MULTILINE)), default=0)
    took = time.monotonic() - began
    sys.stdout.write(f"{name:<11} {cases:>9} cases {took:6.1f} s   {'a finding' if child.returncode else 'nothing'}\n")
    if child.returncode:
        sys.stdout.write(f"{_traceback(told)}\nThe case lies in {KEPT / name}.\n")
    sys.stdout.flush()
    return 1 if child.returncode else 0


def _traceback(told: str) -> str:
    """From Python's word of the exception on, or the last of what was printed."""
    _, found, rest = told.partition("Uncaught Python exception")
    return f"{found}{rest}"[:6000] if found else told[-3000:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

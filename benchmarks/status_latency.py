"""How long a status bar waits: `sitbreak status` against a running program, a cold interpreter each time.

Prints the median of 20 in milliseconds, and how many times a bare `python -c pass` that is on the same machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence

RUNS = 20
STATUS = (sys.executable, "-m", "sitbreak", "status")
BARE = (sys.executable, "-c", "pass")


def median_ms(command: Sequence[str], env: Mapping[str, str]) -> float:
    """Median duration of a command's cold starts, in milliseconds."""
    return statistics.median(_once(command, env) for _ in range(RUNS))


def _once(command: Sequence[str], env: Mapping[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - begun)


def _wait_for_an_answer(env: Mapping[str, str]) -> None:
    deadline = time.monotonic() + 20
    while subprocess.run(STATUS, env=env, check=False, capture_output=True).returncode:
        if time.monotonic() > deadline:
            raise TimeoutError("sitbreak did not start")
        time.sleep(0.1)


def measure() -> tuple[float, float]:
    """Milliseconds, medians: the command against a program that runs, and a Python that does nothing."""
    with tempfile.TemporaryDirectory() as home:
        bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        env = bare | {"SITBREAK_HOME": home}
        program = subprocess.Popen([*STATUS[:3], "run"], env=env, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for_an_answer(env)
            return median_ms(STATUS, env), median_ms(BARE, env)
        finally:
            program.terminate()
            program.wait()


def main() -> None:
    status, python = measure()
    print(
        f"sitbreak status: {status:.0f} ms, median of {RUNS}; python -c pass: {python:.0f} ms; {status / python:.1f} x"
    )


if __name__ == "__main__":
    main()

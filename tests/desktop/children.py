"""Starts the programs a test needs and ends every one of them, even when the test run itself is killed."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_KEEPER = 'trap "" TERM; read _; kill -TERM 0; sleep 0.3; kill -KILL 0'
"""Waits for its standard input to close, which happens however our process ends, then ends its process group."""


class Children:
    """Programs in one process group; their output goes to `logs/NAME.log`."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._logs.mkdir(parents=True, exist_ok=True)
        self._running: list[subprocess.Popen[bytes]] = []
        self._keeper = subprocess.Popen(["sh", "-c", _KEEPER], stdin=subprocess.PIPE, process_group=0)

    def start(
        self, name: str, argv: Sequence[str], env: Mapping[str, str], pass_fds: Sequence[int] = ()
    ) -> subprocess.Popen[bytes]:
        """Start `argv`; raises OSError when the program cannot be run."""
        with (self._logs / f"{name}.log").open("ab") as log:
            child = subprocess.Popen(
                argv,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=tuple(pass_fds),
                process_group=self._keeper.pid,
            )
        self._running.append(child)
        return child

    def stop(self, child: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> None:
        """End one program and wait for it; what does not listen within 3 s is killed."""
        if child in self._running:
            self._running.remove(child)
        if child.poll() is None:
            child.send_signal(how)
        try:
            child.wait(3)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def log(self, name: str) -> str:
        """What the program has written so far."""
        path = self._logs / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def tails(self) -> str:
        """The last lines of every log, for the message of a failed wait."""
        logs = sorted(self._logs.glob("*.log"))
        return "\n".join(f"--- {path.stem}\n{path.read_text(errors='replace')[-600:]}" for path in logs)

    def close(self) -> None:
        """End all programs, the last started first, and whatever they have left in the group."""
        for child in reversed(self._running.copy()):
            self.stop(child)
        self._keeper.communicate()

"""A program of the desktop that makes a sound for us: started without a shell, heard to its end, stopped at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from sitbreak.ports import Unavailable


class Process:
    """`command` with `said` on its standard input; `remedy` is what helps when it fails.

    Raises Unavailable when it cannot be started.
    """

    def __init__(self, command: Sequence[str], said: str = "", remedy: str = "") -> None:
        self._remedy = remedy
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            raise Unavailable(f"{command[0]} cannot be started: {error.strerror}") from error
        self._stopped = threading.Event()
        _tell(self._process, said)

    def wait(self, seconds: float) -> None:
        """Until the end; Unavailable when it fails, or is stuck and has to be stopped."""
        assert self._process.stderr is not None
        try:
            _, complaint = self._process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.stop()
            self._process.wait()
            raise Unavailable(f"not done after {seconds:g} s") from None
        if self._process.returncode and not self._stopped.is_set():
            lines = complaint.split("\n")
            reason = next((line.strip() for line in lines if line.strip()), "it failed without a word")
            raise Unavailable(reason, self._remedy)

    def stop(self) -> None:
        """End it and whatever it has started."""
        self._stopped.set()
        if self._process.poll() is not None:
            return
        if sys.platform == "win32":
            self._process.terminate()
            return
        with suppress(ProcessLookupError):  # it may end by itself just now
            os.killpg(self._process.pid, signal.SIGTERM)


def _tell(process: subprocess.Popen[str], said: str) -> None:
    stream, process.stdin = process.stdin, None
    assert stream is not None
    with suppress(BrokenPipeError), stream:  # it may have ended already, and its exit code tells why
        stream.write(said)


def found(name: str, remedy: str) -> str:
    """The path of an installed program; Unavailable where there is none."""
    path = shutil.which(name)
    if path is None:
        raise Unavailable(f"{name} is not installed", remedy)
    return path

"""A message bus of one's own, which can be killed and started again at the same address."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from sitbreak.adapters.bus import Bus, BusGone

CONFIG = """<busconfig>
  <type>session</type>
  <listen>{address}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


def missing() -> list[str]:
    """Programs needed that this machine lacks."""
    return [] if shutil.which("dbus-daemon") else ["dbus-daemon"]


def until(look: Callable[[], object], what: str, timeout: float = 5.0) -> None:
    """Look every 10 ms until the answer is true; AssertionError naming `what` after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not look():
        assert time.monotonic() < deadline, f"waited {timeout:g} s for {what}"
        time.sleep(0.01)


class PrivateBus:
    """A dbus-daemon with nothing on it; connections made by `connect` are closed with it."""

    def __init__(self, folder: Path) -> None:
        self.address = f"unix:path={folder}/bus"
        self._socket = folder / "bus"
        self._config = folder / "bus.conf"
        self._config.write_text(CONFIG.format(address=self.address))
        self._daemon: subprocess.Popen[bytes] | None = None
        self._connections: list[Bus] = []

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._socket.unlink(missing_ok=True)
        argv = ["dbus-daemon", "--nofork", "--nopidfile", f"--config-file={self._config}"]
        self._daemon = subprocess.Popen(argv, stderr=subprocess.DEVNULL)
        until(self._answers, "the private bus")

    def kill(self) -> None:
        """End it as a crash would."""
        if self._daemon:
            self._daemon.kill()
            self._daemon.wait()
            self._daemon = None

    def connect(self) -> Bus:
        self._connections.append(Bus(self.address))
        return self._connections[-1]

    def close(self) -> None:
        for connection in self._connections:
            connection.close()
        self.kill()

    def _answers(self) -> bool:
        try:
            Bus(self.address).close()
        except BusGone:
            return False
        return True

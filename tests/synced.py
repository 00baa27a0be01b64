"""A real Syncthing that talks to one other on this machine and to nobody else."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.contracts.presence import need, wait_for

KEY = "for-tests-only"
FOLDER = "records"
PATIENCE = 20.0
"""Seconds for anything between the two on a busy machine."""

CONFIG = """<configuration version="36">
<folder id="records" path="{path}" type="sendreceive" rescanIntervalS="0" fsWatcherEnabled="false">
<maxConflicts>10</maxConflicts>{members}</folder>
{devices}
<gui enabled="true" tls="false"><address>127.0.0.1:{gui}</address><apikey>{key}</apikey></gui>
<options>
<listenAddress>tcp://127.0.0.1:{port}</listenAddress>
<globalAnnounceEnabled>false</globalAnnounceEnabled><localAnnounceEnabled>false</localAnnounceEnabled>
<relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled><announceLANAddresses>false</announceLANAddresses>
<stunServer></stunServer><stunKeepaliveStartS>0</stunKeepaliveStartS>
<urAccepted>-1</urAccepted><crashReportingEnabled>false</crashReportingEnabled>
<autoUpgradeIntervalH>0</autoUpgradeIntervalH><startBrowser>false</startBrowser>
<reconnectionIntervalS>1</reconnectionIntervalS><setLowPriority>false</setLowPriority>
</options>
</configuration>
"""
DEVICE = """<device id="{id}" name="{name}" compression="never"><address>tcp://127.0.0.1:{port}</address></device>
"""


class Synced:
    """One machine's Syncthing and the folder it keeps the same as the other's."""

    def __init__(self, home: Path, folder: Path) -> None:
        need("syncthing")
        self.name, self.folder, self._home = home.name, folder, home
        self._process: subprocess.Popen[bytes] | None = None
        self._port, self._gui = _free_ports(2)
        _syncthing("generate", f"--home={home}", "--no-default-folder", "--skip-port-probing")
        self.id = _syncthing("serve", f"--home={home}", "--device-id").strip()

    def meet(self, other: Synced) -> None:
        """Share the folder with the other from the next start on."""
        pair = sorted([self, other], key=lambda peer: peer.id)
        told = CONFIG.format(
            path=self.folder,
            members="".join(f'<device id="{peer.id}"></device>' for peer in pair),
            devices="".join(DEVICE.format(id=peer.id, name=peer.name, port=peer._port) for peer in pair),
            gui=self._gui,
            key=KEY,
            port=self._port,
        )
        (self._home / "config.xml").write_text(told)
        (self.folder / ".stfolder").mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        log = (self._home / "log.txt").open("ab")
        argv = ["syncthing", "serve", f"--home={self._home}", "--no-browser", "--no-restart", "--no-upgrade"]
        self._process = subprocess.Popen(argv, env=_alone(self._home), stdout=log, stderr=log, start_new_session=True)
        log.close()
        wait_for(self._answers, f"Syncthing of {self.name}", PATIENCE)

    def stop(self) -> None:
        """End it, as when the machine goes off the net; does nothing where it has ended."""
        if self._process is None:
            return
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            raise
        self._process = None

    def scan(self) -> None:
        """Let it find what was written; comes back when it has."""
        self._rest("POST", f"db/scan?folder={FOLDER}")

    def has_all_of(self, other: Synced) -> bool:
        """Whether it knows of the other as connected, and of nothing that either still needs."""
        there = self._rest("GET", "system/connections")["connections"].get(other.id, {}).get("connected")
        part = self._rest("GET", f"db/completion?folder={FOLDER}&device={other.id}")
        here = self._rest("GET", f"db/status?folder={FOLDER}")
        return bool(there and part["needItems"] == part["needDeletes"] == 0 and here["needTotalItems"] == 0)

    def files(self) -> dict[str, bytes]:
        """The files that are the same on both machines when they have met."""
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in sorted(self.folder.rglob("*.json"))}

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self._home / "log.txt").read_text()
        try:
            return bool(self._rest("GET", "system/ping")["ping"] == "pong")
        except (URLError, ConnectionError):
            return False

    def _rest(self, method: str, what: str) -> Any:
        request = Request(f"http://127.0.0.1:{self._gui}/rest/{what}", method=method, headers={"X-API-Key": KEY})
        with urlopen(request, timeout=PATIENCE) as reply:
            text = reply.read()
        return json.loads(text) if text else None


def until_same(one: Synced, other: Synced, what: str) -> None:
    """Let both look at their folders and wait until they hold the same files."""
    for peer in (one, other):
        peer.scan()
    wait_for(lambda: _same(one, other), what, PATIENCE)


def _same(one: Synced, other: Synced) -> bool:
    return one.has_all_of(other) and other.has_all_of(one) and one.files() == other.files()


def _syncthing(*words: str) -> str:
    home = Path(next(word for word in words if word.startswith("--home=")).removeprefix("--home="))
    home.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["syncthing", *words], env=_alone(home), capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    return done.stdout


def _alone(home: Path) -> dict[str, str]:
    """An environment without the person's own Syncthing in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ST", "XDG_"))}
    return kept | {"HOME": str(home), "STNOUPGRADE": "1", "no_proxy": "*"}


def _free_ports(count: int) -> Sequence[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports

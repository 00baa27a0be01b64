"""A real sound server that is listened to: when it became loud, and how it sounded."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.contracts.sound_server import SoundServer

RATE = 24_000
LOUD = 300
"""Of 32767; far above rounding, far below our tones."""

APART = 0.04
"""Seconds of silence that part two sounds."""


class Ears:
    """Records what the server plays; times are those of `time.monotonic`."""

    def __init__(self, server: SoundServer) -> None:
        self.env = {**server.env, "PULSE_SERVER": f"unix:{server.socket}"}
        self._server = server
        self._began = 0.0
        self._samples = array("h")
        # A device that sleeps would play the first sound late.
        self._awake = self._client("pacat", "--raw", "--latency-msec=20", "/dev/zero")
        self._recording = self._client("parec", "--device=out.monitor", "--raw", "--latency-msec=5")
        threading.Thread(target=self._hear, daemon=True).start()

    def _client(self, *words: str) -> subprocess.Popen[bytes]:
        form = ("--format=s16le", f"--rate={RATE}", "--channels=1")
        return subprocess.Popen([words[0], *form, *words[1:]], env=os.environ | self.env, stdout=subprocess.PIPE)

    def _hear(self) -> None:
        assert self._recording.stdout is not None
        with self._recording.stdout as stream:
            while heard := os.read(stream.fileno(), 4096):
                self._samples.frombytes(heard[: len(heard) // 2 * 2])
                self._began = time.monotonic() - len(self._samples) / RATE

    @property
    def listening(self) -> bool:
        """Whether anything has been recorded."""
        return len(self._samples) > RATE // 4

    def sounds(self) -> list[tuple[float, float]]:
        """Start and end of every sound so far."""
        found: list[tuple[float, float]] = []
        for index in (index for index, sample in enumerate(self._samples) if abs(sample) > LOUD):
            at = self._began + index / RATE
            if found and at - found[-1][1] < APART:
                found[-1] = (found[-1][0], at)
            else:
                found.append((at, at))
        return found

    def quiet_for(self) -> float:
        """Seconds since anything was heard."""
        sounds = self.sounds()
        return time.monotonic() - (sounds[-1][1] if sounds else self._began)

    def close(self) -> None:
        for client in (self._recording, self._awake):
            client.terminate()
            client.wait(5)
        with suppress(OSError):
            self._server.end()


@contextmanager
def ears(folder: Path) -> Iterator[Ears]:
    """A sound server of one's own, listened to until the end."""
    listening = Ears(SoundServer(folder))
    try:
        deadline = time.monotonic() + 10
        while not listening.listening:
            assert time.monotonic() < deadline, "nothing is recorded"
            time.sleep(0.02)
        yield listening
    finally:
        listening.close()

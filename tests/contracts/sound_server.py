"""A real PulseAudio of one's own, with an output, a microphone and programs that record, all without hardware."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.contracts.presence import Program, need, wait_for

MODULES = (
    "module-native-protocol-unix",
    "module-null-sink sink_name=out",
    "module-null-source source_name=mic",
)


class SoundServer:
    """PulseAudio with the output "out" and the microphone "mic"; `env` leads its clients there."""

    def __init__(self, folder: Path) -> None:
        need("pulseaudio", "pactl", "parec")
        folder.mkdir(mode=0o700, parents=True)
        places = ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "HOME")
        self.env = dict.fromkeys(places, str(folder))
        self.socket = folder / "native"
        self.start()

    def start(self) -> None:
        loads = [word for module in MODULES for word in ("-L", module)]
        alone = ["--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes"]
        self._server = Program(["pulseaudio", "-n", *alone, *loads], **self.env)
        wait_for(lambda: "mic" in self.pactl("list", "short", "sources"), "PulseAudio")

    def end(self) -> None:
        self._server.end()

    def pactl(self, *words: str) -> str:
        env = os.environ | self.env
        return subprocess.run(
            ["pactl", *words], env=env, capture_output=True, text=True, timeout=10, check=False
        ).stdout

    @contextmanager
    def recorder(self, source: str) -> Iterator[str]:
        """A program that records from `source` until the end; gives its stream's number."""
        recording = Program(["parec", "--device", source], **self.env)
        try:
            yield wait_for(self._stream, f"a recording of {source}")
        finally:
            recording.end()
            wait_for(lambda: not self._stream(), "the end of the recording")

    def _stream(self) -> str:
        return self.pactl("list", "short", "source-outputs").partition("\t")[0]

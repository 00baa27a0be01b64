"""Who can play our tones on this system: the sound server's own player, or what the system brings along."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TextIO

from sitbreak.core.cues import Tone
from sitbreak.ports import Unavailable
from sitbreak.ui.process import Process, found
from sitbreak.ui.speaker import Candidate, Sound, Timed
from sitbreak.ui.tones import length, wav

LONGEST = 4.0
"""Seconds that a player may take for any of our tones."""

SHORT_QUEUE = "--latency-msec=60"
"""So that a player which is ended is silent at once."""

_PULSE = (
    "install pulseaudio-utils (Debian, Ubuntu, Fedora, openSUSE), libpulse (Arch), and a sound server: pipewire-pulse"
)
NO_SERVER = "start a sound server, such as PipeWire with pipewire-pulse; the pactl command tells whether one runs"
"""What helps where a player is installed and finds nobody to play for."""

_PIPEWIRE = "install pipewire-bin (Debian, Ubuntu), pipewire-utils (Fedora)"
_ALSA = "install alsa-utils"

SILENCE = None
"""What players are tried with."""


def players(volume: int, bell: TextIO | None = None, platform: str = sys.platform) -> Sound[Tone | None]:
    """Best first; `volume` 0 to 100. `bell` is a terminal that may ring where nothing else can play."""
    ring = [Candidate("bell", partial(Bell, bell))] if bell is not None else []
    return Sound("sound", [*_of_system(volume, platform), *ring], SILENCE)


def _of_system(volume: int, platform: str) -> list[Candidate[Tone | None]]:
    def program(name: str, *options: str, remedy: str = "") -> Candidate[Tone | None]:
        return Candidate(name, partial(Player, name, options, remedy, volume))

    if platform == "win32":
        return [Candidate("winsound", partial(WindowsPlayer, volume))]
    if platform == "darwin":
        return [program("afplay")]
    # pw-play waits for ever where PipeWire runs for screen sharing only, so the server that surely has a sink is first.
    return [
        program("paplay", "--client-name=sitbreak", SHORT_QUEUE, remedy=_PULSE),
        program("pw-play", remedy=_PIPEWIRE),
        program("aplay", "--quiet", remedy=_ALSA),
    ]


class _Files:
    """Each tone in a file of its own, made when first needed."""

    def __init__(self, volume: int) -> None:
        self._volume = volume
        self._folder = tempfile.TemporaryDirectory(prefix="sitbreak-", ignore_cleanup_errors=True)

    def path(self, tone: Tone | None) -> str:
        """Where the tone is, or the silence."""
        path = Path(self._folder.name, f"{tone or 'silence'}.wav")
        if not path.exists():
            path.write_bytes(wav(tone, self._volume))
        return str(path)

    def close(self) -> None:
        self._folder.cleanup()


class Player:
    """Plays each tone with one run of a program; Unavailable where it is not installed."""

    def __init__(self, name: str, options: tuple[str, ...], remedy: str, volume: int) -> None:
        self._command = [found(name, remedy), *options]
        self._files = _Files(volume)

    def start(self, tone: Tone | None) -> Process:
        return Process([*self._command, self._files.path(tone)], remedy=NO_SERVER)

    def close(self) -> None:
        self._files.close()


class WindowsPlayer:
    """Windows plays files by itself, one at a time."""

    def __init__(self, volume: int) -> None:
        self._files = _Files(volume)

    def start(self, tone: Tone | None) -> Timed:
        _play_on_windows(self._files.path(tone))
        return Timed(length(tone) if tone else 0.0, partial(_play_on_windows, None))

    def close(self) -> None:
        _play_on_windows(None)
        self._files.close()


def _play_on_windows(path: str | None) -> None:
    if sys.platform == "win32":
        import winsound

        how = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
        try:
            winsound.PlaySound(path, how)
        except RuntimeError as error:
            raise Unavailable(f"Windows does not play it: {error}") from error


class Bell:
    """The terminal's own bell: one sound for everything."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def start(self, tone: Tone | None) -> _Rung:
        if tone is not None:
            self._terminal.write("\a")
            self._terminal.flush()
        return _Rung()

    def close(self) -> None:
        """Nothing is held."""


class _Rung:
    """A bell is over when it has been asked for."""

    def wait(self, seconds: float) -> None:
        """There is nothing to wait for."""

    def stop(self) -> None:
        """There is nothing to stop."""

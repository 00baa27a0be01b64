"""Who can speak on this system, best first: the desktop's own voice, single programs, whatever plyer finds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial

from sitbreak.core.cues import plain
from sitbreak.ports import Unavailable
from sitbreak.ui.process import Process, found
from sitbreak.ui.speaker import Candidate, Sound
from sitbreak.ui.speech_dispatcher import SpeechDispatcher

LONGEST = 30.0
"""Seconds that a voice may take for one cue."""

LANGUAGE = "en"
"""What the drills are written in."""

SILENCE = ""

_SAPI = (
    "Add-Type -AssemblyName System.Speech;"
    "$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer;"
    "$voice.Speak([Console]::In.ReadToEnd())"
)


def voices(platform: str = sys.platform) -> Sound[str]:
    """Best first."""
    plyer = Candidate("plyer", PlyerVoice)
    return Sound("voice", [*_of_system(platform), plyer], SILENCE)


def _of_system(platform: str) -> list[Candidate[str]]:
    def program(name: str, *options: str, remedy: str = "") -> Candidate[str]:
        return Candidate(name, partial(Program, name, options, remedy))

    if platform == "win32":
        return [program("powershell", "-NoProfile", "-NonInteractive", "-Command", _SAPI)]
    if platform == "darwin":
        return [program("say")]
    return [
        Candidate("speech-dispatcher", SpeechDispatcher),
        program("espeak-ng", "--stdin", "-v", LANGUAGE, remedy="install espeak-ng"),
    ]


class Program:
    """A program that speaks what it reads from standard input; nothing of the text reaches a command line."""

    def __init__(self, name: str, options: Sequence[str], remedy: str) -> None:
        self._command = [found(name, remedy), *options]

    def start(self, words: str) -> Process:
        return Process(self._command, plain(words))

    def close(self) -> None:
        """Nothing is held."""


class PlyerVoice(Program):
    """plyer speaks while one waits, so it does in a process of its own, which can be ended."""

    def __init__(self) -> None:
        from plyer.facades import TTS
        from plyer.utils import platform

        backend = __import__(f"plyer.platforms.{platform}.tts", fromlist=["instance"])
        if type(backend.instance()) is TTS:
            raise Unavailable("plyer finds nothing to speak with", "install espeak-ng")
        self._command = [sys.executable, "-m", "sitbreak.ui.plyer_voice"]

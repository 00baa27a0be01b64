"""A drill for the ears: plays and speaks the cues of a session as it comes to them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, TextIO

from sitbreak.core.cues import Cue, Tone, schedule
from sitbreak.core.plan import Plan
from sitbreak.core.values import dataclass
from sitbreak.ports import Tried
from sitbreak.ui import players, voices
from sitbreak.ui.session import Session
from sitbreak.ui.speaker import Speaker, survey
from sitbreak.ui.tones import length

if TYPE_CHECKING:  # windows are given plain arguments and need not load the settings
    from sitbreak.core.settings import Settings

LAST_WORDS = 2.5
"""Seconds that the last sound of a drill may keep the program waiting."""

INSTANT = 1e-6
"""Seconds; what begins exactly at a jump's end is still to be heard."""

OFF = 0
"""The volume at which nothing is played."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants to hear: tones at a volume of 0 (none) to 100, and a voice."""

    tones: int = OFF
    voice: bool = False


SILENT = Wanted()


def wanted_in(settings: Settings) -> Wanted:
    """What the settings ask for."""
    return Wanted(settings.drills.tone_volume, settings.drills.voice)


class Sounds:
    """Everything that can be heard of a drill; without a player or a voice it is simply silent."""

    def __init__(self, wanted: Wanted, bell: TextIO | None = None, environ: Mapping[str, str] = os.environ) -> None:
        self._tones: Speaker[Tone | None] | None = None
        self._voice: Speaker[str] | None = None
        if wanted.tones:
            forced = environ.get("SITBREAK_SOUND", "")
            self._tones = Speaker(players.players(wanted.tones, bell), players.LONGEST, forced)
        if wanted.voice:
            self._voice = Speaker(voices.voices(), voices.LONGEST, environ.get("SITBREAK_VOICE", ""))

    def play(self, cue: Cue) -> None:
        """The tone, and then the words; what sounded before makes way, but a tick leaves the voice alone."""
        if self._tones is not None:
            self._tones.make(cue.tone)
        if self._voice is not None and cue.words:
            self._voice.make(cue.words, after=length(cue.tone) if self._tones else 0.0)

    def hush(self) -> None:
        """Silence at once."""
        for speaker in self._speakers:
            speaker.hush()

    def finish(self) -> None:
        """Let the last sound end, for a little while."""
        for speaker in self._speakers:
            speaker.finish(LAST_WORDS)

    def close(self) -> None:
        """Silence for good."""
        for speaker in self._speakers:
            speaker.close()

    @property
    def _speakers(self) -> Sequence[Speaker[Tone | None] | Speaker[str]]:
        return [speaker for speaker in (self._tones, self._voice) if speaker is not None]


class Conductor:
    """Follows a session and has each cue sound once, when it is due."""

    def __init__(self, plan: Plan, sounds: Sounds) -> None:
        self._cues, self._sounds = schedule(plan), sounds
        self._heard = -1.0
        self._paused, self._jumps = False, 0

    def follow(self, session: Session) -> None:
        """Play what the session has come to since the last call.

        A pause is silent, and so is a jump to another phase, until what begins there.
        """
        jumped = session.jumps != self._jumps
        if jumped or (session.paused and not self._paused):
            self._sounds.hush()
        self._paused, self._jumps = session.paused, session.jumps
        self._heard = session.position - INSTANT if jumped else self._heard
        due = [cue for cue in self._cues if self._heard < cue.at <= session.position]
        self._heard = session.position
        if due:
            self._sounds.play(due[-1])

    def next_in(self, session: Session) -> float:
        """Seconds of the drill until the next cue."""
        return next((cue.at - session.position for cue in self._cues if cue.at > session.position), float("inf"))


@contextmanager
def chime(volume: int) -> Iterator[None]:
    """The soft tone of a prompt, while inside."""
    with closing(Sounds(Wanted(volume))) as sounds:
        sounds.play(Cue(0, Tone.PROMPT))
        yield


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of everything that sounds."""
    parser.add_argument("--tones", type=int, default=OFF, help="tones at this volume, 0 (none) to 100")
    parser.add_argument("--voice", action="store_true", help="spoken cues")


def wanted_by(options: argparse.Namespace) -> Wanted:
    """What the arguments ask for."""
    return Wanted(options.tones, options.voice)


def ports(environ: Mapping[str, str] = os.environ) -> dict[str, tuple[str, tuple[Tried, ...]]]:
    """Who would play and who would speak here, with the reasons of the others; whoever is tried plays silence."""
    return {
        "sound": survey(players.players(100), environ.get("SITBREAK_SOUND", "")),
        "voice": survey(voices.voices(), environ.get("SITBREAK_VOICE", "")),
    }

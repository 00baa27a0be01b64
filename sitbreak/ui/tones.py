"""Our sounds, worked out note by note, since a few soft sines need no sound files."""

from __future__ import annotations

import io
import math
import wave
from array import array
from collections.abc import Sequence

from sitbreak.core.cues import Tone
from sitbreak.core.values import dataclass

RATE = 24_000
PEAK = 0.7
"""Share of full scale that volume 100 reaches. Loudness follows the square of the volume: 60 is a quarter of full
scale (-12 dB), 30 is -24 dB."""

ATTACK, RELEASE = 0.008, 0.04
"""Seconds to swell and to fade; anything shorter clicks."""

OVERTONE = 0.25
"""Strength of the octave above each note, which small loudspeakers carry better than the note itself."""


@dataclass(frozen=True, slots=True)
class Note:
    """`pitch` in hertz from `start` on for `seconds`; `fading` is the time in which it loses two thirds of itself."""

    pitch: float
    start: float
    seconds: float
    fading: float = 0.16
    strength: float = 1.0


G4, C5, D5, E5, G5, A5, C6 = 392.0, 523.25, 587.33, 659.26, 783.99, 880.0, 1046.5

MELODIES: dict[Tone, tuple[Note, ...]] = {
    Tone.READY: (Note(C5, 0, 0.3),),
    Tone.GO: (Note(C5, 0, 0.16), Note(G5, 0.13, 0.32)),
    Tone.SWITCH: (Note(E5, 0, 0.15), Note(A5, 0.14, 0.15), Note(E5, 0.28, 0.26)),
    Tone.REST: (Note(G5, 0, 0.18), Note(C5, 0.16, 0.34)),
    Tone.FINISH: (Note(G5, 0, 0.18), Note(E5, 0.16, 0.18), Note(C5, 0.32, 0.3)),
    Tone.DONE: (Note(C5, 0, 0.2), Note(E5, 0.16, 0.2), Note(G5, 0.32, 0.2), Note(C6, 0.48, 0.4, 0.22)),
    Tone.TICK: (Note(A5, 0, 0.09, 0.04, 0.6),),
    Tone.PROMPT: (Note(G4, 0, 0.3, 0.2, 0.7), Note(D5, 0.18, 0.45, 0.25, 0.7)),
}


def length(tone: Tone) -> float:
    """Seconds that a tone lasts."""
    return max(note.start + note.seconds for note in MELODIES[tone])


def wav(tone: Tone | None, volume: int) -> bytes:
    """The tone at a volume of 0 to 100 as a WAV file; without one a moment of silence."""
    return _file(_samples(MELODIES[tone], (volume / 100) ** 2 * PEAK) if tone else array("h", bytes(RATE // 10)))


def _samples(notes: Sequence[Note], loudness: float) -> array[int]:
    total = [0.0] * round(max(note.start + note.seconds for note in notes) * RATE)
    for note in notes:
        first = round(note.start * RATE)
        for index in range(min(round(note.seconds * RATE), len(total) - first)):
            total[first + index] += _at(note, index / RATE)
    scale = loudness * 32_767 / max(1.0, *map(abs, total))
    return array("h", (round(value * scale) for value in total))


def _at(note: Note, since: float) -> float:
    """The note's swing that many seconds after it began, at most 1 either way."""
    turn = 2 * math.pi * note.pitch * since
    swing = (math.sin(turn) + OVERTONE * math.sin(2 * turn)) / (1 + OVERTONE)
    return note.strength * swing * math.exp(-since / note.fading) * _edge(since, note.seconds - since)


def _edge(since: float, left: float) -> float:
    """0 at both ends of a note, rising and falling without a corner."""
    share = min(1.0, since / ATTACK, max(0.0, left) / RELEASE)
    return 0.5 - 0.5 * math.cos(math.pi * share)


def _file(samples: array[int]) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(samples.itemsize)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()

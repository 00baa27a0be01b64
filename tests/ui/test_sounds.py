"""Drills for the ears: what a real sound server was given to play, and when."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from sitbreak.core.cues import Cue, Tone, schedule
from sitbreak.ui.drill_source import read
from sitbreak.ui.sounds import Sounds, Wanted
from tests.contracts.presence import need, wait_for
from tests.desktop.session import DesktopSession
from tests.ui.ears import Ears, ears
from tests.ui.windows import window

STARTING = 30.0
"""Seconds that a speech service may take to start on a busy machine."""

HUSHED = 2.0
"""Seconds within which a voice ends that is told to, on a busy machine; a sentence takes longer."""

LATE = 0.15
"""Seconds that a cue may come late."""

TRIES = 3
"""At being in time; what else a machine is busy with may hold up whoever plays or listens."""

BRISK = 1.4
"""The pace of a trial, at which every sound is still over before the next."""

CUES = schedule(read("standing-march").plan(1))


@pytest.fixture
def ear() -> Iterator[Ears]:
    """Somebody who listens to a sound server of their own, in a folder whose name is short enough for every socket."""
    with TemporaryDirectory() as folder, ears(Path(folder, "sound")) as listening:
        yield listening


def guided(ear: Ears, drill: str, *options: str, **env: str) -> None:
    """The drill in a terminal, to its end."""
    command = [sys.executable, "-m", "sitbreak.ui.drill_terminal", "--drill", drill, *options]
    subprocess.run(command, env=os.environ | ear.env | env, stdout=subprocess.DEVNULL, timeout=100, check=True)


def in_time(late: Callable[[], float]) -> bool:
    """Whether it is, in one of a few tries that each tell by how many seconds at worst it was late."""
    return any(late() < LATE for _ in range(TRIES))


def spread(found: list[float], expected: list[float]) -> float:
    """Seconds by which the sounds differ from the cues in their distances; endless when there are more or fewer."""
    if len(found) != len(expected):
        return inf
    lag = [sound - cue for sound, cue in zip(found, expected, strict=True)]
    return max(lag) - min(lag)


@pytest.mark.alone
@pytest.mark.parametrize("drill", ["standing-march", "half-kneeling-hip-flexor-stretch"])
def test_every_cue_is_heard_in_time(ear: Ears, drill: str) -> None:
    """At each phase change and each of the last three seconds a sound begins, at most 0.15 s late, and no other."""
    expected = [cue.at / BRISK for cue in schedule(read(drill).plan(1, 10.0))]

    def late() -> float:
        before = len(ear.sounds())
        guided(ear, drill, "--level", "1", "--hold", "10", "--speed", str(BRISK), "--tones", "60")
        return spread([start for start, _ in ear.sounds()[before:]], expected)

    assert in_time(late)


@pytest.mark.alone
@pytest.mark.parametrize("player", ["paplay", "aplay"])
def test_every_player_is_quick(ear: Ears, monkeypatch: pytest.MonkeyPatch, player: str) -> None:
    """From the wish to the sound no player takes longer than 0.15 s."""
    need(player)
    for name, value in (ear.env | {"ALSA_CONFIG_PATH": pulse_for_alsa(ear), "SITBREAK_SOUND": player}).items():
        monkeypatch.setenv(name, value)
    with closing(Sounds(Wanted(tones=60))) as sounds:
        for tone in (Tone.GO, Tone.TICK, Tone.SWITCH):
            assert in_time(partial(wait_after, sounds, tone, ear))


def wait_after(sounds: Sounds, tone: Tone, ear: Ears) -> float:
    """Seconds from the wish for a tone to its sound."""
    before, wished = len(ear.sounds()), time.monotonic()
    sounds.play(Cue(0, tone))
    sounds.finish()
    wait_for(lambda: len(ear.sounds()) > before, "the sound")
    wait_for(lambda: ear.quiet_for() > 0.3, "the end of it")
    return ear.sounds()[before][0] - wished


def pulse_for_alsa(ear: Ears) -> str:
    """Settings by which ALSA's default device is the sound server."""
    path = Path(ear.env["HOME"], "asound.conf")
    path.write_text("</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n")
    return str(path)


def test_the_last_sound_is_not_cut_off(ear: Ears) -> None:
    """The end of a drill is its longest sound, and is heard to its end."""
    guided(ear, "standing-march", "--level", "1", "--speed", "8", "--tones", "60")
    start, end = ear.sounds()[-1]
    assert end - start > 0.6


def test_no_tones_no_sound(ear: Ears) -> None:
    """Without tones and voice nothing is played at all."""
    guided(ear, "standing-march", "--level", "1", "--speed", "20")
    assert ear.sounds() == []


@pytest.mark.parametrize("voice", ["speech-dispatcher", "espeak-ng"])
def test_a_voice_is_heard_and_ends_with_the_window(screen: DesktopSession, ear: Ears, voice: str) -> None:
    """Each phase is spoken; a drill that is ended is silent at once, in the middle of a word."""
    need(voice)
    env = ear.env | {"SITBREAK_VOICE": voice}
    with window(screen, "drill_window", "--drill", "glute-squeeze", "--voice", **env) as opened:
        wait_for(ear.sounds, f"the first word of {voice}", STARTING)
        told = time.monotonic()
        opened.process.send_signal(signal.SIGTERM)
        assert opened.ended() == 0
        wait_for(lambda: ear.quiet_for() > 1, "silence", STARTING)
        assert ear.sounds()[-1][1] - told < HUSHED


def test_a_pause_is_silent_at_once(screen: DesktopSession, ear: Ears) -> None:
    """Space cuts the tone that sounds, and no tick comes while the drill is paused; going on brings them back."""
    options = ("--drill", "standing-march", "--level", "1", "--tones", "60")
    with window(screen, "drill_window", *options, **ear.env) as opened:
        opened.focused()
        opened.titled("Move")
        wait_for(lambda: len(ear.sounds()) >= 5, "the sound of the exercise")
        screen.xdo("key", "space")
        opened.titled("Paused")
        before = len(ear.sounds())
        wait_for(lambda: ear.quiet_for() > 4, "four silent seconds")
        assert len(ear.sounds()) == before
        screen.xdo("key", "space")
        screen.xdo("key", "Right")
        wait_for(lambda: len(ear.sounds()) > before, "the sound of the next phase")


@pytest.mark.alone
def test_the_window_ticks_in_time_with_still_pictures(screen: DesktopSession, ear: Ears) -> None:
    """Five pictures a second are enough for the eye; the cues still come in time."""
    options = ("--drill", "standing-march", "--level", "1", "--speed", str(BRISK), "--tones", "60", "--reduced-motion")

    def late() -> float:
        before = len(ear.sounds())
        with window(screen, "drill_window", *options, **ear.env) as opened:
            wait_for(lambda: len(ear.sounds()) >= before + 5, "the first phase")
            opened.process.send_signal(signal.SIGTERM)
            opened.ended()
        found = [start for start, _ in ear.sounds()]
        return spread(found[before + 1 : before + 5], [cue.at / BRISK for cue in CUES[1:5]])

    assert in_time(late)


def test_a_prompt_in_a_window_rings(screen: DesktopSession, ear: Ears) -> None:
    """A prompt window plays one soft tone when told so; a mere message is silent."""
    offer = '{"title": "Up?", "body": "A minute.", "drill": "standing-march", "snoozes_left": 1}'
    for told, sounds in ((offer, 1), ('{"title": "Done", "body": "Well."}', 1)):
        with window(screen, "prompt_window", "--json", told, "--tone", "60", **ear.env) as opened:
            opened.id()
            wait_for(lambda: ear.quiet_for() > 1 and ear.sounds(), "a quiet second")
        assert len(ear.sounds()) == sounds

"""One sound at a time, by whoever can make it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise

import pytest

from sitbreak.core.cues import Tone, schedule
from sitbreak.ports import Unavailable
from sitbreak.ui import players, voices
from sitbreak.ui.drill_source import read
from sitbreak.ui.process import Process
from sitbreak.ui.session import Session
from sitbreak.ui.sounds import SILENT, Conductor, Sounds
from sitbreak.ui.speaker import Candidate, Sound, Speaker, survey
from sitbreak.ui.tones import PEAK, length, wav
from tests.contracts.presence import wait_for


class Noise:
    """A sound that lasts until it is stopped, or fails at once."""

    def __init__(self, fails: bool) -> None:
        self.fails, self.stopped = fails, threading.Event()

    def wait(self, seconds: float) -> None:
        if self.fails:
            raise Unavailable("it broke")
        self.stopped.wait(min(seconds, 0.2))

    def stop(self) -> None:
        self.stopped.set()


class Box:
    """Means that remember what they made; a `broken` one fails at everything but silence, a `dead` one at that too."""

    def __init__(self, broken: bool = False, dead: bool = False) -> None:
        self.broken, self.dead = broken, dead
        self.made: list[tuple[str, Noise]] = []
        self.closed = False

    def start(self, what: str) -> Noise:
        noise = Noise(self.dead or (self.broken and what != ""))
        self.made.append((what, noise))
        return noise

    def close(self) -> None:
        self.closed = True

    @property
    def words(self) -> list[str]:
        return [what for what, _ in self.made]


def refuses() -> Box:
    raise Unavailable("not installed", "install it")


def sound(**boxes: Callable[[], Box]) -> Sound[str]:
    return Sound("sound", [Candidate(name, make) for name, make in boxes.items()], "")


@pytest.fixture
def box() -> Box:
    return Box()


def test_a_newer_sound_ends_the_older(box: Box) -> None:
    """Two cues never sound together: the second stops the first."""
    with closing(Speaker(sound(a=lambda: box), 5.0)) as speaker:
        speaker.make("one")
        wait_for(lambda: box.words == ["one"], "the first")
        speaker.make("two")
        wait_for(lambda: box.words == ["one", "two"], "the second")
        assert box.made[0][1].stopped.is_set()
        assert not box.made[1][1].stopped.is_set()


def test_hush_stops_what_sounds_and_what_waits(box: Box) -> None:
    """Silence is at once, and a sound that was to come a little later does not come."""
    with closing(Speaker(sound(a=lambda: box), 5.0)) as speaker:
        speaker.make("one")
        wait_for(lambda: box.words, "the sound")
        speaker.make("later", after=0.2)
        speaker.hush()
        speaker.make("last", after=0.4)
        wait_for(lambda: "last" in box.words, "the last")
    assert box.words == ["one", "last"]
    assert box.made[0][1].stopped.is_set()
    assert box.closed


def test_whoever_fails_is_replaced_with_the_same_sound(box: Box) -> None:
    """A player that is missing is passed over, one that breaks hands its sound to the next."""
    broken = Box(broken=True)
    with closing(Speaker(sound(a=refuses, b=lambda: broken, c=lambda: box), 5.0)) as speaker:
        speaker.make("one")
        wait_for(lambda: box.words == ["one"], "the one that works")
        speaker.make("two")
        wait_for(lambda: box.words == ["one", "two"], "the next sound")
    assert broken.words == ["one"]


def test_players_are_tried_again() -> None:
    """When all have failed once, the next cue begins again with the best: a sound server may have come back."""
    box = Box(broken=True)
    with closing(Speaker(sound(a=lambda: box), 5.0)) as speaker:
        speaker.make("one")
        wait_for(lambda: box.closed, "the failure")
        box.broken = False
        speaker.make("two")
        wait_for(lambda: box.words == ["one", "two"], "another attempt")


def test_doctor_hears_why_the_others_do_not_serve(box: Box) -> None:
    """Whoever answers a moment of silence is chosen; each of the others has its reason."""
    chosen, rows = survey(sound(a=refuses, b=lambda: Box(dead=True), c=lambda: box, d=Box))
    assert chosen == "c"
    assert [(row.name, row.ok, row.reason, row.remedy) for row in rows] == [
        ("a", False, "not installed", "install it"),
        ("b", False, "it broke", ""),
        ("c", True, "serves", ""),
        ("d", False, "not tried: an earlier one serves", ""),
    ]
    assert survey(sound(a=Box, b=Box), "b")[0] == "b"


def test_a_program_that_hangs_is_ended() -> None:
    """A player that does not come to an end counts as stuck."""
    sleepy = Process(["sleep", "60"])
    with pytest.raises(Unavailable, match=r"not done after 0\.3 s"):
        sleepy.wait(0.3)


def test_a_program_that_fails_says_why() -> None:
    """The first line of its complaint is the reason."""
    with pytest.raises(Unavailable, match="no such device"):
        Process([sys.executable, "-c", "import sys; sys.exit('no such device')"]).wait(5)


def test_text_reaches_no_command_line() -> None:
    """What is spoken goes through standard input, whatever is in it."""
    voice = voices.Program(sys.executable, ("-c", "import sys; sys.exit(sys.stdin.read())"), "")
    with pytest.raises(Unavailable, match=r"^Hold; rm -rf / HOME$"):
        voice.start("--Hold; rm -rf / $HOME").wait(5)


@pytest.mark.parametrize(
    ("platform", "sounds", "speakers"),
    [
        ("linux", ["paplay", "pw-play", "aplay"], ["speech-dispatcher", "espeak-ng", "plyer"]),
        ("darwin", ["afplay"], ["say", "plyer"]),
        ("win32", ["winsound"], ["powershell", "plyer"]),
    ],
)
def test_who_is_tried_on_each_system(platform: str, sounds: list[str], speakers: list[str]) -> None:
    """The system's own comes first, plyer last."""
    assert [one.name for one in players.players(60, platform=platform).candidates] == sounds
    assert [one.name for one in voices.voices(platform).candidates] == speakers


@pytest.mark.parametrize("tone", Tone)
def test_tones_are_soft_and_short(tone: Tone) -> None:
    """No tone lasts a second, begins or ends with a jump, or is louder than half of full scale at the usual volume."""
    samples = memoryview(wav(tone, 60)[44:]).cast("h")
    assert 0.05 < length(tone) < 0.9
    assert max(map(abs, samples)) <= 32_767 * PEAK * 0.36 + 1
    assert abs(samples[0]) < 20
    assert abs(samples[-1]) < 20
    assert max(abs(after - before) for before, after in pairwise(samples)) < max(samples) / 2


def test_volume_is_heard() -> None:
    """Half the volume is a quarter of the loudness, and 0 is silence."""
    loud, soft, none = (max(map(abs, memoryview(wav(Tone.GO, volume)[44:]).cast("h"))) for volume in (100, 50, 0))
    assert loud / soft == pytest.approx(4, rel=0.01)
    assert none == 0


class Listener(Sounds):
    """Hears what a conductor has played."""

    def __init__(self) -> None:
        super().__init__(SILENT)
        self.heard: list[str] = []

    def play(self, cue: object) -> None:
        self.heard.append(str(getattr(cue, "tone")))  # noqa: B009 - any cue

    def hush(self) -> None:
        self.heard.append("hush")


def test_jumps_and_pauses() -> None:
    """Going on or back plays what begins there, a pause is silent once, and nothing is heard twice."""
    drill = read("standing-march")
    session, ear = Session(drill, drill.plan(1)), Listener()
    conductor = Conductor(session.plan, ear)
    conductor.follow(session)
    session.skip()
    conductor.follow(session)
    session.advance(2)
    conductor.follow(session)
    session.toggle()
    conductor.follow(session)
    conductor.follow(session)
    session.toggle()
    conductor.follow(session)
    session.back()
    conductor.follow(session)
    assert ear.heard == ["ready", "hush", "go", "hush", "hush", "go"]


@pytest.mark.parametrize("frame", [0.045, 0.2])
def test_a_session_plays_its_whole_schedule(frame: float) -> None:
    """Looked at as often as windows look, every cue of the schedule is played, in order."""
    drill = read("standing-march")
    session, ear = Session(drill, drill.plan(1)), Listener()
    conductor = Conductor(session.plan, ear)
    while not session.over:
        conductor.follow(session)
        session.advance(min(frame, conductor.next_in(session)))
    conductor.follow(session)
    assert ear.heard == [cue.tone.value for cue in schedule(session.plan)]

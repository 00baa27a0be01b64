"""Whether microphone or camera are in use: a real sound server, files as the kernel makes them, and the calm signal."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitbreak.adapters.choose import Candidate
from sitbreak.adapters.signals.asked import Asked, Probe
from sitbreak.adapters.signals.call import Call, open_call
from sitbreak.adapters.signals.call.alsa import AlsaCall
from sitbreak.adapters.signals.call.camera import Camera
from sitbreak.adapters.signals.call.pulse import PulseCall, Recording
from sitbreak.adapters.signals.call.tagstruct import NOTHING, Reader, number, properties, text
from sitbreak.ports import Unavailable
from tests.contracts.presence import Program, wait_for
from tests.contracts.sound_server import SoundServer


@pytest.fixture
def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    server = SoundServer(tmp_path / "sound")
    for name, value in server.env.items():
        monkeypatch.setenv(name, value)
    yield server
    server.end()


@pytest.fixture
def pulse(sound: SoundServer) -> Iterator[PulseCall]:
    made = PulseCall()
    yield made
    made.close()


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class TestPulse:
    def test_recorder_is_a_call(self, sound: SoundServer, pulse: PulseCall) -> None:
        """A program that records from a microphone is heard of while it records, and no longer."""
        assert not pulse.ask()
        with sound.recorder("mic"):
            assert pulse.ask()
        assert not pulse.ask()

    def test_monitor_is_no_call(self, sound: SoundServer, pulse: PulseCall) -> None:
        """Recording what the loudspeakers play (a screen recorder, a level meter) is no call."""
        with sound.recorder("out.monitor"):
            assert not pulse.ask()

    def test_servers_own_streams_are_no_call(self, sound: SoundServer, pulse: PulseCall) -> None:
        """A loopback the server itself keeps from the microphone to the loudspeakers is no call."""
        sound.pactl("load-module", "module-loopback", "source=mic", "sink=out")
        assert sound.pactl("list", "short", "source-outputs")
        assert not pulse.ask()

    def test_killed_server(self, sound: SoundServer, pulse: PulseCall) -> None:
        """A server that dies is an OSError, and the port finds the new one."""
        clock = Hand()
        port = Asked("call", [("pulse", PulseCall)], False, steady=clock)
        sound.end()
        with pytest.raises(OSError, match=r"hung up|reset|refused|pipe"):
            pulse.ask()
        assert not port.ask()
        sound.start()
        clock.now += 61
        with sound.recorder("mic"):
            assert port.ask()
        assert port.report.chosen == "pulse"
        port.close()

    def test_no_server(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without a sound server the reason is a sentence; a server elsewhere is not asked."""
        monkeypatch.delenv("PULSE_RUNTIME_PATH", raising=False)
        monkeypatch.delenv("PULSE_SERVER", raising=False)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        with pytest.raises(Unavailable, match="neither PulseAudio nor PipeWire"):
            PulseCall()
        monkeypatch.setenv("PULSE_SERVER", "tcp:desk.example:4713")
        with pytest.raises(Unavailable, match="another machine"):
            PulseCall()


@pytest.mark.parametrize(
    ("stream", "heard"),
    [
        (Recording(3, 1, "copy", {}, False), True),
        (Recording(3, 1, "copy", {}, True), False),
        (Recording(3, 1, "peaks", {}, False), False),
        (Recording(3, 1, "PipeWire", {"stream.monitor": "true"}, False), False),
        (Recording(NOTHING, 1, "copy", {}, False), False),
    ],
    ids=["program", "corked", "level meter", "level meter of PipeWire", "module"],
)
def test_what_counts_as_recording(stream: Recording, heard: bool) -> None:
    """Only a program that takes in sound just now is in a call."""
    assert stream.heard is heard


def test_wire_format() -> None:
    """What is written reads back, and a packet cut short or of an unknown kind is a ValueError."""
    packet = number(7) + text("mic") + properties({"a.b": "c"})
    reader = Reader(packet)
    assert reader.take(3) == [7, "mic", {"a.b": "c"}]
    assert not reader.more
    for broken in (packet[:-1], b"?", text("x")[:-1]):
        with pytest.raises(ValueError, match=r".+"):
            Reader(broken).take(3)


class TestAlsa:
    def card(self, proc: Path, state: str) -> None:
        status = proc / "card0/pcm0c/sub0/status"
        status.parent.mkdir(parents=True, exist_ok=True)
        status.write_text(state)

    def test_running_capture(self, tmp_path: Path) -> None:
        """A capture device that runs is a call; a closed one, or playback, is none."""
        self.card(tmp_path, "closed\n")
        call = AlsaCall(tmp_path)
        playback = tmp_path / "card0/pcm0p/sub0/status"
        playback.parent.mkdir(parents=True)
        playback.write_text("state: RUNNING\n")
        assert not call.ask()
        self.card(tmp_path, "state: RUNNING\nowner_pid   : 4711\n")
        assert call.ask()

    def test_no_card(self, tmp_path: Path) -> None:
        """A machine that cannot record says so."""
        with pytest.raises(Unavailable, match="no sound card"):
            AlsaCall(tmp_path)


class TestCamera:
    HOLD = "import sys, time; file = open(sys.argv[1]); time.sleep(60)"

    def test_open_device(self, tmp_path: Path) -> None:
        """A camera counts while a program has it open; the answer is kept for a while, since asking takes time."""
        clock, device = Hand(), tmp_path / "video0"
        device.touch()
        camera = Camera(str(tmp_path / "video"), clock)
        assert not camera.ask()
        holder = Program([sys.executable, "-c", self.HOLD, str(device)])

        def noticed() -> bool:
            clock.now += 20
            return camera.ask()

        wait_for(noticed, "the open camera")
        holder.end()
        assert camera.ask()
        assert not noticed()

    def test_no_camera(self, tmp_path: Path) -> None:
        """Without a device nothing is looked through."""
        camera = Camera(str(tmp_path / "video"))
        assert not camera.present
        assert not camera.ask()


class Script:
    """A probe that answers as told, or dies."""

    def __init__(self) -> None:
        self.answer, self.dead = False, False

    def ask(self) -> bool:
        if self.dead:
            raise ConnectionError("gone")
        return self.answer

    def close(self) -> None:
        """Nothing is held."""


class TestPort:
    def test_calm(self) -> None:
        """A short recording is no call, a long one is, and a mute of 20 s does not end it."""
        clock, probe = Hand(), Script()
        call = Call(Asked("call", [("script", lambda: probe)], False, steady=clock), steady=clock)

        def after(seconds: float, raw: bool) -> bool:
            clock.now += seconds
            probe.answer = raw
            return call.ask()

        heard = [after(0, False), after(2, True), after(2, False), after(2, True), after(3, True)]
        assert heard == [False, False, False, False, True]
        assert [after(2, False), after(20, False), after(2, True), after(2, False), after(25, False)] == [
            True, True, True, True, False,
        ]  # fmt: skip

    def test_better_one_comes_later(self) -> None:
        """While a worse source serves, the better is tried again now and then, and taken when it is there."""
        clock, best, second, there = Hand(), Script(), Script(), False

        def first() -> Script:
            if not there:
                raise Unavailable("not yet")
            return best

        candidates: list[Candidate[Probe[bool]]] = [("first", first), ("second", lambda: second)]
        port = Asked("call", candidates, False, steady=clock)
        there = True
        port.ask()
        assert port.report.chosen == "second"
        clock.now += 60
        port.ask()
        assert port.report.chosen == "first"

    def test_dead_source(self) -> None:
        """A source that dies reads as no, is named in the report, and the next look goes to another."""
        clock, best, second = Hand(), Script(), Script()
        second.answer = True
        candidates: list[Candidate[Probe[bool]]] = [("first", self.once(best)), ("second", lambda: second)]
        port = Asked("call", candidates, False, steady=clock)
        best.dead = True
        assert not port.ask()
        assert [row.reason for row in port.report.tried if row.name == "first"] == ["gone"]
        assert port.ask()
        assert port.report.chosen == "second"

    def once(self, probe: Script) -> Callable[[], Probe[bool]]:
        """A factory that gives the probe while it lives."""

        def make() -> Script:
            if probe.dead:
                raise ConnectionError("gone")
            return probe

        return make

    def test_forced(self) -> None:
        """`none` switches the port off; an unknown name is refused with the names there are."""
        call = open_call("none")
        assert call.report.chosen == "none"
        assert not call.ask()
        with pytest.raises(Unavailable, match="pulse, alsa, none"):
            open_call("telepathy")


def test_no_process_is_started(sound: SoundServer, pulse: PulseCall) -> None:
    """A question costs well under a millisecond of work and no process."""
    watched = subprocess.run(
        [sys.executable, "-c", COST], env=sound.env | {"PYTHONPATH": ":".join(sys.path)}, capture_output=True,
        text=True, timeout=30, check=True,
    )  # fmt: skip
    milliseconds, processes = map(float, watched.stdout.split())
    assert milliseconds < 5
    assert processes == 0


COST = """
import resource, time
from sitbreak.adapters.signals.call.pulse import PulseCall
call = PulseCall()
before = time.process_time()
for _ in range(100):
    call.ask()
children = resource.getrusage(resource.RUSAGE_CHILDREN)
print((time.process_time() - before) * 10, children.ru_minflt)
"""

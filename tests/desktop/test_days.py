"""Whole days of the real program on a real desktop, long ones at a stroke: what is on record and what it says."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.presence import missing, need
from tests.contracts.sound_server import SoundServer
from tests.contracts.test_media import MPRIS_OF_MPV
from tests.desktop.conftest import OpenDesktop
from tests.desktop.diary import Diary, begin, moment
from tests.desktop.machine import Machine, mate_saver
from tests.desktop.program import BRIEF
from tests.desktop.session import DesktopSession

MINUTE = 60
FILM = ["mpv", "--no-config", "--vo=x11", "--ao=null", "--fs"]
PICTURE = "av://lavfi:testsrc"

ASKED = {"prompt.style": '"gentle"', "prompt.lull": '"1s"', "quiet.hours": "{}"}
AT_A_STROKE = ASKED | {"sitting.absence.asleep": '"30m"'}
"""A machine that sleeps for less than half an hour is part of the day, so sleep is how time passes at a stroke."""

HANDS_OFF = AT_A_STROKE | {"sitting.absence.idle": '"1m"'}
"""The same, and a film or call is looked for from the start, not only once the hands have rested for a while."""


@pytest.fixture
def desktop(open_desktop: OpenDesktop) -> DesktopSession:
    return open_desktop(notifier="xfce4-notifyd")


@pytest.fixture
def sound(tmp_path: Path) -> Iterator[SoundServer]:
    server = SoundServer(tmp_path / "sound")
    yield server
    server.end()


def pass_by(diary: Diary, laptop: Machine, minutes: int) -> None:
    """So many minutes pass, in steps of at most ten."""
    for _ in range(minutes // 10):
        diary.sleeps(laptop, 10 * MINUTE)
    if minutes % 10:
        diary.sleeps(laptop, minutes % 10 * MINUTE)


def mpris() -> str:
    script = next((str(path) for path in MPRIS_OF_MPV if path.exists()), "")
    if not script:
        missing("mpv-mpris")
    return f"--script={script}"


def test_a_long_film(desktop: DesktopSession, laptop: Machine) -> None:
    """A film without hands is sitting for an hour after the last input; then nobody knows, until somebody types."""
    need("mpv")
    diary = begin(desktop, HANDS_OFF, **laptop.env)
    desktop.run([*FILM, mpris(), PICTURE])
    desktop.wait_for(lambda: "mpv" in desktop.output("wmctrl", "-lx"), 10, "the film")
    desktop.rest()
    diary.hears(media=True)
    pass_by(diary, laptop, 55)
    assert diary.status()["held_by"] == ["fullscreen"]
    diary.says("Sitting 55 min, no prompt now: an app fills the screen.", signal="media")
    assert diary.status()["bout"]["assumed_seconds"] == pytest.approx(55 * MINUTE, abs=15)

    pass_by(diary, laptop, 20)
    diary.says("Cannot tell whether you sit.", signal="none")
    (watched,) = diary.day()
    assert watched[:2] == ("seated", "cap")
    assert watched.seconds == pytest.approx(60 * MINUTE, abs=15)
    prompt = diary.wait_for_record("prompts")
    assert (prompt["outcome"], prompt["shown"], prompt["held_by"]) == ("natural", None, ["fullscreen"])

    desktop.type_on()
    diary.sits()
    diary.says("Sitting", signal="input")
    _, unknown = diary.day()
    assert unknown[:2] == ("unclear", "media")
    assert unknown.seconds == pytest.approx(15 * MINUTE, abs=15)
    diary.check_replay()


def test_a_long_call(desktop: DesktopSession, laptop: Machine, sound: SoundServer) -> None:
    """Who listens for 50 minutes sits; after the call one input brings the prompt, which names the time in it."""
    need("dbus-monitor")
    sent = "interface='org.freedesktop.Notifications',member='Notify'"
    desktop.run(["dbus-monitor", "--session", sent], name="sent")
    with sound.recorder("mic"):
        diary = begin(desktop, HANDS_OFF, PULSE_SERVER=f"unix:{sound.socket}", **laptop.env)
        desktop.rest()
        diary.hears(call=True)
        pass_by(diary, laptop, 50)
        diary.says("Sitting 50 min, no prompt now: a call is on.", signal="call")
    diary.sleeps(laptop, 20)
    diary.hears(call=True)
    assert diary.prompt() is None
    diary.sleeps(laptop, 30)
    diary.hears(call=False)
    assert diary.prompt() is None
    desktop.xdo("key", "Shift_L")
    diary.wait_for_prompt()
    diary.wait_for(lambda: "50 min sitting, 50 min of them in a call" in desktop.children.log("sent"), "that title")

    assert diary.ask("answer", "skip").returncode == 0
    assert diary.wait_for_record("prompts")["held_by"] == ["call"]
    assert diary.ask("away").returncode == 0
    diary.says("Away", signal="declared")
    bout = diary.wait_for_record("bouts")
    assert bout["assumed_seconds"] == pytest.approx(50 * MINUTE, abs=75)
    (listened,) = diary.day()
    assert listened[:2] == ("seated", "away")
    assert listened.seconds == pytest.approx(51 * MINUTE, abs=30)
    diary.check_replay()


def test_lunch_behind_a_lock(desktop: DesktopSession, laptop: Machine) -> None:
    """Who locks the screen for lunch is away from the lock to the unlocking, which is a return by itself."""
    diary = begin(desktop, AT_A_STROKE, **laptop.env)
    desktop.rest()
    laptop.logind.hint(locked=True)
    diary.hears(locked=True)
    locked = time.time()
    pass_by(diary, laptop, 40)
    diary.says("Away 40 min.", signal="lock", text="the screen was locked")
    assert moment(diary.status()["since"]) == pytest.approx(locked, abs=2)

    laptop.logind.hint(locked=False)
    diary.sits()
    diary.says("Sitting", signal="input")
    worked, ate = diary.day()
    assert (worked[:2], ate[:2]) == (("seated", "lock"), ("away", "lock"))
    assert ate.seconds == pytest.approx(40 * MINUTE, abs=5)
    diary.check_replay()


def test_lunch_behind_the_real_screen_saver(desktop: DesktopSession) -> None:
    """MATE's own screen saver, covering the screen for longer than `absence.locked`, is an absence from its start."""
    diary = begin(desktop, BRIEF | {"sitting.absence.idle": '"1m"', "sitting.absence.locked": '"5s"'})
    with mate_saver(desktop) as saver:
        diary.wait_for(lambda: diary.doctor()["ports"]["lock"]["chosen"] == "mate", "the screen saver")
        desktop.rest()
        saver.order("activate")
        diary.hears(locked=True)
        locked = time.time()
        diary.wait_for(lambda: diary.status()["state"] == "away", "the absence")
        diary.says("Away", signal="lock")
        assert moment(diary.status()["since"]) == pytest.approx(locked, abs=2)
        saver.order("deactivate")
        diary.sits()
    assert [row[:2] for row in diary.day()] == [("seated", "lock"), ("away", "lock")]
    diary.check_replay()


@pytest.mark.fault("sleep of 90 min")
def test_the_lid_is_closed(desktop: DesktopSession, laptop: Machine) -> None:
    """A suspended machine is asleep from falling asleep to waking; the return is seen soon, though X saw no absence."""
    diary = begin(desktop, ASKED, **laptop.env)
    desktop.rest()
    diary.looks()
    laptop.logind.sleep(begins=True)
    laptop.wakes_after(90 * MINUTE)
    laptop.logind.sleep(begins=False)
    diary.wait_for(lambda: diary.status()["state"] == "away", "a look at waking")
    diary.says("Away", signal="sleep", text="the machine was asleep, and nobody is back yet")
    worked, slept = diary.day()
    assert (worked[:2], slept[:2]) == (("seated", "sleep"), ("asleep", "sleep"))
    assert slept.seconds == pytest.approx(90 * MINUTE, abs=1)

    desktop.type_on()
    diary.sits()
    diary.says("Sitting", signal="input")
    diary.wait_for(lambda: diary.day()[-1][:2] == ("away", "sleep"), "the time after waking on record")
    woke = diary.day()[-1]
    assert woke.seconds < 20
    diary.check_replay()


def test_a_nap_is_no_break(desktop: DesktopSession, laptop: Machine) -> None:
    """A machine asleep for less than `absence.asleep` leaves the bout as it was, nap included."""
    diary = begin(desktop, ASKED, **laptop.env)
    diary.sleeps(laptop, 50)
    diary.wait_for(lambda: diary.status()["bout"]["seconds"] >= 50, "the bout with the nap in it")
    assert diary.day() == []
    diary.says("Sitting", signal="input")


@pytest.mark.fault("held up (SIGSTOP) for 2 s and 8 s")
def test_a_stopped_program_has_seen_nothing(desktop: DesktopSession) -> None:
    """A program held up for longer than the absence limit vouches for nobody meanwhile; a shorter stop is no break."""
    diary = begin(desktop, BRIEF | {"sitting.limit": '"4h"', "sitting.absence.idle": '"5s"'})
    hold_up(diary, 2.0)
    diary.looks()
    assert diary.day() == []
    hold_up(diary, 8.0)
    diary.wait_for(lambda: len(diary.day()) > 1, "the return")
    worked, gone = diary.day()
    assert (worked[:2], gone[:2]) == (("seated", "idle"), ("away", "idle"))
    assert gone.seconds == pytest.approx(8, abs=6)
    diary.says("Sitting", signal="input")
    diary.check_replay()


def hold_up(diary: Diary, seconds: float) -> None:
    """The program stands still, while the person types and both clocks run."""
    diary.process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    diary.wait_for(lambda: time.monotonic() > began + seconds, "that time to pass")
    diary.process.send_signal(signal.SIGCONT)

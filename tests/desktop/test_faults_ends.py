"""How a session ends around the program: hang-up, log-out, signals to any thread, logind gone; nothing is lost."""

from __future__ import annotations

import ctypes
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desktop.conftest import OpenDesktop, TakeSeat
from tests.desktop.diary import Diary, begin
from tests.desktop.machine import Machine
from tests.desktop.program import BRIEF, Program
from tests.desktop.session import DesktopSession
from tests.desktop.test_faults import begin as begin_seated
from tests.desktop.test_faults import check_files_are_whole
from tests.witness import Witness


@pytest.fixture
def asked(open_desktop: OpenDesktop, take_seat: TakeSeat) -> Program:
    """A prompt is on the screen."""
    program = take_seat(open_desktop(panel="light", notifier="xfce4-notifyd"))
    program.wait_for_prompt()
    program.wait_for(program.on_screen, "the prompt on the screen")
    return program


def hang_up(program: Program) -> None:
    program.process.send_signal(signal.SIGHUP)


def log_out(program: Program) -> None:
    """A session manager's end: the panel and the bus go, then the screen, and everybody is told to end."""
    program.desktop.stop_panel()
    program.desktop.stop_bus()
    program.desktop.kill_x()
    program.process.send_signal(signal.SIGTERM)


def log_out_at_once(program: Program) -> None:
    """The same in the other order, as by a display manager that is killed."""
    program.process.send_signal(signal.SIGHUP)
    program.process.send_signal(signal.SIGTERM)
    program.desktop.kill_x()
    program.desktop.stop_bus()


@pytest.mark.parametrize(
    "ends",
    [
        pytest.param(hang_up, marks=pytest.mark.fault("SIGHUP, prompt open")),
        pytest.param(log_out, marks=[pytest.mark.fault("log-out: panel, bus, X, then SIGTERM"), pytest.mark.long]),
        pytest.param(log_out_at_once, marks=pytest.mark.fault("log-out: SIGHUP and SIGTERM, then X and bus")),
    ],
)
def test_the_session_ends(asked: Program, ends: Callable[[Program], None]) -> None:
    """However the session ends the program ends with 0, and the open prompt is withdrawn on record, once."""
    prompt = asked.prompt()
    assert prompt is not None
    ends(asked)
    assert asked.ended() == 0
    stored = asked.wait_for_record("prompts")
    assert (stored["id"], stored["outcome"]) == (prompt["id"], "withdrawn")
    check_files_are_whole(asked)


@pytest.mark.long
@pytest.mark.fault("SIGTERM, to each thread")
def test_the_end_reaches_any_thread(open_desktop: OpenDesktop, witness: Witness) -> None:
    """The kernel may hand a signal to any thread, the more so when two come together; each of them ends the program."""
    program = begin_seated(open_desktop(notifier="xfce4-notifyd"))
    witness.injected = count = len(threads(program))
    for number in range(count):
        thread_kill(program, threads(program)[number])
        assert program.ended() == 0
        program.start()
    assert program.quit() == 0


def threads(program: Program) -> list[int]:
    return sorted(int(task.name) for task in Path(f"/proc/{program.process.pid}/task").iterdir())


def thread_kill(program: Program, thread: int) -> None:
    """Send SIGTERM to one thread, which Python has no call for."""
    assert ctypes.CDLL(None).tgkill(program.process.pid, thread, signal.SIGTERM) == 0


# ---------------------------------------------------------------- logind


def locks(diary: Diary, laptop: Machine) -> None:
    """Locked and hands off for longer than the limit, and back again."""
    laptop.logind.hint(locked=True)
    diary.hears(locked=True)
    diary.desktop.rest()
    diary.wait_for(lambda: diary.status()["state"] == "away", "the absence")
    diary.says("Away", signal="lock")
    laptop.logind.hint(locked=False)
    diary.desktop.type_on()
    diary.sits()


@pytest.mark.fault("logind killed and back")
def test_logind_is_gone(desktop: DesktopSession, laptop: Machine) -> None:
    """Without logind the bout goes on; once it is back, the lock is heard again."""
    settings = BRIEF | {"sitting.limit": '"4h"', "sitting.absence.idle": '"1m"', "sitting.absence.locked": '"3s"'}
    diary = begin(desktop, settings, **laptop.env)
    locks(diary, laptop)
    before = diary.status()["bout"]
    laptop.logind.end()
    diary.wait_for(lambda: diary.status()["bout"]["seconds"] >= before["seconds"] + 2, "the bout to go on")
    assert diary.status()["bout"]["start"] == before["start"]
    laptop.logind.start()
    locks(diary, laptop)
    assert diary.quit() == 0
    diary.check_replay()


@pytest.mark.long
@pytest.mark.fault("system bus killed and back")
def test_the_system_bus_is_gone(desktop: DesktopSession, laptop: Machine) -> None:
    """The bout outlives the system bus, and the program ends as ever."""
    diary = begin(desktop, BRIEF | {"sitting.limit": '"4h"', "sitting.absence.idle": '"1m"'}, **laptop.env)
    assert (diary.ask("stand").returncode, diary.ask("sit").returncode) == (0, 0)
    before = diary.status()["bout"]
    desktop.stop_bus("system")
    diary.wait_for(lambda: diary.status()["bout"]["seconds"] >= before["seconds"] + 2, "the bout to go on")
    desktop.start_bus("system")
    diary.looks()
    assert diary.status()["bout"]["start"] == before["start"]
    assert diary.quit() == 0


@pytest.mark.fault("logind's session gone")
def test_the_session_of_logind_is_gone(desktop: DesktopSession, laptop: Machine) -> None:
    """A session that logind has forgotten is no lock: the bout goes on, and the program ends when told to."""
    diary = begin(desktop, BRIEF | {"sitting.limit": '"4h"', "sitting.absence.idle": '"1m"'}, **laptop.env)
    assert (diary.ask("stand").returncode, diary.ask("sit").returncode) == (0, 0)
    before = diary.status()["bout"]
    laptop.logind.log_out()
    diary.wait_for(lambda: diary.status()["bout"]["seconds"] >= before["seconds"] + 2, "the bout to go on")
    assert diary.status()["bout"]["start"] == before["start"]
    diary.process.send_signal(signal.SIGTERM)
    assert diary.ended() == 0

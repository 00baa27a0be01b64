"""Windows that hang or talk nonsense: the program goes on, ends them, and has each prompt and drill on record once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.contracts.presence import need
from tests.desktop import hands
from tests.desktop.conftest import OpenDesktop, TakeSeat
from tests.desktop.program import SEATED, UNPROMPTED, WINDOWS_TOO, Program
from tests.desktop.windows_of import DRILL, PROMPT, Window, window_of, windows_of

BUTTONS = ("Skip", "Snooze", "Just walk", "Start")
GARBAGE = {
    "text": b"I have tidied this up a little.\n" * 1000,
    "bytes": bytes(range(256)) * 4000 + b"\n",
    "endless line": b"x" * 3_000_000,
    "deep": b"[" * 60_000 + b"\n",
    "wrong words": b'{"version": 1, "shown": "no", "answer": [], "result": {}, "seconds": "NaN"}\n'
    b'{"place": [1e999, {}]}\n'
    b'{"answer": "explode"}\n{"result": "done", "seconds": -1, "left": 1e400, "right": null}\n[]\n7\nnull\n',
}
SOME = [pytest.param(what, marks=pytest.mark.long if what.startswith(("t", "d", "e")) else ()) for what in GARBAGE]
Seat = Callable[..., Program]


@pytest.fixture
def seat(open_desktop: OpenDesktop, take_seat: TakeSeat) -> Seat:
    """Somebody sits where only windows can show a prompt."""
    return lambda settings: take_seat(open_desktop(), settings)


def drilling(program: Program) -> Window:
    """A drill that the person has begun, on the screen."""
    assert program.ask("drill", "standing-march").returncode == 0
    window = window_of(program, DRILL)
    program.wait_for(lambda: hands.windows(program.desktop, "Sitbreak"), "the drill's window")
    return window


def prompted(program: Program) -> Window:
    """A prompt on the screen, in a window."""
    program.wait_for_prompt()
    window = window_of(program, PROMPT)
    program.wait_for(lambda: hands.windows(program.desktop, "Sitbreak"), "the prompt's window")
    return window


def check_serves(program: Program) -> None:
    """It answers, and does what it is told."""
    for words, state in (("stand", "standing"), ("sit", "seated")):
        assert program.ask(words).returncode == 0
        assert program.status()["state"] == state


@pytest.mark.fault("drill window hangs")
def test_a_drill_window_that_hangs(seat: Seat) -> None:
    """A drill whose window hangs holds up nothing; the program ends in time, and the window with it."""
    program = seat(UNPROMPTED)
    window = drilling(program)
    window.hangs()
    check_serves(program)
    assert program.quit() == 0
    program.wait_for(lambda: not window.lives, "the window's end")
    assert len(program.records("drills")) <= 1


@pytest.mark.long
@pytest.mark.fault("prompt window hangs")
def test_a_prompt_window_that_hangs(seat: Seat) -> None:
    """A prompt whose window hangs is answered by command, on record once, and the window is made to end."""
    program = seat(SEATED | WINDOWS_TOO)
    window = prompted(program)
    window.hangs()
    assert program.ask("answer", "skip").returncode == 0
    assert program.wait_for_record("prompts")["outcome"] == "skipped"
    program.wait_for(lambda: not window.lives, "the window's end")
    check_serves(program)
    assert program.quit() == 0


@pytest.mark.fault("prompt window hangs, program ends")
def test_the_program_ends_beside_a_window_that_hangs(seat: Seat) -> None:
    """A hanging prompt window does not outlive the program, and its prompt is withdrawn on record."""
    program = seat(SEATED | WINDOWS_TOO)
    window = prompted(program)
    window.hangs()
    assert program.quit() == 0
    assert program.wait_for_record("prompts")["outcome"] == "withdrawn"
    program.wait_for(lambda: not window.lives, "the window's end")


@pytest.mark.long
@pytest.mark.fault("prompt window hangs before it is seen")
def test_a_prompt_window_that_never_comes(seat: Seat) -> None:
    """A window that hangs before anybody saw it is ended, and the same prompt comes up again in another."""
    program = seat(SEATED | WINDOWS_TOO)
    window = window_of(program, PROMPT)
    window.hangs()
    program.wait_for(lambda: not window.lives, "the end of the window that hangs", 60)
    prompted(program)
    program.press_window_button("Skip", BUTTONS)
    assert program.wait_for_record("prompts")["outcome"] == "skipped"
    assert program.quit() == 0


@pytest.mark.fault("prompt window writes garbage")
@pytest.mark.parametrize("what", SOME)
def test_a_prompt_window_that_talks_nonsense(seat: Seat, what: str) -> None:
    """Whatever comes out of a prompt's window, its button still answers the prompt, once."""
    program = seat(SEATED | WINDOWS_TOO)
    prompted(program).prints(GARBAGE[what] + b"\n")
    check_status(program)
    program.press_window_button("Skip", BUTTONS)
    assert program.wait_for_record("prompts")["outcome"] == "skipped"
    check_serves(program)
    assert program.quit() == 0


@pytest.mark.fault("drill window writes garbage")
@pytest.mark.parametrize("what", SOME)
def test_a_drill_window_that_talks_nonsense(seat: Seat, what: str) -> None:
    """Whatever comes out of a drill's window, the drill is on record once."""
    program = seat(UNPROMPTED)
    window = drilling(program)
    window.prints(GARBAGE[what] + b"\n")
    check_status(program)
    program.wait_for(lambda: not windows_of(program, DRILL), "the drill's end")
    assert program.wait_for_record("drills")["drill"] == "standing-march"
    check_serves(program)
    assert program.quit() == 0


def check_status(program: Program) -> None:
    assert program.ask("status").returncode == 0
    assert program.process.poll() is None


@pytest.mark.fault("kill -9 beside an open prompt window")
@pytest.mark.parametrize("style", [pytest.param("standard", marks=pytest.mark.long), "strict"])
def test_a_prompt_window_does_not_outlive_the_program(seat: Seat, style: str) -> None:
    """A window whose program was killed leaves the screen, and the next start shows the same prompt in its own."""
    program = seat(SEATED | {"prompt.style": f'"{style}"'})
    window, prompt = prompted(program), program.prompt()
    program.process.kill()
    program.ended()
    program.wait_for(lambda: not window.lives, "the window's end")
    program.start()
    again = prompted(program)
    assert program.wait_for_prompt()["id"] == (prompt or {}).get("id")
    assert again != window
    assert program.ask("answer", "skip").returncode == 0
    assert program.wait_for_record("prompts")["outcome"] == "skipped"
    assert program.quit() == 0


@pytest.mark.long
@pytest.mark.fault("X connection of a prompt window closed")
def test_a_prompt_window_is_thrown_out_of_x(seat: Seat) -> None:
    """A window that xkill takes away is no answer: the same prompt comes up again, and is on record once."""
    need("xkill")
    program = seat(SEATED | WINDOWS_TOO)
    window, prompt = prompted(program), program.prompt()
    (shown,) = hands.windows(program.desktop, "Sitbreak")
    program.desktop.output("xkill", "-id", shown)
    program.wait_for(lambda: not window.lives, "the window's end")
    program.wait_for(lambda: hands.windows(program.desktop, "Sitbreak"), "the prompt in another window", 60)
    assert program.wait_for_prompt()["id"] == (prompt or {}).get("id")
    program.press_window_button("Skip", BUTTONS)
    assert program.wait_for_record("prompts")["outcome"] == "skipped"
    assert program.quit() == 0

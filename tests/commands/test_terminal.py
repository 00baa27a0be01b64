"""sitbreak in a terminal: status, prompts, answers and drills by keys, and a terminal left as it was."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from tests.commands.home import BRIEF, Home, Terminal, until


class Sitter:
    """Somebody who has been sitting in front of a terminal since before the tests began."""

    def __init__(self, home: Home, screen: Terminal) -> None:
        self.home, self.screen = home, screen


@pytest.fixture(scope="module")
def sitters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Sitter]]:
    """Two of them, so that their twenty seconds pass at once: one by declaration, one by the terminal's idle time."""
    homes = {
        idle: Home(tmp_path_factory.mktemp(idle), SITBREAK_IDLE=idle, SITBREAK_SPEED="20").configure(BRIEF)
        for idle in ("none", "terminal")
    }
    with homes["none"].terminal() as told, homes["terminal"].terminal() as sensed:
        yield {"none": Sitter(homes["none"], told), "terminal": Sitter(homes["terminal"], sensed)}


@pytest.mark.timeout(90)
def test_by_declaration_starting_is_sitting_down_and_keys_answer(sitters: dict[str, Sitter]) -> None:
    """Where nothing senses, the start counts as sitting down; snooze and start by key, drill on the spot, record."""
    home, screen = sitters["none"].home, sitters["none"].screen
    screen.shows("d drill").shows("Sitting 0 s, break in")
    screen.types("k").shows("No prompt is open")
    screen.types("?").shows("q quit")
    screen.shows("Sitting 5 s, break in").shows("Sitting 6 s, break in")
    screen.shows("\a20 s sitting.", 40).shows("a start  s snooze  k skip  w just walk").shows("a break is due now")
    screen.types("s").shows("the last prompt is snoozed").shows("\a", 30).shows("Snoozes left: 1.").shows("due now")
    screen.types("a").shows("I understand").types("y")
    screen.shows("Get ready").shows("[#").shows("How was it?").types("2").shows("Sitting 0 s, break in")
    drill = next(record for record in home.logged() if record["kind"] == "drill")
    prompts = [record["outcome"] for record in home.logged() if record["kind"] == "prompt"]
    assert (drill["result"], drill["effort"], prompts) == ("done", "ok", ["snoozed", "accepted"])


@pytest.mark.timeout(90)
def test_by_the_terminals_idle_time_skip_and_quit(sitters: dict[str, Sitter]) -> None:
    """Keys in the terminal are presence; a prompt is skipped by key, and q leaves the terminal as it was."""
    home, screen = sitters["terminal"].home, sitters["terminal"].screen
    assert home.tells("status")["why"]["source"] == "terminal"
    screen.types("?").shows("\a", 60).shows("sitting.").shows("a start  s snooze  k skip")
    screen.types("k").shows("no further prompt in this bout for now")
    screen.types("q")
    assert screen.ends() == 0
    assert screen.restored()
    assert [record["outcome"] for record in home.logged() if record["kind"] == "prompt"] == ["skipped"]


def test_control_c_ends_it_and_restores_the_terminal(brief: Home) -> None:
    """Ctrl-C is a way to quit: exit code 0, the terminal as before, and the bout taken up by the next start."""
    with brief.terminal() as screen:
        screen.shows("Sitting")
        assert not screen.restored()
        screen.types("\x03")
        assert screen.ends() == 0
        assert screen.restored()
    with brief.terminal() as screen:
        screen.shows("Sitting")


def test_arrow_keys_mean_nothing(brief: Home) -> None:
    """The letters inside an arrow key's sequence answer no prompt and start no drill."""
    with brief.terminal() as screen:
        screen.shows("Sitting").types("\x1b[A\x1b[D").types("\x1bOD").types("k").shows("No prompt is open")
        assert brief.tells("status")["drill"] is None


def test_a_hang_up_ends_it(brief: Home) -> None:
    """A terminal window that is closed takes the program with it; what was counted is on the checkpoint."""
    with brief.terminal() as screen:
        screen.shows("Sitting")
        screen.hang_up()
        assert screen.program.wait(20) is not None
    assert brief.does("status").returncode == 3
    assert (brief.path / "state" / "state.json").exists()
    assert "Traceback" not in (brief.path / "state" / "sitbreak.log").read_text()


def test_control_c_in_a_drill_ends_the_drill_alone(brief: Home) -> None:
    """Ctrl-C during a drill stops the drill; the program goes on and says where the person is."""
    brief.does("safety", "--acknowledge")
    with brief.terminal() as screen:
        screen.shows("Sitting").types("d").shows("Get ready").types("\x03").shows("Sitting")
        assert brief.tells("status")["drill"] is None


def test_the_notice_comes_before_the_first_drill(brief: Home) -> None:
    """The first drill ever waits for the notice to be confirmed; "y" is asked for once."""
    with brief.terminal() as screen:
        screen.shows("Sitting").types("d").shows("I understand").types("\x03").shows("Sitting")
        assert brief.tells("status")["drill"] is None
        screen.types("d").shows("I understand").types("y").shows("Get ready").types("\x03").shows("Sitting")
        screen.types("d").shows("Get ready").types("\x03").shows("Sitting")


def test_quit_from_outside_does_not_wait_for_the_notice(brief: Home) -> None:
    """A program that waits for the notice to be read ends when it is told to."""
    with brief.terminal() as screen:
        screen.shows("Sitting").types("d").shows("I understand")
        assert brief.does("quit").returncode == 0
        assert screen.ends() == 0


@pytest.mark.parametrize("how", ["command", "signal"])
def test_quit_from_outside_does_not_wait_for_the_drill(brief: Home, how: str) -> None:
    """`sitbreak quit` and SIGTERM end a program whose terminal is busy with a drill, and restore the terminal."""
    brief.does("safety", "--acknowledge")
    with brief.terminal() as screen:
        screen.shows("Sitting").types("d").shows("Get ready")
        if how == "command":
            assert brief.does("quit").returncode == 0
        else:
            screen.program.send_signal(signal.SIGTERM)
        assert screen.ends() == 0
        assert screen.restored()


def test_a_drill_can_be_guided_in_another_terminal(brief: Home) -> None:
    """`sitbreak drill --terminal` guides here, while the running program keeps the record and refuses a second one."""
    brief.does("safety", "--acknowledge")
    with brief.service() as _, brief.terminal("drill", "standing-march", "--terminal") as screen:
        screen.shows("Get ready")
        refused = brief.does("drill", "--terminal")
        assert (refused.returncode, "already open" in refused.stderr) == (1, True)
        screen.types("q")
        assert screen.ends() == 0
        until(lambda: brief.tells("status")["drill"] is None, "the drill's end")
    assert [record["result"] for record in brief.logged() if record["kind"] == "drill"] == ["abandoned"]


def test_a_closed_terminal_is_no_drill_for_ever(brief: Home) -> None:
    """Closing the terminal in which a drill runs for the program ends the drill there, too."""
    brief.does("safety", "--acknowledge")
    with brief.service() as _, brief.terminal("drill") as screen:
        screen.shows("Get ready")
        until(lambda: brief.tells("status")["drill"] is not None, "the drill")
        screen.hang_up()
        until(lambda: brief.tells("status")["drill"] is None, "the drill's end")


def test_without_the_program_a_drill_is_recorded_alone(brief: Home) -> None:
    """With nothing running the command guides and records by itself; `--json` prints the result and nothing else."""
    brief.env["SITBREAK_SPEED"] = "40"
    brief.does("safety", "--acknowledge")
    done = brief.does("drill", "standing-march", "--json")
    assert done.returncode == 0
    assert done.stdout.count("\n") == 1
    assert [(r["drill"], r["result"]) for r in brief.logged() if r["kind"] == "drill"] == [("standing-march", "done")]

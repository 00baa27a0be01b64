"""sitbreak without desktop and terminal: it says so, keeps the clock, and answers the commands."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from tests.commands.home import BRIEF, COMMAND, PATIENCE, Home, until


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A user with the service running, shared by the tests that leave it as they found it."""
    home = Home(tmp_path_factory.mktemp("served")).configure(BRIEF.replace("20s", "45m"))
    with home.service():
        yield home


@pytest.fixture(scope="module", autouse=True)
def owed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A user who sits from the first of these tests on, so that nobody has to wait for their prompt at the end."""
    home = Home(tmp_path_factory.mktemp("owed")).configure(BRIEF)
    with home.service():
        assert home.does("sit").returncode == 0
        yield home


@pytest.fixture
def seated(served: Home) -> Home:
    """Sitting, in normal mode."""
    assert served.does("resume").returncode == 0
    assert served.does("sit").returncode == 0
    return served


def test_it_says_in_one_line_that_nothing_can_be_shown(brief: Home) -> None:
    """One line on standard error, exit code 0 after `quit`, and the socket gone afterwards."""
    with brief.service("--terminal") as program:
        assert brief.does("quit").returncode == 0
        out, err = program.communicate(timeout=PATIENCE)
    assert (program.returncode, out) == (0, "")
    assert err == "sitbreak: no desktop and no terminal here; it keeps the clock and answers the commands.\n"
    assert brief.does("status").returncode == 3


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_ends_it_in_order(brief: Home, name: str) -> None:
    """SIGTERM, Ctrl-C and a hang-up end the program with exit code 0 and a checkpoint."""
    with brief.service() as program:
        assert brief.does("sit").returncode == 0
        program.send_signal(getattr(signal, name))
        assert program.wait(PATIENCE) == 0
    assert json.loads((brief.path / "state" / "state.json").read_text())["state"]["seat"]["posture"] == "seated"


def test_a_second_start_talks_to_the_first(served: Home) -> None:
    """It exits 0, says how things stand, and leaves the first one running."""
    before = served.tells("status")["since"]
    done = served.does("run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("sitbreak is already running: ")
    assert served.tells("status")["since"] == before


def test_a_second_start_that_should_record_is_refused(served: Home) -> None:
    """A recording that would not happen is said, not swallowed."""
    done = served.does("run", "--record", str(served.path / "trace"))
    assert (done.returncode, done.stderr.count("\n"), "already running" in done.stderr) == (1, 1, True)
    assert not (served.path / "trace").exists()


def test_two_starts_at_once_leave_one(brief: Home) -> None:
    """Whoever comes second, however early, finds the first and ends with exit code 0."""
    starts = [subprocess.Popen([*COMMAND, "run"], env=brief.env, stdin=subprocess.DEVNULL) for _ in range(2)]
    try:
        until(lambda: any(start.poll() == 0 for start in starts), "the second start to end")
        until(lambda: brief.does("quit").returncode == 0, "the first one's answer")
        assert [start.wait(PATIENCE) for start in starts] == [0, 0]
    finally:
        for start in starts:
            start.kill()


def test_status_says_where_since_when_and_why(seated: Home) -> None:
    """Four lines at most for people, the published names for programs, and a short word for status bars."""
    told = seated.tells("status")
    assert (told["version"], told["state"], told["why"]["signal"], told["limit_seconds"]) == (
        1,
        "seated",
        "declared",
        2700,
    )
    text = seated.does("status").stdout
    assert text.startswith("Sitting")
    assert "you said so" in text
    assert json.loads(seated.does("status", "--format", "waybar").stdout)["class"] == "seated"
    assert seated.does("status", "--format", "polybar").stdout.endswith(" min\n")


def test_the_words_change_the_state(seated: Home) -> None:
    """sit, stand and away declare; each prints the new state in one line."""
    for word, state in (("stand", "standing"), ("away", "away"), ("sit", "seated")):
        done = seated.does(word)
        assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 1, "")
        assert seated.tells("status")["state"] == state


def test_quiet_and_pause_carry_their_end(seated: Home) -> None:
    """Both take a duration, a time of day or the rest of today; resume ends them; a pause counts nothing."""
    assert seated.does("quiet", "1h").returncode == 0
    assert (seated.tells("status")["mode"], seated.tells("status")["state"]) == ("quiet", "seated")
    assert seated.does("pause", "until", "23:59").returncode == 0
    told = seated.tells("status")
    assert (told["mode"], told["bout"], "T23:59:00" in told["mode_until"]) == ("paused", None, True)
    refused = seated.does("stand")
    assert (refused.returncode, "sitbreak resume" in refused.stderr) == (1, True)
    assert seated.does("resume").returncode == 0
    assert seated.tells("status")["mode"] == "normal"
    assert seated.does("quiet", "today").returncode == 0
    assert seated.does("resume").returncode == 0


def test_a_correction_is_kept_and_can_be_taken_back(seated: Home) -> None:
    """`correct` keeps a record of its own, `undo` withdraws it, and a second undo finds nothing."""
    yesterday = (datetime.now().astimezone() - timedelta(days=1)).strftime("%Y-%m-%d")
    assert seated.does("correct", f"{yesterday}T14:02", "14:40", "away").returncode == 0
    (kept,) = [row for row in seated.logged() if row["kind"] == "correction"]
    assert (kept["start"][:16], kept["end"][11:16], kept["state"]) == (f"{yesterday}T14:02", "14:40", "away")
    assert seated.does("undo").returncode == 0
    (kept,) = [row for row in seated.logged() if row["kind"] == "correction"]
    assert kept["withdrawn"]
    assert "taken back" in seated.does("log").stdout
    refused = seated.does("undo")
    assert (refused.returncode, "correct FROM TO" in refused.stderr) == (1, True)


@pytest.mark.parametrize("words", [("14:02", "14:02:30", "away"), ("2020-01-01", "2020-01-02", "away")], ids=" ".join)
def test_a_correction_that_cannot_be(seated: Home, words: tuple[str, ...]) -> None:
    """What lies too far back, or is no time, is refused in one sentence that says what is allowed."""
    refused = seated.does("correct", *words)
    assert (refused.returncode, refused.stderr.count("\n")) in ((1, 1), (2, 1))
    assert "14" in refused.stderr


def test_nobody_asked(seated: Home) -> None:
    """Without an open question there is nothing to answer."""
    refused = seated.does("correct", "last", "away")
    assert (refused.returncode, "Nothing was asked" in refused.stderr) == (1, True)


USAGE_ERRORS = [
    ("correct",),
    ("correct", "14:02", "away"),
    ("correct", "14:02", "14:40", "asleep"),
    ("correct", "last", "up"),
    ("pause", "banana"),
    ("pause", "until", "25:00"),
    ("pause", "until"),
    ("quiet", "1h", "2h"),
    ("away", "--since", "banana"),
    ("answer", "snooze", "banana"),
]


@pytest.mark.parametrize("words", USAGE_ERRORS, ids=" ".join)
def test_words_that_mean_nothing_change_nothing(seated: Home, words: tuple[str, ...]) -> None:
    """Exit code 2, one sentence that shows what was found, and the state as before."""
    before = seated.tells("status")
    done = seated.does(*words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    after = seated.tells("status")
    assert [after[name] for name in ("state", "since", "mode")] == [before[name] for name in ("state", "since", "mode")]


REFUSALS = [
    ("answer", "accept"),
    ("answer", "snooze"),
    ("answer", "skip", "--reason", "busy"),
    ("answer", "walk"),
    ("pause", "0s"),
    ("drill",),
    ("drill", "nosuch"),
]


@pytest.mark.parametrize("words", REFUSALS, ids=" ".join)
def test_what_cannot_be_done_now_is_refused(seated: Home, words: tuple[str, ...]) -> None:
    """Exit code 1 and one sentence; no drill is put on record that nobody could see."""
    done = seated.does(*words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert seated.tells("status")["drill"] is None
    assert not [record for record in seated.logged() if record["kind"] == "drill"]


def test_watch_follows_changes_and_ends_with_the_program(brief: Home) -> None:
    """A line now and one for each change; when the program quits, the watcher ends with exit code 0."""
    with brief.service():
        watcher = subprocess.Popen(
            [*COMMAND, "status", "--watch", "--json"], env=brief.env, stdout=subprocess.PIPE, text=True
        )
        assert watcher.stdout is not None
        assert json.loads(watcher.stdout.readline())["state"] == "unclear"
        assert brief.does("sit").returncode == 0
        assert "seated" in (json.loads(line)["state"] for line in watcher.stdout)
        assert brief.does("quit").returncode == 0
        assert watcher.wait(PATIENCE) == 0


def test_control_c_ends_a_watch_without_a_traceback(served: Home) -> None:
    """Ctrl-C is the ordinary end of a watch."""
    watcher = subprocess.Popen(
        [*COMMAND, "status", "--watch"], env=served.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert watcher.stdout is not None
    watcher.stdout.readline()
    watcher.send_signal(signal.SIGINT)
    _, err = watcher.communicate(timeout=PATIENCE)
    assert (watcher.returncode, err) == (130, "")


def test_a_reader_that_has_seen_enough_is_no_error(served: Home) -> None:
    """`sitbreak doctor | head -1` ends quietly."""
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; '{COMMAND[0]}' -m sitbreak drill --list | head -1"],
        env=served.env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 1, "")


def test_a_program_that_does_not_answer_is_told_from_one_that_is_not_there(home: Home) -> None:
    """A socket that nobody serves any more means not running; one that stays silent is said to be silent."""
    folder = home.path / "runtime"
    folder.mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(folder / "control.sock"))
    assert home.does("status").returncode == 3
    (folder / "control.sock").unlink()
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(folder / "control.sock"))
        silent.listen()
        done = home.does("status")
    assert (done.returncode, "does not answer" in done.stderr, done.stderr.count("\n")) == (1, True, 1)


def test_what_was_recorded_can_be_replayed(brief: Home) -> None:
    """`run --record` writes a trace that `replay` puts through the same rules, to the same bout."""
    trace = brief.path / "day.jsonl"
    with brief.service("--record", str(trace)):
        for word in ("sit", "stand", "sit"):
            assert brief.does(word).returncode == 0
        assert brief.does("quit").returncode == 0
    ended = [bout["ended_by"] for bout in brief.tells("replay", str(trace))["bouts"]]
    assert ended == ["stand", "end"]
    assert "until you said you were standing" in brief.does("replay", str(trace)).stdout


BREAKS_INSIDE = """
import sys
from sitbreak import engine
from sitbreak.commands.start import serve
from sitbreak.core.model import Stand

real = engine.step

def step(state, event, *rest):
    if isinstance(event, Stand):
        raise ZeroDivisionError("a mistake of ours")
    return real(state, event, *rest)

engine.step = step
sys.exit(serve(None, False))
"""


def test_a_thread_that_dies_ends_the_program_with_a_message(brief: Home) -> None:
    """No silent half-dead program: exit code 1, a line that points to the report, and the mistake in report and log."""
    pipe = subprocess.PIPE
    program = subprocess.Popen(
        [COMMAND[0], "-c", BREAKS_INSIDE], env=brief.env, stdin=subprocess.DEVNULL, stderr=pipe, text=True
    )
    until(lambda: brief.does("sit").returncode == 0, "an answer")
    brief.does("stand")
    _, err = program.communicate(timeout=PATIENCE)
    report = brief.path / "state" / "crash.txt"
    assert (program.returncode, str(report) in err, "Traceback" in err) == (1, True, False)
    assert "ZeroDivisionError" in report.read_text()
    assert "ZeroDivisionError" in (brief.path / "state" / "sitbreak.log").read_text()
    assert brief.does("status").returncode == 3
    with brief.service():
        assert brief.tells("status")["state"] == "seated"


def test_a_damaged_checkpoint_is_kept_aside_and_told(brief: Home) -> None:
    """The program starts afresh, keeps what it could not read under another name, and doctor says so."""
    state = brief.path / "state" / "state.json"
    state.parent.mkdir(parents=True)
    state.write_text('{"version": 1, "state"')
    with brief.service():
        notices = brief.tells("status")["notices"]
        assert ["kept aside" in notice for notice in notices] == [True]
        assert "kept aside" in brief.does("doctor").stdout
    assert [path.read_text() for path in state.parent.glob("*.unreadable-*")] == ['{"version": 1, "state"']


def test_a_due_prompt_is_owed_and_can_be_answered(owed: Home) -> None:
    """Where nothing can be shown, status says that a break is due and names no lull, and the commands answer."""
    until(lambda: "a break is due" in owed.does("status").stdout, "a break to be due", 40)
    told = owed.tells("status")
    assert (told["held_by"], told["prompt"]) == ([], None)
    assert owed.does("answer", "accept").returncode == 1
    assert owed.does("answer", "skip", "--reason", "meeting").returncode == 0
    prompts = [record for record in owed.logged() if record["kind"] == "prompt"]
    assert [(prompt["outcome"], prompt["reason"]) for prompt in prompts] == [("skipped", "meeting")]

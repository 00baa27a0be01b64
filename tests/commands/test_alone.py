"""The commands when nothing runs: reading, settings, refusals, and nothing written that was not asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.home import Home

NEEDS_THE_PROGRAM = [
    ("status",),
    ("status", "--watch"),
    ("answer", "accept"),
    ("pause", "1h"),
    ("quiet",),
    ("resume",),
    ("stand",),
    ("sit",),
    ("away",),
    ("quit",),
]


@pytest.mark.parametrize("words", NEEDS_THE_PROGRAM, ids=" ".join)
def test_what_needs_the_program_says_so(home: Home, words: tuple[str, ...]) -> None:
    """Exit code 3 and one sentence that says how to start it; nothing is made."""
    done = home.does(*words)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "sitbreak: sitbreak is not running; start it with `sitbreak`.\n"
    assert not home.path.exists()


BAD_WORDS = [
    ("nosuch",),
    ("answer",),
    ("answer", "maybe"),
    ("answer", "skip", "--reason", "lazy"),
    ("pause",),
    ("config",),
    ("config", "set", "sitting.limit"),
    ("status", "--format", "xml"),
    ("replay",),
    ("run", "--nosuch"),
    ("week", "2026-W99"),
    ("week", "nonsense"),
    ("week", "2026-W01-1"),
    ("log", "--since", "nonsense"),
    ("log", "--since", "2026-02-30"),
]


@pytest.mark.parametrize("words", BAD_WORDS, ids=" ".join)
def test_bad_usage_is_one_sentence(home: Home, words: tuple[str, ...]) -> None:
    """Exit code 2, one line on standard error, nothing on standard output, nothing made."""
    done = home.does(*words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("sitbreak")
    assert not home.path.exists()


READING = [
    ("week",),
    ("week", "2026-W47", "--json"),
    ("log",),
    ("doctor", "--json"),
    ("config", "show"),
    ("drill", "--list"),
]


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_reading_writes_nothing(home: Home, words: tuple[str, ...]) -> None:
    """Commands that only look make neither files nor folders."""
    assert home.does(*words).returncode == 0
    assert not home.path.exists()


def test_settings_errors_come_all_at_once(home: Home) -> None:
    """File, line, key, what was found and what is allowed, for every one of five mistakes; defaults stay in force."""
    home.configure('[sitting]\nlimit = "banana"\nfoo = 3\n[prompt]\nstyle = "mad"\nmax_snoozes = -1\n[nosuch]\nx = 1\n')
    done = home.does("config", "check")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [f"config.toml:{n}" for n in (2, 3, 5, 6, 7)]
    assert lines[0] == 'config.toml:2: sitting.limit: found "banana", allowed a duration from 20s to 4h, such as "45m"'
    shown = home.does("config", "show")
    assert 'limit = "45m"' in shown.stdout
    assert shown.stderr.splitlines() == lines
    assert home.tells("doctor")["config"] == {"ok": False, "errors": lines}


def test_a_file_that_is_no_toml_is_placed(home: Home) -> None:
    """A slip of the keyboard is named with its line, and neither week nor doctor stumbles over it."""
    home.configure("[sitting]\nlimit = \n")
    assert home.does("config", "check").stderr.startswith("config.toml:2: not valid TOML: ")
    done = home.does("week")
    assert (done.returncode, "config.toml:2" in done.stderr, done.stdout.startswith("Week")) == (0, True, True)


def test_check_names_the_file_it_looked_at(home: Home, tmp_path: Path) -> None:
    """A named file must exist; without a name the settings file may be missing, and that is no mistake."""
    assert "no such file" in home.does("config", "check").stdout
    done = home.does("config", "check", str(tmp_path / "nosuch.toml"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sitting.limit", "banana"),
        ("sitting.limit", "1s"),
        ("nosuch.key", "3"),
        ("prompt", "3"),
        ("", "3"),
        ("a..b", "1"),
    ],
)
def test_a_value_that_is_not_allowed_changes_nothing(home: Home, key: str, value: str) -> None:
    """Exit code 1 with what is allowed; the file stays as it was to the byte."""
    home.configure("# mine\n[sitting]\nlimit = '30m'\n")
    before = home.files()
    done = home.does("config", "set", key, value)
    assert (done.returncode, done.stdout, "allowed" in done.stderr) == (1, "", True)
    assert home.files() == before


def test_set_keeps_comments_and_the_rest(home: Home) -> None:
    """One value changes; comments, order and the other values stay; a missing file is made for this user alone."""
    home.configure('# mine\n[sitting]\nlimit = "30m" # long enough\n# the end\n')
    assert home.does("config", "set", "sitting.limit", "50m").returncode == 0
    assert home.settings.read_text() == '# mine\n[sitting]\nlimit = "50m" # long enough\n# the end\n'
    assert home.does("config", "path").stdout == f"{home.settings}\n"
    home.settings.unlink()
    assert home.does("config", "set", "prompt.snooze", "5m, 20m").returncode == 0
    assert 'snooze = ["5m", "20m"]' in home.does("config", "show").stdout
    assert home.settings.stat().st_mode & 0o777 == 0o600


def test_damaged_records_are_told_and_left_alone(home: Home) -> None:
    """week, log and doctor go on with the rest, name the file, and do not touch it."""
    week = home.path / "data" / "history" / "desk" / "2026-W47.json"
    week.parent.mkdir(parents=True)
    week.write_text("{garbage")
    for words in (("week", "2026-W47"), ("log", "--since", "2026-11-16")):
        done = home.does(*words)
        assert (done.returncode, done.stderr.count("\n"), str(week) in done.stderr) == (0, 1, True)
    assert home.tells("doctor")["records"]["ok"] is False
    assert week.read_text() == "{garbage"


EVERY_COMMAND = [
    ("run",),
    ("week",),
    ("log",),
    ("doctor",),
    ("config", "set", "sitting.limit", "30m"),
    ("drill", "--json"),
]


@pytest.mark.parametrize("words", EVERY_COMMAND, ids=" ".join)
def test_a_home_that_is_a_file_is_said(tmp_path: Path, words: tuple[str, ...]) -> None:
    """SITBREAK_HOME on a file: exit code 1 with one line that names the place, no traceback."""
    (tmp_path / "file").write_text("mine")
    home = Home(tmp_path / "file", SITBREAK_SPEED="1000")
    done = home.does(*words)
    assert (done.returncode, done.stderr.count("\n"), "Traceback" in done.stderr) == (1, 1, False)
    assert home.does("status").returncode == 3
    assert (tmp_path / "file").read_text() == "mine"


def test_records_that_cannot_be_listed_are_said(home: Home) -> None:
    """Something else in the place of the records' folder: exit code 1 with one line that names it."""
    history = home.path / "data" / "history"
    history.parent.mkdir(parents=True)
    history.write_text("mine")
    for words in (("week",), ("log",)):
        done = home.does(*words)
        assert (done.returncode, str(history) in done.stderr, done.stderr.count("\n")) == (1, True, 1)


GARBAGE = {
    "empty": b"",
    "text": b"hello\n",
    "binary": bytes(range(256)),
    "a number": b"3\n",
    "no start": b'{"sitbreak_trace": 1}\n',
    "a bad zone": b'{"sitbreak_trace": 1, "start": "2026-03-02T09:00:00+01:00", "zone": "Nowhere/None"}\n',
    "no readings": b'{"sitbreak_trace": 1, "start": "2026-03-02T09:00:00+01:00"}\n',
    "a bad reading": b'{"sitbreak_trace": 1, "start": "2026-03-02T09:00:00+01:00"}\n{"t": "soon"}\n',
    "time backwards": b'{"sitbreak_trace": 1, "start": "2026-03-02T09:00:00+01:00"}\n{"t": 9}\n{"t": 8}\n',
    "an unknown deed": b'{"sitbreak_trace": 1, "start": "2026-03-02T09:00:00+01:00"}\n{"t": 1, "do": "dance"}\n',
    "bad settings": b'{"sitbreak_trace": 1, "start": "2026-03-02T09:00:00+01:00", "settings": {"sitting": 3}}\n',
    "settings that are none": b'{"sitbreak_trace": 1, "start": "2026-03-02T09:00:00+01:00", "settings": 3}\n',
    "the end of time": b'{"sitbreak_trace": 1, "start": "9999-12-31T23:59:59+00:00"}\n{"t": 90000, "idle": 0}\n',
}


@pytest.mark.parametrize("what", GARBAGE)
def test_replay_of_garbage_names_the_line(home: Home, tmp_path: Path, what: str) -> None:
    """Exit code 1 with one sentence that names the file, whatever is in it."""
    trace = tmp_path / "trace"
    trace.write_bytes(GARBAGE[what])
    done = home.does("replay", str(trace))
    assert (done.returncode, done.stdout, str(trace) in done.stderr, done.stderr.count("\n")) == (1, "", True, 1)


@pytest.mark.parametrize("place", ["nosuch", "."])
def test_replay_of_no_file_is_said(home: Home, tmp_path: Path, place: str) -> None:
    """A missing file and a folder are named."""
    done = home.does("replay", str(tmp_path / place))
    assert (done.returncode, str(tmp_path) in done.stderr, done.stderr.count("\n")) == (1, True, 1)


def test_a_trace_that_cannot_be_written_stops_the_start(home: Home) -> None:
    """`run --record` to nowhere ends at once with exit code 1 and one sentence, and leaves no lock held."""
    done = home.does("run", "--record", "/nosuch/folder/trace")
    assert (done.returncode, "/nosuch/folder/trace" in done.stderr) == (1, True)
    with home.service():
        assert home.does("quit").returncode == 0


@pytest.mark.parametrize("word", ["run", "doctor"])
def test_an_adapter_that_does_not_exist_is_said(home: Home, word: str) -> None:
    """SITBREAK_IDLE with a name nobody knows: exit code 1, one sentence with the names there are."""
    home.env["SITBREAK_IDLE"] = "crystal-ball"
    done = home.does(word)
    assert (done.returncode, "SITBREAK_IDLE=crystal-ball" in done.stderr, "Traceback" in done.stderr) == (
        1,
        True,
        False,
    )


def test_drills_are_listed(home: Home) -> None:
    """The list for people and the one for programs name the same drills."""
    listed = home.tells("drill", "--list")
    lines = home.does("drill", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [drill["id"] for drill in listed]
    assert {"id", "name", "category", "place", "seconds"} <= set(listed[0])


def test_doctor_reads_like_advice(home: Home) -> None:
    """Every port has one line with a mark; what does not serve says what that means and what to do."""
    text = home.does("doctor").stdout
    assert "!!  idle            nothing here tells when you type, so the state is unclear\n" in text
    assert "-> say `sitbreak sit`, `sitbreak stand` and `sitbreak away` yourself" in text
    assert "ok  sleep           clock" in text
    assert "!!  sound" in text or "ok  sound" in text
    assert text.splitlines()[-1].startswith("Worth a look: idle, ")
    report = home.tells("doctor")
    assert set(report) == {"version", "ports", "config", "drills", "records", "crashes"}
    assert set(report["ports"]["idle"]) == {"chosen", "tried"}


def test_demo_ends_with_a_week_and_leaves_the_users_own_folder_alone(home: Home, tmp_path: Path) -> None:
    """A made-up week in a folder of its own, ending with the report."""
    home.env["TMPDIR"] = str(tmp_path)
    done = home.does("demo")
    assert (done.returncode, done.stderr) == (0, "")
    assert not home.path.exists()
    folder = Path(done.stdout.split("its records go to ")[1].partition(",")[0])
    assert [path.name for path in folder.rglob("2*-W*.json")]
    assert all(f"{day}: sat" in done.stdout for day in ("Monday", "Friday"))
    report = done.stdout.partition("\nWeek ")[2]
    assert "Prompts taken" in report
    assert report.rstrip().endswith("corrections.")


def test_help_and_version_go_to_standard_output(home: Home) -> None:
    """Both exit 0 and make nothing."""
    for words in (("--help",), ("week", "--help"), ("--version",)):
        done = home.does(*words)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout
    assert not home.path.exists()


def test_json_is_one_document(home: Home) -> None:
    """Standard output holds the document and nothing else."""
    for words in (("week", "--json"), ("doctor", "--json"), ("drill", "--list", "--json")):
        assert json.loads(home.does(*words).stdout)

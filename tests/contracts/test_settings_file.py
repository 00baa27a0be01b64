"""config.toml is read with the place of every mistake, watched, and changed without losing what people wrote."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from sitbreak.adapters.settings_edit import set_value
from sitbreak.adapters.settings_file import SettingsFileError, Watched, read_file, show
from sitbreak.core.settings import Settings, read_settings
from sitbreak.core.settings_tree import dotted_keys
from sitbreak.shipped import shipped

MINE = """\
# my settings
[sitting]
limit = "30m"   # brisk

# the rest of the house sleeps
[prompt]
sound = false
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def refused(path: Path) -> list[str]:
    with pytest.raises(SettingsFileError) as caught:
        read_file(path)
    return str(caught.value).splitlines()


def test_no_file(path: Path) -> None:
    """No file, or an empty one, means the defaults."""
    assert read_file(path) == Settings()
    path.write_text("")
    assert read_file(path) == Settings()


def test_shipped_file_is_the_defaults() -> None:
    """The shipped file names every key, at its default."""
    text = shipped("config", "sitbreak.toml").read_text()
    data = tomllib.loads(text)
    assert read_settings(data) == Settings()
    for key in dotted_keys(Settings()):
        value = data
        for part in key.split("."):
            assert part in value, f"{key} is missing from config/sitbreak.toml"
            value = value[part]


def test_every_error_with_its_line(path: Path) -> None:
    """Each mistake is said with file, line, key, what was found and what is allowed."""
    path.write_text(
        '[sitting]\nlimit = "4x"\nabsence = { idle = "5m", lokced = "2m" }\n\n'
        '[quiet]\napps = [\n  "a",\n]\ncalls = "no"\n'
        '[quiet.hours]\nmon = ["7"]\n[promt]\n'
    )
    lines = refused(path)
    assert lines[0] == 'config.toml:2: sitting.limit: found "4x", allowed a duration from 20s to 4h, such as "45m"'
    assert [line.split(": ")[:2] for line in lines[1:]] == [
        ["config.toml:3", "sitting.absence.lokced"],
        ["config.toml:9", "quiet.calls"],
        ["config.toml:10", "quiet.hours"],
        ["config.toml:12", "promt"],
    ]


def test_dotted_keys_have_lines(path: Path) -> None:
    """Keys written with dots or quotes are found as well."""
    path.write_text('prompt.sound = 3\nsitting."absence".idle = 7\n')
    assert [line.split(": ")[0] for line in refused(path)] == ["config.toml:1", "config.toml:2"]


@pytest.mark.parametrize(("text", "line"), [("[sitting]\nlimit = \n", 2), ("[sitting\n", 1), ('a = 1\nb = """\nx', 3)])
def test_broken_toml(path: Path, text: str, line: int) -> None:
    """A file that is not TOML is refused with the line at which it stops being so."""
    path.write_text(text)
    (problem,) = refused(path)
    assert problem.startswith(f"config.toml:{line}: not valid TOML: ")
    assert "at line" not in problem


def test_other_bytes(path: Path) -> None:
    """A file that is not UTF-8 is refused with its line; a byte order mark is no mistake."""
    path.write_bytes(b"[sitting]\n# caf\xe9\n")
    assert refused(path) == ["config.toml:2: found bytes that are not UTF-8 text"]
    path.write_bytes(b'\xef\xbb\xbf[sitting]\nlimit = "30m"\n')
    assert read_file(path).sitting.limit == 1800


def test_unreadable(path: Path) -> None:
    """A file that cannot be opened is a problem that is said, not a crash."""
    path.mkdir()
    (problem,) = refused(path)
    assert problem.startswith("config.toml: the file cannot be read: ")


@pytest.mark.parametrize(
    ("key", "text", "written"),
    [
        ("sitting.limit", "45m", 'limit = "45m"   # brisk'),
        ("sitting.limit", '"45m"', 'limit = "45m"   # brisk'),
        ("sitting.confirm_break", "30s", 'confirm_break = "30s"\n\n# the rest'),
        ("sitting.absence.idle", "3m", 'absence = {idle = "3m"}\n\n# the rest'),
        ("prompt.sound", "true", "sound = true\n"),
        ("prompt.max_per_day", "5", "max_per_day = 5\n"),
        ("prompt.snooze", "5m, 20m", 'snooze = ["5m", "20m"]'),
        ("prompt.snooze", '["5m"]', 'snooze = ["5m"]'),
        ("quiet.apps", "zoom", '[quiet]\napps = ["zoom"]'),
        ("quiet.hours.sun", "[]", "sun = []"),
        ("sync.device", "123", 'device = "123"'),
    ],
)
def test_set_keeps_the_rest(path: Path, key: str, text: str, written: str) -> None:
    """Setting one key changes that key alone: comments, order and the person's own spacing stay."""
    path.write_text(MINE)
    settings = set_value(path, key, text)
    after = path.read_text()
    assert written in after
    assert read_file(path) == settings
    kept = [line for line in MINE.splitlines() if line and not line.startswith(key.rpartition(".")[2] + " ")]
    assert [line for line in after.splitlines() if line in kept] == kept


def test_set_one_day(path: Path) -> None:
    """Setting the hours of one day leaves the other days as they were in force."""
    assert set_value(path, "quiet.hours.sun", "[]").quiet.hours == dict(Settings().quiet.hours) | {"sun": ()}


def test_set_in_new_file(path: Path) -> None:
    """The first setting makes the file, readable by its owner only."""
    set_value(path, "sitting.limit", "30m")
    assert path.read_text() == '[sitting]\nlimit = "30m"\n'
    assert os.name != "posix" or path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("sitting.limit", "4x", 'sitting.limit: found "4x", allowed a duration from 20s to 4h'),
        ("sitting.limt", "4m", 'did you mean "sitting.limit"?'),
        ("sitting.limit.x", "4m", "sitting.limit: found { x ="),
        ("sitting", "4m", "allowed a table with limit"),
        ("prompt.sound", "yes", "allowed true or false"),
        ("", "4m", "found an unknown key"),
        ("prompt.max_per_day", "5\nlull = 3", "allowed a whole number"),
    ],
)
def test_set_refuses(path: Path, key: str, text: str, says: str) -> None:
    """A wrong key or value is refused in the same words, and the file stays as it was."""
    path.write_text(MINE)
    with pytest.raises(SettingsFileError) as caught:
        set_value(path, key, text)
    assert says in str(caught.value)
    assert path.read_text() == MINE


def test_set_repairs(path: Path) -> None:
    """A mistake in the file can be put right by setting its key, but nothing is written over another mistake."""
    path.write_text('[sitting]\nlimit = "4x"\n')
    with pytest.raises(SettingsFileError, match=r"config.toml:2: sitting.limit"):
        set_value(path, "prompt.sound", "false")
    assert set_value(path, "sitting.limit", "30m").sitting.limit == 1800


def test_set_where_no_table_is(path: Path) -> None:
    """A section that is no table is refused and left alone."""
    path.write_text("sitting = 3\n")
    with pytest.raises(SettingsFileError, match="no table"):
        set_value(path, "sitting.limit", "30m")
    assert path.read_text() == "sitting = 3\n"


def test_show_reads_back(path: Path) -> None:
    """What is shown as the settings in force is a file that gives the same settings."""
    settings = set_value(path, "quiet.hours.fri", '["22:00-02:00"]')
    path.write_text(show(settings))
    assert read_file(path) == settings
    path.write_text(show(Settings()))
    assert read_file(path) == Settings()


def rewrite(path: Path, text: str) -> None:
    """Writes as an editor does, with a time of change that differs for certain."""
    path.write_text(text)
    stamp = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(stamp, stamp))


def test_watched(path: Path) -> None:
    """A change is noticed once, a bad file leaves the last good settings and says why, a good one heals."""
    watched = Watched(path)
    assert watched.settings == Settings()
    assert not watched.changed()
    path.write_text('[sitting]\nlimit = "30m"\n')
    assert watched.changed()
    assert not watched.changed()
    assert watched.settings.sitting.limit == 1800
    rewrite(path, '[sitting]\nlimit = "3x"\n')
    assert watched.changed()
    assert watched.settings.sitting.limit == 1800
    assert [problem.line for problem in watched.problems] == [2]
    path.unlink()
    assert watched.changed()
    assert (watched.settings, watched.problems) == (Settings(), ())


def test_watched_bad_from_the_start(path: Path) -> None:
    """A program that starts with a bad file runs on the defaults and says so."""
    path.write_text("[sitting]\nlimit =\n")
    watched = Watched(path)
    assert watched.settings == Settings()
    assert len(watched.problems) == 1

"""A run that broke leaves a report without private content, and the next one hears of it once."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitbreak.adapters import logbook
from sitbreak.adapters.crash import KEPT, CrashFile, last_crash, outline, reports
from sitbreak.ports import Unavailable

posix = pytest.mark.skipif(os.name != "posix", reason="this system has no file modes")
SECRET = "Some Like It Hot"


@pytest.fixture(autouse=True)
def _own_faulthandler() -> Iterator[None]:
    """A report switches Python's own fault handler over; pytest's is put back."""
    import faulthandler

    before = faulthandler.is_enabled()
    yield
    if before and sys.__stderr__:
        faulthandler.enable(sys.__stderr__)


def fail(title: str) -> None:
    raise ValueError(f"no such film: {title}")


def failure() -> Exception:
    """An error that quotes a title, raised from another that does, too."""
    try:
        try:
            fail(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        failed = error
    return failed


def crash(folder: Path) -> None:
    with CrashFile(folder) as run:
        run.broke("engine", failure())


def test_an_outline_names_places_and_kinds_and_no_values() -> None:
    """Rule: every frame and every error's kind is told, the cause first, and nothing that an error quotes."""
    told = outline(failure())
    assert SECRET not in told
    assert "in fail" in told
    assert told.index("ValueError") < told.index("KeyError")
    assert told.endswith("KeyError")
    assert outline(OSError(28, "No space left on device", "/srv/private")) == "OSError: ENOSPC"


def test_a_run_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    """Rule: there is no file after a run without a failure, nor after one that was refused in a sentence."""
    with CrashFile(tmp_path) as run:
        run.note("idle xsync")
        assert run.path.exists()
    with pytest.raises(Unavailable), CrashFile(tmp_path):
        raise Unavailable("no tray", "start a panel")
    assert list(tmp_path.iterdir()) == []


def test_the_next_start_hears_of_it_once(tmp_path: Path) -> None:
    """Rule: the start after a failure has the sentence and the file's place, the one after that has neither."""
    crash(tmp_path)
    untold = last_crash(tmp_path)
    assert untold is not None
    with CrashFile(tmp_path) as second:
        told = second.earlier
    assert told is not None
    assert str(told).startswith("sitbreak ended unexpectedly at 20")
    assert str(told).endswith(f"what happened is in {told.file}")
    assert "engine failed" in told.file.read_text()
    assert last_crash(tmp_path) is None
    with CrashFile(tmp_path) as third:
        assert third.earlier is None
    assert reports(tmp_path) == [told.file]


def test_a_kill_is_no_crash(tmp_path: Path) -> None:
    """Rule: a file of a run that just stopped, as after kill -9 or a power cut, is not told of."""
    code = (
        "import os, sys; from pathlib import Path; from sitbreak.adapters.crash import CrashFile\n"
        "CrashFile(Path(sys.argv[1])).note('idle xsync'); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == -9
    assert (tmp_path / "crash.txt").exists()
    with CrashFile(tmp_path) as run:
        assert run.earlier is None
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_the_main_thread_is_written(tmp_path: Path) -> None:
    """Rule: what nobody caught is in the report, and goes on its way."""
    with pytest.raises(ZeroDivisionError), CrashFile(tmp_path):
        _ = 1 / 0
    told = last_crash(tmp_path)
    assert told is not None
    assert "the main thread failed" in told.file.read_text()


@posix
def test_a_hard_crash_is_written(tmp_path: Path) -> None:
    """Rule: even where the interpreter itself dies, the report says where every thread was."""
    code = (
        "import os, signal, sys; from pathlib import Path; from sitbreak.adapters.crash import CrashFile\n"
        "def deep(): os.kill(os.getpid(), signal.SIGSEGV)\n"
        "run = CrashFile(Path(sys.argv[1])); deep()"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode != 0
    told = last_crash(tmp_path)
    assert told is not None
    text = told.file.read_text()
    assert "Segmentation fault" in text
    assert " in deep" in text
    assert f"Python {sys.version.split()[0]}" in text


def test_only_the_last_few_are_kept(tmp_path: Path) -> None:
    """Rule: reports do not pile up."""
    for day in range(1, KEPT + 4):
        crash(tmp_path)
        os.utime(tmp_path / "crash.txt", (day * 86_400, day * 86_400))
    with CrashFile(tmp_path):
        kept = reports(tmp_path)
    assert len(kept) == KEPT
    assert kept[-1].name.startswith("crash-19700109")


@posix
def test_a_report_is_the_users_alone(tmp_path: Path) -> None:
    """Rule: nobody else can read a report."""
    crash(tmp_path)
    assert (tmp_path / "crash.txt").stat().st_mode & 0o777 == 0o600


@posix
def test_a_link_in_its_place_is_not_written_through(tmp_path: Path) -> None:
    """Rule: what lies where the report goes cannot lead it elsewhere, and costs the report, not the program."""
    other = tmp_path / "other"
    other.write_text("precious")
    (tmp_path / "crash.txt").symlink_to(other)
    with CrashFile(tmp_path) as run:
        run.broke("engine", failure())
    assert run.failed
    assert other.read_text() == "precious"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The program's log in `tmp_path`, and the handlers of before put back."""
    root, path = logging.getLogger(), tmp_path / "sitbreak.log"
    before, level = root.handlers[:], root.level
    root.handlers.clear()
    logbook.log_to(path)
    yield path
    for handler in root.handlers:
        handler.close()
    root.handlers[:], root.level = before, level


def test_errors_are_logged_without_what_they_quote(log: Path) -> None:
    """Rule: a traceback in the log tells places and kinds."""
    logging.getLogger("sitbreak.test").error("a part failed", exc_info=failure())
    text = log.read_text()
    assert "in fail" in text
    assert SECRET not in text


def test_nobody_forges_an_entry(log: Path) -> None:
    """Rule: words of others cannot begin a line of the log, nor fill it."""
    logging.getLogger("sitbreak.test").warning("not offered: %s", "x\n2026-11-22 CRITICAL all is lost" + "y" * 100_000)
    (line,) = log.read_text().splitlines()
    assert len(line) < logbook.LONGEST + 200


def test_the_log_stays_small(log: Path) -> None:
    """Rule: however much is said, the log and its older files have a limit, and are the user's alone."""
    talk = logging.getLogger("sitbreak.test")
    for _ in range(1500):
        talk.info("x" * 1000)
    files = sorted(log.parent.iterdir())
    assert len(files) == logbook.OLDER + 1
    assert all(file.stat().st_size <= logbook.LARGEST for file in files)
    if os.name == "posix":
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}

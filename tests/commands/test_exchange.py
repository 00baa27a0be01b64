"""`export` and `import`, `log` over the years: all of it or nothing, as often as one likes, in the memory of a week."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from sitbreak.adapters.store import RecordStore
from sitbreak.core.model import BoutRecord, CorrectionRecord
from tests import decade
from tests.commands.home import COMMAND, PATIENCE, Home, until

DATA = Path(__file__).parents[1] / "data"
FRIDAY = datetime.fromisoformat("2026-11-20T09:00:00+01:00")
BOUT = BoutRecord("b", FRIDAY, FRIDAY.replace(minute=45), 0.0, "idle")
CORRECTION = CorrectionRecord("c", BOUT.end, BOUT.start, BOUT.end, "away")
TEN_YEARS = 522


@pytest.fixture
def other(tmp_path: Path) -> Home:
    """Another machine."""
    return Home(tmp_path / "other")


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "backup.json"


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Home]:
    """Homes with so many weeks on record, each made once."""
    homes: dict[int, Home] = {}

    def of(weeks: int) -> Home:
        if weeks not in homes:
            homes[weeks] = Home(tmp_path_factory.mktemp("years"))
            decade.fill(homes[weeks].path / "data" / "history", weeks)
        return homes[weeks]

    return of


def store(home: Home, device: str) -> RecordStore:
    return RecordStore(home.path / "data" / "history", home.path / "state" / "state.json", device)


def history(home: Home) -> dict[str, bytes]:
    return {name: data for name, data in home.files().items() if name.startswith("data")}


def piped(home: Home, words: tuple[str, ...], text: str = "") -> subprocess.CompletedProcess[str]:
    """Run one command with this on its standard input."""
    return subprocess.run(
        [*COMMAND, *words], env=home.env, input=text, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def limited(home: Home, size: int, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command that can make no file larger than `size` bytes, as on a disk that is nearly full."""

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return subprocess.run(
        [*COMMAND, *words],
        env=home.env,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        preexec_fn=narrow,
    )


def peak(home: Home, *words: str) -> int:
    """The most memory, in kilobytes, that a command had at any one time."""
    code = "import sys; from sitbreak.cli import main; main(); sys.stderr.write(open('/proc/self/status').read())"
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env=home.env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
        timeout=60,
    )
    return int(done.stderr.partition("VmHWM:")[2].split()[0])


def test_all_of_it_comes_back_on_another_machine(home: Home, other: Home, backup: Path) -> None:
    """Rule: an export holds every record of every device, and a machine that imports it has the very same files."""
    decade.fill(home.path / "data" / "history", 3, "desk")
    decade.fill(home.path / "data" / "history", 1, "laptop", date(2026, 1, 5))
    assert home.does("export", str(backup)).stdout == f"960 records of 2 devices written to {backup}.\n"
    done = other.does("import", str(backup))
    assert done.stdout == "Added 960 records, 0 there already. Device: desk, laptop; 2026-W02 to 2026-W47.\n", (
        done.stderr
    )
    assert other.logged() == home.logged()
    assert other.does("log", "--since", "2020-01-01").stdout.count("\n") == 960
    assert {name: json.loads(data) for name, data in history(other).items()} == {
        name: json.loads(data) for name, data in history(home).items()
    }


def test_importing_again_changes_nothing(home: Home, backup: Path) -> None:
    """Rule: a second import says that all is there, and touches no file."""
    store(home, "desk").put([BOUT, CORRECTION])
    home.does("export", str(backup))
    before = home.files()
    assert home.does("import", str(backup)).stdout == "Nothing new: 2 records read, all there already.\n"
    assert home.files() == before


def test_an_old_backup_takes_nothing_back(home: Home, backup: Path) -> None:
    """Rule: of two versions of a record the later stays, whichever was imported last."""
    store(home, "desk").put([BOUT, CORRECTION])
    home.does("export", str(backup))
    store(home, "desk").put([replace(CORRECTION, withdrawn=True), replace(BOUT, id="later")])
    newer = backup.with_name("newer.json")
    home.does("export", str(newer))
    before = history(home)
    assert home.does("import", str(backup)).stdout.startswith("Nothing new")
    assert history(home) == before
    store(home, "desk").put([CORRECTION])
    assert home.does("import", str(newer)).stdout.startswith("Added 0 records, 1 brought up to date, 2 there already.")


def test_the_document_goes_through_a_pipe(home: Home, other: Home) -> None:
    """Rule: - is standard output and standard input, and there is nothing on it but the document."""
    store(home, "desk").put([BOUT])
    done = piped(home, ("export", "-"))
    assert json.loads(done.stdout)["devices"]["desk"]["2026-W47"]["bouts"][0]["id"] == "b"
    assert piped(other, ("import", "-"), done.stdout).stdout.startswith("Added 1 record,")
    assert piped(other, ("export", "-")).stdout == done.stdout


def test_nothing_on_record_is_an_empty_document(home: Home, backup: Path) -> None:
    """Rule: somebody without records gets a document without records, and looking for some makes no folder."""
    assert home.does("export", str(backup)).stdout == f"0 records of 0 devices written to {backup}.\n"
    assert home.does("import", str(backup)).stdout == "Nothing new: 0 records read, all there already.\n"
    assert not home.path.exists()


def test_a_backup_is_the_users_alone(home: Home, backup: Path) -> None:
    """Rule: nobody else on the machine can read when somebody sat."""
    assert home.does("export", str(backup)).returncode == 0
    assert backup.stat().st_mode & 0o777 == 0o600


def document(change: Callable[[dict[str, Any]], object]) -> str:
    row = {"id": "b", "start": "2026-11-20T09:00:00+01:00", "end": "2026-11-20T09:45:00+01:00"}
    value = {
        "sitbreak_export": 1,
        "devices": {"desk": {"2026-W47": {"bouts": [row | {"assumed_seconds": 0, "ended_by": "idle"}]}}},
    }
    change(value)
    return json.dumps(value)


def rename(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda value: value["devices"].update({name: value["devices"]["desk"]})


NONSENSE = [
    ("", "is no JSON document"),
    ("\x00\x01", "is no JSON document"),
    ("[" * 100_000, "is no JSON document"),
    ("[]", "is neither an export of sitbreak nor one of ActivityWatch"),
    ('{"version": 1}', "is neither an export of sitbreak nor one of ActivityWatch"),
    ('{"sitbreak_export": 1, "devices": {"a": {}, "a": {}}}', '"a" stands twice in one object'),
    ('{"sitbreak_export": 1, "devices": {"a": {"2026-W47": {"bouts": [NaN]}}}}', "NaN is no number"),
    ('{"sitbreak_export": 1}', "devices: expected an object, found None"),
    (document(lambda value: value.update(sitbreak_export=2)), "written by a newer sitbreak (this one reads 1); please"),
    (document(rename("../x")), "devices: expected a folder's name"),
    (document(rename("/tmp/x")), "devices: expected a folder's name"),
    (document(rename("")), "devices: expected a folder's name"),
    (document(rename("x" * 200)), "devices: expected a folder's name"),
    (document(rename("a\0b")), "devices: expected a folder's name"),
    (
        document(lambda value: value["devices"]["desk"]["2026-W47"]["bouts"][0].update(end="2026-11-20T09:45:00")),
        "devices.desk.2026-W47.bouts[0].end: expected a time with its offset, such as 2026-11-20T09:02:11+01:00, found",
    ),
    ('{"buckets": {}}', "buckets: expected a bucket of type afkstatus, found none"),
]


@pytest.mark.parametrize(("text", "said"), NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_changes_nothing(home: Home, backup: Path, text: str, said: str) -> None:
    """Rule: one sentence says what is wrong and where, and not a byte on the disk is another."""
    store(home, "laptop").put([BOUT])
    before = home.files()
    backup.write_text(text)
    done = home.does("import", str(backup))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert said in done.stderr
    assert home.files() == before


def test_one_mistake_keeps_all_out(home: Home, backup: Path) -> None:
    """Rule: good records beside bad ones are not imported, and every mistake is named, up to ten."""
    decade.fill(home.path / "data" / "history", 1)
    home.does("export", str(backup))
    value = json.loads(backup.read_text())
    for row in value["devices"]["desk"]["2026-W47"]["bouts"][3:15]:
        row["ended_by"] = "boredom"
    value["devices"]["another"] = {"2026-W47": {"bouts": value["devices"]["desk"]["2026-W47"]["bouts"][:1]}}
    backup.write_text(json.dumps(value))
    before = home.files()
    done = home.does("import", str(backup))
    assert (done.returncode, done.stdout, home.files()) == (1, "", before)
    *named, last = done.stderr.splitlines()
    assert [line.partition("2026-W47.")[2].partition(":")[0] for line in named] == [
        f"bouts[{number}].ended_by" for number in range(3, 13)
    ]
    assert last == f"sitbreak: {backup} has 12 such mistakes; nothing was imported."


@pytest.mark.parametrize("linked", ["desk", "desk/2026-W47.json"])
def test_nothing_is_written_through_a_link(home: Home, tmp_path: Path, linked: str) -> None:
    """Rule: a device's folder or file that leads elsewhere is not followed."""
    place = home.path / "data" / "history" / linked
    place.parent.mkdir(parents=True)
    target = tmp_path / "elsewhere"
    if place.suffix:
        target.write_text("{}")
    else:
        target.mkdir()
    place.symlink_to(target)
    done = piped(home, ("import", "-"), document(lambda _: None))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{place} is a link" in done.stderr
    assert target.read_text() == "{}" if place.suffix else not list(target.iterdir())


def test_a_damaged_week_is_added_to_by_nobody(home: Home) -> None:
    """Rule: where the records that are there cannot be read, nothing is imported anywhere."""
    folder = home.path / "data" / "history" / "desk"
    folder.mkdir(parents=True)
    (folder / "2026-W47.json").write_text("{")
    before = home.files()
    done = piped(home, ("import", "-"), document(lambda _: None))
    assert (done.returncode, done.stdout, home.files()) == (1, "", before)
    assert "2026-W47.json cannot be read" in done.stderr
    assert "nothing was imported" in done.stderr


def test_the_running_program_keeps_its_own_folder(brief: Home, backup: Path) -> None:
    """Rule: one writer for each file: this machine's records wait until sitbreak has quit, others need not wait."""
    with brief.service() as program:
        own = (brief.path / "state" / "device").read_text().strip()
        foreign = document(lambda _: None)
        assert piped(brief, ("import", "-"), foreign).stdout.startswith("Added 1 record,")
        before = history(brief)
        done = piped(brief, ("import", "-"), foreign.replace('"desk"', f'"{own}"'))
        assert (done.returncode, done.stdout) == (1, "")
        assert "`sitbreak quit` first" in done.stderr
        assert {name for name in history(brief) if own in name} == {name for name in before if own in name}
        brief.does("quit")
        program.wait(PATIENCE)
    assert piped(brief, ("import", "-"), foreign.replace('"desk"', f'"{own}"')).stdout.startswith("Added 1 record,")
    with brief.service():
        assert brief.does("status").returncode == 0


def test_a_full_disk_leaves_the_old_backup(home: Home, backup: Path) -> None:
    """Rule: a backup that cannot be written to its end is none; the one before it stays, and nothing lies about."""
    decade.fill(home.path / "data" / "history", 3)
    backup.write_text("the backup of last week")
    done = limited(home, 60_000, "export", str(backup))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert backup.read_text() == "the backup of last week"
    assert list(backup.parent.glob(".*")) == []


def test_a_kill_leaves_the_old_backup(years: Callable[[int], Home], backup: Path) -> None:
    """Rule: under its name there is never half a document."""
    backup.write_text("the backup of last week")
    fresh = backup.with_name(f".{backup.name}.new")
    program = subprocess.Popen([*COMMAND, "export", str(backup)], env=years(TEN_YEARS).env)
    until(lambda: fresh.exists() and fresh.stat().st_size > 0, "the first weeks")
    program.send_signal(signal.SIGKILL)
    assert program.wait(PATIENCE) == -signal.SIGKILL
    assert backup.read_text() == "the backup of last week"


def test_an_import_that_was_cut_short_can_be_repeated(home: Home, other: Home, backup: Path) -> None:
    """Rule: when the disk refuses in the middle, that is said, and the same command again brings the rest."""
    store(home, "a").put([BOUT])
    decade.fill(home.path / "data" / "history", 1)
    home.does("export", str(backup))
    done = limited(other, 20_000, "import", str(backup))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("sitbreak: only a part was imported")
    assert other.does("import", str(backup)).stdout.startswith("Added 240 records, 1 there already.")


@pytest.mark.parametrize("name", ["data/history/desk/2026-W47.json", "state/state.json", "config/x.json"])
def test_a_backup_goes_elsewhere(home: Home, name: str) -> None:
    """Rule: an export never takes the place of a file that sitbreak lives on."""
    store(home, "desk").put([BOUT])
    before = home.files()
    done = home.does("export", str(home.path / name))
    assert (done.returncode, done.stdout, home.files()) == (1, "", before)
    assert "lies where sitbreak keeps its own files" in done.stderr


def test_a_folder_is_no_file_to_write(home: Home, tmp_path: Path) -> None:
    """Rule: a place that cannot be written is one sentence."""
    for place in (tmp_path, tmp_path / "nowhere" / "x.json"):
        done = home.does("export", str(place))
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_what_cannot_be_exported_is_named(home: Home, backup: Path) -> None:
    """Rule: a document that lacks something says so, and can still be imported."""
    store(home, "desk").put([BOUT, replace(BOUT, id="b2", ended_by="boredom")])
    done = home.does("export", str(backup))
    assert (done.returncode, done.stdout) == (1, f"1 record of 1 device written to {backup}.\n")
    assert "left out: devices.desk.2026-W47.bouts[1].ended_by: expected one of idle" in done.stderr
    assert home.does("import", str(backup)).returncode == 0


def test_activitywatch_becomes_a_device(home: Home) -> None:
    """Rule: an export of ActivityWatch is known by its content and labelled in this machine's zone."""
    berlin = Home(home.path, TZ="Europe/Berlin")
    exported = str(DATA / "activitywatch.json")
    said = "Added 2 records, 0 there already. Device: activitywatch-desk; 2026-W43.\n"
    assert berlin.does("import", exported).stdout == said
    assert berlin.does("import", exported).stdout == "Nothing new: 2 records read, all there already.\n"
    assert berlin.does("log", "--since", "2026-10-01").stdout.splitlines() == [
        "2026-10-25 02:30  sat 45 min, ended by idle",
        "2026-10-25 02:50  sat 20 min, ended by idle",
    ]
    week = berlin.tells("week", "2026-W43")
    assert week["devices"] == ["activitywatch-desk"]
    assert week["totals"]["sitting_seconds"] == 2730 + 1200


def test_a_weekly_report_opens_six_weeks_of_ten_years(years: Callable[[int], Home]) -> None:
    """Rule: the years behind a report cost it nothing: it opens the weeks it compares, and no other."""
    code = (
        "import sys; opened = []\n"
        "sys.addaudithook(lambda name, given: name == 'open' and opened.append(str(given[0])))\n"
        "from sitbreak.cli import main; main(); sys.stderr.write('\\n'.join(opened))"
    )
    argv = [sys.executable, "-c", code, "week", "2026-W47", "--json"]
    done = subprocess.run(argv, env=years(TEN_YEARS).env, capture_output=True, text=True, check=True, timeout=PATIENCE)
    weeks = [Path(line).stem for line in done.stderr.splitlines() if "/history/" in line]
    assert sorted(weeks) == [f"2026-W{number}" for number in range(42, 48)]


def test_a_synced_folder_whose_disk_is_away_is_waited_for(home: Home, tmp_path: Path) -> None:
    """Rule: nothing is imported beside a synced folder that is not there just now."""
    folder = tmp_path / "synced"
    home.configure(f'[sync]\nfolder = "{folder}"\ndevice = "desk"\n')
    (home.path / "state").mkdir()
    (home.path / "state" / "synced").write_text(f"{folder / 'desk'}\n")
    done = piped(home, ("import", "-"), document(lambda _: None))
    assert (done.returncode, done.stdout, folder.exists()) == (1, "", False)
    assert done.stderr.endswith("; nothing was imported.\n")


@pytest.mark.skipif(sys.platform != "linux", reason="this system does not tell a process' most memory in /proc")
@pytest.mark.parametrize(
    "words", [("log", "--since", "2010-01-01"), ("log", "--since", "2010-01-01", "--json"), ("export", "-")]
)
def test_ten_years_need_no_more_memory_than_one(years: Callable[[int], Home], words: tuple[str, ...]) -> None:
    """Rule: what goes through everything on record holds one week of it at a time."""
    assert peak(years(TEN_YEARS), *words) < peak(years(52), *words) + 2_000

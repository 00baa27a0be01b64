"""`week --csv`: one row per bout that a spreadsheet reads as it is meant."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from sitbreak.commands import week_csv
from sitbreak.core.model import BoutRecord
from sitbreak.core.settings import Settings
from sitbreak.core.week import WeekSummary, summarise

HEADER = ["week", "day", "start", "end", "seconds", "assumed_seconds", "ended_by", "device"]


def bout(start: str, end: str, ended_by: str = "idle", assumed: float = 0.0) -> BoutRecord:
    day = "2026-11-16T"
    begun, over = (datetime.fromisoformat(f"{day}{clock}+01:00") for clock in (start, end))
    return BoutRecord(f"{start}-{ended_by}", begun, over, assumed, ended_by)


def summary(**devices: list[BoutRecord]) -> WeekSummary:
    return summarise("2026-W47", devices, Settings(), {})


MERGED = summary(
    desk=[bout("09:00", "10:00"), bout("14:00", "14:30", "walk", 600.4), bout("16:00", "16:20", "end")],
    laptop=[bout("09:30", "10:30", "drill")],
)


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_one_row_per_bout(tmp_path: Path) -> None:
    """Bouts in order of time, whole seconds, times with offset; a merged bout names its devices, an open one no end."""
    file = tmp_path / "week.csv"
    week_csv.write(str(file), MERGED)
    at = "2026-11-16T{}:00+01:00".format
    assert rows(file) == [
        HEADER,
        ["2026-W47", "2026-11-16", at("09:00"), at("10:30"), "5400", "0", "drill", "desk+laptop"],
        ["2026-W47", "2026-11-16", at("14:00"), at("14:30"), "1800", "600", "walk", "desk"],
        ["2026-W47", "2026-11-16", at("16:00"), at("16:20"), "1200", "0", "", "desk"],
    ]


def test_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    """ "-" is standard output, and an empty week is a header and nothing else."""
    week_csv.write("-", summarise("2026-W46", {"desk": []}, Settings(), {}))
    assert capsys.readouterr().out == ",".join(HEADER) + "\n"


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx"])
def test_no_formula(name: str, tmp_path: Path) -> None:
    """A device called like a formula is text to a spreadsheet."""
    file = tmp_path / "week.csv"
    week_csv.write(str(file), summarise("2026-W47", {name: [bout("09:00", "10:00")]}, Settings(), {}))
    assert rows(file)[1][-1] == "'" + name


def test_a_name_with_quotes(tmp_path: Path) -> None:
    """Commas, quotes and line ends inside a name stay inside their cell."""
    file, name = tmp_path / "week.csv", 'a "desk",\nupstairs'
    week_csv.write(str(file), summarise("2026-W47", {name: [bout("09:00", "10:00")]}, Settings(), {}))
    assert rows(file)[1][-1] == name


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that is not there is the system's own error, which the command line puts into a sentence."""
    with pytest.raises(FileNotFoundError):
        week_csv.write(str(tmp_path / "nowhere" / "week.csv"), MERGED)

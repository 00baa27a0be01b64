"""The person's own drills: listed, done, taking a shipped one's place, told of when wrong, previewed and drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from sitbreak.shipped import shipped
from tests.commands.home import Home, until

MARCH = shipped("config", "drills", "standing-march.toml").read_text(encoding="utf-8")
MINE = MARCH.replace('id = "standing-march"', 'id = "my-march"').replace("Standing march", "My march")
WRONG = MARCH.replace("total_s = 77", "total_s = 78")
LINE = WRONG.splitlines().index("total_s = 78") + 1
MISTAKE = f"wrong.toml: line {LINE}, levels[2].total_s: found 78, allowed the sum of its phases, 77"


def put(home: Home, name: str, text: str) -> Path:
    """A drill file in the person's folder."""
    path = home.path / "config" / "drills" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def quick(tmp_path: Path) -> Home:
    """A user who has read the notice and whose drills run fast."""
    home = Home(tmp_path / "home", SITBREAK_SPEED="40")
    assert home.does("safety", "--acknowledge").returncode == 0
    return home


def done(home: Home) -> list[str]:
    """The drills on record."""
    return [record["drill"] for record in home.logged() if record["kind"] == "drill"]


def test_an_own_drill_is_listed_and_done(quick: Home) -> None:
    """It stands in the list with its mark, is guided where nothing runs, and is put on record under its id."""
    put(quick, "mine.toml", MINE)
    listed = quick.does("drill", "--list")
    assert [line for line in listed.stdout.splitlines() if line.endswith("(own)")] == [
        f"{'my-march':<34} {77:>4} s  desk   My march  (own)"
    ]
    assert {row["id"] for row in quick.tells("drill", "--list") if row["own"]} == {"my-march"}
    assert quick.tells("drill", "my-march")["result"] == "done"
    assert done(quick) == ["my-march"]
    assert quick.does("week").returncode == 0


def test_an_own_drill_takes_the_place_of_a_shipped_one(quick: Home) -> None:
    """With the id of a shipped drill it is the one that is listed and guided, and the number of drills stays."""
    before = len(quick.tells("drill", "--list"))
    put(quick, "march.toml", MARCH.replace("Standing march", "My march"))
    rows = quick.tells("drill", "--list")
    assert [(row["id"], row["name"]) for row in rows if row["own"]] == [("standing-march", "My march")]
    assert len(rows) == before
    assert quick.does("drill", "standing-march").stdout.startswith("My march\n")


def test_the_running_program_knows_it(quick: Home) -> None:
    """A program that was started with it there takes it by name and guides it, a bad file beside it or not."""
    put(quick, "mine.toml", MINE)
    put(quick, "wrong.toml", WRONG)
    with quick.terminal() as screen:
        screen.shows("d drill").shows("Sitting 0 s")
        assert quick.does("drill", "my-march").returncode == 0
        screen.shows("My march").shows("How was it?").types("2")
        until(lambda: done(quick), "the record")
        assert f"! {MISTAKE}\n" in quick.does("status").stdout
    assert done(quick) == ["my-march"]


def test_a_drill_spoiled_meanwhile_is_given_up(quick: Home) -> None:
    """A file that was good at the start and is not any more ends its drill and nothing else; the log says why."""
    path = put(quick, "mine.toml", MINE)
    with quick.service():
        path.write_text(MINE.replace("total_s = 77", "total_s = 78"), encoding="utf-8")
        refused = quick.does("drill", "my-march", "--terminal")
        assert (refused.returncode, "levels[2].total_s" in refused.stderr) == (1, True)
        assert quick.tells("status")["drill"] is None


def test_a_bad_file_is_told_and_stops_nothing(home: Home) -> None:
    """List, config check and doctor name its line, key, what was found and what is allowed; the rest is there."""
    path = put(home, "wrong.toml", WRONG)
    told = f"{path.parent}/{MISTAKE}\n"
    listed = home.does("drill", "--list")
    assert (listed.returncode, listed.stderr) == (0, told)
    assert "standing-march" in listed.stdout
    checked = home.does("config", "check")
    assert (checked.returncode, checked.stdout, checked.stderr) == (1, "", told)
    assert home.tells("doctor")["drills"] == {"ok": False, "errors": [told.rstrip()]}
    text = home.does("doctor").stdout
    assert f"  !!  drills          {path.parent}\n        {told}" in text
    assert text.splitlines()[-1].endswith("drills.")


def test_a_bad_setting_and_a_bad_drill_are_told_together(home: Home) -> None:
    """config check looks at both before it ends."""
    home.configure('[sitting]\nlimit = "banana"\n')
    put(home, "wrong.toml", WRONG)
    lines = home.does("config", "check").stderr.splitlines()
    assert [lines[0].split(": ")[0], lines[1].endswith(MISTAKE)] == ["config.toml:2", True]


def test_no_drill_is_called_like_the_walk(home: Home) -> None:
    """The id of just walking is not free."""
    path = put(home, "walk.toml", MARCH.replace('id = "standing-march"', 'id = "walk-break"'))
    assert f'{path}: line 2, id: found "walk-break"' in home.does("drill", "--list").stderr


def test_a_preview_leaves_no_trace(quick: Home, tmp_path: Path) -> None:
    """A good file from anywhere is guided in the terminal, off the record, with the program running or not."""
    file = tmp_path / "draft.toml"
    file.write_text(MINE, encoding="utf-8")
    before = quick.files()
    alone = quick.does("drill", "--preview", str(file), "--terminal")
    assert (alone.returncode, alone.stdout.startswith("My march\n"), alone.stderr) == (0, True, "")
    assert quick.files() == before
    with quick.service():
        assert quick.tells("drill", "--preview", str(file))["result"] == "done"
        assert quick.tells("status")["today"]["drills_done"] == 0
    assert done(quick) == []


def test_a_preview_names_every_mistake(home: Home, tmp_path: Path) -> None:
    """Exit code 1 and a line for each, and no drill begins; so it is with a file that is not there."""
    file = tmp_path / "wrong.toml"
    file.write_text(WRONG.replace("level = 1\n", "level = 10\n"), encoding="utf-8")
    bad = home.does("drill", "--preview", str(file))
    assert (bad.returncode, bad.stdout) == (1, "")
    assert {line.partition(": ")[0] for line in bad.stderr.splitlines()} == {str(file)}
    assert [line.split(": ")[1].partition(", ")[2] for line in bad.stderr.splitlines()] == [
        "level",
        "levels[2].total_s",
    ]
    missing = home.does("drill", "--preview", str(tmp_path / "nosuch.toml"))
    assert (missing.returncode, "No such file" in missing.stderr, missing.stderr.count("\n")) == (1, True, 1)
    assert not home.path.exists()


@pytest.mark.parametrize(
    "words",
    [("--preview", "drill.json"), ("standing-march", "--preview", "x.toml"), ("--sheet", "x.jpg"), ("--sheet", "x")],
    ids=" ".join,
)
def test_a_name_that_cannot_be_meant_is_bad_usage(home: Home, words: tuple[str, ...]) -> None:
    """Exit code 2 and one sentence with what was found and what is allowed."""
    refused = home.does("drill", *words)
    assert (refused.returncode, refused.stderr.count("\n"), "allowed" in refused.stderr) == (2, 1, True)


def test_the_sheet_shows_every_posture(home: Home, tmp_path: Path) -> None:
    """A PNG of all drills, own ones included, larger than that of one; its place is told."""
    put(home, "mine.toml", MINE)
    all_of_them, one = tmp_path / "all.png", tmp_path / "one.png"
    drawn = home.does("drill", "--sheet", str(all_of_them))
    assert (drawn.returncode, drawn.stdout) == (0, f"{all_of_them}\n")
    assert home.does("drill", "my-march", "--sheet", str(one)).returncode == 0
    with Image.open(all_of_them) as sheet, Image.open(one) as strip:
        assert (sheet.format, strip.format) == ("PNG", "PNG")
        assert sheet.height > 5 * strip.height
        assert len(strip.getcolors() or ()) > 10


def test_a_sheet_that_cannot_be_written_is_said(home: Home, tmp_path: Path) -> None:
    """A folder that is not there: exit code 1 and one sentence that names the place."""
    place = tmp_path / "nosuch" / "sheet.png"
    refused = home.does("drill", "--sheet", str(place))
    assert (refused.returncode, str(place) in refused.stderr, refused.stderr.count("\n")) == (1, True, 1)

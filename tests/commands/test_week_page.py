"""The week's page as a file: written whole, readable by its owner only, refused in a sentence where it cannot be."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.commands.home import Home
from tests.ui.html_tree import read


def test_html_to_a_file(home: Home, tmp_path: Path) -> None:
    """--html writes the page in place of what was there, says nothing and leaves nothing beside it."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "week.html").write_text("old")
    done = home.does("week", "2026-W20", "--html", str(folder / "week.html"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path.name for path in folder.iterdir()] == ["week.html"]
    assert read((folder / "week.html").read_text()).one("h1").text == "Week 20"
    assert stat.S_IMODE((folder / "week.html").stat().st_mode) == 0o600
    assert not home.path.exists()


def test_html_to_standard_output(home: Home) -> None:
    """A dash writes the page to standard output."""
    assert home.does("week", "2026-W20", "--html", "-").stdout.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(("name", "sentence"), [("", "is no plain file"), ("none/week.html", "is no folder")])
def test_a_place_that_cannot_be(home: Home, tmp_path: Path, name: str, sentence: str) -> None:
    """A folder, or a place in a folder that is not there, is refused with what to do."""
    done = home.does("week", "--html", str(tmp_path / name))
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert "; name " in done.stderr


def test_one_output_at_a_time(home: Home) -> None:
    """Two kinds of output at once are bad usage."""
    assert home.does("week", "--html", "a", "--json").returncode == 2


def test_open_without_a_desktop(home: Home) -> None:
    """Without a desktop the page is written all the same, and the sentence tells where it is."""
    done = home.does("week", "2026-W20", "--open")
    page = home.path / "state" / "week.html"
    assert (done.returncode, done.stdout) == (1, "")
    assert str(page) in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Week 20" in page.read_text()


def test_the_demos_page(home: Home, tmp_path: Path) -> None:
    """The made-up week has a page with bouts, prompts, drills and a comparison."""
    home.env["TMPDIR"] = str(tmp_path)
    done = home.does("demo", "--html", str(tmp_path / "demo.html"))
    assert (done.returncode, done.stderr) == (0, "")
    page = read((tmp_path / "demo.html").read_text())
    assert len(page.all("figure", "chart")) == 3
    assert page.all("div", "funnel")
    assert page.all("table", "shifts")
    assert not home.path.exists()

"""What keeps the resident program small: imports cut short, work done in a copy, and the fence around both."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sitbreak.adapters.book import card, shelf, shipped_book
from sitbreak.adapters.catalogue_files import load_shipped

ROOT = Path(__file__).parents[2]

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks and counts memory like this")


def python(code: str) -> str:
    """What a new interpreter prints; fails with its error."""
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_whole_program_comes_without_the_heavy_modules() -> None:
    """Rule: importing the resident program brings neither asyncio, nor ssl, nor Pillow, nor a pool of processes."""
    heavy = {
        "asyncio",
        "ssl",
        "concurrent.futures",
        "multiprocessing",
        "importlib.metadata",
        "tzlocal",
        "subprocess",
        "PIL",
        "wave",
        "sitbreak.core.catalogue",
        "sitbreak.core.cues",
        "sitbreak.ui.sounds",
        "sitbreak.ui.report.page",
        "jinja2",
        "webbrowser",
    }
    loaded = python("import sys, sitbreak.app, sitbreak.screens, sitbreak.adapters.tray.sni; print(*sys.modules)")
    assert not heavy & set(loaded.split())


def test_a_module_that_was_left_out_can_still_be_imported() -> None:
    """Rule: the stand-ins are gone after the import, so that whoever needs the real module gets it."""
    code = "import sitbreak.adapters.ticker, asyncio, importlib.metadata as m; print(asyncio.run, m.version('pillow'))"
    assert "function run" in python(code)


def test_a_name_nobody_foresaw_brings_the_real_module() -> None:
    """Rule: a library that uses more of a left-out module than we know works all the same."""
    code = """
from sitbreak.adapters.lean import without
with without({"fractions": {"Known": 1}}):
    import fractions
    from fractions import Fraction, Known
print(Fraction(1, 2), Known, fractions.Fraction is Fraction)
import sys; print(sys.modules["fractions"].__file__.endswith("fractions.py"))
"""
    assert python(code) == "1/2 1 True\nTrue\n"


def test_the_book_is_the_catalogue_wherever_it_was_read() -> None:
    """Rule: the cards that come out of the copy are those of the shipped drills."""
    assert shipped_book() == tuple(card(drill) for drill in load_shipped())


def test_own_drills_stand_on_the_shelf_with_their_files(tmp_path: Path) -> None:
    """Rule: an own drill takes a shipped one's place and is found by its path; a bad file is a line and no more."""
    march = (ROOT / "config" / "drills" / "standing-march.toml").read_text()
    own = tmp_path / "drills"
    own.mkdir()
    (own / "mine.toml").write_text(march.replace("Standing march", "My march"))
    (own / "wrong.toml").write_text(march.replace('"SN"', '"XX"').replace("level = 1\n", "level = 10\n"))
    found = shelf(tmp_path)
    assert {known.name for known in found.book if known.id == "standing-march"} == {"My march"}
    assert len(found.book) == len(shipped_book())
    assert found.locate("standing-march") == str(own / "mine.toml")
    assert found.locate("march-hold") == "march-hold"
    (problem,) = found.problems
    assert problem.startswith('wrong.toml: line 5, chain: found "XX"')
    assert problem.endswith("(and 1 more)")


def test_without_own_drills_the_shelf_is_the_shipped_book(tmp_path: Path) -> None:
    """Rule: a folder that is not there is no problem."""
    found = shelf(tmp_path)
    assert (found.book, found.own, found.problems) == (shipped_book(), {}, ())


@linux
def test_work_in_a_copy_leaves_nothing_behind_but_its_value() -> None:
    """Rule: what forked work imports stays in the copy, and no child is left to be waited for."""
    code = """
import os, sys
from sitbreak.adapters.book import shipped_book
book = shipped_book()
print(len(book) > 0, "tomllib" in sys.modules)
try: os.waitpid(-1, os.WNOHANG)
except ChildProcessError: print("no child")
"""
    assert python(code) == "True False\nno child\n"


@linux
def test_a_copy_makes_no_copies() -> None:
    """Rule: forked work within forked work is done in the same copy, so twenty files read there are one fork."""
    code = """
import os
from sitbreak.adapters.forked import forked
copy, within = forked(lambda: [os.getpid(), forked(os.getpid)])
print(copy == within, copy == os.getpid())
"""
    assert python(code) == "True False\n"


@linux
def test_work_that_fails_in_the_copy_fails_here_with_its_own_error() -> None:
    """Rule: an error in forked work reaches the caller as if the work had been done right there."""
    code = """
from sitbreak.adapters.forked import forked
try: forked(lambda: 1 / 0)
except ZeroDivisionError as error: print(error)
"""
    assert python(code) == "division by zero\n"

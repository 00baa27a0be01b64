"""The week's page in a real browser: silent, on its own, on one sheet of paper, and open to everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sitbreak.ui.report.page import html
from tests.contracts.presence import missing, need
from tests.ui.report_weeks import WEEKS

if TYPE_CHECKING:
    from tests.ui.chromium import Reader

AXE = Path(__file__).parents[2] / ".venv/browser/node_modules/axe-core/axe.min.js"
NAMES = list(WEEKS)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One browser for all pages."""
    need("chromium", "chromedriver")
    from tests.ui.chromium import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every page as a file."""
    place = tmp_path_factory.mktemp("pages")
    for name, week in WEEKS.items():
        (place / f"{name}.html").write_text(html(week()))
    return place


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", NAMES)
def test_silent_alone_and_not_too_wide(reader: Reader, folder: Path, name: str, width: int, dark: bool) -> None:
    """No message on the console, no request but for the page itself, nothing to scroll sideways."""
    page = folder / f"{name}.html"
    reader.open(page, width, dark)
    assert reader.asks("return matchMedia('(prefers-color-scheme: dark)').matches") is dark
    assert reader.asks("return document.documentElement.scrollWidth") <= width
    assert reader.console() == []
    assert [url for url in reader.requests() if url != "data:,"] == [page.as_uri()]


@pytest.mark.parametrize("name", ["ordinary", "thin"])
def test_text_stays_in_its_box(reader: Reader, folder: Path, name: str) -> None:
    """No word is cut off or written over another in the narrow page's figures and day labels."""
    reader.open(folder / f"{name}.html", 390)
    assert reader.asks(_OVERLAPPING) == []


_OVERLAPPING = """
const boxes = [...document.querySelectorAll('.day, .sum, .fact dt, .value, .family .name, .column p, .sides tbody th')]
    .map(box => { const range = document.createRange(); range.selectNodeContents(box);
                  return [box.textContent.trim(), range.getBoundingClientRect()]; });
const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
return boxes.flatMap(([text, a], at) =>
    boxes.slice(at + 1).filter(([_, b]) => meet(a, b)).map(([other]) => [text, other]));
"""


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", NAMES)
def test_prints_on_one_page(reader: Reader, folder: Path, name: str, paper: str) -> None:
    """Every kind of week fits one sheet, of either paper."""
    reader.open(folder / f"{name}.html")
    assert len(re.findall(rb"/Type\s*/Page\b", reader.printed(paper))) == 1


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["wide-light", "narrow-dark"])
@pytest.mark.parametrize("name", NAMES)
def test_accessible(reader: Reader, folder: Path, name: str, width: int, dark: bool) -> None:
    """axe-core finds nothing at all, with the tables behind the charts folded out."""
    if not AXE.exists():
        missing("axe-core, which `make .venv/.browser` installs with npm")
    reader.open(folder / f"{name}.html", width, dark)
    reader.asks("for (const one of document.querySelectorAll('details')) one.open = true")
    assert reader.asks("return document.documentElement.scrollWidth") <= width
    found = reader.axe(AXE.read_text())
    assert [(one["impact"], one["id"], [node["html"][:90] for node in one["nodes"][:3]]) for one in found] == []


def test_axe_would_find_something(reader: Reader, tmp_path: Path) -> None:
    """The checker is really at work: a page without a language, or with text that is too faint, does not pass."""
    if not AXE.exists():
        missing("axe-core, which `make .venv/.browser` installs with npm")
    bad = tmp_path / "bad.html"
    bad.write_text("<!DOCTYPE html><title>bad</title><p style='color: #ddd; background: #fff'>faint</p>")
    reader.open(bad)
    assert {"html-has-lang", "color-contrast"} <= {one["id"] for one in reader.axe(AXE.read_text())}

"""Faults that tests inject are counted: each test marked `fault` has a witness, and the run ends with a table."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.witness import Witness

MANY_KILLS = 100
KEPT = pytest.StashKey[Witness]()
_ROW = "{:<64}{:>10}{:>10}{:>14}{:>14}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=10, help="how often programs are killed; from 100 on all is in full")


def in_full(config: pytest.Config) -> bool:
    """Whether this is `make faults` and not the short form in `make test`."""
    return int(config.getoption("--kills")) >= MANY_KILLS


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [] if in_full(config) else [item for item in items if item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        if (fault := item.get_closest_marker("fault")) is not None:
            item.user_properties.append(("fault", fault.args[0]))


@pytest.fixture
def witness(request: pytest.FixtureRequest) -> Iterator[Witness]:
    """Watches the folders it is told of; a test that is not marked `fault` may ignore it."""
    seen = request.node.stash[KEPT] = Witness()
    yield seen
    seen.close()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """A test marked `fault` ends with its witness's word, while its desktop and disks are still there."""
    seen = pyfuncitem.stash.get(KEPT, None) if pyfuncitem.get_closest_marker("fault") else None
    try:
        outcome = yield
        if seen is not None:
            seen.check_all()
        return outcome
    finally:
        if seen is not None:
            pyfuncitem.user_properties += [("injected", seen.injected), ("kept", seen.kept), ("lost", seen.lost)]


@dataclass(slots=True)
class Tally:
    """What became of one kind of fault."""

    injected: int = 0
    survived: int = 0
    kept: int = 0
    lost: int = 0

    def add(self, told: Mapping[str, Any], survived: bool) -> None:
        injected = int(told.get("injected", 1))
        self.injected += injected
        self.survived += injected * survived
        self.kept += int(told.get("kept", 0))
        self.lost += int(told.get("lost", 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One table of all faults: injected, survived, records kept and lost."""
    tallies: dict[str, Tally] = {}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.getreports(outcome):
            told = dict(getattr(report, "user_properties", ()))
            if "fault" in told and (report.when == "call" or outcome in ("error", "skipped")):
                tallies.setdefault(told["fault"], Tally()).add(told, outcome == "passed")
    if not tallies:
        return
    terminalreporter.section("faults")
    terminalreporter.write_line(_ROW.format("fault", "injected", "survived", "records kept", "records lost"))
    for fault, row in sorted(tallies.items()):
        terminalreporter.write_line(_ROW.format(fault, row.injected, row.survived, row.kept, row.lost))
    total = [sum(getattr(row, name) for row in tallies.values()) for name in ("injected", "survived", "kept", "lost")]
    terminalreporter.write_line(_ROW.format("all", *total))

"""Somebody who sits at a large desktop: what they find in the program, and what they wait for."""

from __future__ import annotations

from typing import Any

from tests.desktop.program import SEATED, Program

PROMPTED = SEATED | {"sitting.absence.locked": '"2s"', "prompt.max_per_bout": "20"}
"""Somebody who has been sitting for longer than the limit, and is gone as soon as the screen is locked."""

RESTLESS = PROMPTED | {"sitting.absence.idle": '"10s"', "sitting.limit": '"4h"'}
"""Somebody who is not asked, and gone after ten seconds without input."""


def source(program: Program) -> str:
    """Who tells of input just now."""
    return str(program.status()["why"]["source"])


def served(program: Program, port: str) -> str:
    """Who serves that port, by the word of doctor."""
    return str(program.doctor()["ports"][port]["chosen"])


def said(program: Program, port: str, name: str) -> dict[str, Any]:
    """What doctor says of one candidate of a port; the first of that name."""
    return next(row for row in program.doctor()["ports"][port]["tried"] if row["name"] == name)


def wait_state(program: Program, state: str) -> None:
    """That state comes."""
    program.wait_for(lambda: program.status()["state"] == state, f"the state {state}, not {program.status()}")


def wait_held(program: Program, reason: str) -> None:
    """The prompt that is due is held for that reason, and nothing is shown."""
    program.wait_for(lambda: program.status()["held_by"] == [reason], f"a prompt held by {reason}")
    assert program.prompt() is None


def at_work(program: Program) -> Program:
    """The same, once the first touch of today has been noticed."""
    wait_state(program, "seated")
    return program

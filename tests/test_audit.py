"""The audit of dependencies never takes silence for safety."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

AUDIT = Path(__file__).parents[1] / ".ci" / "audit"
FINE = {"name": "fine", "version": "1", "vulns": []}
BAD = {"name": "bad", "version": "2", "vulns": [{"id": "PYSEC-2026-1"}]}
UNASKED = {"name": "unasked", "skip_reason": "it could not be audited"}


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        ([FINE], 0, "1 of 1 packages asked about, none known."),
        ([FINE, BAD], 1, "bad 2: PYSEC-2026-1"),
        ([BAD, UNASKED], 1, "bad 2: PYSEC-2026-1"),
        ([FINE, UNASKED], 3, "NOT AUDITED: nobody could be asked about unasked."),
        (None, 3, "NOT AUDITED: the record of vulnerabilities cannot be reached from here."),
    ],
)
def test_answers(answer: list[object] | None, code: int, said: str, tmp_path: Path) -> None:
    """Rule: a known vulnerability fails, and so, by a code of its own, does a package nobody could be asked about."""
    told = json.dumps({"dependencies": answer}) if answer is not None else ""
    (tmp_path / "pip_audit.py").write_text(f"print({told!r})\n")
    done = subprocess.run(
        [sys.executable, str(AUDIT), "requirements.lock"],
        env={"PYTHONPATH": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code
    assert said in done.stdout + done.stderr

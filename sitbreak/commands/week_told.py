"""`python -m sitbreak.commands.week_told 2026-W46`: one JSON line with the sentence that matters about that week."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from sitbreak.adapters.clock import LocalTime
from sitbreak.commands import OK
from sitbreak.commands.records import opened
from sitbreak.commands.week import summary_of
from sitbreak.core.week_sentence import sentence


def main(argv: Sequence[str]) -> int:
    """Print what the running program wants to know; its exit code."""
    (week,) = argv
    told = sentence(summary_of(opened(), week, LocalTime()()))
    sys.stdout.write(json.dumps({"week": week, "sentence": told}) + "\n")
    return OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

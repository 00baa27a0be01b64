"""Lives a made-up year in one process and a month in the real program, judges both, and writes down what they showed.

`make soak` does both; `make soak ARGS=--real-hour` goes on in the real program until an hour has passed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from tests.soak import page
from tests.soak.judge import broken_in_month, broken_in_year
from tests.soak.meter import Sample
from tests.soak.month import WORKING_DAYS, Month, live
from tests.soak.year import Account, Year

PATIENCE = 3600.0


def year_of(weeks: int, seed: int, *how: str) -> Year:
    """A year, or so many weeks of one, in a process of its own."""
    argv = [sys.executable, "-m", "tests.soak.year", str(weeks), str(seed), *how]
    told: dict[str, Any] = json.loads(subprocess.run(argv, capture_output=True, check=True, timeout=PATIENCE).stdout)
    samples = tuple(Sample(**one) for one in told["samples"])
    return Year(samples, Account(**told["account"]), told["counts"], told["seconds"])


def write(year: Year, month: Month | None, docs: Path) -> None:
    """Put the section at the end of that page, instead of the one it holds, and the picture beside it."""
    text = docs.read_text(encoding="utf-8") if docs.exists() else "# Dependability\n\n"
    before, found, after = text.partition(page.TITLE)
    rest = after[after.find("\n## ") + 1 :] if found and "\n## " in after else ""
    docs.write_text(f"{before}{page.section(year, month)}{rest}", encoding="utf-8")
    page.PICTURE.write_text(page.picture(year, month), encoding="utf-8")


def soak(options: Namespace) -> list[str]:
    """Everything that was asked for; what was broken by it."""
    year = year_of(options.weeks, options.seed)
    _tell(f"{options.weeks} weeks in {year.seconds:.0f} s: {year.account}")
    broken = broken_in_year(year)
    if options.traced:
        traced = year_of(options.traced, options.seed + 1, "traced")
        _tell(f"traced: {[one.traced for one in traced.samples]}")
        broken += broken_in_year(traced)
    month = live(options.days, 60.0 if options.real_hour else 0.0, _tell) if options.days else None
    if month is not None:
        broken += broken_in_month(month)
    if options.write:
        write(year, month, options.write)
    return broken


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def main() -> int:
    parser = ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--weeks", type=int, default=52, help="how much of the made-up year")
    parser.add_argument("--seed", type=int, default=1, help="another year")
    parser.add_argument("--traced", type=int, default=0, metavar="WEEKS", help="so many more under tracemalloc, slowly")
    parser.add_argument("--days", type=int, default=WORKING_DAYS, help="working days in the real program; 0 for none")
    parser.add_argument("--real-hour", action="store_true", help="more of them until an hour has passed")
    parser.add_argument("--write", type=Path, metavar="FILE", help="the page whose section and picture to renew")
    broken = soak(parser.parse_args())
    sys.stdout.write("".join(f"broken: {sentence}\n" for sentence in broken) or "everything kept within its bounds\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

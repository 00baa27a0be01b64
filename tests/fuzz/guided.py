"""One reader under atheris, which tries bytes that reach code no bytes have reached before; ends the process."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["sitbreak", "tests.fuzz"]):
    from sitbreak.adapters import book, clock
    from tests.fuzz import readers

LONGEST = 20_000
"""Bytes of a case."""


def fuzz(name: str, seconds: int, place: Path) -> None:
    """Feed the reader until the time is over (exit code 0) or it breaks its promise; `place` keeps what is found."""
    logging.disable(logging.CRITICAL)
    for module in (book, clock):
        module.forked = _here  # type: ignore[attr-defined]  # the fuzzer takes the end of a fork for its own
    corpus = place / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(readers.seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    kept = f"-artifact_prefix={place}{os.sep}"
    limits = (f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=10", "-rss_limit_mb=2048")
    atheris.Setup([sys.argv[0], str(corpus), kept, *limits], lambda data: readers.READERS[name](data) and None)
    atheris.Fuzz()


def _here(work: Callable[[], Any]) -> Any:
    return work()


if __name__ == "__main__":
    fuzz(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))

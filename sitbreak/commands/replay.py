"""`sitbreak replay`: a recorded day through the same rules as the running program."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from datetime import datetime
from typing import Any

from sitbreak.adapters.book import shipped_book
from sitbreak.adapters.trace_file import read_trace
from sitbreak.commands import OK, Refusal
from sitbreak.core.model import BoutRecord, PromptRecord, Record, SpanRecord
from sitbreak.core.replay import Replayed, replay, to_json, totals
from sitbreak.core.trace import TraceError
from sitbreak.core.wording import hours_minutes


def run(options: Namespace) -> int:
    try:
        settings, events = read_trace(options.trace)
        day = replay(events, settings, shipped_book())
    except TraceError as error:
        raise Refusal(f"{options.trace}: {error}") from error
    if day is None:
        raise Refusal(f"{options.trace}: the trace has a first line but no readings")
    sys.stdout.write(json.dumps(to_json(day)) + "\n" if options.json else table(day))
    return OK


def table(day: Replayed) -> str:
    """The day as a list of spans with reasons, then the prompts, then the sums."""
    spans = [record for record in day.records if isinstance(record, BoutRecord | SpanRecord)]
    prompts = [record for record in day.records if isinstance(record, PromptRecord)]
    lines = [_span(record) for record in sorted(spans, key=lambda record: record.start)]
    lines += ["", *(_prompt(prompt) for prompt in prompts)] if prompts else []
    return "\n".join([*lines, "", _sums(totals(day))]) + "\n"


def _span(record: BoutRecord | SpanRecord) -> str:
    state = record.state if isinstance(record, SpanRecord) else "seated"
    lasted = hours_minutes((record.end - record.start).total_seconds())
    return f"{_clock(record.start)}-{_clock(record.end)}  {state:<10} {lasted:>11}  {_reason(record)}"


def _reason(record: Record) -> str:
    if isinstance(record, SpanRecord):
        return f"because of {record.signal}" if record.signal != "none" else "nobody can tell"
    if not isinstance(record, BoutRecord):
        return ""
    assumed = f", {hours_minutes(record.assumed_seconds)} of it assumed" if record.assumed_seconds else ""
    return f"ended by {record.ended_by}{assumed}"


def _prompt(prompt: PromptRecord) -> str:
    shown = f"shown {_clock(prompt.shown)}" if prompt.shown else "never shown"
    held = f", held by {', '.join(prompt.held_by)}" if prompt.held_by else ""
    return f"prompt due {_clock(prompt.due)}, {shown}, {prompt.outcome}{held}"


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}"


def _sums(sums: dict[str, Any]) -> str:
    parts = (f"{name.removesuffix('_seconds')} {hours_minutes(seconds)}" for name, seconds in sums.items() if seconds)
    return "Together: " + ", ".join(parts) + "."

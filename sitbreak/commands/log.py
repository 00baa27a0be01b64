"""`sitbreak log`: what happened, in order, as a list or one JSON document a line."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from datetime import date, datetime, time, timedelta
from typing import Any

from sitbreak.adapters.clock import LocalTime
from sitbreak.adapters.in_order import in_order
from sitbreak.commands import OK, USAGE, Refusal
from sitbreak.commands.records import opened
from sitbreak.core.codec import begins, encode_record, kind_of
from sitbreak.core.durations import format_duration
from sitbreak.core.model import (
    BoutRecord,
    CheckRecord,
    CorrectionRecord,
    DefinitionRecord,
    DrillRecord,
    PromptRecord,
    Record,
    SpanRecord,
)
from sitbreak.core.wording import hours_minutes, minutes

DEFAULT_DAYS = 7


def run(options: Namespace) -> int:
    now = LocalTime()()
    first = _day(options.since) if options.since else now.date() - timedelta(days=DEFAULT_DAYS)
    here = opened()
    none = True
    for record in in_order(here.store, datetime.combine(first, time(), now.tzinfo), now + timedelta(days=1)):
        none = False
        sys.stdout.write((json.dumps(_values(record)) if options.json else _line(record)) + "\n")
    if none and not options.json:
        sys.stdout.write(f"Nothing on record since {first}.\n")
    here.warn()
    return OK


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(f'--since: found "{text}", allowed a day such as 2026-11-20', USAGE) from error


def _values(record: Record) -> dict[str, Any]:
    return {"kind": kind_of(record), **encode_record(record)}


def _line(record: Record) -> str:
    return f"{begins(record):%Y-%m-%d %H:%M}  {_told(record)}"


def _told(record: Record) -> str:
    match record:
        case BoutRecord():
            assumed = f", {minutes(record.assumed_seconds)} of it assumed" if record.assumed_seconds else ""
            return f"sat {_length(record)}, ended by {record.ended_by}{assumed}"
        case SpanRecord():
            because = f", told by {record.signal}" if record.signal not in ("none", record.state) else ""
            return f"{record.state} {_length(record)}{because}"
        case PromptRecord():
            held = f", held by {', '.join(record.held_by)}" if record.held_by else ""
            return f"prompt {record.number}: {record.outcome}{held} ({record.drill})"
        case DrillRecord():
            return f"drill {record.drill}: {record.result}, {record.seconds:.0f} s"
        case CorrectionRecord():
            taken_back = ", taken back" if record.withdrawn else ""
            return f"corrected to {record.state} until {record.end:%H:%M}{taken_back}"
        case CheckRecord():
            return f"self-check: left {record.left}, right {record.right}"
        case DefinitionRecord():
            idle, locked, asleep = map(format_duration, record.absences)
            return f"from here on a break is {idle} without input, {locked} locked or {asleep} asleep"


def _length(record: BoutRecord | SpanRecord) -> str:
    return hours_minutes((record.end - record.start).total_seconds())

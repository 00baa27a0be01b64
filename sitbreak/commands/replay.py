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
from sitbreak.core.model import BoutRecord, SpanRecord
from sitbreak.core.replay import Replayed, replay, to_json, totals
from sitbreak.core.trace_fields import TraceError
from sitbreak.core.wording import HOLD_WORDS, hours_minutes

_ENDS = {
    "idle": "no input came any more",
    "lock": "the screen was locked",
    "sleep": "the machine fell asleep",
    "drill": "a drill was done",
    "walk": "you walked",
    "stand": "you said you were standing",
    "away": "you said you were away",
    "cap": "nothing but a call or film had vouched for you for too long",
    "untracked": "sitbreak was not running any more",
    "pause": "you paused it",
    "end": "the recording ends",
}
"""How a bout ended, in words."""

_SIGNALS = {
    "idle": "no input",
    "lock": "the screen was locked",
    "sleep": "the machine had slept, and nobody was back yet",
    "declared": "you said so",
    "drill": "after a drill",
    "walk": "you walked",
    "call": "a call went on, but no input came",
    "media": "a film went on, but no input came",
    "pause": "you paused it",
    "none": "nothing could tell whether you sat",
}
"""What a span rests on, in words."""

_SPANS = {
    ("asleep", "sleep"): "the machine was asleep",
    ("unclear", "sleep"): "the machine had slept, and nothing could tell whether you were back",
    ("unclear", "pause"): "the pause was over, and no input had come yet",
    ("away", "pause"): "the pause was over, and nobody came",
    ("untracked", "none"): "sitbreak was not running",
}
"""The same where it depends on the state, too."""

_OUTCOMES = {
    "accepted": "answered with a drill",
    "walked": "answered with a walk",
    "snoozed": "snoozed",
    "skipped": "skipped",
    "ignored": "not answered",
    "natural": "you left by yourself",
    "withdrawn": "withdrawn",
}

_STATES = {"elapsed_seconds": "in all", "seated_seconds": "sitting"}


def run(options: Namespace) -> int:
    try:
        head, happenings = read_trace(options.trace)
        known = head.taken_up.state if head.taken_up else None
        day = replay(happenings, head.settings, shipped_book(), known)
    except TraceError as error:
        raise Refusal(f"{options.trace}: {error}") from error
    if day is None:
        raise Refusal(f"{options.trace}: the trace has a first line but no readings")
    sys.stdout.write(json.dumps(to_json(day)) + "\n" if options.json else table(day))
    return OK


def table(day: Replayed) -> str:
    """The day as a table of spans with reasons, then the prompts and what became of them, then the sums."""
    rows = sorted(
        (record for record in day.records if isinstance(record, BoutRecord | SpanRecord)), key=lambda row: row.start
    )
    parts = [_in_days(rows), [_prompt(prompt) for prompt in to_json(day)["prompts"]], [_sums(totals(day))]]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _in_days(rows: list[BoutRecord | SpanRecord]) -> list[str]:
    """A heading, and a line with the date wherever a day begins."""
    lines = [f"{'from':<10}{'to':<10}{'length':>11}  {'state':<11}why"]
    day = None
    for row in rows:
        if row.start.date() != day:
            day = row.start.date()
            lines.append(f"{day:%A} {day.day} {day:%B %Y}")
        lines.append(_row(row))
    return lines


def _row(record: BoutRecord | SpanRecord) -> str:
    state = record.state if isinstance(record, SpanRecord) else "sitting"
    lasted = hours_minutes((record.end - record.start).total_seconds())
    return f"{_clock(record.start):<10}{_clock(record.end):<10}{lasted:>11}  {state:<11}{_reason(record)}"


def _reason(record: BoutRecord | SpanRecord) -> str:
    if isinstance(record, SpanRecord):
        return _SPANS.get((record.state, record.signal)) or _SIGNALS.get(record.signal, record.signal)
    assumed = f"; {hours_minutes(record.assumed_seconds)} of it assumed" if record.assumed_seconds else ""
    return f"until {_ENDS.get(record.ended_by, record.ended_by)}{assumed}"


def _prompt(prompt: dict[str, Any]) -> str:
    """One prompt of `replay --json` in words."""
    holds = " and ".join(HOLD_WORDS.get(one, one).replace(" is ", " was ") for one in prompt["held_by"])
    shown = f"shown {_short(prompt['shown'])} after {hours_minutes(prompt['bout_seconds'])} of sitting"
    outcome = _OUTCOMES.get(prompt["outcome"], "still open at the end")
    held = f"held because {holds}" if holds else ""
    parts = (f"prompt due {_short(prompt['due'])}", held, shown if prompt["shown"] else "never shown", outcome)
    return ", ".join(part for part in parts if part)


def _short(moment: str | None) -> str:
    return _clock(datetime.fromisoformat(moment)) if moment else ""


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}"


def _sums(sums: dict[str, Any]) -> str:
    """The time elapsed and what it was made of, such as "34 min in all: 11 min sitting, 20 min paused"."""
    elapsed, *rest = (
        f"{hours_minutes(seconds)} {_STATES.get(name, name.removesuffix('_seconds'))}"
        for name, seconds in sums.items()
        if seconds or name == "elapsed_seconds"
    )
    return f"{elapsed}: {', '.join(rest)}."

"""The words for what a person says about their training: the notice read, pain, steps, a suggestion, the self-check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sitbreak.core.durations import ENDLESS
from sitbreak.core.events import Acknowledge, Change, DrillEnded, Event, SelfCheck, SetLevel, Spread, SwitchDrills
from sitbreak.core.fields import shown

PLAIN: dict[str, Event] = {
    "acknowledge": Acknowledge(),
    "spread": Spread(True),
    "no_spread": Spread(False),
    "drills_on": SwitchDrills(True),
    "drills_off": SwitchDrills(False),
}
"""What a trace calls them."""

SPREAD, STAYED, READ = "spread", "stayed", "acknowledged"
"""Words that a drill's report may end with."""


def command(words: Sequence[str]) -> Event | None:
    """The event of such command words, None when they are none."""
    match list(words):
        case ["safety", "--acknowledge"]:
            return Acknowledge()
        case ["hurt", ("spread" | "stayed") as answer]:
            return Spread(answer == SPREAD)
        case ["drills", ("on" | "off") as state]:
            return SwitchDrills(state == "on")
        case ["level", name, level] if level.isdecimal() and len(level) < 10:
            return SetLevel(name, int(level))
        case ["self-check", left, right]:
            return SelfCheck(left, right)
        case _:
            return None


def deed(values: Mapping[str, Any]) -> Event | None:
    """The event of a trace's "do" line, None when it is none of these."""
    match dict(values):
        case {"do": "level", "of": str(name), "level": int(level)}:
            return SetLevel(name, level)
        case {"do": "change", "key": str(key), "value": str(value), "before": str(before)}:
            return Change(key, value, before)
        case {"do": "self_check", "left": str(left), "right": str(right)}:
            return SelfCheck(left, right)
        case _:
            return None


def recorded(event: Event) -> dict[str, Any] | None:
    """The "do" line of such an event, None for the others."""
    match event:
        case SetLevel(name, level):
            return {"do": "level", "of": name, "level": level}
        case Change(key, value, before):
            return {"do": "change", "key": key, "value": value, "before": before}
        case SelfCheck(left, right):
            return {"do": "self_check", "left": left, "right": right}
        case _:
            return None


def report_words(told: Sequence[str]) -> dict[str, Any]:
    """What the words after the seconds of a "drill-ended" tell."""
    effort = next((word for word in told if word not in (SPREAD, STAYED, READ)), None)
    spread = True if SPREAD in told else False if STAYED in told else None
    return {"effort": effort, "spread": spread, "acknowledged": READ in told}


def span(value: Any) -> float:
    """Seconds out of a report; ValueError for not-a-number and for the endless."""
    if not 0 <= float(value) < ENDLESS:
        raise ValueError(f"found {shown(value)} seconds")
    return float(value)


def report_values(report: DrillEnded) -> dict[str, Any]:
    """The same of a report as a trace's line has it; what was not said is left out."""
    told = {"effort": report.effort, "spread": report.spread, "acknowledged": report.acknowledged or None}
    return {name: value for name, value in told.items() if value is not None}

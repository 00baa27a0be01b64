"""What a trace's "do" lines say, turned into events and back; a recorded day is replayed by these words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sitbreak.core import training_commands
from sitbreak.core.commands import GAP_ANSWERS, PLAIN, BadCommand, correct, duration, mode, one_of, reason, report
from sitbreak.core.durations import format_duration
from sitbreak.core.fields import shown
from sitbreak.core.model import (
    Accept,
    AnswerGap,
    Away,
    Correct,
    DrillEnded,
    Event,
    ModeKind,
    SetMode,
    Skip,
    Snooze,
    StartDrill,
)


def deed(values: Mapping[str, Any], wall: datetime) -> Event:
    """The event of a trace's "do" line."""
    word = str(values["do"])
    match word:
        case "drill_ended":
            return report(values)
        case "pause" | "quiet":
            span = (
                ["until", str(values["until"])]
                if "until" in values
                else [str(values["for"])]
                if "for" in values
                else []
            )
            return mode(word, span, wall)
        case "accept" | "drill":
            name = str(values["drill"]) if values.get("drill") is not None else None
            return Accept(name) if word == "accept" else StartDrill(name)
        case "snooze":
            return Snooze(duration(str(values["for"])) if "for" in values else None)
        case "skip":
            return Skip(reason(str(values["reason"])) if values.get("reason") is not None else None)
        case "away":
            return Away(duration(str(values.get("since", "0s"))))
        case "correct":
            return correct(str(values.get("from")), str(values.get("to")), str(values.get("state")), wall)
        case "answer_gap":
            return AnswerGap(one_of("answer", str(values.get("answer")), GAP_ANSWERS))
        case _:
            return training_commands.deed(values) or _plain(word)


def _plain(word: str) -> Event:
    if word not in PLAIN:
        raise BadCommand(
            f"do: found {shown(word)}, allowed what the commands say, such as snooze, accept, stand or drill_ended"
        )
    return PLAIN[word]


def recorded(event: Event) -> dict[str, Any] | None:
    """The "do" line of an event that a person caused; None for everything else."""
    match event:
        case Accept(drill):
            return {"do": "accept"} | ({"drill": drill} if drill else {})
        case StartDrill(drill):
            return {"do": "drill"} | ({"drill": drill} if drill else {})
        case Snooze(seconds):
            return {"do": "snooze"} | ({"for": format_duration(seconds)} if seconds else {})
        case Skip(why):
            return {"do": "skip"} | ({"reason": why} if why else {})
        case Away(since):
            return {"do": "away"} | ({"since": format_duration(since)} if since else {})
        case Correct(start, end, state):
            return {"do": "correct", "from": start.isoformat(), "to": end.isoformat(), "state": state}
        case AnswerGap(answer):
            return {"do": "answer_gap", "answer": answer}
        case SetMode(kind, seconds, until):
            span = {"for": format_duration(seconds)} if seconds else {"until": f"{until:%H:%M}"} if until else {}
            return {"do": "pause" if kind is ModeKind.PAUSED else "quiet"} | span
        case DrillEnded(result, seconds, left, right):
            told = {
                "do": "drill_ended",
                "result": result.value,
                "seconds": seconds,
                "sides": {"left": left, "right": right},
            }
            return told | training_commands.report_values(event)
        case _:
            plain = next(({"do": word} for word, plain in PLAIN.items() if plain == event), None)
            return plain or training_commands.recorded(event)

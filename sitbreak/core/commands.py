"""The words of the commands, as typed, clicked or recorded, turned into events; one meaning wherever they come from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sitbreak.core.durations import format_duration, parse_duration
from sitbreak.core.model import (
    Accept,
    Away,
    DrillEnded,
    DrillResult,
    Event,
    ModeKind,
    Quit,
    Resume,
    SetMode,
    Sit,
    Skip,
    Snooze,
    Stand,
    StartDrill,
    Walk,
)

SKIP_REASONS = ("busy", "meeting", "can't stand", "hurts", "other")

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_MODES = {"pause": ModeKind.PAUSED, "quiet": ModeKind.QUIET}
_PLAIN: dict[str, Event] = {"resume": Resume(), "stand": Stand(), "sit": Sit(), "quit": Quit(), "walk": Walk()}


class BadCommand(ValueError):
    """Words that mean nothing; the message says what was found and what is allowed."""


def command(words: Sequence[str], wall: datetime) -> Event:
    """The event of command words such as ("answer", "snooze", "10m"); `wall` is now, for times like "until 14:00"."""
    match list(words):
        case ["answer", *rest]:
            return _answer(rest)
        case ["drill"]:
            return StartDrill()
        case ["drill", "--elsewhere"]:
            return StartDrill(elsewhere=True)
        case ["drill", name]:
            return StartDrill(name)
        case ["drill", name, "--elsewhere"]:
            return StartDrill(name, elsewhere=True)
        case ["drill-ended", result, seconds, left, right, *effort]:
            sides = {"left": left, "right": right}
            return _report({"result": result, "seconds": seconds, "sides": sides, "effort": next(iter(effort), None)})
        case [("pause" | "quiet") as kind, *rest]:
            return _mode(kind, rest, wall)
        case ["away"]:
            return Away()
        case ["away", "--since", span]:
            return Away(_duration(span))
        case [("resume" | "stand" | "sit" | "quit") as plain]:
            return _PLAIN[plain]
        case _:
            raise BadCommand(f'"{" ".join(words)}" is no command')


def _answer(words: Sequence[str]) -> Event:
    match list(words):
        case ["accept"]:
            return Accept()
        case ["accept", drill]:
            return Accept(drill)
        case ["snooze"]:
            return Snooze()
        case ["snooze", span]:
            return Snooze(_duration(span))
        case ["skip"]:
            return Skip()
        case ["skip", "--reason", reason]:
            return Skip(_reason(reason))
        case ["walk"]:
            return Walk()
        case _:
            raise BadCommand(
                f'answer: found "{" ".join(words)}", allowed accept [DRILL], snooze [10m], skip [--reason R] or walk'
            )


def _reason(reason: str) -> str:
    if reason not in SKIP_REASONS:
        raise BadCommand(f'reason: found "{reason}", allowed one of {", ".join(SKIP_REASONS)}')
    return reason


def _mode(kind: str, words: Sequence[str], wall: datetime) -> Event:
    match list(words):
        case [] if kind == "quiet":
            return SetMode(ModeKind.QUIET)
        case ["today"]:
            return SetMode(_MODES[kind], until=_midnight_after(wall))
        case ["until", clock]:
            return SetMode(_MODES[kind], until=_next(clock, wall))
        case [span]:
            return SetMode(_MODES[kind], seconds=_duration(span))
        case _:
            raise BadCommand(
                f'{kind}: found "{" ".join(words)}", allowed a duration such as 1h, "until 14:00" or "today"'
            )


def _duration(text: str) -> float:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise BadCommand(str(error)) from error


def _midnight_after(wall: datetime) -> datetime:
    return (wall + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _next(clock: str, wall: datetime) -> datetime:
    match = _TIME.fullmatch(clock)
    if match is None:
        raise BadCommand(f'until: found "{clock}", allowed a time of day such as 14:00')
    today = wall.replace(hour=int(match[1]), minute=int(match[2]), second=0, microsecond=0)
    return today if today > wall else today + timedelta(days=1)


def deed(values: Mapping[str, Any], wall: datetime) -> Event:
    """The event of a trace's "do" line."""
    word = str(values["do"])
    match word:
        case "drill_ended":
            return _report(values)
        case "pause" | "quiet":
            span = (
                ["until", str(values["until"])]
                if "until" in values
                else [str(values["for"])]
                if "for" in values
                else []
            )
            return _mode(word, span, wall)
        case "accept" | "drill":
            name = str(values["drill"]) if values.get("drill") is not None else None
            return Accept(name) if word == "accept" else StartDrill(name)
        case "snooze":
            return Snooze(_duration(str(values["for"])) if "for" in values else None)
        case "skip":
            return Skip(_reason(str(values["reason"])) if values.get("reason") is not None else None)
        case "away":
            return Away(_duration(str(values.get("since", "0s"))))
        case _:
            return _plain(word)


def _plain(word: str) -> Event:
    if word not in _PLAIN:
        raise BadCommand(
            f'do: found "{word}", allowed what the commands say, such as snooze, accept, stand or drill_ended'
        )
    return _PLAIN[word]


def _report(values: Mapping[str, Any]) -> DrillEnded:
    sides = values.get("sides") or {}
    try:
        result = DrillResult(str(values.get("result")))
        left, right = (float(sides.get(side, 0.0)) for side in ("left", "right"))
        return DrillEnded(result, float(values.get("seconds", 0.0)), left, right, values.get("effort"))
    except (ValueError, TypeError, AttributeError) as error:
        raise BadCommand(
            f"drill_ended: {error}; allowed result done, partial, abandoned or expired, and seconds"
        ) from error


def recorded(event: Event) -> dict[str, Any] | None:
    """The "do" line of an event that a person caused; None for everything else."""
    match event:
        case Accept(drill):
            return {"do": "accept"} | ({"drill": drill} if drill else {})
        case StartDrill(drill):
            return {"do": "drill"} | ({"drill": drill} if drill else {})
        case Snooze(seconds):
            return {"do": "snooze"} | ({"for": format_duration(seconds)} if seconds else {})
        case Skip(reason):
            return {"do": "skip"} | ({"reason": reason} if reason else {})
        case Away(since):
            return {"do": "away"} | ({"since": format_duration(since)} if since else {})
        case SetMode(kind, seconds, until):
            span = {"for": format_duration(seconds)} if seconds else {"until": f"{until:%H:%M}"} if until else {}
            return {"do": "pause" if kind is ModeKind.PAUSED else "quiet"} | span
        case DrillEnded(result, seconds, left, right, effort):
            told = {
                "do": "drill_ended",
                "result": result.value,
                "seconds": seconds,
                "sides": {"left": left, "right": right},
            }
            return told | ({"effort": effort} if effort else {})
        case _:
            return next(({"do": word} for word, plain in _PLAIN.items() if plain == event), None)

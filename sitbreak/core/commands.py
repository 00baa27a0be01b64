"""The words of the commands, as typed, clicked or recorded, turned into events; one meaning wherever they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sitbreak.core import training_commands
from sitbreak.core.durations import format_duration, parse_duration
from sitbreak.core.fields import shown
from sitbreak.core.model import (
    Accept,
    AnswerGap,
    Away,
    Correct,
    DrillEnded,
    DrillResult,
    Event,
    ModeKind,
    Quit,
    ReadWeek,
    Resume,
    SetMode,
    Sit,
    Skip,
    Snooze,
    Stand,
    StartDrill,
    Undo,
    Walk,
    WeekTold,
)
from sitbreak.core.moments import midnight_after, next_clock, past_span

GAP_ANSWERS = ("seated", "away", "never")
CORRECTIONS = ("seated", "away")
SKIP_REASONS = ("busy", "meeting", "can't stand", "hurts", "other")

_MODES = {"pause": ModeKind.PAUSED, "quiet": ModeKind.QUIET}
_PLAIN: dict[str, Event] = {
    "resume": Resume(),
    "stand": Stand(),
    "sit": Sit(),
    "undo": Undo(),
    "walk": Walk(),
    "quit": Quit(),
    "read_week": ReadWeek(),
    "week_told": WeekTold(),
    **training_commands.PLAIN,
}


class BadCommand(ValueError):
    """Words that mean nothing; the message says what was found and what is allowed."""


def command(words: Sequence[str], wall: datetime) -> Event:
    """The event of command words such as ("answer", "snooze", "10m"); `wall` is now, for times like "until 14:00"."""
    match list(words):
        case ["answer", *rest]:
            return _answer(rest)
        case ["drill", *rest] if len(rest) - ("--elsewhere" in rest) <= 1:
            return StartDrill(next((name for name in rest if name != "--elsewhere"), None), "--elsewhere" in rest)
        case ["drill-ended", result, seconds, left, right, *told]:
            done = {"result": result, "seconds": seconds, "sides": {"left": left, "right": right}}
            return _report(done | training_commands.report_words(told))
        case [("pause" | "quiet") as kind, *rest]:
            return _mode(kind, rest, wall)
        case ["away"]:
            return Away()
        case ["away", "--since", span]:
            return Away(_duration(span))
        case ["correct", *rest]:
            return _corrected(rest, wall)
        case [("resume" | "stand" | "sit" | "undo" | "quit") as plain]:
            return _PLAIN[plain]
        case _ if (said := training_commands.command(words)) is not None:
            return said
        case _:
            raise BadCommand(f"{_said(words)} is no command")


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
                f"answer: found {_said(words)}, allowed accept [DRILL], snooze [10m], skip [--reason R] or walk"
            )


def _said(words: Sequence[str]) -> str:
    return shown(" ".join(words))


def _reason(reason: str) -> str:
    return _one_of("reason", reason, SKIP_REASONS)


def _one_of(what: str, word: str, allowed: Sequence[str]) -> str:
    if word not in allowed:
        raise BadCommand(f"{what}: found {shown(word)}, allowed one of {', '.join(allowed)}")
    return word


def _corrected(words: Sequence[str], wall: datetime) -> Event:
    match list(words):
        case ["last", answer]:
            return AnswerGap(_one_of("correct last", answer, GAP_ANSWERS))
        case [start, end, state]:
            return _correct(start, end, state, wall)
        case _:
            raise BadCommand(f"correct: found {_said(words)}, allowed FROM TO seated|away, or last seated|away|never")


def _correct(first: str, last: str, state: str, wall: datetime) -> Event:
    try:
        start, end = past_span(first, last, wall)
    except ValueError as error:
        raise BadCommand(f"correct: {error}") from error
    return Correct(start, end, _one_of("correct", state, CORRECTIONS))


def _mode(kind: str, words: Sequence[str], wall: datetime) -> Event:
    match list(words):
        case [] if kind == "quiet":
            return SetMode(ModeKind.QUIET)
        case ["today"]:
            return SetMode(_MODES[kind], until=midnight_after(wall))
        case ["until", clock]:
            return SetMode(_MODES[kind], until=_until(clock, wall))
        case [span]:
            return SetMode(_MODES[kind], seconds=_duration(span))
        case _:
            raise BadCommand(f'{kind}: found {_said(words)}, allowed a duration such as 1h, "until 14:00" or "today"')


def _duration(text: str) -> float:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise BadCommand(str(error)) from error


def _until(clock: str, wall: datetime) -> datetime:
    try:
        return next_clock(clock, wall)
    except ValueError as error:
        raise BadCommand(f"until: {error}") from error


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
        case "correct":
            return _correct(str(values.get("from")), str(values.get("to")), str(values.get("state")), wall)
        case "answer_gap":
            return AnswerGap(_one_of("answer", str(values.get("answer")), GAP_ANSWERS))
        case _:
            return training_commands.deed(values) or _plain(word)


def _plain(word: str) -> Event:
    if word not in _PLAIN:
        raise BadCommand(
            f"do: found {shown(word)}, allowed what the commands say, such as snooze, accept, stand or drill_ended"
        )
    return _PLAIN[word]


def _report(values: Mapping[str, Any]) -> DrillEnded:
    sides = values.get("sides") or {}
    try:
        result = DrillResult(str(values.get("result")))
        seconds, left, right = map(
            training_commands.span, (values.get("seconds", 0.0), sides.get("left", 0.0), sides.get("right", 0.0))
        )
        said = (values.get("effort"), values.get("spread"), values.get("acknowledged") is True)
        return DrillEnded(result, seconds, left, right, *said)
    except (ValueError, TypeError, AttributeError) as error:
        raise BadCommand(
            f"drill_ended: {error!s:.120}; allowed result done, partial, abandoned or expired, and seconds"
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
            plain = next(({"do": word} for word, plain in _PLAIN.items() if plain == event), None)
            return plain or training_commands.recorded(event)

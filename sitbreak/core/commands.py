"""The words of the commands, as typed or clicked, turned into events; one meaning wherever they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sitbreak.core import training_commands
from sitbreak.core.durations import parse_duration
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
PLAIN: dict[str, Event] = {
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
"""Words that say all there is to say."""


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
            return report(done | training_commands.report_words(told))
        case [("pause" | "quiet") as kind, *rest]:
            return mode(kind, rest, wall)
        case ["away"]:
            return Away()
        case ["away", "--since", span]:
            return Away(duration(span))
        case ["correct", *rest]:
            return _corrected(rest, wall)
        case [("resume" | "stand" | "sit" | "undo" | "quit") as plain]:
            return PLAIN[plain]
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
            return Snooze(duration(span))
        case ["skip"]:
            return Skip()
        case ["skip", "--reason", word]:
            return Skip(reason(word))
        case ["walk"]:
            return Walk()
        case _:
            raise BadCommand(
                f"answer: found {_said(words)}, allowed accept [DRILL], snooze [10m], skip [--reason R] or walk"
            )


def _said(words: Sequence[str]) -> str:
    return shown(" ".join(words))


def reason(word: str) -> str:
    """The word itself where it is a reason to skip; BadCommand for any other."""
    return one_of("reason", word, SKIP_REASONS)


def one_of(what: str, word: str, allowed: Sequence[str]) -> str:
    """The word itself where it is allowed; BadCommand for any other, which `what` was to be."""
    if word not in allowed:
        raise BadCommand(f"{what}: found {shown(word)}, allowed one of {', '.join(allowed)}")
    return word


def _corrected(words: Sequence[str], wall: datetime) -> Event:
    match list(words):
        case ["last", answer]:
            return AnswerGap(one_of("correct last", answer, GAP_ANSWERS))
        case [start, end, state]:
            return correct(start, end, state, wall)
        case _:
            raise BadCommand(f"correct: found {_said(words)}, allowed FROM TO seated|away, or last seated|away|never")


def correct(first: str, last: str, state: str, wall: datetime) -> Event:
    """A correction of the past span between two clock times; BadCommand where it is none."""
    try:
        start, end = past_span(first, last, wall)
    except ValueError as error:
        raise BadCommand(f"correct: {error}") from error
    return Correct(start, end, one_of("correct", state, CORRECTIONS))


def mode(kind: str, words: Sequence[str], wall: datetime) -> Event:
    """A pause or quiet for as long as the words say; BadCommand for words that say no time."""
    match list(words):
        case [] if kind == "quiet":
            return SetMode(ModeKind.QUIET)
        case ["today"]:
            return SetMode(_MODES[kind], until=midnight_after(wall))
        case ["until", clock]:
            return SetMode(_MODES[kind], until=_until(clock, wall))
        case [span]:
            return SetMode(_MODES[kind], seconds=duration(span))
        case _:
            raise BadCommand(f'{kind}: found {_said(words)}, allowed a duration such as 1h, "until 14:00" or "today"')


def duration(text: str) -> float:
    """Seconds of a text such as "10m"; BadCommand for any other."""
    try:
        return parse_duration(text)
    except ValueError as error:
        raise BadCommand(str(error)) from error


def _until(clock: str, wall: datetime) -> datetime:
    try:
        return next_clock(clock, wall)
    except ValueError as error:
        raise BadCommand(f"until: {error}") from error


def report(values: Mapping[str, Any]) -> DrillEnded:
    """What a finished drill tells; BadCommand for what no drill can have told."""
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

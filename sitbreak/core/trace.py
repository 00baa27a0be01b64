"""A recorded day: from the plain values of a trace to readings and deeds, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from sitbreak.core.codec import decode_state
from sitbreak.core.commands import BadCommand
from sitbreak.core.decoding import CodecError
from sitbreak.core.deeds import deed
from sitbreak.core.fields import shown
from sitbreak.core.model import (
    Accept,
    AnswerGap,
    At,
    DrillResult,
    Event,
    Looked,
    PromptFailed,
    PromptShown,
    Reading,
    Skip,
    Snooze,
    Started,
    State,
    Walk,
)
from sitbreak.core.settings import Settings
from sitbreak.core.trace_fields import SAME, TraceError, read_flag, read_moment, read_rules, read_seconds, read_text
from sitbreak.core.values import dataclass, replace

OPEN, STALE = "open", "stale"
"""The ids of prompts in a trace: the one that is open just then, and any that was not open any more."""

NOT_RUNNING = 300.0
"""Readings further apart than this (seconds), without sleep or word to the contrary, mean that it was not running."""

ROUNDING = 0.01
"""How much (seconds) two times may disagree because they were written to the millisecond."""

_TOLD = frozenset({"do", "prompt", "settings"})
_SIGNALS = ("locked", "call", "media", "fullscreen", "do_not_disturb")
_WORDS = ("do", "for", "until", "since", "reason", "drill")
_CHOICES: dict[str, tuple[str | None, ...]] = {
    "result": tuple(result.value for result in DrillResult),
    "effort": (None, "easy", "ok", "hard", "hurt"),
}


Happening = Event | Settings
"""One thing a trace tells: an event, or the settings in force from here on."""


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What the program knew when a recording began, at `t` and `asleep` on its axis.

    It was `running` when an older file came to its end and this one began. Such a trace tells itself when a prompt
    came to the screen.
    """

    state: State
    t: float = 0.0
    asleep: float = 0.0
    running: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The first line; `taken_up` is None where a day begins with nothing known, as in a trace written by hand."""

    start: datetime
    settings: Settings
    taken_up: TakenUp | None = None


def header(values: Mapping[str, Any], zone: Any) -> Header:
    """The first line of a trace; `zone` is a tzinfo to read labels in, or None to keep the offset of `start`."""
    if values.get("sitbreak_trace") != 1:
        raise TraceError('line 1: found no "sitbreak_trace": 1, which the first line of a trace must hold')
    start = read_moment(1, "start", values.get("start"))
    rules = read_rules(1, values.get("settings", {}))
    return Header(start.astimezone(zone) if zone else start, rules, _taken_up(values.get("taken_up")))


def _taken_up(values: Any) -> TakenUp | None:
    if values is None:
        return None
    if not isinstance(values, dict):
        raise TraceError(
            f"line 1: taken_up: found {shown(values)}, allowed an object with t, asleep, running and state"
        )
    try:
        state = decode_state(values.get("state"), "state")
    except CodecError as error:
        raise TraceError(f"line 1: taken_up: {error}") from error
    t, asleep = read_seconds(1, values, "t", None), read_seconds(1, values, "asleep", 0.0)
    if t < state.t:
        raise TraceError(f"line 1: taken_up: t: found {t:g}, allowed {state.t:g} or later, the time of the state")
    return TakenUp(state, t, asleep, read_flag(1, values, "running", False))


_FROM_NOTHING = TakenUp(State())


@dataclass(frozen=True, slots=True)
class _Reader:
    header: Header
    wall: At
    t: float = 0.0
    asleep: float = 0.0
    reading: Reading = field(default_factory=Reading)

    def at(self) -> At:
        began = self.header.taken_up or _FROM_NOTHING
        return At(began.t + self.t, self.wall.label(self.t), began.asleep + self.asleep)


def events(head: Header, lines: Iterator[tuple[int, Mapping[str, Any]]]) -> Iterator[tuple[At, Happening]]:
    """Stamped happenings of the numbered lines after the header; the program starts at t = 0, unless it goes on.

    A prompt that is shown or fails to be goes by the id OPEN or STALE.
    """
    reader = _Reader(head, At(0.0, head.start))
    begun = head.taken_up is not None and head.taken_up.running
    for number, values in lines:
        after = _advance(reader, number, values)
        if not begun:
            yield reader.at(), Started()
        begun = True
        ran = after.asleep > reader.asleep or read_flag(number, values, "running", False)
        if after.t - reader.t > NOT_RUNNING and not ran:
            yield after.at(), Started()
        for happening in _happenings(number, values, after):
            yield after.at(), happening
        reader = after


def _happenings(number: int, values: Mapping[str, Any], after: _Reader) -> Iterator[Happening]:
    if "settings" in values:
        yield read_rules(number, values["settings"])
    if _has_reading(values) or not values.keys() & _TOLD:
        yield Looked(after.reading)
    if "prompt" in values:
        yield _on_screen(number, values)
    if "do" in values:
        yield _deed(number, values, after.at())


def _on_screen(number: int, values: Mapping[str, Any]) -> Event:
    word, prompt = values["prompt"], STALE if read_flag(number, values, "stale", False) else OPEN
    if word not in ("shown", "failed"):
        raise TraceError(f"line {number}: prompt: found {shown(word)}, allowed shown or failed")
    return PromptShown(prompt) if word == "shown" else PromptFailed(prompt, "as recorded")


def _has_reading(values: Mapping[str, Any]) -> bool:
    return any(name in values for name in ("idle", "slept", "app", *_SIGNALS))


def _advance(reader: _Reader, number: int, values: Mapping[str, Any]) -> _Reader:
    t, slept = read_seconds(number, values, "t", None), read_seconds(number, values, "slept", 0.0)
    if t < reader.t:
        raise TraceError(f"line {number}: t: found {t:g}, allowed {reader.t:g} or later; time only goes forward")
    passed = t - reader.t
    if slept > passed + ROUNDING:
        raise TraceError(
            f"line {number}: slept: found {slept:g}, allowed up to {passed:g}, the time since the line before"
        )
    reading = _reading(reader, number, values, passed)
    wall = _wall(reader, number, t, values)
    slept = passed if slept > passed + SAME else slept
    return replace(reader, wall=wall, t=t, asleep=reader.asleep + slept, reading=reading)


def _wall(reader: _Reader, number: int, t: float, values: Mapping[str, Any]) -> At:
    """The wall clock that later times are read off: another one once somebody has set it."""
    if "wall" not in values:
        return reader.wall
    return At(t, read_moment(number, "wall", values["wall"]).astimezone(reader.header.start.tzinfo))


def _reading(reader: _Reader, number: int, values: Mapping[str, Any], passed: float) -> Reading:
    before = reader.reading
    known: dict[str, Any] = {name: read_flag(number, values, name, getattr(before, name)) for name in _SIGNALS}
    idle = _idle(number, values, before, passed)
    return Reading(idle=idle, app=read_text(number, values, "app", before.app) or "", source="trace", **known)


def _idle(number: int, values: Mapping[str, Any], before: Reading, passed: float) -> float | None:
    if "idle" in values:
        return None if values["idle"] is None else read_seconds(number, values, "idle", None)
    return None if before.idle is None else before.idle + passed


def _deed(number: int, values: Mapping[str, Any], at: At) -> Event:
    for name in _WORDS:
        read_text(number, values, name)
    if values["do"] == "drill_ended":
        _check_report(number, values)
    try:
        said = deed(values, at.wall)
    except BadCommand as error:
        raise TraceError(f"line {number}: {error}") from error
    return _to_nothing(said) if read_flag(number, values, "stale", False) else said


def _to_nothing(said: Event) -> Event:
    """An answer to a prompt or question that was no longer there."""
    match said:
        case Accept() | Snooze() | Skip() | Walk():
            return replace(said, prompt=STALE)
        case AnswerGap():
            return replace(said, question=STALE)
        case _:
            return said


def _check_report(number: int, values: Mapping[str, Any]) -> None:
    for name, choices in _CHOICES.items():
        if values.get(name) not in choices:
            allowed = ", ".join(choice for choice in choices if choice)
            raise TraceError(f"line {number}: {name}: found {shown(values.get(name))}, allowed one of {allowed}")
    sides = values.get("sides") or {}
    if not isinstance(sides, dict):
        raise TraceError(f"line {number}: sides: found {shown(sides)}, allowed an object with left and right")
    for owner, name in ((values, "seconds"), (sides, "left"), (sides, "right")):
        read_seconds(number, owner, name, 0.0)

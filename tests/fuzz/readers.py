"""Everything that reads from outside, as functions of bytes that break their promise with an AssertionError or more."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sitbreak.adapters import control
from sitbreak.adapters.book import shipped_book
from sitbreak.adapters.child import _object as printed
from sitbreak.adapters.launcher import ended
from sitbreak.adapters.settings_file import SettingsFileError, check_text, file_text, show
from sitbreak.adapters.store import RecordStore
from sitbreak.adapters.trace_file import read_trace
from sitbreak.commands.replay import table
from sitbreak.core.codec import SCHEMA, decode_state, encode_record, encode_state
from sitbreak.core.commands import BadCommand, command
from sitbreak.core.machine import fresh, step
from sitbreak.core.model import (
    Acknowledge,
    At,
    Correct,
    DrillEnded,
    DrillResult,
    Event,
    Keep,
    Looked,
    ModeKind,
    Quit,
    Reading,
    Refuse,
    SelfCheck,
    SetMode,
    Snooze,
    Stand,
    StartDrill,
    Started,
    State,
    Undo,
)
from sitbreak.core.program import Book
from sitbreak.core.replay import replay
from sitbreak.core.settings import Settings, next_hours_change, within_hours
from sitbreak.core.status import sentence, status
from sitbreak.core.trace_fields import TraceError
from sitbreak.core.trays import view
from sitbreak.resuming import clock_of, state_of
from sitbreak.shipped import shipped
from tests.timeline import Day

Verdict = str
"""`sound` for what was taken, `refused` for what was not."""
SOUND, REFUSED = "sound", "refused"
NOW = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
WEEK = "2026-W10"
LONGEST_SENTENCE = 700


@cache
def book() -> Book:
    return shipped_book()


@cache
def _ground() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="sitbreak-fuzz-")


def folder() -> Path:
    """One place on the disk for everything that a run reads; it goes with the process."""
    return Path(_ground().name)


@contextmanager
def fresh_store() -> Iterator[tuple[RecordStore, Path]]:
    """A store with nothing in it, and where it lies."""
    with tempfile.TemporaryDirectory(dir=folder()) as name:
        place = Path(name)
        (place / "history" / "here").mkdir(parents=True)
        yield RecordStore(place / "history", place / "state.json", "here"), place


def clear(sentence: str) -> None:
    """What the person gets to read: one line that can be printed, and not a page of it."""
    assert sentence.strip(), "nothing is said"
    assert len(sentence.splitlines()) == 1, f"more than a line: {sentence!r}"
    assert len(sentence) <= LONGEST_SENTENCE, f"{len(sentence)} signs: {sentence[:200]!r}"
    sentence.encode()


# ---------------------------------------------------------------- settings


def settings(data: bytes) -> Verdict:
    """A settings file: settings that can be shown and read back, or a sentence for each mistake with its place."""
    path = folder() / "config.toml"
    path.write_bytes(data)
    try:
        taken = check_text(path, file_text(path))
    except SettingsFileError as error:
        for problem in error.problems:
            clear(str(problem))
            assert str(problem).startswith("config.toml")
            assert 0 <= problem.line <= len(data.splitlines()) + 1
        return REFUSED
    assert check_text(path, show(taken)) == taken
    within_hours(taken, NOW)
    next_hours_change(taken, NOW)
    live(fresh("run", At(0.0, NOW)), 0.0, Started(), rules=taken)
    return SOUND


# ---------------------------------------------------------------- week files and checkpoint


def week(data: bytes) -> Verdict:
    """A week's file: what can be read of it, and one sentence for each of the rest; writing beside it loses nothing."""
    with fresh_store() as (store, place):
        path = place / "history" / "here" / f"{WEEK}.json"
        path.write_bytes(data)
        for record in read_week(store):
            encode_record(record)
        assert path.read_bytes() == data, "reading wrote"
        for told in store.problems():
            clear(told.removeprefix(str(path)))
        return REFUSED if store.problems() else SOUND


def read_week(store: RecordStore) -> tuple[Any, ...]:
    """The records of the week, as the window of the week reads them."""
    found = store.between(NOW - timedelta(days=7), NOW + timedelta(days=7))
    assert store.week(WEEK).keys() <= {"here"}
    return found.get("here", ())


def checkpoint(data: bytes) -> Verdict:
    """A state file: a state to go on from, for hours, or none, and then the file is kept as it was."""
    with fresh_store() as (store, place):
        (place / "state.json").write_bytes(data)
        saved = store.load()
        if saved is None:
            (aside,) = place.glob("state.json.unreadable-*")
            assert aside.read_bytes() == data
            for told in store.problems():
                clear(told.removeprefix(str(place)))
            return REFUSED
        at = clock_of(saved).now()
        go_on(state_of(saved, at, store), at)
        return SOUND


def go_on(state: State, at: At, rules: Settings | None = None) -> None:
    """Some hours of life from that state: start, look, say something, and end."""
    deeds: Sequence[Event] = (
        Started(),
        Looked(Reading(idle=0.0)),
        Stand(),
        Looked(Reading(idle=0.0, call=True)),
        Snooze(),
        Undo(),
        Looked(Reading(idle=4000.0)),
        Quit(),
    )
    for number, event in enumerate(deeds):
        state = live(state, at.t + 600.0 * number, event, At(at.t, at.wall, at.asleep), rules)


def live(state: State, t: float, event: Event, base: At | None = None, rules: Settings | None = None) -> State:
    """One step, and everything that is told of the state after it."""
    base, rules = base or At(0.0, NOW), rules or Settings()
    at = At(t, base.label(t), base.asleep)
    state, effects = step(state, event, at, rules, book())
    for effect in effects:
        if isinstance(effect, Keep):
            json.dumps(encode_record(effect.record), allow_nan=False)
        if isinstance(effect, Refuse):
            clear(effect.sentence)
    told = json.dumps(encode_state(state), allow_nan=False)
    assert decode_state(json.loads(told)) == state, "the checkpoint does not give the state back"
    clear(sentence(state, at, rules))
    json.dumps(status(state, at, rules), allow_nan=False)
    view(state, at, rules, book(), ())
    return state


# ---------------------------------------------------------------- traces


def trace(data: bytes) -> Verdict:
    """A recording: a day that can be told as a table, or one sentence with the line."""
    path = folder() / "trace.jsonl"
    path.write_bytes(data)
    try:
        head, happenings = read_trace(str(path))
        day = replay(happenings, head.settings, book(), head.taken_up.state if head.taken_up else None)
    except TraceError as error:
        clear(str(error))
        return REFUSED
    if day is None:
        return REFUSED
    assert table(day)
    return SOUND


# ---------------------------------------------------------------- commands, and what windows print


def request(data: bytes) -> Verdict:
    """A line at the socket: a request with words, or one sentence; the words then mean an event, or one sentence."""
    server = object.__new__(control.ControlServer)
    server._token = ""
    try:
        words = server._request(data)["command"]
    except control._Refused as error:
        clear(str(error))
        return REFUSED
    return said(words)


def said(words: Sequence[str]) -> Verdict:
    """Command words, carried out for somebody who has sat for an hour."""
    try:
        event = command(words, NOW)
    except BadCommand as error:
        clear(str(error))
        return REFUSED
    live(live(fresh("run", At(0.0, NOW)), 3600.0, Looked(Reading(idle=0.0))), 3700.0, event)
    return SOUND


def window(data: bytes) -> Verdict:
    """A line that a window of ours prints: a report that can be stored, or abandoned."""
    message = printed(data.decode(errors="replace"))
    if message is None:
        return REFUSED
    report = ended(message)
    assert 0 <= report.seconds < 1e9
    live(fresh("run", At(0.0, NOW)), 60.0, report)
    return SOUND


Reader = Callable[[bytes], Verdict]
READERS: dict[str, Reader] = {
    reader.__name__: reader for reader in (settings, week, checkpoint, trace, request, window)
}


# ---------------------------------------------------------------- what to begin with


@cache
def seeds(name: str) -> tuple[bytes, ...]:
    """Sound examples of what a reader reads."""
    return tuple(_SEEDS[name]())


@cache
def busy_day() -> Day:
    """A day that leaves a record of each sort, and much in the state."""
    day = Day(book=book(), every=60.0, begins=NOW).does(Acknowledge()).types(3600.0)
    day.does(StartDrill()).types(30.0).does(DrillEnded(DrillResult.DONE, 77.0, 30.0, 30.0, effort="ok")).types(3600.0)
    day.does(Snooze()).still(900.0).types(600.0).does(Stand()).types(300.0).does(SelfCheck("easy", "tight"))
    start, end = NOW + timedelta(minutes=10), NOW + timedelta(minutes=20)
    day.does(Correct(start, end, "away")).signal(call=True).still(7200.0)
    return day.signal(call=False).types(3000.0).does(SetMode(ModeKind.QUIET, seconds=1800.0))


def _settings_seeds() -> list[bytes]:
    return [shipped("config", "sitbreak.toml").read_bytes(), show(Settings()).encode()]


def _week_seeds() -> list[bytes]:
    with fresh_store() as (store, place):
        store.put(busy_day().records)
        return [path.read_bytes() for path in place.glob("history/here/*.json")]


def _checkpoint_seeds() -> list[bytes]:
    with fresh_store() as (store, place):
        day = busy_day()
        store.save(day.state, day.records[-3:], {"boot": "b", "offset": 12.5, "asleep_offset": 0.0})
        return [(place / "state.json").read_bytes()]


def _trace_seeds() -> list[bytes]:
    head: dict[str, Any] = {"sitbreak_trace": 1, "start": "2026-03-02T09:00:00+01:00", "zone": "Europe/Berlin"}
    lines: list[dict[str, Any]] = [
        {"t": 30, "idle": 4.5},
        {"t": 2800, "idle": 1, "call": True, "app": "editor"},
        {"t": 2810, "prompt": "shown"},
        {"t": 2815, "do": "snooze", "for": "5m"},
        {"t": 3200, "do": "accept"},
        {"t": 3300, "do": "drill_ended", "result": "done", "seconds": 77, "sides": {"left": 30, "right": 30}},
        {"t": 3400, "do": "correct", "from": "09:10", "to": "09:20", "state": "away"},
        {"t": 3500, "settings": {"sitting": {"limit": "30m"}}},
        {"t": 9000, "idle": 4000, "slept": 3000, "wall": "2026-03-02T12:00:00+01:00"},
        {"t": 9100, "do": "level", "of": "standing-march", "level": 1},
        {"t": 9200, "do": "quit"},
    ]
    state = {"t": 0.0, "asleep": 0.0, "running": True, "state": encode_state(replace(fresh("r", At(0.0, NOW)), t=0.0))}
    return ["\n".join(map(json.dumps, [top, *lines])).encode() for top in (head, head | {"taken_up": state})]


WORDS: tuple[tuple[str, ...], ...] = (
    ("status",),
    ("pause", "1h"),
    ("quiet", "until", "14:00"),
    ("answer", "snooze", "10m"),
    ("answer", "skip", "--reason", "busy"),
    ("answer", "accept", "standing-march"),
    ("away", "--since", "10m"),
    ("correct", "13:00", "13:20", "away"),
    ("correct", "2026-03-04T10:00", "2026-03-04T11:00+00:00", "seated"),
    ("drill-ended", "done", "77", "30", "30", "ok", "acknowledged"),
    ("level", "standing-march", "1"),
    ("self-check", "easy", "tight"),
    ("drill", "standing-march"),
    ("undo",),
)


def _request_seeds() -> list[bytes]:
    return [json.dumps({"version": SCHEMA, "command": words, "watch": False}).encode() for words in WORDS]


def _window_seeds() -> list[bytes]:
    told = {"result": "done", "seconds": 77.5, "left": 30, "right": 30, "effort": "ok", "spread": None, "place": [1, 2]}
    return [json.dumps(told).encode(), b'{"shown": true}', b'{"answer": "accept"}']


_SEEDS: dict[str, Callable[[], list[bytes]]] = {
    "settings": _settings_seeds,
    "week": _week_seeds,
    "checkpoint": _checkpoint_seeds,
    "trace": _trace_seeds,
    "request": _request_seeds,
    "window": _window_seeds,
}

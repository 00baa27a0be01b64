"""What `run --record` writes down is the same day again when it is replayed."""

from __future__ import annotations

import json
import logging
import os
import resource
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitbreak.adapters import trace_file
from sitbreak.adapters.trace_file import Recorder, read_trace
from sitbreak.core.looking import next_look
from sitbreak.core.machine import step
from sitbreak.core.model import Accept, Event, Looked, PromptShown, Quit, SetMode, Show, Snooze, Started
from sitbreak.core.replay import Replayed, replay, to_json
from sitbreak.core.settings import Settings, read_settings
from tests.busy_day import Desk, answer
from tests.core.random_days import DEEDS, SIGNALS, SPANS
from tests.timeline import CARDS, HOUR, MINUTE, Day

LATE = 0.0007
"""A look is never on time to the last digit."""

ACTS = st.one_of(
    st.tuples(st.sampled_from(["types", "still", "sleeps", "shift"]), SPANS),
    st.tuples(st.just("signal"), SIGNALS),
    st.tuples(st.just("does"), DEEDS),
    st.tuples(st.sampled_from(["bumps", "blind", "rotate", "unseen"]), st.none()),
    st.tuples(st.just("rules"), st.sampled_from(["30m", "45m"])),
)


class TapedDay(Day):
    """A day that is recorded while it is lived."""

    tape: Recorder | None = None
    files: list[str]

    def feed(self, event: Event) -> Day:
        before = self.state
        self.state, effects = step(before, event, self.at, self.settings, self.book)
        self.effects += effects
        if self.tape is not None:
            self.tape.saw(event, self.at, self.state, self.settings)
        for effect in effects:
            if isinstance(effect, Show) and self.shows:
                self.feed(PromptShown(effect.offer.id))
        return self

    def record(self, path: Path) -> None:
        """From here on; the program starts anew, as it does when somebody asks for a recording."""
        self.tape = Recorder(path, self.state, self.book)
        self.feed(Started()).look()

    def rotate(self) -> None:
        """The file has come to its end."""
        assert self.tape is not None
        self.tape._file.size = trace_file.LARGEST + 1

    def unseen(self) -> None:
        """From here on prompts come to no screen, or do again."""
        self.shows = not self.shows

    def shift(self, seconds: float) -> None:
        """Somebody sets the wall clock."""
        self.begins += timedelta(seconds=seconds)
        self.look()

    def rules(self, limit: str) -> None:
        """Somebody changes a setting."""
        self.settings = read_settings({"sitting": {"limit": limit}, "quiet": {"hours": {}}})


def live(day: TapedDay, acts: list[tuple[str, Any]]) -> None:
    for name, detail in acts:
        if name == "signal":
            day.signal(**detail)
        elif detail is None:
            getattr(day, name)()
        else:
            getattr(day, name)(detail)


def replayed(path: Path, book: Any = CARDS) -> Replayed:
    head, happenings = read_trace(str(path))
    assert head.taken_up
    day = replay(happenings, head.settings, book, head.taken_up.state)
    assert day is not None
    return day


def parts(path: Path) -> list[Path]:
    """The files of a recording, oldest first."""
    older = sorted(path.parent.glob(f"{path.name}.*"), key=lambda file: -int(file.suffix[1:]))
    return [*older, path]


def facts(record: Any) -> dict[str, Any]:
    """Everything but which drill was offered: how often each was done before the recording is not in it."""
    return {name: getattr(record, name) for name in record.__slots__ if name not in ("drill", "level")}


def alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Equal but for what adding and taking away the beginning of a file does to the last digits of a time."""
    return one.keys() == other.keys() and all(map(_near, one.values(), other.values()))


def _near(value: Any, again: Any) -> bool:
    if isinstance(value, datetime):
        return bool(abs(value - again) < timedelta(milliseconds=1))
    return bool(abs(value - again) < 1e-6 if isinstance(value, float) else value == again)


def check(path: Path, day: TapedDay, first: int) -> None:
    """The files one after the other tell what the day itself tells, from record number `first` on."""
    day.feed(Quit())
    assert day.tape
    day.tape.close()
    told = [replayed(part) for part in parts(path)]
    ended = [record for part in told[:-1] for record in part.records[: len(part.records) - _open(part)]]
    again = [facts(record) for record in [*ended, *told[-1].records]]
    lived = [facts(record) for record in [*day.records[first:], *day.whole[len(day.whole) - _open(told[-1]) :]]]
    assert len(again) == len(lived)
    assert [pair for pair in zip(again, lived, strict=True) if not alike(*pair)] == []


def _open(part: Replayed) -> int:
    """How many records the end of the file has cut off: the open stretch, when it has any length."""
    return 1 if part.ended.t > part.state.seat.since else 0


@settings(max_examples=300, deadline=None)
@given(st.lists(ACTS, max_size=6), st.lists(ACTS, min_size=1, max_size=15), st.sampled_from([10.0, 30.0]))
def test_a_recorded_day_replays_as_it_was(
    earlier: list[tuple[str, Any]], acts: list[tuple[str, Any]], every: float
) -> None:
    """Whenever it was begun and however often its file was full, a recording holds the records of the day."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "day.jsonl"
        day = TapedDay(settings=read_settings({"quiet": {"hours": {}}}), every=every)
        live(day, [act for act in earlier if act[0] != "rotate"])
        first = len(day.records)
        day.record(path)
        live(day, acts)
        check(path, day, first)


def test_a_busy_week(tmp_path: Path) -> None:
    """Days of somebody who does everything, looked at as the program looks, each replay from its own file."""
    path, desk, calm = tmp_path / "week.jsonl", Desk(7, 0.0), Settings()
    day = TapedDay(settings=calm, begins=desk.now().wall)
    first = len(day.records)
    day.record(path)
    while day.t < 6.5 * 24 * HOUR:
        busy(day, desk)
    assert len(parts(path)) == 7
    check(path, day, first)
    assert max(part.stat().st_size for part in parts(path)) < 500_000


def busy(day: TapedDay, desk: Desk) -> None:
    """Until the next look, and whatever the person says just then."""
    begun = desk.pass_to(day.t + next_look(day.state, day.at, day.settings, told=False) + LATE)
    if desk.piece.kind == "sleep":
        desk.pass_to(desk.piece.end)
    day.t, day.asleep = desk.t, desk.now().asleep
    day.feed(Looked(desk.read()))
    deed = desk.piece.deed if begun else None
    if isinstance(deed, SetMode):  # as all durations are typed: in whole seconds
        deed = replace(deed, seconds=round(deed.seconds or 0.0))
    prompt = day.state.prompting.prompt
    reply = answer(prompt.id) if prompt and prompt.shown and day.t > prompt.shown + 20 else None
    for event in (deed, reply):
        if event is not None:
            day.feed(event)


# ---------------------------------------------------------------- what it costs


@pytest.mark.parametrize(("told", "most"), [(True, 60_000), (False, 60_000)])
def test_a_day_is_small(tmp_path: Path, told: bool, most: int) -> None:
    """Eight hours at the desk and sixteen away, with times as long as a real clock's, fit into so many bytes."""
    path, day = tmp_path / "day.jsonl", TapedDay(begins=datetime.fromisoformat("2026-03-02T00:00:10+01:00"))
    day.record(path)
    for hour in range(24):
        end = (hour + 1) * HOUR - 400
        while day.t < end:
            day.t += next_look(day.state, day.at, day.settings, told) + 0.000123457
            day.last_input = (
                day.t - 3.123456789 if hour in range(9, 17) and day.t % HOUR < 50 * MINUTE else day.last_input
            )
            day.look()
    (only,) = parts(path)
    assert only.stat().st_size < most
    check(path, day, 0)


# ---------------------------------------------------------------- the file


def recorded(day: TapedDay, path: Path) -> list[dict[str, Any]]:
    day.record(path)
    day.types(MINUTE)
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_the_file_is_private(tmp_path: Path) -> None:
    """Nobody else may read a recording, whatever the umask."""
    old = os.umask(0)
    try:
        recorded(TapedDay(), tmp_path / "day.jsonl")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "day.jsonl").stat().st_mode) == 0o600


def test_what_was_there_is_kept(tmp_path: Path) -> None:
    """A second recording moves the first aside and a week of them is kept, never one written over."""
    path = tmp_path / "day.jsonl"
    for number in range(9):
        path.write_text(f"older {number}") if not path.exists() else None
        recorded(TapedDay(), path)
    assert len(parts(path)) == 1 + trace_file.OLDER
    assert all(replayed(part) for part in parts(path))


@pytest.mark.parametrize("kind", ["link", "folder", "fifo"])
def test_what_is_no_plain_file_is_left_alone(kind: str, tmp_path: Path) -> None:
    """A link, a folder or a pipe of that name is neither followed nor moved: the recording is refused."""
    path, other = tmp_path / "day.jsonl", tmp_path / "other"
    other.write_text("precious")
    makers: dict[str, Callable[[], None]] = {
        "link": lambda: path.symlink_to(other),
        "folder": path.mkdir,
        "fifo": lambda: os.mkfifo(path),
    }
    makers[kind]()
    with pytest.raises(OSError, match="no plain file"):
        Recorder(path, TapedDay().state, CARDS)
    assert other.read_text() == "precious"
    assert path.is_symlink() or not path.is_file()


@contextmanager
def full_disk(after: int) -> Iterator[None]:
    """No file may grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (after, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_full_disk(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A disk that is full is said once and costs the program nothing; the recording begins anew when there is room."""
    path, day = tmp_path / "day.jsonl", TapedDay()
    recorded(day, path)
    before = path.read_text()
    with caplog.at_level(logging.ERROR), full_disk(1000):
        day.types(HOUR)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert path.with_name("day.jsonl.1").read_text() == before
    day.types(20 * MINUTE)
    one, other = (replayed(part) for part in parts(path))
    assert one.ended.t <= MINUTE
    assert other.started.t == day.state.seat.since
    assert day.t - other.ended.t < 3 * MINUTE


def test_folder_that_vanishes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A folder that goes away at the turn of the file is no more than a sentence in the log."""
    folder = tmp_path / "here"
    folder.mkdir()
    day = TapedDay()
    recorded(day, folder / "day.jsonl")
    folder.rename(tmp_path / "there")
    day.rotate()
    with caplog.at_level(logging.ERROR):
        day.types(HOUR)
    assert len(caplog.records) == 1
    assert day.state.seat.seated


# ---------------------------------------------------------------- what is in it


def test_only_an_app_of_the_settings_is_named(tmp_path: Path) -> None:
    """Which app is in front is told where the settings name it, and it holds the prompt again; no other is."""
    path = tmp_path / "day.jsonl"
    day = TapedDay(settings=read_settings({"quiet": {"apps": ["Kicad"], "hours": {}}}), every=10.0)
    day.signals = replace(day.signals, app="secret-diary")
    day.record(path)
    day.types(10 * MINUTE).signal(app="kicad").types(40 * MINUTE).signal(app="secret-diary").types(5 * MINUTE)
    assert "secret" not in path.read_text()
    assert '"app": "kicad"' in path.read_text()
    assert to_json(replayed(path))["prompts"][0]["held_by"] == ["app"]
    check(path, day, 0)


def test_nothing_of_the_machine_is_named(tmp_path: Path) -> None:
    """Folders, devices and the drills of past weeks stay at home."""
    rules = {"sync": {"folder": "~/somebody/Sync", "device": "their-desk"}, "appearance": {"language": "de"}}
    (head, *_) = recorded(TapedDay(settings=read_settings(rules)), tmp_path / "day.jsonl")
    assert set(head["settings"]) == {"sitting", "prompt", "quiet", "drills", "targets"}
    assert "somebody" not in json.dumps(head)
    assert head["taken_up"]["state"]["history"] == []


def test_answers_to_older_prompts(tmp_path: Path) -> None:
    """A click on a prompt that is gone answers nothing, and answers nothing again."""
    path, day = tmp_path / "day.jsonl", TapedDay(every=2.0)
    day.record(path)
    day.types(46 * MINUTE).still(20)
    assert day.shown
    day.does(Snooze(300.0, "older")).does(Accept(prompt="older")).does(SetMode(day.state.mode.kind.QUIET, seconds=60.0))
    assert to_json(replayed(path))["prompts"][0]["outcome"] == "withdrawn"
    check(path, day, 0)

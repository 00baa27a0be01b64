"""Whatever lies in a file or comes in a line: it is taken, or refused with one clear sentence, and nothing is lost."""

from __future__ import annotations

import json
import os
import tomllib
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitbreak.adapters.child import _object as printed
from sitbreak.adapters.launcher import ended
from sitbreak.adapters.settings_file import SettingsFileError, Watched, check_text, read_file
from sitbreak.adapters.store import RecordStore
from sitbreak.adapters.system import Places, history_folder
from sitbreak.adapters.window_place import WindowPlace
from sitbreak.core.catalogue import CatalogueError, parse_drill
from sitbreak.core.commands import BadCommand, command
from sitbreak.core.decoding import CodecError, decode
from sitbreak.core.memory import Tally
from sitbreak.core.model import DrillResult
from sitbreak.core.settings import Settings, read_settings
from sitbreak.core.suggesting import due
from sitbreak.shipped import shipped
from tests.fuzz import spoiling
from tests.fuzz.readers import NOW, READERS, REFUSED, SOUND, WORDS, busy_day, clear, fresh_store, said, seeds

SHAPES: dict[str, Callable[[bytes], st.SearchStrategy[bytes]]] = {
    "settings": spoiling.toml,
    "week": spoiling.document,
    "checkpoint": spoiling.document,
    "trace": spoiling.lines,
    "request": spoiling.document,
    "window": spoiling.document,
}
CASES = {"settings": 700, "week": 700, "checkpoint": 400, "trace": 1000, "request": 2000, "window": 1500}
bounded = partial(settings, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
ODD = ("nan", "inf", "-1", "9" * 5000, "1e999", "9999h", *spoiling.MOMENTS)
WORD = st.sampled_from([*ODD, *(word for words in WORDS for word in words)]) | st.text(max_size=9)


@pytest.mark.parametrize("name", READERS)
def test_spoiled(name: str) -> None:
    """A sound example with a few mistakes in it is read or refused as its reader promises, and both happen."""
    verdicts: Counter[str] = Counter()

    @bounded(max_examples=CASES[name])
    @given(spoiling.spoiled(SHAPES[name], seeds(name)))
    def judge(data: bytes) -> None:
        verdicts[READERS[name](data)] += 1

    judge()
    assert verdicts.keys() == {SOUND, REFUSED}


@bounded(max_examples=1500)
@given(st.lists(WORD, max_size=6))
def test_any_words(words: list[str]) -> None:
    """Words in any order mean something that can be carried out and kept, or are refused with one sentence."""
    said(words)


@bounded(max_examples=150)
@given(spoiling.spoiled(spoiling.document, seeds("week")))
def test_no_record_is_lost_by_writing(data: bytes) -> None:
    """New records go into a spoiled week's file beside all that was there, or it is kept aside as it was."""
    records = busy_day().records[:3]
    with fresh_store() as (store, place):
        name = next(iter(seeds_by_week()))
        path = place / "history" / "here" / f"{name}.json"
        path.write_bytes(data)
        try:
            store.put(records)
        except OSError:
            assert path.read_bytes() == data
            return
        aside = list(path.parent.glob("*.unreadable-*"))
        assert [spot.read_bytes() for spot in aside] in ([], [data])
        after = json.loads(path.read_text())
        assert {record.id for record in records} <= {str(row.get("id")) for row in rows(after)}
        if not aside and data:
            ours = [record.id for record in records]
            kept = [json.dumps(row) for row in rows(after)]
            assert all(json.dumps(row) in kept for row in rows(json.loads(data)) if row.get("id") not in ours)


def seeds_by_week() -> set[str]:
    """The week of the busy day."""
    with fresh_store() as (store, _):
        store.put(busy_day().records)
        return set(store.weeks())


def rows(tables: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for name, table in tables.items() if name != "meta" for row in table.values()]


# ---------------------------------------------------------------- what was found, one by one


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = " + "[" * 100_000, "config.toml: found a number too long, or brackets too deep, to be a setting"),
        ("[drills]\nvolume = " + "9" * 5000, "config.toml: found a number too long, or brackets too deep"),
        ("[drills]\nvolume = 0x" + "f" * 5000, "config.toml:2: drills.volume: found a value too long to print"),
        ('"a\\nb" = 1', "config.toml:1: a\\nb: found an unknown key"),
        ("# one\u2028line\n[drills]\nvolume = 200", "config.toml:3: drills.volume"),
        ('x = """\n[' + " " * 20_000 + '\n"""', "config.toml:1: x: found an unknown key"),
    ],
)
def test_settings_no_parser_takes(text: str, told: str) -> None:
    """Brackets without end, endless numbers, odd names and odd line ends are mistakes like any other, at their line."""
    with pytest.raises(SettingsFileError) as refused:
        check_text(Path("config.toml"), text)
    assert str(refused.value).startswith(told)
    clear(str(refused.value))


def test_settings_that_are_no_file(tmp_path: Path) -> None:
    """A pipe in the place of the settings does not keep the program waiting, nor does a gigabyte fill it."""
    path = tmp_path / "config.toml"
    os.mkfifo(path)
    watched = Watched(path)
    assert (watched.settings, len(watched.problems)) == (Settings(), 1)
    path.unlink()
    with path.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(SettingsFileError, match=r"it has 1074 MB, more than 0\.2 MB are not read"):
        read_file(path)


def test_a_folder_of_nobody(tmp_path: Path) -> None:
    """A synced folder in the home of a user who is not there is an error of one sentence."""
    places = Places.find({"SITBREAK_HOME": str(tmp_path)})
    with pytest.raises(OSError, match="nobody has such a home"):
        history_folder(places, read_settings({"sync": {"folder": "~nobody-of-that-name/x"}}))


@pytest.mark.parametrize("value", [float("inf"), 1e300, 10**400])
def test_numbers_beyond_all_reckoning(value: float) -> None:
    """An endless number on disk is refused where it is read, not where it is reckoned with."""
    for kind in (float, int):
        with pytest.raises(CodecError, match="number"):
            decode(kind, value, "here")


def test_texts_and_times_beyond_all_use() -> None:
    """Half a pair of signs cannot be printed, and the year 9999 has no other time zone."""
    with pytest.raises(CodecError, match="a text"):
        decode(str, "\ud800", "here")
    for moment in spoiling.MOMENTS[:2]:
        with pytest.raises(CodecError, match="a time "):
            decode(type(NOW), moment, "here")


@pytest.mark.parametrize("twin", ['"01"', '"1"', '"\u0661"'])
def test_two_records_of_one_number(twin: str) -> None:
    """Two records that would become one by writing the file again are kept aside instead."""
    with fresh_store() as (store, place):
        path = place / "history" / "here" / f"{next(iter(seeds_by_week()))}.json"
        path.write_text(f'{{"bouts": {{"1": {{"id": "first"}}, {twin}: {{"id": "second"}}}}}}')
        before = path.read_bytes()
        store.put(busy_day().records[:1])
        (aside,) = path.parent.glob("*.unreadable-*")
        assert aside.read_bytes() == before


@pytest.mark.parametrize("when", [2**40, -(2**36)])
def test_a_file_of_another_age(tmp_path: Path, when: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged state file is kept aside even when its time stamp lies beyond every calendar."""
    path = tmp_path / "state.json"
    path.write_text("{")
    monkeypatch.setattr(
        Path, "lstat", lambda _: SimpleNamespace(st_mtime=float(when))
    )  # not every disk keeps such times
    store = RecordStore(tmp_path / "history", path, "here")
    assert store.load() is None
    (aside,) = tmp_path.glob("state.json.unreadable-*")
    assert aside.read_text() == "{"


@pytest.mark.parametrize(
    "words",
    [
        ("drill-ended", "done", "nan", "0", "0"),
        ("drill-ended", "done", "inf", "0", "0"),
        ("drill-ended", "done", "-5", "0", "0"),
        ("level", "standing-march", "9" * 5000),
        ("correct", "0001-01-01T00:00", "9999-12-31T23:59", "away"),
        ("a\nb",),
        ("answer", "x" * 60_000),
    ],
)
def test_words_that_no_record_can_hold(words: tuple[str, ...]) -> None:
    """Endless times, lost years and endless names are refused with one short line."""
    with pytest.raises(BadCommand) as refused:
        command(words, NOW)
    clear(str(refused.value))


@pytest.mark.parametrize("seconds", ["nan", "inf", -1, 1e12])
def test_a_window_that_reports_nonsense(seconds: object) -> None:
    """A drill of endless or negative seconds counts as abandoned and comes into no record."""
    assert ended({"result": "done", "seconds": seconds, "left": 0, "right": 0}).result is DrillResult.ABANDONED


def test_a_window_that_prints_nonsense() -> None:
    """Brackets without end in a window's line are no message."""
    assert printed("[" * 100_000) is None


def test_a_window_beyond_the_screen(tmp_path: Path) -> None:
    """A place that no screen has is not remembered, whoever told or wrote it."""
    place = WindowPlace(tmp_path / "window")
    place.note({"place": [10**30, 0]})
    assert place.argument() == []
    (tmp_path / "window").write_text("9999999,1")
    assert WindowPlace(tmp_path / "window").argument() == []


def test_a_drill_without_a_move() -> None:
    """A drill whose figure would have nothing to do is a mistake in its file, not in the window that plays it."""
    (first, *_) = sorted(shipped("config", "drills").glob("*.toml"))
    data = tomllib.loads(first.read_text(encoding="utf-8")) | {"loop": []}
    with pytest.raises(CatalogueError, match="loop: found an empty list, allowed at least one move"):
        parse_drill(data)


def test_a_tally_that_says_fresh_of_nothing() -> None:
    """A state file that speaks of new prompts and holds none leads to no suggestion, and to no end of the engine."""
    assert not due(Tally(fresh=True), NOW)

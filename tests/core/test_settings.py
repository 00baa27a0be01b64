"""Settings are read whole or refused with every mistake named; prompting hours follow the local clock."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitbreak.core.durations import format_duration, parse_duration
from sitbreak.core.rules import DAYS
from sitbreak.core.settings import (
    Profile,
    Settings,
    SettingsError,
    Style,
    next_hours_change,
    read_settings,
    within_hours,
)
from sitbreak.core.settings_tree import dotted_keys, plain_tree, toml_text

MONDAY = datetime(2026, 11, 16, tzinfo=timezone(timedelta(hours=1)))


def refused(data: dict[str, Any]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings(data)
    return [str(problem) for problem in caught.value.errors]


def at(text: str) -> datetime:
    """A time of the week such as "tue 07:30"."""
    day, clock = text.split()
    hour, minute = map(int, clock.split(":"))
    return MONDAY + timedelta(days=DAYS.index(day), hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("45m", 2700), ("1h", 3600), ("1h30m", 5400), ("1H 30m".replace(" ", ""), 5400)]
)
def test_durations(text: str, seconds: float) -> None:
    """Durations are hours, minutes and seconds in this order."""
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "4x", "45", "m45", "30m1h", "-5m", "1.5h", "1h 30m", "٣m"])
def test_no_durations(text: str) -> None:
    """Anything else is refused with an example."""
    with pytest.raises(ValueError, match='such as "90s"'):
        parse_duration(text)


@given(st.integers(0, 10**6))
def test_durations_come_back(seconds: int) -> None:
    """A duration written is the duration read."""
    assert parse_duration(format_duration(seconds)) == seconds


def test_defaults() -> None:
    """Nothing in the file means the published defaults."""
    settings = read_settings({})
    assert settings == Settings()
    assert settings.sitting.limit == 45 * 60
    assert (settings.sitting.absence.idle, settings.sitting.absence.locked) == (300, 120)
    assert settings.prompt.snooze == (300, 600, 900)
    assert settings.quiet.hours["mon"] == ((420, 1260),)


def test_values() -> None:
    """Values given replace defaults, values left out keep them, down to single keys of a table."""
    settings = read_settings(
        {
            "sitting": {"limit": "30m", "absence": {"idle": "3m"}},
            "prompt": {"style": "strict", "snooze": ["5m"]},
            "quiet": {"hours": {"fri": ["22:00-02:00"], "sun": []}},
            "drills": {"profile": "floor"},
            "appearance": {"text_scale": 2},
        }
    )
    assert (settings.sitting.limit, settings.sitting.absence.idle, settings.sitting.absence.locked) == (1800, 180, 120)
    assert (settings.prompt.style, settings.prompt.snooze) == (Style.STRICT, (300,))
    assert settings.quiet.hours == {"fri": ((1320, 120),), "sun": ()}
    assert settings.drills.profile is Profile.FLOOR
    assert settings.appearance.text_scale == 2.0


def test_all_errors_at_once() -> None:
    """Every mistake is named, with what was found and what is allowed, in the order of the text."""
    assert refused({"sitting": {"limit": "4x", "absence": {"idle": 5}}, "prompt": {"style": "loud", "sound": 1}}) == [
        'sitting.limit: found "4x", allowed a duration from 20s to 4h, such as "45m"',
        'sitting.absence.idle: found 5, allowed a duration from 5s to 30m, such as "5m"',
        'prompt.style: found "loud", allowed "gentle" or "standard" or "strict"',
        "prompt.sound: found 1, allowed true or false",
    ]


@pytest.mark.parametrize(
    ("data", "guess"),
    [
        ({"sitting": {"limt": "30m"}}, "sitting.limit"),
        ({"siting": {"limit": "30m"}}, "sitting"),
        ({"limit": "30m"}, "sitting.limit"),
        ({"sitting": {"idle": "3m"}}, "sitting.absence.idle"),
        ({"Prompt": {}}, "prompt"),
    ],
)
def test_unknown_keys(data: dict[str, Any], guess: str) -> None:
    """An unknown key is a mistake, and the likely one is suggested."""
    (problem,) = refused(data)
    assert problem.endswith(f'did you mean "{guess}"?')


@pytest.mark.parametrize(
    "data",
    [
        {"sitting": {"limit": "19s"}},
        {"sitting": {"limit": "5h"}},
        {"sitting": {"limit": True}},
        {"sitting": "45m"},
        {"sitting": {"absence": "5m"}},
        {"prompt": {"snooze": []}},
        {"prompt": {"snooze": ["10m", "5m"]}},
        {"prompt": {"snooze": "5m"}},
        {"prompt": {"max_per_day": -1}},
        {"prompt": {"max_per_day": 2.5}},
        {"prompt": {"max_per_day": True}},
        {"quiet": {"hours": {"monday": ["07:00-21:00"]}}},
        {"quiet": {"hours": {"mon": "07:00-21:00"}}},
        {"quiet": {"hours": {"mon": ["7-21"]}}},
        {"quiet": {"hours": {"mon": ["07:00-25:00"]}}},
        {"quiet": {"hours": {"mon": ["24:00-07:00"]}}},
        {"quiet": {"hours": {"mon": ["07:00-07:00"]}}},
        {"quiet": {"hours": ["07:00-21:00"]}},
        {"quiet": {"apps": ["zoom", 3]}},
        {"quiet": {"apps": [""]}},
        {"drills": {"hold": "9s"}},
        {"week": {"long_bout": ["30m"]}},
        {"sync": {"device": "../desk"}},
        {"sync": {"device": "desk\n"}},
        {"appearance": {"text_scale": float("nan")}},
        {"appearance": {"language": "english please"}},
    ],
)
def test_refused(data: dict[str, Any]) -> None:
    """What is out of range, of another kind or harmful as a folder name is refused, one problem each."""
    assert len(refused(data)) == 1


def test_plain_values_come_back() -> None:
    """Settings written as TOML values read back as the same settings."""
    settings = read_settings(
        {"sitting": {"limit": "90s"}, "quiet": {"hours": {"fri": ["22:00-02:00"]}, "apps": ['a"\\\n']}}
    )
    assert read_settings(plain_tree(settings)) == settings
    assert (
        read_settings(
            tomllib.loads("".join(f"{key} = {toml_text(value)}\n" for key, value in plain_tree(settings).items()))
        )
        == settings
    )


def test_keys() -> None:
    """Every key can be named with dots."""
    assert {"sitting.absence.idle", "quiet.hours", "week.long_bout"} <= set(dotted_keys(Settings()))


@pytest.mark.parametrize(
    ("hours", "moment", "open_"),
    [
        ({"mon": ["07:00-21:00"]}, "mon 06:59", False),
        ({"mon": ["07:00-21:00"]}, "mon 07:00", True),
        ({"mon": ["07:00-21:00"]}, "mon 21:00", False),
        ({"mon": ["07:00-21:00"]}, "tue 03:00", True),
        ({"sun": []}, "sun 12:00", False),
        ({"mon": ["09:00-12:00", "13:00-24:00"]}, "mon 12:30", False),
        ({"mon": ["09:00-12:00", "13:00-24:00"]}, "mon 23:59", True),
        ({"fri": ["22:00-02:00"], "sat": []}, "fri 23:00", True),
        ({"fri": ["22:00-02:00"], "sat": []}, "sat 01:59", True),
        ({"fri": ["22:00-02:00"], "sat": []}, "sat 02:00", False),
        ({"fri": ["22:00-02:00"], "sat": []}, "fri 01:00", False),
        ({"sun": ["22:00-02:00"], "mon": []}, "mon 01:00", True),
    ],
)
def test_hours(hours: dict[str, list[str]], moment: str, open_: bool) -> None:
    """Prompts may come within a day's ranges, past midnight too; a day left out is free."""
    assert within_hours(read_settings({"quiet": {"hours": hours}}), at(moment)) is open_


@pytest.mark.parametrize(
    ("hours", "moment", "change"),
    [
        ({"mon": ["07:00-21:00"]}, "mon 06:00", "mon 07:00"),
        ({"mon": ["07:00-21:00"]}, "mon 07:00", "mon 21:00"),
        ({"mon": ["07:00-21:00"]}, "mon 21:00", "tue 00:00"),
        ({"fri": ["22:00-02:00"], "sat": ["02:00-03:00"]}, "fri 23:00", "sat 03:00"),
    ],
)
def test_next_change(hours: dict[str, list[str]], moment: str, change: str) -> None:
    """The next change of prompting hours is where they truly change, not where one range meets another."""
    assert next_hours_change(read_settings({"quiet": {"hours": hours}}), at(moment)) == at(change)


def test_change_a_week_ahead() -> None:
    """A change that comes but once a week is found, and hours that never change have none."""
    weekly = read_settings({"quiet": {"hours": {day: [] for day in DAYS} | {"mon": ["07:00-08:00"]}}})
    assert next_hours_change(weekly, at("mon 08:00")) == at("mon 07:00") + timedelta(weeks=1)
    assert next_hours_change(read_settings({"quiet": {"hours": {}}}), at("mon 08:00")) is None

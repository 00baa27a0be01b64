"""Every setting with its default and its limits in one place, and the reader that names all mistakes at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sitbreak.core.durations import HOUR, MINUTE
from sitbreak.core.fields import Problem
from sitbreak.core.rules import (
    DAYS,
    MINUTES_OF_DAY,
    Choice,
    DayHours,
    Decimal,
    Duration,
    Hours,
    Rising,
    Switch,
    Text,
    Texts,
    Whole,
)
from sitbreak.core.settings_tree import SettingsError, read_tree, ruled
from sitbreak.core.values import dataclass

__all__ = ["Problem", "Settings", "SettingsError", "next_hours_change", "read_settings", "within_hours"]


class Style(StrEnum):
    """How far a prompt goes to be noticed."""

    GENTLE = "gentle"
    STANDARD = "standard"
    STRICT = "strict"


class Profile(StrEnum):
    """Where drills may take place; each includes the one before."""

    DESK = "desk"
    CHAIR = "chair"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Absence:
    """Seconds after which a missing person counts as gone, by what shows that they are missing."""

    idle: float = ruled(5 * MINUTE, Duration("5s", "30m", "5m"))
    locked: float = ruled(2 * MINUTE, Duration("0s", "30m", "2m"))
    asleep: float = ruled(MINUTE, Duration("0s", "30m", "1m"))


@dataclass(frozen=True, slots=True)
class Sitting:
    limit: float = ruled(45 * MINUTE, Duration("20s", "4h", "45m"))
    absence: Absence = Absence()
    assume_seated_max: float = ruled(HOUR, Duration("0s", "8h", "60m"))
    confirm_break: float = ruled(MINUTE, Duration("5s", "10m", "60s"))
    ask_about_gaps: bool = ruled(True, Switch())


@dataclass(frozen=True, slots=True)
class Prompts:
    style: Style = ruled(Style.STANDARD, Choice(Style))
    wait_for_lull: float = ruled(3 * MINUTE, Duration("0s", "30m", "3m"))
    lull: float = ruled(8.0, Duration("1s", "60s", "8s"))
    answer_within: float = ruled(90.0, Duration("5s", "15m", "90s"))
    snooze: tuple[float, ...] = ruled((5 * MINUTE, 10 * MINUTE, 15 * MINUTE), Rising(Duration("5s", "2h", "10m"), 1, 5))
    max_snoozes: int = ruled(2, Whole(0, 10))
    max_per_bout: int = ruled(3, Whole(1, 20))
    max_per_day: int = ruled(10, Whole(0, 100))
    sound: bool = ruled(True, Switch())


@dataclass(frozen=True, slots=True)
class Quiet:
    """When not to prompt; the clock runs on. `hours` are those in which prompts may come."""

    hours: Hours = ruled(dict.fromkeys(DAYS, ((7 * 60, 21 * 60),)), DayHours())
    do_not_disturb: bool = ruled(True, Switch())
    calls: bool = ruled(True, Switch())
    fullscreen: bool = ruled(True, Switch())
    apps: tuple[str, ...] = ruled((), Texts("a list of application ids or window classes"))


@dataclass(frozen=True, slots=True)
class Drills:
    profile: Profile = ruled(Profile.DESK, Choice(Profile))
    exclude: tuple[str, ...] = ruled((), Texts("a list of drill ids, as `sitbreak drill --list` shows them"))
    hold: float = ruled(30.0, Duration("10s", "45s", "30s"))
    voice: bool = ruled(False, Switch())
    tones: bool = ruled(True, Switch())
    volume: int = ruled(60, Whole(0, 100))

    @property
    def tone_volume(self) -> int:
        """The volume that tones are played at; 0 when there are to be none."""
        return self.volume if self.tones else 0


@dataclass(frozen=True, slots=True)
class Targets:
    """Drills per five-day week by category, and standing breaks per day."""

    mobility: int = ruled(10, Whole(0, 100))
    glute: int = ruled(10, Whole(0, 100))
    strength: int = ruled(5, Whole(0, 100))
    lengthened: int = ruled(2, Whole(0, 100))
    hamstring: int = ruled(2, Whole(0, 100))
    core: int = ruled(1, Whole(0, 100))
    standing_breaks_per_day: int = ruled(5, Whole(0, 100))


@dataclass(frozen=True, slots=True)
class Week:
    deliver: bool = ruled(True, Switch())
    long_bout: tuple[float, ...] = ruled((30 * MINUTE, HOUR), Rising(Duration("1m", "8h", "60m"), 2, 2))


@dataclass(frozen=True, slots=True)
class Sync:
    folder: str = ruled("", Text(r"|[^\0\n]+", 'the path of a synced folder, or ""'))
    device: str = ruled("", Text(r"|[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", 'up to 64 letters, digits and "-_.", or ""'))


@dataclass(frozen=True, slots=True)
class Appearance:
    language: str = ruled("", Text(r"|[a-z]{2,3}([_-][A-Za-z]{2,4})?", 'a language such as "en" or "de_DE", or ""'))
    text_scale: float = ruled(1.0, Decimal(0.75, 3.0))
    reduced_motion: bool = ruled(False, Switch())


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; durations in seconds, every field at its default unless the file says otherwise."""

    sitting: Sitting = Sitting()
    prompt: Prompts = Prompts()
    quiet: Quiet = Quiet()
    drills: Drills = Drills()
    targets: Targets = Targets()
    week: Week = Week()
    sync: Sync = Sync()
    appearance: Appearance = Appearance()


def read_settings(data: Mapping[str, Any]) -> Settings:
    """The settings that a parsed TOML file asks for; SettingsError holds every problem found in it."""
    return read_tree(Settings(), data)


def within_hours(settings: Settings, wall: datetime) -> bool:
    """Whether prompts may come at this local time; a weekday without an entry is free all day."""
    return _within(settings.quiet.hours, wall.weekday(), _minute(wall))


def next_hours_change(settings: Settings, wall: datetime) -> datetime | None:
    """The next local time at which prompting hours begin or end; None when they never do."""
    hours, now = settings.quiet.hours, within_hours(settings, wall)
    midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    for ahead in range(9):
        day = midnight + timedelta(days=ahead)
        for minute in _turning_points(hours):
            moment = day + timedelta(minutes=minute)
            if moment > wall and _within(hours, day.weekday(), minute) != now:
                return moment
    return None


def _minute(wall: datetime) -> int:
    return wall.hour * 60 + wall.minute


def _within(hours: Hours, weekday: int, minute: int) -> bool:
    today, yesterday = DAYS[weekday], DAYS[weekday - 1]
    if today not in hours:
        return True
    spilled = any(end <= start and minute < end for start, end in hours.get(yesterday, ()))
    return spilled or any(start <= minute < (end if end > start else MINUTES_OF_DAY) for start, end in hours[today])


def _turning_points(hours: Hours) -> list[int]:
    return sorted({0} | {minute % MINUTES_OF_DAY for ranges in hours.values() for pair in ranges for minute in pair})

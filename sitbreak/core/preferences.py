"""The preferences as data: which setting stands on which page, in which words, and as which text it is edited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from sitbreak.core.rules import DAYS, Rule
from sitbreak.core.settings import Settings
from sitbreak.core.settings_tree import plain_tree
from sitbreak.core.values import dataclass

HOURS, EXCLUDE = "quiet.hours", "drills.exclude"
ALL_DAY = "00:00-24:00"
"""The hours of a day that the settings leave out."""

_DAYS = dict(zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))


@dataclass(frozen=True, slots=True)
class Line:
    """One setting: its dotted key, what it is called, a word of help, and other names for its values."""

    key: str
    label: str
    help: str = ""
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Settings that belong together; `note` is help for several of them."""

    title: str
    lines: tuple[Line, ...]
    note: str = ""


PAGES = (
    Page(
        "Sitting",
        (
            Line("sitting.limit", "Ask me up after", "Brisk 30m, balanced 45m, easy 60m."),
            Line("sitting.absence.idle", "Away without input for", "Shorter gaps are reading and thinking."),
            Line("sitting.absence.locked", "Away with the screen locked for"),
            Line("sitting.absence.asleep", "Away with the computer asleep for"),
            Line("sitting.assume_seated_max", "In a call or film, sitting for", "At most, after the last input."),
            Line("sitting.confirm_break", "A drill counts as a break after", "So long without input."),
            Line("sitting.ask_about_gaps", "Ask once, quietly, about gaps in calls and films"),
        ),
    ),
    Page(
        "Prompts",
        (
            Line(
                "prompt.style",
                "Style",
                names=(
                    ("gentle", "Gentle: notifications only"),
                    ("standard", "Standard: then windows as well"),
                    ("strict", "Strict: the whole screen"),
                ),
            ),
            Line("prompt.sound", "A soft tone with each prompt"),
            Line("prompt.snooze", "Snoozes on offer", "One to five, each longer than the one before."),
            Line("prompt.max_snoozes", "Snoozes in one bout of sitting, at most"),
            Line("prompt.max_per_bout", "Prompts in one bout, at most"),
            Line("prompt.max_per_day", "Prompts in a day, at most", "0 for none ever."),
            Line("prompt.lull", "Wait for a pause in my typing of"),
            Line("prompt.wait_for_lull", "But for no longer than"),
            Line("prompt.answer_within", "Ignored if I work on for"),
        ),
    ),
    Page(
        "Quiet times",
        (
            Line("quiet.do_not_disturb", "No prompts while the desktop says do not disturb"),
            Line("quiet.calls", "No prompts during calls"),
            Line("quiet.fullscreen", "No prompts behind a full-screen window"),
            Line("quiet.apps", "Nor in front of these apps", "With commas between, such as zoom, org.kde.okular."),
            *(Line(f"{HOURS}.{day}", f"Prompts on {name}s") for day, name in _DAYS.items()),
        ),
        f"Several ranges a day have commas between; {ALL_DAY} is all day, and nothing is no prompts on that day.",
    ),
    Page(
        "Drills",
        (
            Line(
                "drills.profile",
                "Where I can do them",
                names=(
                    ("desk", "Standing at the desk"),
                    ("chair", "On the chair, too"),
                    ("floor", "On the floor, too"),
                ),
            ),
            Line("drills.hold", "Hold a stretch, each side, for", "10s to 45s."),
            Line("drills.tones", "Tones at each change"),
            Line("drills.voice", "Spoken cues"),
            Line("drills.volume", "Volume of tones", "Below that of the computer, 0 to 100."),
            Line(EXCLUDE, "Drills to be offered"),
        ),
    ),
    Page(
        "Week",
        (
            Line("targets.mobility", "Mobility drills in a week"),
            Line("targets.glute", "Glute drills"),
            Line("targets.strength", "Strength drills"),
            Line("targets.lengthened", "Strength drills at full length"),
            Line("targets.hamstring", "Hamstring drills"),
            Line("targets.core", "Core drills"),
            Line("targets.standing_breaks_per_day", "Standing breaks in a day"),
            Line("week.deliver", "Tell me about last week on Monday"),
            Line("week.long_bout", "Long bouts in the report are those over", "Two durations, the shorter one first."),
        ),
    ),
    Page(
        "Looks and records",
        (
            Line("appearance.text_scale", "Size of text in windows", "0.75 to 3."),
            Line("appearance.reduced_motion", "Still pictures instead of moving figures"),
            Line("sync.folder", "Records in a synced folder", "Of Syncthing, Nextcloud and others; empty = only here."),
            Line("sync.device", "This computer's name in there", "Empty = host name and four letters."),
        ),
    ),
)
"""Every setting but the language, of which there is one so far."""


def rule_of(key: str) -> Rule[Any] | None:
    """What the setting obeys; None for one day of the hours, which is a part of a setting."""
    *tables, name = key.split(".")
    branch: Any = Settings()
    for table in tables:
        branch = getattr(branch, table)
    if not is_dataclass(branch):
        return None
    rule: Rule[Any] = next(row.metadata["rule"] for row in fields(branch) if row.name == name)
    return rule


def text_of(settings: Settings, key: str) -> str:
    """The value as it is edited, and as `sitbreak config set` takes it: lists with commas between."""
    value: Any = plain_tree(settings)
    for name in key.split("."):
        value = value.get(name, [ALL_DAY])
    return _text(value)


def defaults(page: Page) -> Iterator[tuple[str, str]]:
    """Each of the page's keys with the text of its default."""
    return ((line.key, text_of(Settings(), line.key)) for line in page.lines)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)

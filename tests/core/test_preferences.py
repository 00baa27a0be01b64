"""The preferences leave no setting out, and speak the words that the settings file takes."""

from __future__ import annotations

from sitbreak.core.preferences import ALL_DAY, HOURS, PAGES, defaults, rule_of, text_of
from sitbreak.core.rules import DAYS, Choice
from sitbreak.core.settings import Settings, read_settings
from sitbreak.core.settings_tree import dotted_keys

LINES = [line for page in PAGES for line in page.lines]
UNTRANSLATED = "appearance.language"


def test_every_setting_stands_on_a_page() -> None:
    """Each key once, the hours day by day; but for the language, since there is only one."""
    days = [f"{HOURS}.{day}" for day in DAYS]
    wanted = [key for key in dotted_keys(Settings()) if key not in (HOURS, UNTRANSLATED)] + days
    assert sorted(line.key for line in LINES) == sorted(wanted)


def test_every_choice_has_a_name() -> None:
    """What is chosen from a list is named there for each value that is allowed."""
    choices = {line.key: (rule, line.names) for line in LINES if isinstance(rule := rule_of(line.key), Choice)}
    assert len(choices) == 2
    for rule, names in choices.values():
        assert [value for value, _ in names] == [member.value for member in rule.kind]


def test_a_day_is_no_setting_of_its_own() -> None:
    """A day of the hours has no rule; everything else that stands on a page has one."""
    assert [line.key for line in LINES if rule_of(line.key) is None] == [f"{HOURS}.{day}" for day in DAYS]


def test_values_as_they_are_edited() -> None:
    """Lists have commas between, a day left out is free all day, one without prompts is empty."""
    asked = {
        "prompt": {"snooze": ["5m", "1h30m"]},
        "quiet": {"hours": {"mon": ["09:00-12:00", "13:00-17:00"], "sun": []}},
    }
    settings = read_settings(asked)
    keys = ("prompt.snooze", "quiet.hours.mon", "quiet.hours.tue", "quiet.hours.sun", "prompt.sound", "prompt.style")
    assert [text_of(settings, key) for key in keys] == [
        "5m, 1h30m",
        "09:00-12:00, 13:00-17:00",
        ALL_DAY,
        "",
        "true",
        "standard",
    ]


def test_defaults_of_a_page() -> None:
    """They are those of the settings, by key."""
    assert dict(defaults(PAGES[0]))["sitting.limit"] == "45m"

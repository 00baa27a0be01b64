"""What the preferences window shows of a setting, the settings file takes, and nothing else becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitbreak.adapters.settings_edit import set_value
from sitbreak.adapters.settings_file import explained, read_file
from sitbreak.core.preferences import PAGES, defaults
from sitbreak.core.settings import Settings
from sitbreak.shipped import shipped

DEFAULTS = [pair for page in PAGES for pair in defaults(page)]


@pytest.mark.parametrize(("key", "text"), DEFAULTS, ids=[key for key, _ in DEFAULTS])
def test_a_default_written_is_the_default(tmp_path: Path, key: str, text: str) -> None:
    """Each text, put into an empty file, leaves the settings as they are."""
    assert set_value(tmp_path / "config.toml", key, text) == Settings()


def test_all_defaults_one_after_another(tmp_path: Path) -> None:
    """The buttons for the defaults of all pages, pressed in a row, leave a file that says the defaults."""
    path = tmp_path / "config.toml"
    for key, text in DEFAULTS:
        set_value(path, key, text)
    assert read_file(path) == Settings()


def test_a_file_to_begin_with(tmp_path: Path) -> None:
    """It explains every setting, changes none, and each line of it counts once its # is taken away."""
    path = tmp_path / "config.toml"
    text = explained(shipped("config", "sitbreak.toml").read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    assert read_file(path) == Settings()
    path.write_text(text.replace('# limit = "45m"', 'limit = "30m"').replace("# voice = false", "voice = true"))
    settings = read_file(path)
    assert (settings.sitting.limit, settings.drills.voice) == (1800, True)
    path.write_text(text.replace("# [quiet.hours]", "[quiet.hours]").replace("# sun = [", "sun = [] # ["))
    assert read_file(path).quiet.hours == {"sun": ()}

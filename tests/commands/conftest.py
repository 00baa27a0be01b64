"""What the tests of the commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.home import BRIEF, Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A user who has never used sitbreak."""
    return Home(tmp_path / "home")


@pytest.fixture
def brief(home: Home) -> Home:
    """A user whose bouts end after twenty seconds, at any time of day."""
    return home.configure(BRIEF)

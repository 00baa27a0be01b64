"""One private desktop for all window tests; it ends with the test run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desktop.conftest import desktop_or_skip
from tests.desktop.session import DesktopSession


@pytest.fixture(scope="session")
def screen() -> Iterator[DesktopSession]:
    """X and a window manager."""
    with desktop_or_skip() as desktop:
        yield desktop

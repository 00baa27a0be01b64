"""Real peers for the contract tests: a bus of one's own and, where a screen is needed, a desktop of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.dbus_private import PrivateBus, missing
from tests.desktop.conftest import open_desktop, require

__all__ = ["open_desktop"]


@pytest.fixture
def private_bus(tmp_path: Path) -> Iterator[PrivateBus]:
    """A running message bus on which nobody is but the test."""
    require(missing())
    bus = PrivateBus(tmp_path)
    bus.start()
    yield bus
    bus.close()

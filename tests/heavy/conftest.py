"""The large desktops as fixtures, and the seat of somebody who has been sitting for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.desktop.conftest import require, seated_home, take_seat
from tests.heavy.bar import SwayDesktop
from tests.heavy.gnome import GnomeDesktop
from tests.heavy.kwin import KwinDesktop
from tests.heavy.plasma import PlasmaDesktop

__all__ = ["seated_home", "take_seat"]

OpenGnome = Callable[..., GnomeDesktop]


@pytest.fixture
def open_gnome() -> Iterator[OpenGnome]:
    """Opens a GNOME, with the tray's extension or without it."""
    require(GnomeDesktop.lacks())
    with ExitStack() as opened:
        yield lambda **make: opened.enter_context(GnomeDesktop(**make))


@pytest.fixture
def gnome(open_gnome: OpenGnome) -> GnomeDesktop:
    return open_gnome()


@pytest.fixture
def plasma() -> Iterator[PlasmaDesktop]:
    require(PlasmaDesktop.lacks())
    with PlasmaDesktop() as desktop:
        yield desktop


@pytest.fixture
def kwin() -> Iterator[KwinDesktop]:
    require(KwinDesktop.lacks())
    with KwinDesktop() as desktop:
        yield desktop


@pytest.fixture
def sway() -> Iterator[SwayDesktop]:
    require(SwayDesktop.lacks())
    with SwayDesktop() as desktop:
        yield desktop

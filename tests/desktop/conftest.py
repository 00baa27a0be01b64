"""Private desktops as fixtures; a machine that lacks a program skips with its name, or fails when CI=true."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.desktop import program
from tests.desktop.machine import Machine, machine
from tests.desktop.program import Program, leave_a_seat
from tests.desktop.session import USUAL_SCREEN, DesktopSession, Notifier, Theme
from tests.witness import Witness

OpenDesktop = Callable[..., DesktopSession]
TakeSeat = Callable[..., Program]


def require(missing: list[str]) -> None:
    """Skip the test for want of these programs, or fail it where CI promises them."""
    if not missing:
        return
    sentence = f"not installed: {', '.join(missing)}"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


def desktop_or_skip(
    *,
    panel: Theme | None = None,
    notifier: Notifier | None = None,
    icon_size: int = 22,
    screen: str = USUAL_SCREEN,
) -> AbstractContextManager[DesktopSession]:
    """A desktop to enter; skips or fails naming what the machine lacks."""
    require(DesktopSession.missing(panel=panel is not None, notifier=notifier))
    return DesktopSession(panel=panel, notifier=notifier, icon_size=icon_size, screen=screen)


@pytest.fixture
def open_desktop(witness: Witness) -> Iterator[OpenDesktop]:
    """Opens desktops of the wanted make (the arguments of `desktop_or_skip`), all closed at the end of the test."""
    with ExitStack() as opened:

        def opens(**make: Any) -> DesktopSession:
            desktop = opened.enter_context(desktop_or_skip(**make))
            witness.over(Path(desktop.env["SITBREAK_HOME"]))
            return desktop

        yield opens


@pytest.fixture
def bare_desktop(open_desktop: OpenDesktop) -> DesktopSession:
    """X, buses and a window manager; no panel, no notifications."""
    return open_desktop()


@pytest.fixture
def desktop(open_desktop: OpenDesktop) -> DesktopSession:
    """A light panel and xfce4-notifyd, whose buttons can be clicked."""
    return open_desktop(panel="light", notifier="xfce4-notifyd")


@pytest.fixture
def laptop(desktop: DesktopSession) -> Iterator[Machine]:
    """That desktop's machine, which sleeps, wakes and locks."""
    with machine(desktop) as found:
        yield found


@pytest.fixture(scope="session")
def seated_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of somebody who has been sitting since the first test that asked for it."""
    home = tmp_path_factory.mktemp("seated") / "home"
    with desktop_or_skip() as desktop:
        leave_a_seat(desktop, home)
    return home


@pytest.fixture
def take_seat(seated_home: Path) -> TakeSeat:
    """Puts the program on a desktop where that person's bout goes on; settings and environment as in `program`."""
    return lambda desktop, *settings, **env: program.take_seat(desktop, seated_home, *settings, **env)

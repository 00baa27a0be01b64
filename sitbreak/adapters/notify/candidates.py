"""The ways to show a prompt on this system in order of preference, and what `doctor` says about each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, TextIO

from sitbreak.adapters.notify.chain import Maker
from sitbreak.adapters.notify.text import Dress
from sitbreak.adapters.packages import notification_service, session_bus
from sitbreak.core.values import dataclass
from sitbreak.ports import Notifier, Post, Tried, Unavailable

if TYPE_CHECKING:
    from sitbreak.adapters.bus import Bus


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to show prompts; `probe` says in a clause how it serves, or raises Unavailable."""

    name: str
    make: Maker
    probe: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Means:
    """What the app has in hand: the session bus if any, the prompt window if any, the terminal if any."""

    bus: Bus | None = None
    window: Candidate | None = None
    stream: TextIO | None = None
    dress: Dress = field(default_factory=Dress)


def candidates(means: Means, platform: str = sys.platform) -> list[Candidate]:
    """All that may be tried on `platform`, best first."""
    window = [means.window] if means.window else []
    plain = [_plyer(means), _terminal(means)]
    if platform in ("win32", "darwin"):
        return [_desktop(means), *window, *plain]
    return [_freedesktop(means, buttons_only=True), *window, _freedesktop(means, buttons_only=False), *plain]


def doctor(found: Sequence[Candidate]) -> list[Tried]:
    """One row for each candidate, the first good one being the one in use."""
    return [_try(candidate) for candidate in found]


def _try(candidate: Candidate) -> Tried:
    try:
        return Tried(candidate.name, True, candidate.probe())
    except Unavailable as refusal:
        return Tried(candidate.name, False, refusal.reason, refusal.remedy)


def _freedesktop(means: Means, *, buttons_only: bool) -> Candidate:
    def make(post: Post) -> Notifier:
        if means.bus is None:
            raise Unavailable("no session bus", session_bus())
        from sitbreak.adapters.notify.freedesktop import FreedesktopNotifier

        return FreedesktopNotifier(post, means.bus, buttons_only=buttons_only, dress=means.dress)

    name = "freedesktop" if buttons_only else "freedesktop-text"
    return Candidate(name, make, lambda: _ask_service(means.bus, buttons_only))


def _ask_service(bus: Bus | None, buttons_only: bool) -> str:
    if bus is None:
        raise Unavailable("no session bus", session_bus())
    from sitbreak.adapters.bus import BusError, BusGone
    from sitbreak.adapters.notify.server import ask

    try:
        server = ask(bus)
    except (BusError, BusGone) as error:
        raise Unavailable(f"no notification service answers: {error}", notification_service()) from error
    if buttons_only and not server.draws_buttons:
        raise Unavailable(f"{server.name} draws no buttons", "the small window or the tray menu takes the answers")
    return f"{server.name} {server.version}, {'with buttons' if server.draws_buttons else 'text only'}"


def _desktop(means: Means) -> Candidate:
    def make(post: Post) -> Notifier:
        from sitbreak.adapters.notify.desktop import DesktopNotifier

        return DesktopNotifier(post, means.dress.labels)

    return Candidate("desktop-notifier", make, lambda: _make_once(make, "with buttons"))


def _plyer(means: Means) -> Candidate:
    def make(post: Post) -> Notifier:
        from sitbreak.adapters.notify.plain import PlainNotifier

        return PlainNotifier(post, means.dress.labels)

    return Candidate("plyer", make, lambda: _make_once(make, "text only"))


def _terminal(means: Means) -> Candidate:
    def make(post: Post) -> Notifier:
        from sitbreak.adapters.notify.terminal import TerminalNotifier

        return TerminalNotifier(post, means.stream, means.dress.labels)

    return Candidate("terminal", make, lambda: _make_once(make, "lines in the terminal"))


def _make_once(make: Maker, how: str) -> str:
    make(lambda _event: None).close()
    return how

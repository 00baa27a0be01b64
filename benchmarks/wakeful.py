"""Counts how often a program wakes up while its person types, and while nobody is there, on each kind of desktop."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import meter
from tests.desktop.session import DesktopSession, Process, wait_for
from tests.desktop.wayland import WaylandSession
from tests.heavy.gnome import GnomeDesktop

SITBREAK = str(Path(sys.executable).with_name("sitbreak"))
SOON_AWAY = 'sitting.absence.idle = "30s"\n'
"""The absence limit with which nobody has to wait long until sitbreak takes the person for gone."""

LEFT = 40.0
"""Seconds without input after which every program here has heard from the desktop what it will hear."""

GONE_WITHIN = 120.0
_TYPING = "while :; do swaymsg --quiet 'seat - cursor move 5 5; seat - cursor move -5 -5'; sleep 0.3; done"


@dataclass(frozen=True, slots=True)
class Wakes:
    """Wake-ups per second of one program on one desktop, and its processor seconds an hour."""

    typing: float
    away: float
    typing_cpu: float
    away_cpu: float


@dataclass(frozen=True, slots=True)
class Windows:
    """How long is measured, in seconds, and how long a program may take to settle before."""

    settle: float
    typing: float
    away: float


class Desk:
    """A desktop with a person; `run` starts a program there with more environment, `hands(True)` has them type."""

    def __init__(
        self, env: Mapping[str, str], run: Callable[[tuple[str, ...]], Process], hands: Callable[[bool], None]
    ) -> None:
        self.env, self.run, self.hands = env, run, hands
        self.home = Path(env["SITBREAK_HOME"])


@contextmanager
def _x11() -> Iterator[Desk]:
    with DesktopSession(panel="light", notifier="dunst") as desktop:
        yield Desk(desktop.env, desktop.run, lambda on: desktop.type_on() if on else desktop.rest())


@contextmanager
def _gnome() -> Iterator[Desk]:
    with GnomeDesktop() as desktop:
        env = desktop.env | desktop.client
        yield Desk(
            env,
            lambda argv: desktop.run(argv, **desktop.client),
            lambda on: desktop.type_on() if on else desktop.rest(),
        )


@contextmanager
def _sway() -> Iterator[Desk]:
    with WaylandSession("sway") as session:
        env = session.env | {"SITBREAK_HOME": str(session.root / "sitbreak")}
        typing: list[Process] = []

        def hands(on: bool) -> None:
            while typing:
                session.children.stop(typing.pop())
            if on:
                typing.append(session.children.start("typing", ["sh", "-c", _TYPING], env))

        yield Desk(env, lambda argv: session.children.start("program", argv, env), hands)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of desktop: its name, how to open one, and what this machine lacks for it."""

    name: str
    open: Callable[[], AbstractContextManager[Desk]]
    lacks: Callable[[], list[str]]


KINDS = (
    Kind("X11", _x11, lambda: DesktopSession.missing(panel=True, notifier="dunst")),
    Kind("sway", _sway, lambda: WaylandSession.missing("sway")),
    Kind("GNOME", _gnome, GnomeDesktop.lacks),
)


def measure(kind: Kind, argv: tuple[str, ...], windows: Windows) -> Wakes:
    """Start the program on a new desktop, let somebody type, then leave; AssertionError when sitbreak disagrees."""
    with kind.open() as desk:
        desk.hands(True)
        program = desk.run(argv)
        time.sleep(windows.settle)
        typing = meter.toll(program.pid, windows.typing)
        shorten_the_limit(desk.home)
        desk.hands(False)
        time.sleep(LEFT)
        if argv[0] == SITBREAK:
            wait_for(lambda: state(desk.env) == "away", GONE_WITHIN, f"sitbreak to notice the absence on {kind.name}")
        away = meter.toll(program.pid, windows.away)
        assert argv[0] != SITBREAK or state(desk.env) == "away"
        assert program.poll() is None, f"{argv[0]} has ended"
        return Wakes(typing.wakeups, away.wakeups, typing.cpu, away.cpu)


def shorten_the_limit(home: Path) -> None:
    """Write the limit into that SITBREAK_HOME; a running sitbreak takes it at its next look."""
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config/config.toml").write_text(SOON_AWAY)


def state(env: Mapping[str, str]) -> str:
    """What the sitbreak that runs there takes the person to be doing."""
    asked = subprocess.run(
        [SITBREAK, "status", "--json"], env=dict(env), capture_output=True, text=True, check=True, timeout=20
    )
    return str(json.loads(asked.stdout)["state"])

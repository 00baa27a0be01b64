"""Picks what the person sees and answers with: the desktop's tray and notifications, a terminal, or nothing at all."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitbreak import survey
from sitbreak.adapters.choose import Chosen, choose, variable
from sitbreak.buses import Buses
from sitbreak.core.commands import BadCommand
from sitbreak.core.model import DrillEnded, DrillOrder
from sitbreak.core.values import dataclass
from sitbreak.core.view import Face, Icon, View
from sitbreak.engine import Engine
from sitbreak.ports import Launcher, Notifier, Tray, Tried
from sitbreak.shipped import shipped

if TYPE_CHECKING:
    from sitbreak.adapters.bus import Bus
    from sitbreak.adapters.notify.candidates import Candidate

log = logging.getLogger(__name__)

COMMAND = "sitbreak"
"""The module that is the command line."""

BESIDE = ("week", "prefs")
"""What in the menu is done by a process of its own."""

_BLANK = View(Icon(Face.UNCLEAR), "sitbreak", ())

Guide = Callable[[DrillOrder, Callable[[], bool]], DrillEnded]
Report = Callable[[], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Talk:
    """What there is to show: the view to begin with, the present sentence, and how a terminal guides a drill.

    `locate` turns a drill's id into the path of its file where it is the person's own; `place` is the file in which
    the drill window's place is remembered.
    """

    view: View
    sentence: Callable[[], str]
    guide: Guide
    locate: Callable[[str], str] = str
    place: Path | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """The three ports that face the person.

    `declares` where starting the program counts as sitting down, `guides` where a drill can be shown.
    """

    tray: Tray
    notifier: Notifier
    launcher: Launcher
    report: Report
    declares: bool = False
    guides: bool = True


def open_screen(terminal: bool, environ: Mapping[str, str], buses: Buses, engine: Engine, talk: Talk) -> Screen:
    """The desktop where there is one, else the terminal, else nothing; Unavailable for a forced tray nobody knows."""
    if not terminal and has_desktop(environ):
        return _desktop(environ, buses, engine, talk)
    return _terminal(engine, talk) if _has_terminal() else _nothing(engine)


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def has_desktop(environ: Mapping[str, str]) -> bool:
    """Whether windows and trays can be had."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def _desktop(environ: Mapping[str, str], buses: Buses, engine: Engine, talk: Talk) -> Screen:
    from sitbreak.adapters.launcher import ChildLauncher
    from sitbreak.adapters.looks import Looks
    from sitbreak.adapters.notify.chain import Chain
    from sitbreak.adapters.tray import candidates as trays
    from sitbreak.adapters.window_place import WindowPlace

    offered = trays(talk.view, _clicked(engine), buses.session, talk.sentence)
    tray = choose("tray", offered, environ.get(variable("tray")))
    log.info("tray: %s", tray.name)
    looks = Looks(lambda: engine.settings, _bus(buses), environ)
    ways, forced = _ways(buses, looks.prompt, looks.rings, talk.locate), environ.get(variable("notify"), "")
    chain = Chain(engine.post, {way.name: way.make for way in ways}, prefer=forced)
    return Screen(
        tray.adapter,
        chain,
        ChildLauncher(engine.post, talk.locate, looks.drill, WindowPlace(talk.place)),
        lambda: _report(tray, ways, forced, environ),
    )


def survey_desktop(environ: Mapping[str, str], buses: Buses) -> dict[str, Any]:
    """What a program started here would face the person with; nothing is shown."""
    if not has_desktop(environ):
        return _alone("terminal", "there is no desktop here; the terminal, or the commands, serve")
    from sitbreak.adapters.tray import candidates as trays

    tray = choose("tray", trays(_BLANK, lambda _words: None, buses.session), environ.get(variable("tray")))
    return _report(tray, _ways(buses), environ.get(variable("notify"), ""), environ)


def _ways(
    buses: Buses,
    options: Callable[[], list[str]] = list,
    rings: Callable[[], bool] = bool,
    locate: Callable[[str], str] = str,
) -> list[Candidate]:
    from sitbreak.adapters.notify.candidates import Means, candidates
    from sitbreak.adapters.notify.text import Dress

    dress = Dress(picture=lambda drill: _picture(locate(drill)), icon="sitbreak", rings=rings)
    return candidates(Means(bus=_bus(buses), window=_prompt_window(options, locate), dress=dress))


def _picture(drill: str) -> str:
    """The drill's still picture; one without (a walk, or the path of an own drill) has the program's icon."""
    try:
        return str(shipped("icons", "drills", f"{drill}.png"))
    except FileNotFoundError:
        return str(shipped("icons", "sitbreak-128.png"))


def _report(tray: Chosen[Tray], ways: list[Candidate], forced: str, environ: Mapping[str, str]) -> dict[str, Any]:
    from sitbreak.adapters.notify.candidates import doctor

    host = bool(getattr(tray.adapter, "host_present", True))
    rows = doctor(ways)
    serving = forced or next((way.name for way in rows if way.ok), "none")
    return {
        "tray": survey.with_host_advice(tray.name, tray.tried, host, environ),
        "notify": survey.port(serving, rows),
    }


def _bus(buses: Buses) -> Bus | None:
    try:
        return buses.session()
    except OSError as gone:
        log.info("no notifications over the session bus: %s", gone)
        return None


def _prompt_window(options: Callable[[], list[str]], locate: Callable[[str], str]) -> Candidate:
    from sitbreak.adapters.notify.candidates import Candidate
    from sitbreak.adapters.prompt_child import PromptWindow, require_windows

    def probe() -> str:
        require_windows()
        return "a small window of our own that takes no focus"

    return Candidate("window", partial(PromptWindow, options=options, locate=locate), probe)


def _clicked(engine: Engine) -> Callable[[tuple[str, ...]], None]:
    """What a click in the tray's menu does: the command it stands for."""
    from sitbreak.adapters.child import open_child

    def clicked(words: tuple[str, ...]) -> None:
        if words[0] in BESIDE:
            open_child(COMMAND, words)
            return
        try:
            refusal = engine.ask(words)
        except BadCommand:
            log.exception("the menu holds words that are no command")
            return
        if refusal:
            log.info("refused: %s", refusal)

    return clicked


def _terminal(engine: Engine, talk: Talk) -> Screen:
    if sys.platform == "win32":
        return _nothing(engine)
    from sitbreak.ui import terminal

    screen = terminal.TerminalScreen(terminal.Desk(engine.ask, engine.post, talk.sentence, talk.guide))
    return Screen(screen, screen, screen, lambda: _alone("terminal", "answered with keys in this terminal"), True)


def _nothing(engine: Engine) -> Screen:
    from sitbreak.ui.no_screen import NoScreen

    sys.stderr.write("sitbreak: no desktop and no terminal here; it keeps the clock and answers the commands.\n")
    screen = NoScreen(engine.post)
    report = _alone("none", "no desktop and no terminal; the commands answer")
    return Screen(screen, screen, screen, lambda: report, guides=False)


def _alone(name: str, reason: str) -> dict[str, Any]:
    only = survey.port(name, (Tried(name, True, reason),))
    return {"tray": only, "notify": only}

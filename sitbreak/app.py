"""The composition root: settings, adapters, engine and screen are put together here, started and taken down again."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from sitbreak.adapters.book import Shelf, shelf
from sitbreak.adapters.child import open_child
from sitbreak.adapters.control import ControlServer
from sitbreak.adapters.crash import CrashFile
from sitbreak.adapters.ending import on_end
from sitbreak.adapters.interpreter import let_go
from sitbreak.adapters.logbook import log_to
from sitbreak.adapters.settings_file import Watched
from sitbreak.adapters.signals.sense import Sense, open_sense
from sitbreak.adapters.store import RecordStore
from sitbreak.adapters.synced_folder import maker
from sitbreak.adapters.system import Places, device_name, history_folder, single_instance
from sitbreak.adapters.ticker import SchedulerTicker
from sitbreak.adapters.week_child import WeekChild
from sitbreak.buses import Buses
from sitbreak.core.model import Quit, Reading, Say, Sit
from sitbreak.core.settings import Settings
from sitbreak.core.status import sentence
from sitbreak.core.telling import Gist, gist, news
from sitbreak.core.trays import Shown, view
from sitbreak.core.values import dataclass
from sitbreak.core.view import View
from sitbreak.core.wanting import Wants
from sitbreak.engine import Engine, Eyes, Turned
from sitbreak.guiding import guide
from sitbreak.hands import Hands
from sitbreak.requests import Requests
from sitbreak.resuming import axis_of, clock_of, state_of
from sitbreak.screens import Screen, Talk, open_screen, survey_desktop

log = logging.getLogger(__name__)

BROKEN = 1

MOVED = "The [sync] settings were changed; records go where they say from the next start of sitbreak on."


class AlreadyRunning(Exception):
    """Another sitbreak of this user holds the lock."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How to start: record to this file, use the terminal."""

    record: Path | None = None
    terminal: bool = False


def run(wish: Wish, environ: Mapping[str, str] = os.environ) -> int:
    """Run until somebody quits; the exit code. Raises AlreadyRunning, OSError and Unavailable with one sentence."""
    places = Places.find(environ)
    places.make()
    lock = single_instance(places.runtime)
    if lock is None:
        raise AlreadyRunning
    log_to(places.state / "sitbreak.log")
    with ExitStack() as stack:
        stack.callback(lock.release)
        crash = stack.enter_context(CrashFile(places.state))
        return _Program(places, wish, environ, stack, crash).run()


class _Program:
    """Everything that lives as long as the program; `stack` takes it down in the opposite order."""

    def __init__(
        self, places: Places, wish: Wish, environ: Mapping[str, str], stack: ExitStack, crash: CrashFile
    ) -> None:
        self._wish, self._crash, self._gist = wish, crash, Gist()
        self._watched = Watched(places.config / "config.toml")
        device = device_name(places.state, self._watched.settings.sync.device)
        self._sync = self._watched.settings.sync
        folder, make = history_folder(places, self._watched.settings), maker(places, self._watched.settings)
        self._store = RecordStore(folder, places.checkpoint, device, make)
        saved = self._store.load()
        self._clock = clock_of(saved)
        self._buses = stack.enter_context(Buses())
        self._shelf = _told(shelf(places.config))
        self._book = self._shelf.book
        state = state_of(saved, self._clock.now(), self._store)
        self._engine = Engine(state, saved.outbox if saved else (), self._eyes())
        self._sense = self._open_sense(environ, stack)
        self._screen = self._open_screen(environ, stack, places.window)
        ticker = SchedulerTicker(self._clock, self._engine.look)
        stack.callback(ticker.close)
        weeks = WeekChild(self._engine.post)
        self._hands = Hands(self._screen.notifier, self._screen.launcher, self._store, ticker, _configure, weeks)
        guides = self._screen.guides
        self._requests = Requests(self._engine, self._clock, self._notices, self.ports, self._say, guides)
        self._server = ControlServer(places.runtime, self._requests.handle)
        stack.callback(self._server.close)
        self._watch(stack)

    def run(self) -> int:
        """Serve the screen on this, the main thread, until the engine has carried out a Quit."""
        on_end(lambda: self._engine.post(Quit()))
        threading.excepthook = self._thread_died
        self._tell_who_serves()
        self._engine.start(self._hands)
        if self._screen.declares and self._sense.describe()["idle"].chosen == "none":
            self._engine.post(Sit())
        let_go()
        try:
            self._screen.tray.run()
        finally:
            self._engine.post(Quit())
            self._engine.join(5.0)
        log.info("ended")
        if self._crash.failed:
            sys.stderr.write(f"sitbreak: a part of it broke, so it has ended; {self._crash.path} says where.\n")
        return BROKEN if self._crash.failed else 0

    def ports(self) -> dict[str, Any]:
        """Every port for `doctor`."""
        return _all_ports(self._sense, self._screen.report())

    def _eyes(self) -> Eyes:
        return Eyes(
            clock=self._clock,
            read=self._read,
            told=lambda: self._sense.events,
            settings=self._settings,
            book=lambda: self._book,
            axis=lambda: axis_of(self._clock),
        )

    def _read(self, wants: Wants) -> Reading:
        return self._sense.read(wants)

    def _settings(self) -> Settings:
        if self._watched.changed():
            log.info("the settings were read again")
        return self._watched.settings

    def _open_sense(self, environ: Mapping[str, str], stack: ExitStack) -> Sense:
        sense = open_sense(self._buses.session, self._buses.system, self._engine.look, environ)
        stack.callback(sense.close)
        return sense

    def _open_screen(self, environ: Mapping[str, str], stack: ExitStack, place: Path) -> Screen:
        locate = self._shelf.locate
        self._shown = Shown(self._view())
        talk = Talk(self._shown.view, self._sentence, partial(guide, self._engine, locate), locate, place)
        screen = open_screen(self._wish.terminal, environ, self._buses, self._engine, talk)
        stack.callback(screen.notifier.close)
        return screen

    def _view(self) -> View:
        engine = self._engine
        return view(engine.state, self._clock.now(), self._watched.settings, self._book, self._notices())

    def _sentence(self) -> str:
        return sentence(self._engine.state, self._clock.now(), self._watched.settings)

    def _notices(self) -> tuple[str, ...]:
        trouble = (self._engine.trouble,) if self._engine.trouble else ()
        crashed = (str(self._crash.earlier),) if self._crash.earlier else ()
        settings = (str(problem) for problem in self._watched.problems)
        moved = (MOVED,) if self._watched.settings.sync != self._sync else ()
        return (*trouble, *crashed, *settings, *moved, *self._shelf.problems, *self._store.problems())

    def _tell_who_serves(self) -> None:
        """To the log and to a report of a crash: what this run is made of."""
        ports = {port: report.chosen for port, report in self._sense.describe().items()}
        served = ", ".join(f"{port} {name}" for port, name in ports.items())
        log.info("started: %s", served)
        self._crash.note(served)

    def _say(self, sentence: str) -> None:
        self._screen.notifier.say(Say("sitbreak is already running", sentence))

    def _watch(self, stack: ExitStack) -> None:
        self._engine.watch(self._turned)
        if self._wish.record is not None:
            from sitbreak.adapters.trace_file import Recorder

            recorder = Recorder(self._wish.record, self._engine.state, self._book)
            stack.callback(recorder.close)
            self._engine.watch(lambda turned: recorder.saw(turned.event, turned.at, turned.state, turned.settings))

    def _turned(self, turned: Turned) -> None:
        """After every step, on the engine's thread."""
        self._log(turned)
        if isinstance(turned.event, Quit):
            self._screen.tray.stop()
            return
        self._show(turned)
        if self._server.watched:
            self._server.publish(self._requests.status())

    def _show(self, turned: Turned) -> None:
        known = (turned.settings, self._engine.trouble, self._watched.problems)
        if turned.still and self._shown.serves(known, turned.state, turned.at, turned.settings):
            return
        self._shown = Shown(self._view(), turned.at.t, known)
        self._screen.tray.update(self._shown.view)

    def _log(self, turned: Turned) -> None:
        before, self._gist = self._gist, gist(turned.state, turned.at, turned.settings)
        for line in news(before, self._gist, turned.effects):
            log.info("%s", line)

    def _thread_died(self, args: threading.ExceptHookArgs) -> None:
        """A thread of ours must not die in silence: say so, and end; the checkpoint is at most a minute old."""
        name = args.thread.name if args.thread else "a thread"
        self._crash.broke(name, args.exc_value or args.exc_type())
        self._screen.tray.stop()


def _configure(key: str, value: str) -> None:
    """A child rewrites the settings file; the change is noticed like any other."""
    open_child("sitbreak", ["config", "set", key, value])


def _told(drills: Shelf) -> Shelf:
    for problem in drills.problems:
        log.warning("a drill of the person's own is left out: %s", problem)
    return drills


def survey_here(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Every port as a program started here would find it."""
    with Buses() as buses:
        sense = open_sense(buses.session, buses.system, lambda: None, environ)
        sense.read()
        return _all_ports(sense, survey_desktop(environ, buses))


def _all_ports(sense: Sense, screen: Mapping[str, Any]) -> dict[str, Any]:
    from sitbreak import survey

    senses = {name: survey.port(report.chosen, report.tried) for name, report in sense.describe().items()}
    survey.with_player_advice(senses["media"])
    return senses | dict(screen)

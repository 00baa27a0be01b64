"""The guided drill in a terminal, with the same phases, cues and result as the window."""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from textwrap import fill
from typing import TextIO

from sitbreak.core.catalogue import Drill, Plan
from sitbreak.ui.drill_source import add_arguments, asked_for, plan_of
from sitbreak.ui.keys import pressed, raw_keys
from sitbreak.ui.session import (
    EFFORTS,
    ENOUGH_FOR_PARTIAL,
    FEEDBACK_QUESTION,
    KIND_WORDS,
    START_LINE,
    Session,
    caution_line,
    headline,
    next_line,
    notes,
    side_line,
)
from sitbreak.ui.sounds import SILENT, Conductor, Sounds, Wanted, wanted_by
from sitbreak.ui.sounds import add_arguments as add_sound_arguments

FRAME = 0.1
FEEDBACK_SECONDS = 10.0
BAR_WIDTH = 44
WIDTH = 78
KEYS_LINE = "space pause   n next phase   b back   ? cautions   q stop"
BOLD, FAINT, PLAIN, CLEAR_LINE = "\x1b[1m", "\x1b[2m", "\x1b[0m", "\x1b[K"


class Terminal:
    """Drives one session; on a tty it redraws a block in place, elsewhere each phase gets a line."""

    def __init__(
        self, session: Session, out: TextIO, keys: bool, speed: float, called_off: Callable[[], bool], sounds: Sounds
    ) -> None:
        self._session, self._out, self._called_off = session, out, called_off
        self._rich, self._keys, self._speed = out.isatty(), keys, speed
        self._sounds, self._conductor = sounds, Conductor(session.plan, sounds)
        self._height = 0
        self._phase = -1
        self._stopped = False

    def run(self) -> None:
        """Play to the end or until stopped."""
        self._conductor.follow(self._session)
        self._out.write(f"{self._session.drill.name}\n{START_LINE}\n{fill(caution_line(self._session), WIDTH)}\n")
        before = time.monotonic()
        while not (self._session.over or self._stopped or self._called_off()):
            self._show()
            self._act(self._wait())
            now = time.monotonic()
            self._session.advance((now - before) * self._speed)
            before = now
            self._conductor.follow(self._session)
        self._show()
        self._ask()
        if self._session.over and not self._stopped:
            self._sounds.finish()

    def stop(self, *_: object) -> None:
        """End at the next look."""
        self._stopped = True

    def _wait(self) -> str:
        seconds = min(FRAME, self._conductor.next_in(self._session)) / self._speed
        if self._keys:
            return pressed(seconds)
        time.sleep(seconds)
        return ""

    def _act(self, key: str) -> None:
        actions: dict[str, Callable[[], object]] = {
            " ": self._session.toggle,
            "n": self._session.skip,
            "b": self._session.back,
            "q": self.stop,
            "?": self._notes,
        }
        if key in actions:
            actions[key]()

    def _notes(self) -> None:
        self._height = 0
        told = (
            f"{title}\n" + "".join(f"  - {line}\n" for line in lines) for title, lines in notes(self._session.drill)
        )
        self._out.write("\n" + "".join(told) + "\n")

    def _show(self) -> None:
        if self._rich:
            self._redraw(self._block())
        elif self._session.moment.index != self._phase:
            self._phase = self._session.moment.index
            self._out.write(self._plain() + "\n")
            self._out.flush()

    def _plain(self) -> str:
        phase = self._session.moment.phase
        parts = (KIND_WORDS[phase.kind], phase.side.text, phase.text)
        return f"{phase.seconds:4g} s  " + ", ".join(part for part in parts if part)

    def _block(self) -> list[str]:
        session, moment = self._session, self._session.moment
        filled = round(moment.share * BAR_WIDTH)
        left = f"{math.ceil(moment.remaining):>4} s"
        return [
            "",
            f"  {BOLD}{headline(session):<14}{left}{PLAIN}   {side_line(moment, session.plan)}",
            f"  {moment.phase.text[:1].upper()}{moment.phase.text[1:]}",
            f"  {session.cue}",
            f"  [{'#' * filled}{'.' * (BAR_WIDTH - filled)}]",
            f"  {FAINT}{next_line(moment)}{PLAIN}",
            f"  {FAINT}{KEYS_LINE if self._keys else ''}{PLAIN}",
        ]

    def _redraw(self, lines: list[str]) -> None:
        up = f"\x1b[{self._height}A" if self._height else ""
        self._out.write(up + "".join(f"\r{line}{CLEAR_LINE}\n" for line in lines))
        self._out.flush()
        self._height = len(lines)

    def _ask(self) -> None:
        if not self._keys or self._called_off() or self._session.exercised < ENOUGH_FOR_PARTIAL:
            return
        choices = "  ".join(f"{number} {effort}" for number, effort in enumerate(EFFORTS, 1))
        self._out.write(f"\n  {FEEDBACK_QUESTION}  {choices}   (optional)\n")
        self._out.flush()
        key = pressed(FEEDBACK_SECONDS / self._speed)
        if key in ("1", "2", "3", "4"):
            self._session.effort = EFFORTS[int(key) - 1]


def run(
    drill: Drill,
    plan: Plan | None = None,
    speed: float = 1.0,
    out: TextIO | None = None,
    stopped: Callable[[], bool] | None = None,
    wanted: Wanted = SILENT,
) -> dict[str, object]:
    """Guide through the drill, by default at its default level, and return its result; times in seconds.

    Ctrl-C ends it early and is not passed on, nor is SIGTERM unless `stopped` says when to end; call it from the main
    thread.
    """
    session, screen = Session(drill, plan or drill.plan()), out or sys.stdout
    ours = (signal.SIGINT,) if stopped else (signal.SIGINT, signal.SIGTERM)
    with raw_keys() as keys, closing(Sounds(wanted, screen if screen.isatty() else None)) as sounds:
        terminal = Terminal(session, screen, keys, speed, stopped or bool, sounds)
        before = [(number, signal.signal(number, terminal.stop)) for number in ours]
        try:
            terminal.run()
        finally:
            for number, handler in before:
                signal.signal(number, handler)
    return session.result()


def main(argv: Sequence[str] | None = None) -> int:
    """Guide through the drill the arguments name; the result is the last line."""
    parser = argparse.ArgumentParser(prog="sitbreak.ui.drill_terminal", description=__doc__)
    add_arguments(parser)
    add_sound_arguments(parser)
    options = parser.parse_args(argv)
    drill = asked_for(options.drill)
    result = run(drill, plan_of(drill, options), options.speed, wanted=wanted_by(options))
    sys.stdout.write(json.dumps(result) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

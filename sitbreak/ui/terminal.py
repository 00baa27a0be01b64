"""sitbreak in a terminal: a live status line, prompts with a bell, keys to answer, drills on the spot.

One object stands in for tray, notifier and launcher, since a terminal is all three. The main thread owns the screen;
the others only leave a note and wake it.
"""

from __future__ import annotations

import logging
import os
import re
import select
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from shutil import get_terminal_size
from typing import TextIO

from sitbreak.core.model import DrillEnded, DrillOrder, Offer, PromptShown, Say
from sitbreak.core.values import dataclass
from sitbreak.core.view import View
from sitbreak.ports import Post

assert sys.platform != "win32"

log = logging.getLogger(__name__)

REFRESH = 1.0
"""Seconds between two looks at the status line; nothing is written unless it has changed."""

KEYS: dict[str, tuple[str, ...]] = {
    "a": ("answer", "accept"),
    "s": ("answer", "snooze"),
    "k": ("answer", "skip"),
    "w": ("answer", "walk"),
    "d": ("drill",),
    "i": ("sit",),
    "t": ("stand",),
    "v": ("away",),
    "p": ("pause", "1h"),
    "z": ("quiet", "1h"),
    "r": ("resume",),
    "q": ("quit",),
}

HELP = "d drill  i sitting  t standing  v away  p pause 1 h  z quiet 1 h  r resume  q quit"
ANSWERS = "a start  s snooze  k skip  w just walk"


_ESCAPED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?")
"""An arrow or function key arrives as several letters behind an escape, none of which is meant."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the terminal does with keys and drills: carry out command words, post, tell the state, guide a drill."""

    ask: Callable[[tuple[str, ...]], str]
    post: Post
    sentence: Callable[[], str]
    guide: Callable[[DrillOrder, Callable[[], bool]], DrillEnded]


class TerminalScreen:
    """Tray, notifier and launcher in one terminal."""

    name = "terminal"

    def __init__(self, desk: Desk, keys: TextIO = sys.stdin, out: TextIO = sys.stdout) -> None:
        self._desk, self._keys, self._out = desk, keys, out
        self._notes: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._wakes, self._wake = os.pipe()
        self._status = ""
        self._asked = self._over = self._drill_over = False

    # the tray

    def run(self) -> None:
        """Read keys and show what there is until `stop`, or until the terminal is gone."""
        try:
            with _single_keys(self._keys):
                self._line(HELP)
                while not self._over:
                    self._round()
            self._write("\r\x1b[K")
        except (EOFError, OSError, termios.error) as gone:
            log.info("the terminal is gone: %s", gone)

    def update(self, view: View) -> None:
        """The tooltip is worked out anew when drawn; here only that something has changed."""
        self._leave(lambda: None)

    def stop(self) -> None:
        self._leave(self._end)

    # the notifier

    def show(self, offer: Offer) -> None:
        self._leave(lambda: self._show_prompt(offer))

    def withdraw(self) -> None:
        self._leave(self._hide_prompt)

    def say(self, message: Say) -> None:
        end = "" if message.title.endswith("?") else "."
        self._leave(lambda: self._line(f"{message.title}{end} {message.in_text}"))

    def close(self) -> None:
        """Nothing to let go of before `stop`."""

    # the launcher

    def drill(self, order: DrillOrder) -> None:
        self._drill_over = False
        self._leave(lambda: self._do_drill(order))

    def stop_drill(self) -> None:
        self._drill_over = True

    def pause_drill(self) -> None:
        """The keys typed in this terminal are the drill's own."""

    def _leave(self, note: Callable[[], None]) -> None:
        self._notes.put(note)
        os.write(self._wake, b".")

    def _round(self) -> None:
        ready, _, _ = select.select([self._keys.fileno(), self._wakes], [], [], REFRESH)
        if self._wakes in ready:
            os.read(self._wakes, 4096)
            self._read_notes()
        elif ready:
            self._read_keys()
        if self._desk.sentence() != self._status:
            self._draw()

    def _read_notes(self) -> None:
        try:
            while not self._over:
                self._notes.get_nowait()()
        except Empty:
            return

    def _read_keys(self) -> None:
        typed = os.read(self._keys.fileno(), 64)
        if not typed:
            raise EOFError("its input has ended")
        for key in _ESCAPED.sub("", typed.decode(errors="replace")).lower():
            self._press(key)

    def _press(self, key: str) -> None:
        if key not in KEYS:
            self._line(f"{ANSWERS}  {HELP}" if self._asked else HELP)
        elif refusal := self._desk.ask(KEYS[key]):
            self._line(refusal)

    def _end(self) -> None:
        self._over = True

    def _show_prompt(self, offer: Offer) -> None:
        self._asked = True
        self._line(f"\a{offer.title}. {offer.body}")
        self._line(f"  {ANSWERS}")
        self._desk.post(PromptShown(offer.id))

    def _hide_prompt(self) -> None:
        self._asked = False

    def _do_drill(self, order: DrillOrder) -> None:
        self._write("\r\x1b[K")
        self._desk.post(self._desk.guide(order, lambda: self._drill_over))
        self._draw()

    def _line(self, text: str) -> None:
        """One line above the status, which is drawn again below it."""
        self._write(f"\r\x1b[K{text}\n")
        self._draw()

    def _draw(self) -> None:
        self._status = self._desk.sentence()
        self._write(f"\r\x1b[K{self._status[: get_terminal_size().columns - 1]}")

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


@contextmanager
def _single_keys(keys: TextIO) -> Iterator[None]:
    """Keys one at a time and unseen; Ctrl-C still ends the program."""
    before = termios.tcgetattr(keys)
    tty.setcbreak(keys)
    try:
        yield
    finally:
        termios.tcsetattr(keys, termios.TCSADRAIN, before)

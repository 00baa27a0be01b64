"""sitbreak in a terminal: a live status line, prompts with a bell, keys to answer, drills on the spot.

One object stands in for tray, notifier and launcher, since a terminal is all three. The main thread owns the screen;
the others only leave a note and wake it.
"""

from __future__ import annotations

import os
import select
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from shutil import get_terminal_size
from typing import TextIO

from sitbreak.core.model import DrillEnded, DrillOrder, Offer, PromptShown
from sitbreak.core.view import View
from sitbreak.ports import Post

Ask = Callable[[tuple[str, ...]], str]
Guide = Callable[[DrillOrder], DrillEnded]

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


class TerminalScreen:
    """Tray, notifier and launcher in one terminal; `guide` does a drill there and tells how it ended."""

    name = "terminal"

    def __init__(self, ask: Ask, post: Post, guide: Guide, keys: TextIO = sys.stdin, out: TextIO = sys.stdout) -> None:
        self._ask, self._post, self._guide = ask, post, guide
        self._keys, self._out = keys, out
        self._notes: SimpleQueue[Callable[[], bool]] = SimpleQueue()
        self._wakes, self._wake = os.pipe()
        self._tooltip = ""
        self._answers = False

    # the tray

    def run(self) -> None:
        """Read keys and show what there is until `stop`."""
        self._line(HELP)
        with _single_keys(self._keys):
            while self._round():
                pass
        self._line("")

    def update(self, view: View) -> None:
        self._leave(lambda: self._show_status(view.tooltip))

    def stop(self) -> None:
        self._leave(lambda: False)

    # the notifier

    def show(self, offer: Offer) -> None:
        self._leave(lambda: self._show_prompt(offer))

    def withdraw(self) -> None:
        self._leave(self._hide_prompt)

    def say(self, title: str, body: str) -> None:
        self._leave(lambda: self._line(f"{title}. {body}"))

    def close(self) -> None:
        """Nothing to let go of before `stop`."""

    # the launcher

    def drill(self, order: DrillOrder) -> None:
        self._leave(lambda: self._do_drill(order))

    def stop_drill(self) -> None:
        """A drill in the terminal is stopped with its own key."""

    def _leave(self, note: Callable[[], bool]) -> None:
        self._notes.put(note)
        os.write(self._wake, b".")

    def _round(self) -> bool:
        ready, _, _ = select.select([self._keys.fileno(), self._wakes], [], [])
        if self._wakes in ready:
            os.read(self._wakes, 4096)
            return self._read_notes()
        key = os.read(self._keys.fileno(), 1).decode(errors="replace")
        return self._press(key.lower()) if key else self._hang_up()

    def _read_notes(self) -> bool:
        while True:
            try:
                note = self._notes.get_nowait()
            except Empty:
                return True
            if not note():
                return False

    def _press(self, key: str) -> bool:
        if key in KEYS:
            refusal = self._ask(KEYS[key])
            return self._line(refusal) if refusal else True
        return self._line(f"{ANSWERS}  {HELP}" if self._answers else HELP)

    def _hang_up(self) -> bool:
        self._ask(("quit",))
        return False

    def _show_status(self, tooltip: str) -> bool:
        if tooltip != self._tooltip:
            self._tooltip = tooltip
            self._draw()
        return True

    def _show_prompt(self, offer: Offer) -> bool:
        self._answers = True
        self._line(f"\a{offer.title}. {offer.body}")
        self._line(f"  {ANSWERS}")
        self._post(PromptShown(offer.id))
        return True

    def _hide_prompt(self) -> bool:
        self._answers = False
        self._draw()
        return True

    def _do_drill(self, order: DrillOrder) -> bool:
        self._line("")
        self._post(self._guide(order))
        self._draw()
        return True

    def _line(self, text: str) -> bool:
        """One line above the status, which is drawn again below it."""
        self._out.write(f"\r\x1b[K{text}\r\n" if text else "\r\x1b[K")
        self._draw()
        return True

    def _draw(self) -> None:
        width = get_terminal_size().columns
        self._out.write(f"\r\x1b[K{self._tooltip[: width - 1]}")
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

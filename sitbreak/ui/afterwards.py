"""What is asked after a drill: how it was, and after pain the one question that matters."""

from __future__ import annotations

import math
import tkinter as tk
from collections.abc import Callable, Mapping
from functools import partial
from tkinter import ttk

from sitbreak.core.safety import HURT_QUESTION
from sitbreak.ui.drill_panel import PANEL_WIDTH
from sitbreak.ui.palette import Palette, as_hex
from sitbreak.ui.session import EFFORTS, FEEDBACK_QUESTION, Session
from sitbreak.ui.words import Ink, Words

SECONDS = 10.0
"""How long each question waits for an answer."""

KEYS = (*map(str, range(1, len(EFFORTS) + 1)), "y", "n")

Answers = Mapping[str, tuple[str, Callable[[], None]]]
"""By its key what an answer says and does."""


class Afterwards(tk.Frame):
    """Optional taps; the answers go into the session, and `closed` is called when nothing more is asked."""

    def __init__(
        self, parent: tk.Misc, palette: Palette, scale: float, session: Session, closed: Callable[[], None]
    ) -> None:
        super().__init__(parent, bg=as_hex(palette.page))
        self._session, self._closed, self._scale = session, closed, scale
        self._seconds: float | None = None
        self._answers: Answers = {}
        wrap = round((PANEL_WIDTH - 10) * scale)
        self._headline = Words(self, palette.page, Ink(round(36 * scale), palette.text, bold=True), wrap)
        self._headline.pack(fill="x", pady=(round(60 * scale), 0))
        self._question = Words(self, palette.page, Ink(round(18 * scale), palette.text), wrap)
        self._question.pack(fill="x", pady=(round(10 * scale), round(14 * scale)))
        self._buttons = tk.Frame(self, bg=as_hex(palette.page))
        self._buttons.pack(fill="x")
        self._left = Words(self, palette.page, Ink(round(14 * scale), palette.faint))
        self._left.pack(fill="x", pady=(round(12 * scale), 0))

    @property
    def asking(self) -> bool:
        return self._seconds is not None

    def ask(self, words: str) -> None:
        """Say these words and ask how it was."""
        efforts = {str(number): (effort.capitalize(), partial(self._rate, effort)) for number, effort in _NUMBERED}
        self._put(words, FEEDBACK_QUESTION, efforts)

    def press(self, key: str) -> None:
        """What this key answers; nothing where it is no answer to the open question."""
        if key in self._answers:
            self._answers[key][1]()

    def wait(self, seconds: float) -> None:
        """Let that many seconds pass; the question closes when they run out."""
        assert self._seconds is not None
        self._seconds -= seconds
        if self._seconds <= 0:
            self._closed()
        else:
            self._left.say(f"Optional; closes in {math.ceil(self._seconds)} s")

    def _rate(self, effort: str) -> None:
        self._session.effort = effort
        if effort != "hurt":
            self._closed()
            return
        self._put(
            "Noted", HURT_QUESTION, {"y": ("Yes", partial(self._say, True)), "n": ("No", partial(self._say, False))}
        )

    def _say(self, spread: bool) -> None:
        self._session.spread = spread
        self._closed()

    def _put(self, words: str, question: str, answers: Answers) -> None:
        self._headline.say(words)
        self._question.say(question)
        for button in self._buttons.winfo_children():
            button.destroy()
        for key, (label, action) in answers.items():
            button = ttk.Button(self._buttons, text=f"{key.upper()}   {label}", command=action)
            button.pack(fill="x", pady=round(4 * self._scale), ipady=round(4 * self._scale))
        self._answers, self._seconds = answers, SECONDS
        self.wait(0)


_NUMBERED = tuple(enumerate(EFFORTS, 1))

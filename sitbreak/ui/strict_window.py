"""The prompt that fills every monitor, for people who asked for it: skip comes late, and Esc held is the way out."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping

from sitbreak.ui.drill_panel import Buttons
from sitbreak.ui.palette import Palette, as_hex
from sitbreak.ui.prompt_window import PromptWindow
from sitbreak.ui.screen import Box, hidden_window, monitor_at_pointer, monitors
from sitbreak.ui.words import Ink, Words

SKIP_AFTER = 20
"""Seconds before "skip" can be chosen."""

HOLD_MS = 2_000
"""How long Esc is held to leave at once."""

REPEAT_MS = 80
"""A key that is held comes as a row of releases and presses; a release this long without a press is a real one."""

WAY_OUT = "Something urgent? Hold Esc for two seconds."
LEAVE = "leave"
"""The answer of somebody who held Esc."""


class StrictWindow(PromptWindow):
    """The card in the middle of the pointer's monitor, nothing but colour on the others."""

    def __init__(self, offer: Mapping[str, object], colours: Palette, scale: float) -> None:
        self._wait = SKIP_AFTER
        self._holding: str | None = None
        self._released: str | None = None
        self._skip: tk.Misc | None = None
        super().__init__(offer, "centred", colours, scale)

    def _window(self, colours: Palette) -> tk.Tk:
        root = hidden_window("sitbreak", colours)
        root.resizable(True, True)
        root.attributes("-topmost", True)
        return root

    def _build(self, parent: tk.Misc) -> None:
        self._root.configure(bg=as_hex(self._palette.page))
        middle = tk.Frame(parent)
        middle.place(relx=0.5, rely=0.5, anchor="center")
        super()._build(middle)
        self._hint = Words(self._root, self._palette.page, Ink(self._px(15), self._palette.faint), self._px(460))
        self._hint.say(WAY_OUT)
        self._hint.place(relx=0.5, rely=0.92, anchor="center")

    def _actions(self, card: tk.Frame) -> Buttons:
        buttons = super()._actions(card)
        self._skip = buttons.by_name["Skip"]
        self._count_down()
        return buttons

    def _count_down(self) -> None:
        if self._skip is None:
            return
        if self._wait <= 0:
            self._skip.configure(text="Skip", state="normal")  # type: ignore[call-arg]
            return
        self._skip.configure(text=f"Skip in {self._wait} s", state="disabled")  # type: ignore[call-arg]
        self._wait -= 1
        self._root.after(1000, self._count_down)

    def _place(self) -> None:
        here = monitor_at_pointer(self._root)
        self._root.geometry(_geometry(here))
        self._root.attributes("-fullscreen", True)
        for other in monitors(self._root):
            if other != here:
                self._cover(other)
        self._root.bind("<KeyPress-Escape>", self._pressed)
        self._root.bind("<KeyRelease-Escape>", self._let_go)
        self._root.after(100, self._root.focus_force)

    def _cover(self, monitor: Box) -> None:
        cover = tk.Toplevel(self._root, bg=as_hex(self._palette.page), class_="Sitbreak")
        cover.overrideredirect(True)
        cover.attributes("-topmost", True)
        cover.geometry(_geometry(monitor))

    # ------------------------------------------------ the way out

    def _pressed(self, _event: object) -> None:
        if self._released is not None:
            self._root.after_cancel(self._released)
            self._released = None
        if self._holding is None:
            self._hint.say("Keep holding Esc ...")
            self._holding = self._root.after(HOLD_MS, lambda: self._answered(LEAVE))

    def _let_go(self, _event: object) -> None:
        if self._released is None:
            self._released = self._root.after(REPEAT_MS, self._really_let_go)

    def _really_let_go(self) -> None:
        self._released = None
        self._hint.say(WAY_OUT)
        if self._holding is not None:
            self._root.after_cancel(self._holding)
            self._holding = None


def _geometry(box: Box) -> str:
    left, top, right, bottom = box
    return f"{right - left}x{bottom - top}+{left}+{top}"

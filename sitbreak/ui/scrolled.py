"""A part of a window that scrolls where the screen has no room for all of it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping
from tkinter import ttk
from typing import Literal

STEP = 24
"""Pixels at scale 1 by which it moves at the least."""
Turn = tuple[int, Literal["units", "pages"]]
WHEEL: dict[str, Turn] = {"<Button-4>": (-2, "units"), "<Button-5>": (2, "units")}
PAGES: dict[str, Turn] = {"<Prior>": (-1, "pages"), "<Next>": (1, "pages")}


class Scrolled(tk.Frame):
    """Fill `inside`, then `fit`."""

    def __init__(self, parent: tk.Misc, ground: str, scale: float) -> None:
        super().__init__(parent, bg=ground)
        self._step = round(STEP * scale)
        self._canvas = tk.Canvas(self, bg=ground, highlightthickness=0, yscrollincrement=self._step)
        self._canvas.pack(side="left", fill="both", expand=True)
        self.inside = tk.Frame(self._canvas, bg=ground)

    def fit(self, highest: int) -> None:
        """Be as large as what is inside, but no higher than that many pixels; with a bar where that is too little."""
        self.inside.update_idletasks()
        width, height = self.inside.winfo_reqwidth(), self.inside.winfo_reqheight()
        self._item = self._canvas.create_window(0, 0, window=self.inside, anchor="nw")
        self._canvas.configure(width=width, height=min(height, highest), scrollregion=(0, 0, width, height))
        self.inside.bind("<Configure>", self._grow)
        self.bind("<Map>", self._appear)
        if height > highest:
            bar = ttk.Scrollbar(self, command=self._canvas.yview)
            self._canvas.configure(yscrollcommand=bar.set)
            bar.pack(side="right", fill="y")

    def scroll(self, number: int, what: Literal["units", "pages"]) -> None:
        """By so many "units" or "pages", down or, below zero, up."""
        self._canvas.yview_scroll(number, what)

    def _grow(self, now: tk.Event[tk.Frame]) -> None:
        self._canvas.configure(scrollregion=(0, 0, now.width, now.height))

    def _appear(self, _: tk.Event[tk.Frame]) -> None:
        """At once: a canvas would wait for the screen to ask, and a Tab that comes sooner pass over what is inside."""
        self.update_idletasks()
        self._canvas.itemconfigure(self._item, anchor="nw")
        self._canvas.update_idletasks()

    def see(self, widget: tk.Misc) -> None:
        """Bring a widget from inside into view."""
        top, shown = widget.winfo_rooty() - self._canvas.winfo_rooty(), self._canvas.winfo_height()
        while top + widget.winfo_height() > shown and self._canvas.yview()[1] < 1:
            self.scroll(1, "units")
            top -= self._step
        while top < 0 and self._canvas.yview()[0] > 0:
            self.scroll(-1, "units")
            top += self._step


def scroll_with(root: tk.Tk, keys: Mapping[str, Turn], shown: Callable[[], Scrolled]) -> None:
    """Have those keys and the wheel scroll whatever part is shown."""
    for key, (number, what) in (dict(keys) | WHEEL).items():
        root.bind(key, lambda _, number=number, what=what: shown().scroll(number, what))  # type: ignore[misc]
    root.bind("<MouseWheel>", lambda event: shown().scroll(-2 if event.delta > 0 else 2, "units"))

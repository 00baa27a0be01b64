"""The safety notice before the first drill of all, in a window: read and confirmed, or no drill."""

from __future__ import annotations

import argparse
import signal
import tkinter as tk

from sitbreak.core.safety import NOTICE, NOTICE_TITLE, UNDERSTOOD
from sitbreak.ui.drill_panel import Buttons
from sitbreak.ui.palette import as_hex, palette
from sitbreak.ui.screen import density, hidden_window, room, show_above
from sitbreak.ui.scrolled import PAGES, Scrolled, Turn, scroll_with
from sitbreak.ui.theme import enlarge
from sitbreak.ui.words import Ink, Words

NOT_NOW = "Not now"
TEXT_WIDTH, MARGIN = 600, 24
SIGNAL_LOOK_MS = 100
SCROLLS: dict[str, Turn] = {"<Up>": (-1, "units"), "<Down>": (1, "units"), **PAGES}


class NoticeWindow:
    """Shows the notice until it is confirmed or put off; the text scrolls where the screen is too small for it."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._palette = palette(options.dark, options.contrast)
        self._root = hidden_window(f"{NOTICE_TITLE} - sitbreak", self._palette)
        self._scale: float = options.scale * density(self._root)
        enlarge(self._root, self._scale)
        self.confirmed = self._terminated = False
        self._build()
        self._bind()

    def run(self) -> None:
        """Show until the answer; returns when the window is gone."""
        show_above(self._root)
        self._buttons.by_name[UNDERSTOOD].focus_set()
        self._look()
        self._root.mainloop()

    def end_soon(self, *_: object) -> None:
        """Close unconfirmed at the next look; for signal handlers."""
        self._terminated = True

    def _build(self) -> None:
        body = tk.Frame(self._root, bg=as_hex(self._palette.page), padx=self._px(MARGIN), pady=self._px(MARGIN - 6))
        body.pack(fill="both", expand=True)
        title = self._words(body, 26, bold=True)
        title.say(NOTICE_TITLE)
        title.pack(fill="x")
        actions = ((NOT_NOW, self._close, False), (UNDERSTOOD, self._confirm, True))
        self._buttons = Buttons(body, actions, self._scale)
        self._buttons.pack(side="bottom", anchor="e", pady=(self._px(14), 0))
        self._root.update_idletasks()
        self._text = Scrolled(body, as_hex(self._palette.page), self._scale)
        self._fill(self._text.inside)
        self._text.fit(room(self._root)[1] - self._root.winfo_reqheight() - self._px(10))
        self._text.pack(fill="both", expand=True, pady=(self._px(10), 0))

    def _fill(self, text: tk.Frame) -> None:
        for paragraph in NOTICE:
            label = self._words(text, 15)
            label.say(paragraph)
            label.pack(fill="x", pady=(0, self._px(11)))

    def _words(self, parent: tk.Misc, size: int, *, bold: bool = False) -> Words:
        widest = room(self._root)[0] - 2 * self._px(MARGIN) - self._px(20)
        ink = Ink(self._px(size), self._palette.text, bold)
        return Words(parent, self._palette.page, ink, min(self._px(TEXT_WIDTH), widest))

    def _bind(self) -> None:
        self._root.bind("<Escape>", lambda _: self._close())
        self._root.protocol("WM_DELETE_WINDOW", self._close)
        for key in ("<Return>", "<KP_Enter>"):
            self._root.bind_class("TButton", key, lambda event: event.widget.invoke())
        scroll_with(self._root, SCROLLS, lambda: self._text)

    def _confirm(self) -> None:
        self.confirmed = True
        self._close()

    def _close(self) -> None:
        # All windows of a process share one loop: what is left waiting would go off in the drill's.
        self._root.after_cancel(self._next_look)
        self._root.destroy()

    def _look(self) -> None:
        self._next_look = self._root.after(SIGNAL_LOOK_MS, self._look)
        if self._terminated:
            self._close()

    def _px(self, size: float) -> int:
        return round(size * self._scale)


def confirmed(options: argparse.Namespace) -> bool:
    """Show the notice as these options of the drill window wish; whether it was confirmed."""
    window = NoticeWindow(options)
    signal.signal(signal.SIGTERM, window.end_soon)
    window.run()
    return window.confirmed

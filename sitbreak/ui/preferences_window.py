"""The preferences: every setting on pages, saved one by one as they are changed, with what is wrong beside them."""

from __future__ import annotations

import signal
import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Any

from sitbreak.core.preferences import PAGES, Page, defaults, text_of
from sitbreak.core.settings import Settings
from sitbreak.core.values import dataclass
from sitbreak.ui import scrolled
from sitbreak.ui.drill_panel import Buttons
from sitbreak.ui.palette import as_hex, palette
from sitbreak.ui.preference_rows import WIDTH, Dress, Drills, Row, Save
from sitbreak.ui.screen import density, fitting, hidden_window, room, show_above
from sitbreak.ui.scrolled import Scrolled, scroll_with
from sitbreak.ui.theme import enlarge, family
from sitbreak.ui.words import Ink, Words

TITLE = "Preferences"
MARGIN, INSIDE = 20, 14
NATURAL_SIZE = (WIDTH + 2 * (MARGIN + INSIDE) + 50, 300)
"""Of a window with a bar to scroll it, at scale 1."""
LOOK_MS = 500
"""Between two looks at the settings file and at what the desktop asks of us."""
DEFAULTS, CLOSE = "Defaults for this page", "Close"
WHEELED = ("TSpinbox", "TCombobox")
"""What the wheel would change when all that was wanted is to scroll."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the settings come from and go to; `problems` are what is wrong with the file, a sentence each.

    `drills` are the ids and names of those there are.
    """

    settings: Callable[[], Settings]
    problems: Callable[[], Sequence[str]]
    save: Save
    drills: Drills


class PreferencesWindow:
    """Shows what is in force, also when it is changed elsewhere meanwhile."""

    def __init__(self, source: Source, scale: float, dark: bool, contrast: bool) -> None:
        self._source = source
        colours = palette(dark, contrast)
        self._root = hidden_window(f"{TITLE} - sitbreak", colours)
        scale = fitting(self._root, scale * density(self._root), NATURAL_SIZE)
        self._dress = Dress(colours, scale, family(self._root))
        enlarge(self._root, scale)
        self._rows: list[Row] = []
        self._pages: list[Scrolled] = []
        self._wished: list[str] = []
        self._build()
        self._bind()

    def run(self) -> None:
        """Show until it is closed."""
        self._look()
        show_above(self._root)
        self._root.update_idletasks()  # lest a Tab that comes sooner pass over the page
        self._book.focus_set()
        self._root.attributes("-topmost", False)
        self._root.mainloop()

    def wish(self, what: str) -> None:
        """Have it "front" or "end" itself at the next look; for signal handlers."""
        self._wished.append(what)

    def _build(self) -> None:
        px, page = self._dress.px, as_hex(self._dress.colours.page)
        body = tk.Frame(self._root, bg=page, padx=px(MARGIN), pady=px(MARGIN - 6))
        body.pack(fill="both", expand=True)
        self._trouble = Words(body, self._dress.colours.page, Ink(px(14), self._dress.colours.warning), px(WIDTH))
        actions = ((DEFAULTS, self._reset, False), (CLOSE, self._close, True))
        self._buttons = Buttons(body, actions, self._dress.scale)
        self._buttons.pack(side="bottom", anchor="e", pady=(px(12), 0))
        self._book = ttk.Notebook(body)
        self._book.pack(fill="both", expand=True)
        highest = room(self._root)[1] - px(2 * MARGIN + 110)
        for one in PAGES:
            self._book.add(self._page(one, highest), text=one.title)

    def _page(self, page: Page, highest: int) -> Scrolled:
        made = Scrolled(self._book, as_hex(self._dress.colours.page), self._dress.scale)
        made.inside.configure(padx=self._dress.px(INSIDE), pady=self._dress.px(INSIDE - 4))
        for line in page.lines:
            row = Row(made.inside, line, self._dress, self._source.save, self._source.drills)
            row.show(text_of(self._source.settings(), line.key))
            row.pack(fill="x")
            self._rows.append(row)
        if page.note:
            self._dress.words(made.inside, page.note, 13, faint=True, wrap=WIDTH).pack(fill="x")
        made.fit(highest)
        self._pages.append(made)
        return made

    def _bind(self) -> None:
        self._root.bind("<Escape>", lambda _: self._close())
        self._root.protocol("WM_DELETE_WINDOW", self._close)
        self._root.bind_all("<FocusIn>", self._into_view)
        for key in ("<Return>", "<KP_Enter>"):
            self._root.bind_class("TButton", key, lambda event: event.widget.invoke())
        self._root.bind_class("TEntry", "<Control-a>", _select_all)
        self._root.bind_class("TSpinbox", "<Control-a>", _select_all)
        for widget in WHEELED:
            for turn in (*scrolled.WHEEL, "<MouseWheel>"):
                self._root.unbind_class(widget, turn)
        scroll_with(self._root, scrolled.PAGES, self._shown)
        ttk.Notebook.enable_traversal(self._book)

    def _shown(self) -> Scrolled:
        return self._pages[self._book.index("current")]  # type: ignore[no-untyped-call]

    def _into_view(self, event: tk.Event[Any]) -> None:
        if str(event.widget).startswith(f"{self._shown().inside}."):
            self._shown().see(event.widget)

    def _look(self) -> None:
        """Show what has changed, and do what was wished."""
        self._root.after(LOOK_MS, self._look)
        settings = self._source.settings()
        for row in self._rows:
            row.show(text_of(settings, row.key))
        self._warn("\n".join(self._source.problems()))
        if self._wished:
            {"front": self._to_front, "end": self._root.destroy}[self._wished.pop()]()

    def _to_front(self) -> None:
        self._root.deiconify()
        self._root.lift()
        self._root.focus_force()

    def _warn(self, text: str) -> None:
        if text:
            self._trouble.say(text)
            self._trouble.pack(before=self._book, fill="x")
        else:
            self._trouble.pack_forget()

    def _reset(self) -> None:
        for key, text in defaults(PAGES[self._book.index("current")]):  # type: ignore[no-untyped-call]
            next(row for row in self._rows if row.key == key).put(text)

    def _close(self) -> None:
        """Not with something typed that was not saved, until the person has seen why."""
        unsettled = [row for row in self._rows if not row.settled()]
        if not unsettled:
            self._root.destroy()


def _select_all(event: tk.Event[Any]) -> str:
    """As everywhere but in Tk on X11, where it goes to the beginning."""
    event.widget.selection_range(0, "end")
    return "break"


def show(source: Source, scale: float, dark: bool, contrast: bool) -> None:
    """Show the window until it is closed; SIGUSR1 brings it to the front, SIGTERM ends it."""
    window = PreferencesWindow(source, scale, dark, contrast)
    signal.signal(signal.SIGTERM, lambda *_: window.wish("end"))
    if hasattr(signal, "SIGUSR1"):
        signal.signal(signal.SIGUSR1, lambda *_: window.wish("front"))
    window.run()

"""The prompt as a window of our own, for desktops whose notifications have no buttons; prints what was answered."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Literal

from PIL import ImageTk

from sitbreak.ui.drill_panel import Buttons
from sitbreak.ui.drill_source import UNREADABLE, read
from sitbreak.ui.figure import Stage, telling
from sitbreak.ui.palette import Palette, as_hex, palette
from sitbreak.ui.screen import density, hidden_window, monitor_at_pointer
from sitbreak.ui.sounds import OFF, chime
from sitbreak.ui.theme import enlarge
from sitbreak.ui.words import Ink, Words

PICTURE = {"small": (132, 148), "centred": (230, 258)}
TEXT_WIDTH = {"small": 300, "centred": 380}
LINES = {
    "small": (("title", 19, True), ("body", 15, False)),
    "centred": (("title", 28, True), ("body", 19, False)),
}
"""What is said, in which size of letters, and whether in bold."""
MARGIN = 28
SIGNAL_LOOK_MS = 100
MESSAGE_MS = 12_000
DODGES_FOR_MS = 800
"""A pointer that enters so soon was on its way elsewhere, and the window steps aside; nobody aims that fast."""


Style = Literal["small", "centred"]


class PromptWindow:
    """One offer; it takes no focus and waits for a click, or for its parent to end it."""

    def __init__(self, offer: Mapping[str, object], style: Style, colours: Palette, scale: float) -> None:
        self._offer, self._style = offer, style
        self._palette = colours
        self._root = self._window(colours)
        self._scale = scale * density(self._root)
        enlarge(self._root, self._scale)
        self.answer: str | None = None
        self._image: ImageTk.PhotoImage | None = None
        self._terminated, self._parent = False, os.getppid()
        self._corners = (0, 0)
        self._build(self._root)

    @property
    def asks(self) -> bool:
        """Whether this is a prompt and no mere message."""
        return "drill" in self._offer

    def run(self) -> None:
        """Show until answered or ended."""
        self._place()
        self._root.deiconify()
        self._root.wait_visibility()
        say({"version": 1, "shown": True})
        self._root.after(SIGNAL_LOOK_MS, self._look)
        if "drill" not in self._offer:
            self._root.after(MESSAGE_MS, self.end_soon)
        self._root.mainloop()

    def end_soon(self, *_: object) -> None:
        """Close without an answer at the next look; for signal handlers."""
        self._terminated = True

    def _window(self, colours: Palette) -> tk.Tk:
        return unfocused(colours)

    def _build(self, parent: tk.Misc) -> None:
        edge = tk.Frame(parent, bg=as_hex(self._palette.accent), padx=self._px(2), pady=self._px(2))
        edge.pack(fill="both", expand=True)
        card = tk.Frame(edge, bg=as_hex(self._palette.page), padx=self._px(16), pady=self._px(14))
        card.pack(fill="both", expand=True)
        if "drill" in self._offer:
            self._picture(card, self._palette)
        text = tk.Frame(card, bg=as_hex(self._palette.page))
        text.grid(row=0, column=1, sticky="nw", padx=(self._px(16) if self._image else 0, 0))
        width = self._px(TEXT_WIDTH[self._style])
        for key, size, bold in LINES[self._style]:
            label = Words(text, self._palette.page, Ink(self._px(size), self._palette.text, bold), width)
            label.say(str(self._offer.get(key, "")))
            label.pack(fill="x", pady=(0, self._px(8)))
        self._actions(card).grid(row=1, column=0, columnspan=2, sticky="e", pady=(self._px(12), 0))

    def _picture(self, card: tk.Frame, colours: Palette) -> None:
        try:
            drill = read(str(self._offer["drill"]))
        except UNREADABLE:  # a walk has no picture, and a prompt without one is still a prompt
            return
        width, height = PICTURE[self._style]
        stage = Stage(drill, (self._px(width), self._px(height)), colours.dark, 3, colours.contrast)
        still = stage.draw(telling(drill))
        self._image = ImageTk.PhotoImage(still, master=self._root)
        tk.Label(card, image=self._image, bd=0).grid(row=0, column=0, sticky="n")

    def _actions(self, card: tk.Frame) -> Buttons:
        return Buttons(card, self._choices(), self._scale)

    def _choices(self) -> list[tuple[str, Callable[[], object], bool]]:
        if "drill" not in self._offer:
            return [("OK", self._root.destroy, True)]
        snoozes = self._offer.get("snoozes_left", 1)
        words = [("Skip", "skip"), ("Just walk", "walk"), ("Start", "accept")]
        if snoozes:
            words.insert(1, ("Snooze", "snooze"))
        return [(word, partial(self._answered, answer), answer == "accept") for word, answer in words]

    def _px(self, size: float) -> int:
        return round(size * self._scale)

    def _place(self) -> None:
        self._root.update_idletasks()
        left, top, right, bottom = monitor_at_pointer(self._root)
        width, height = self._root.winfo_reqwidth(), self._root.winfo_reqheight()
        if self._style == "centred":
            x, y = (left + right - width) // 2, (top + bottom - height) // 2
        else:
            x, y = right - width - MARGIN, bottom - height - MARGIN
            under_pointer = self._root.winfo_pointerx() > x - MARGIN and self._root.winfo_pointery() > y - MARGIN
            self._corners = (top + MARGIN, y) if under_pointer else (y, top + MARGIN)
            y = self._corners[0]
            self._root.bind("<Enter>", self._step_aside)
            self._root.after(DODGES_FOR_MS, lambda: self._root.unbind("<Enter>"))
        self._root.geometry(f"+{x}+{y}")

    def _step_aside(self, _event: object) -> None:
        """The pointer was on its way elsewhere: make room, once."""
        self._root.unbind("<Enter>")
        self._root.geometry(f"+{self._root.winfo_x()}+{self._corners[1]}")

    def _answered(self, answer: str) -> None:
        self.answer = answer
        self._root.destroy()

    def _look(self) -> None:
        # Answers of a window whose parent was killed reach nobody, and a strict one would keep every monitor covered.
        if self._terminated or os.getppid() != self._parent:
            self._root.destroy()
        else:
            self._root.after(SIGNAL_LOOK_MS, self._look)


def unfocused(colours: Palette) -> tk.Tk:
    """A hidden window that will come up over the others and take no focus."""
    root = hidden_window("sitbreak", colours)
    root.attributes("-topmost", True)
    if root.tk.call("tk", "windowingsystem") == "x11" and "SWAYSOCK" not in os.environ:
        # Window managers give a splash window no focus when it appears; sway does, but leaves unmanaged ones alone.
        root.attributes("-type", "splash")
    else:
        root.overrideredirect(True)
    return root


def say(message: Mapping[str, object]) -> None:
    """One JSON line to the parent, at once."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main(argv: Sequence[str] | None = None) -> int:
    """Show the offer in the arguments; prints when it is on the screen, then the answer."""
    parser = argparse.ArgumentParser(prog="sitbreak.ui.prompt_window", description=__doc__)
    parser.add_argument(
        "--json", required=True, help='{"title", "body", "drill", "snoozes_left"}; without a drill a message'
    )
    parser.add_argument("--style", choices=("small", "centred", "strict"), default="small")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--contrast", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--tone", type=int, default=OFF, help="ring at this volume, 0 (not at all) to 100")
    options = parser.parse_args(argv)
    window = _made(options)
    signal.signal(signal.SIGTERM, window.end_soon)
    with chime(options.tone if window.asks else OFF):
        window.run()
    if window.answer is not None:
        say({"version": 1, "answer": window.answer})
    return 0


def _made(options: argparse.Namespace) -> PromptWindow:
    offer, colours = json.loads(options.json), palette(options.dark, options.contrast)
    if options.style == "strict":
        from sitbreak.ui.strict_window import StrictWindow

        return StrictWindow(offer, colours, options.scale)
    return PromptWindow(offer, options.style, colours, options.scale)


if __name__ == "__main__":
    sys.exit(main())

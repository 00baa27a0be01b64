"""The parts of the drill window: what it says, how far the drill is, and what can be pressed."""

from __future__ import annotations

import math
import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from sitbreak.core.catalogue import Drill, Moment, Plan
from sitbreak.ui.palette import Palette, as_hex, mixed
from sitbreak.ui.session import Session, caution_line, headline, next_line, notes, side_line
from sitbreak.ui.words import Ink, Words

PANEL_WIDTH = 350
GAP = 0.3
"""Between the segments of the progress bar, in heights of the bar."""

Action = tuple[str, Callable[[], object], bool]
"""The words of a button, what it does, and whether it is the one most likely wanted."""


class Panel(tk.Frame):
    """Phase, side, countdown, cue and what comes next."""

    def __init__(self, parent: tk.Misc, palette: Palette, scale: float) -> None:
        super().__init__(parent, bg=as_hex(palette.page), width=round(PANEL_WIDTH * scale))
        wrap = round((PANEL_WIDTH - 10) * scale)

        def words(size: int, *, faint: bool = False, accent: bool = False, bold: bool = False, above: int = 0) -> Words:
            colour = palette.accent if accent else palette.faint if faint else palette.text
            label = Words(self, palette.page, Ink(round(size * scale), colour, bold), wrap)
            label.pack(fill="x", pady=(round(above * scale), 0))
            return label

        self._name = words(15, faint=True)
        self._phase = words(36, bold=True, above=14)
        self._side = words(23, accent=True, bold=True)
        self._count = words(104, bold=True)
        self._task = words(17, bold=True)
        self._cue = words(19, above=14)
        self._cautions = words(14, above=14)
        self._next = words(14, faint=True)
        self._next.pack(side="bottom", pady=(0, round(4 * scale)))
        self.pack_propagate(False)

    def show(self, session: Session) -> None:
        """Say where the session stands."""
        moment = session.moment
        self._name.say(session.drill.name)
        self._phase.say(headline(session))
        self._side.say(side_line(moment, session.plan))
        self._count.say(str(math.ceil(moment.remaining)))
        self._task.say(_capital(moment.phase.text))
        self._cue.say(session.cue)
        self._cautions.say(caution_line(session))
        self._next.say(next_line(moment))


class Progress(tk.Canvas):
    """One bar over the whole drill, a segment for each phase."""

    def __init__(self, parent: tk.Misc, palette: Palette, plan: Plan, width: int, height: int) -> None:
        super().__init__(parent, width=width, height=height, bg=as_hex(palette.page), highlightthickness=0)
        self._plan, self._size, self._gap = plan, (width, height), round(height * GAP)
        self._empty = mixed(palette.page, palette.text, 0.45 if palette.contrast else 0.14)
        self._calm = mixed(palette.page, palette.accent, 0.45)
        for index, phase in enumerate(plan.phases):
            self._segment(index, 1.0, as_hex(self._empty), "")
            self._segment(index, 0.0, as_hex(palette.accent if phase.kind.exercise else self._calm), f"fill{index}")

    def _span(self, index: int, share: float) -> tuple[float, float, float, float]:
        width, height = self._size
        left = self._plan.starts[index] / self._plan.total * width
        last = index + 1 == len(self._plan.phases)
        right = self._plan.starts[index + 1] / self._plan.total * width - (0 if last else self._gap)
        return left, 0, left + max(right - left, 1) * share, height

    def _segment(self, index: int, share: float, colour: str, tag: str) -> None:
        self.create_rectangle(*self._span(index, share), fill=colour, width=0, tags=tag)

    def show(self, moment: Moment) -> None:
        """Fill the bar up to the moment."""
        for index, phase in enumerate(self._plan.phases):
            share = moment.elapsed / phase.seconds if index == moment.index else float(index < moment.index)
            self.coords(f"fill{index}", *self._span(index, share))
            self.itemconfigure(f"fill{index}", state="normal" if share else "hidden")


class Buttons(ttk.Frame):
    """Everything the keyboard can do, for the pointer."""

    def __init__(self, parent: tk.Misc, actions: Sequence[Action], scale: float) -> None:
        super().__init__(parent)
        self.by_name: dict[str, ttk.Button] = {}
        for name, action, accented in actions:
            style = "Accent.TButton" if accented else "TButton"
            button = ttk.Button(self, text=name, command=action, style=style, takefocus=True)
            button.pack(side="left", padx=(round(8 * scale), 0))
            self.by_name[name] = button

    def only(self, name: str, words: str) -> None:
        """Leave this button alone, and call it so."""
        for other, button in self.by_name.items():
            if other != name:
                button.pack_forget()
        self.by_name[name].configure(text=words)


class Notes(tk.Frame):
    """Cautions, muscles and the reason for the drill, laid over the picture."""

    def __init__(self, parent: tk.Misc, palette: Palette, drill: Drill, scale: float, width: int) -> None:
        super().__init__(parent, bg=as_hex(palette.page), padx=round(22 * scale), pady=round(10 * scale))
        wrap = width - round(50 * scale)

        def words(text: str, size: int, *, bold: bool = False, above: int = 0) -> None:
            label = Words(self, palette.page, Ink(round(size * scale), palette.text, bold), wrap)
            label.say(text)
            label.pack(fill="x", pady=(round(above * scale), 0))

        for number, (title, lines) in enumerate(notes(drill)):
            words(title, 14 if number else 20, bold=True, above=9 if number else 0)
            for line in lines:
                words(_capital(line), 14, above=2 if number else 5)
        words("Press ? to go on.", 14, bold=True, above=9)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

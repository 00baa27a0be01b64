"""A line of the preferences for each kind of setting: a switch, a list to choose from, a number, a text."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Protocol

from sitbreak.core.preferences import EXCLUDE, Line, rule_of
from sitbreak.core.rules import Choice, Decimal, Rising, Switch, Texts, Whole
from sitbreak.core.values import dataclass
from sitbreak.ui.palette import Palette, as_hex
from sitbreak.ui.words import Ink, Words

WIDTH, LABEL_WIDTH = 650, 300
"""Pixels of a row and of what it is called, at scale 1."""
SHORT, LONG = 10, 26
"""Letters that a field has room for."""
STEPS = {"appearance.text_scale": 0.25, "drills.volume": 10.0}
"""By how much the arrows of a number change it, where that is not by one."""
DRILLS_BESIDE = 2

Drills = Sequence[tuple[str, str]]
"""Ids and names."""

Save = Callable[[str, str], str]
"""Takes a key and the text of its new value; gives what is wrong with it, or ""."""


@dataclass(frozen=True, slots=True)
class Dress:
    """How the window looks."""

    colours: Palette
    scale: float
    family: str

    def px(self, size: float) -> int:
        return round(size * self.scale)

    @property
    def typed(self) -> tuple[str, int]:
        """The font of what is typed, which ttk takes for each field by itself."""
        return self.family, -self.px(14)

    def words(self, parent: tk.Misc, text: str, size: int = 14, *, faint: bool = False, wrap: int = 0) -> Words:
        """A label that says this."""
        ink = Ink(self.px(size), self.colours.faint if faint else self.colours.text)
        label = Words(parent, self.colours.page, ink, self.px(wrap))
        label.say(text)
        return label


class Control(Protocol):
    """What a person changes a setting with."""

    @property
    def widget(self) -> tk.Widget: ...

    def text(self) -> str:
        """What it says now."""
        ...

    def show(self, text: str) -> None:
        """Say this instead."""
        ...


class Row(tk.Frame):
    """One setting by its name, with help below and, where a value was refused, the reason."""

    def __init__(self, parent: tk.Misc, line: Line, dress: Dress, save: Save, drills: Drills) -> None:
        super().__init__(parent, bg=as_hex(dress.colours.page), pady=dress.px(5))
        self.key, self._save = line.key, save
        self.columnconfigure(0, minsize=dress.px(LABEL_WIDTH))
        self.columnconfigure(1, minsize=dress.px(WIDTH - LABEL_WIDTH))
        self.control = _control(self, line, dress, self.commit, drills)
        self._place(line, dress)
        warning = Ink(dress.px(13), dress.colours.warning)
        self._wrong = Words(self, dress.colours.page, warning, dress.px(WIDTH))
        self._shown = self.control.text()
        self._refused: str | None = None

    def show(self, text: str) -> None:
        """Show the setting's value, unless the person has another one in hand."""
        if text != self._shown and self.control.text() == self._shown:
            self.control.show(text)
            self._shown = self.control.text()

    def put(self, text: str) -> None:
        """Change the setting as if the person had."""
        self.control.show(text)
        self.commit()

    def commit(self) -> None:
        """Save what was changed, or say what is wrong with it."""
        text = self.control.text()
        wrong = self._save(self.key, text) if text != self._shown else ""
        self._say(wrong)
        self._refused = text if wrong else None
        if not wrong:
            self._shown = text

    def settled(self) -> bool:
        """Whether the window may close: all is saved, or was seen to be refused before."""
        before = self._refused
        self.commit()
        return self._refused in (None, before)

    def _place(self, line: Line, dress: Dress) -> None:
        wide = isinstance(self.control, _Switch | _Drills)
        if not wide:
            dress.words(self, line.label).grid(row=0, column=0, sticky="w")
        self.control.widget.grid(row=0, column=0 if wide else 1, columnspan=2 if wide else 1, sticky="w")
        if line.help:
            dress.words(self, line.help, 13, faint=True, wrap=WIDTH).grid(row=1, column=0, columnspan=2, sticky="w")

    def _say(self, wrong: str) -> None:
        if wrong:
            self._wrong.say(wrong)
            self._wrong.grid(row=2, column=0, columnspan=2, sticky="w")
        else:
            self._wrong.grid_remove()


def _control(row: Row, line: Line, dress: Dress, commit: Callable[[], object], drills: Drills) -> Control:
    match rule_of(line.key):
        case Switch():
            return _Switch(row, line.label, commit)
        case Choice():
            return _Choice(row, dict(line.names), dress, commit)
        case Whole(low, high) | Decimal(low, high):
            return _Number(row, (low, high, STEPS.get(line.key, 1.0)), dress, commit)
        case Texts() if line.key == EXCLUDE:
            return _Drills(row, line.label, drills, dress, commit)
        case Rising() | Texts() | None:
            return _Field(row, LONG, dress, commit)
        case _:
            return _Field(row, LONG if line.key.startswith("sync.") else SHORT, dress, commit)


class _Switch:
    def __init__(self, parent: tk.Misc, label: str, commit: Callable[[], object]) -> None:
        self._on = tk.BooleanVar(parent)
        self.widget = ttk.Checkbutton(
            parent, text=label, variable=self._on, command=commit, style="Switch.TCheckbutton", takefocus=True
        )

    def text(self) -> str:
        return str(self._on.get()).lower()

    def show(self, text: str) -> None:
        self._on.set(text == "true")


class _Choice:
    def __init__(self, parent: tk.Misc, names: dict[str, str], dress: Dress, commit: Callable[[], object]) -> None:
        self._names = names
        self.widget = ttk.Combobox(
            parent,
            values=tuple(names.values()),
            state="readonly",
            width=max(map(len, names.values())),
            font=dress.typed,
        )
        self.widget.bind("<<ComboboxSelected>>", lambda _: commit())

    def text(self) -> str:
        shown = self.widget.get()
        return next((value for value, name in self._names.items() if name == shown), shown)

    def show(self, text: str) -> None:
        self.widget.set(self._names.get(text, text))


class _Field:
    """A text, saved when it is left or at Enter."""

    def __init__(self, parent: tk.Misc, letters: int, dress: Dress, commit: Callable[[], object]) -> None:
        self.widget: ttk.Entry = self._made(parent, letters, dress)
        for event in ("<FocusOut>", "<Return>", "<KP_Enter>"):
            self.widget.bind(event, lambda _: commit() and None)

    def _made(self, parent: tk.Misc, letters: int, dress: Dress) -> ttk.Entry:
        return ttk.Entry(parent, width=letters, font=dress.typed)

    def text(self) -> str:
        return self.widget.get().strip()

    def show(self, text: str) -> None:
        self.widget.delete(0, "end")
        self.widget.insert(0, text)


class _Number(_Field):
    def __init__(
        self, parent: tk.Misc, span: tuple[float, float, float], dress: Dress, commit: Callable[[], object]
    ) -> None:
        self._span = span
        super().__init__(parent, SHORT - 4, dress, commit)
        for event in ("<<Increment>>", "<<Decrement>>"):
            self.widget.bind(event, lambda _: self.widget.after_idle(commit), add=True)

    def _made(self, parent: tk.Misc, letters: int, dress: Dress) -> ttk.Entry:
        low, high, step = self._span
        return ttk.Spinbox(parent, from_=low, to=high, increment=step, width=letters, format="%.4g", font=dress.typed)


class _Drills:
    """Every drill with a mark where it may be offered; what is excluded and no drill here stays so."""

    def __init__(
        self,
        parent: tk.Misc,
        label: str,
        drills: Drills,
        dress: Dress,
        commit: Callable[[], object],
    ) -> None:
        self.widget = tk.Frame(parent, bg=as_hex(dress.colours.page))
        dress.words(self.widget, label).grid(columnspan=DRILLS_BESIDE, sticky="w", pady=(0, dress.px(4)))
        self._offered = {key: tk.BooleanVar(parent) for key, _ in drills}
        self._foreign: tuple[str, ...] = ()
        rows = -(-len(drills) // DRILLS_BESIDE)
        for number, (key, name) in enumerate(drills):
            mark = ttk.Checkbutton(self.widget, text=name, variable=self._offered[key], command=commit)
            mark.grid(row=1 + number % rows, column=number // rows, sticky="w", padx=(0, dress.px(28)))

    def text(self) -> str:
        return ", ".join((*self._foreign, *(key for key, offered in self._offered.items() if not offered.get())))

    def show(self, text: str) -> None:
        excluded = [word for word in text.split(", ") if word]
        self._foreign = tuple(word for word in excluded if word not in self._offered)
        for key, offered in self._offered.items():
            offered.set(key not in excluded)

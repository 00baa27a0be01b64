"""How buttons and bars look: the smooth theme, or plain strong edges for those who need contrast."""

from __future__ import annotations

import tkinter as tk
from tkinter import font as tkfont
from tkinter import ttk

import sv_ttk

from sitbreak.ui.palette import Palette, as_hex

LETTERS = 14
"""Height of the letters on buttons, in pixels at scale 1."""
SMOOTH_PADDING, PLAIN_PADDING = (8, 2, 8, 3), (10, 5)


def dress(root: tk.Tk, colours: Palette) -> None:
    """Give the window's widgets the theme that goes with these colours."""
    if colours.contrast:
        _plain(ttk.Style(root), *map(as_hex, (colours.page, colours.text, colours.accent)))
    else:
        sv_ttk.set_theme("dark" if colours.dark else "light", root)
    enlarge(root, 1.0)


def enlarge(root: tk.Tk, scale: float) -> None:
    """Make what is pressed that many times larger than usual; the themes know only pixels, the same on every screen."""
    style = ttk.Style(root)
    padding = [round(side * scale) for side in (SMOOTH_PADDING if _smooth(root) else PLAIN_PADDING)]
    font = (family(root), -round(LETTERS * scale))
    for name in ("TButton", "Accent.TButton"):
        style.configure(name, padding=padding, font=font)
    for name in ("TCheckbutton", "Switch.TCheckbutton", "TNotebook.Tab"):
        style.configure(name, font=font)


def family(root: tk.Misc) -> str:
    """The letters that go with the theme."""
    return str(tkfont.nametofont("SunValleyBodyFont" if _smooth(root) else "TkDefaultFont", root).actual("family"))


def _smooth(root: tk.Misc) -> bool:
    return str(ttk.Style(root).theme_use()).startswith("sun-valley")


def _plain(style: ttk.Style, page: str, text: str, accent: str) -> None:
    style.theme_use("clam")
    edges = {"bordercolor": text, "lightcolor": page, "darkcolor": page, "focuscolor": accent}
    style.configure(".", background=page, foreground=text, troughcolor=page, arrowcolor=text, **edges)
    style.configure("TButton", width=0)
    style.map("TButton", background=[("active", text)], foreground=[("active", page), ("disabled", text)])
    edge = [("disabled", page), ("focus", accent)]
    style.map("TButton", bordercolor=edge, lightcolor=[("focus", accent)], darkcolor=[("focus", accent)])
    style.configure("Accent.TButton", background=accent, foreground=page, focuscolor=page)
    style.configure("Vertical.TScrollbar", background=text, bordercolor=text, arrowcolor=page)
    _plain_fields(style, page, text, accent)


def _plain_fields(style: ttk.Style, page: str, text: str, accent: str) -> None:
    typed = {"fieldbackground": page, "insertcolor": text, "selectbackground": accent, "selectforeground": page}
    style.configure(".", **typed, indicatorbackground=page, indicatorforeground=accent)
    style.map(".", background=[], foreground=[], bordercolor=[("focus", accent)], lightcolor=[("focus", accent)])
    style.map("TCheckbutton", background=[("active", page)], indicatorbackground=[("active", page)])
    style.map("TCombobox", fieldbackground=[("readonly", page)], foreground=[("readonly", text)])
    style.configure("TNotebook.Tab", background=page, foreground=text)
    style.map("TNotebook.Tab", background=[("selected", text)], foreground=[("selected", page)])

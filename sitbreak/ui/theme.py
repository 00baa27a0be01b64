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
    """Make buttons that many times larger than usual; the themes know only pixels, the same on every screen."""
    style = ttk.Style(root)
    smooth = style.theme_use().startswith("sun-valley")
    family = tkfont.nametofont("SunValleyBodyFont" if smooth else "TkDefaultFont", root).actual("family")
    padding = [round(side * scale) for side in (SMOOTH_PADDING if smooth else PLAIN_PADDING)]
    for name in ("TButton", "Accent.TButton"):
        style.configure(name, padding=padding, font=(family, -round(LETTERS * scale)))


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

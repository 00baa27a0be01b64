"""How buttons and bars look: the smooth theme, or plain strong edges for those who need contrast."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

import sv_ttk

from sitbreak.ui.palette import Palette, as_hex


def dress(root: tk.Tk, colours: Palette) -> None:
    """Give the window's widgets the theme that goes with these colours."""
    if colours.contrast:
        _plain(ttk.Style(root), *map(as_hex, (colours.page, colours.text, colours.accent)))
    else:
        sv_ttk.set_theme("dark" if colours.dark else "light", root)


def _plain(style: ttk.Style, page: str, text: str, accent: str) -> None:
    style.theme_use("clam")
    edges = {"bordercolor": text, "lightcolor": page, "darkcolor": page, "focuscolor": accent}
    style.configure(".", background=page, foreground=text, troughcolor=page, arrowcolor=text, **edges)
    style.configure("TButton", padding=(10, 5), width=0, font=("TkDefaultFont", -14))
    style.map("TButton", background=[("active", text)], foreground=[("active", page), ("disabled", text)])
    style.map("TButton", bordercolor=[("focus", accent)], lightcolor=[("focus", accent)], darkcolor=[("focus", accent)])
    style.configure("Accent.TButton", background=accent, foreground=page, focuscolor=page)
    style.configure("Vertical.TScrollbar", background=text, bordercolor=text, arrowcolor=page)

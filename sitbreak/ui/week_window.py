"""Shows the week's table in a window, for people who came from the tray's menu and have no terminal open."""

from __future__ import annotations

import re
import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

import sv_ttk

MOST_LINES = 40
FACE = ("DejaVu Sans Mono", 10)
INK = re.compile(r"\x1b\[([0-9;]*)m")
LIGHT = {
    "1": "#1c2b2d",
    "2": "#76838a",
    "38;5;37": "#0a7f78",
    "38;5;179": "#b7791f",
    "38;5;167": "#c4453c",
    "38;5;75": "#2f7fc1",
}


def show(text: str, title: str, reopen: Callable[[], str]) -> None:
    """Show `text`, coloured by its terminal escapes, until the window is closed; F5 shows what `reopen` gives."""
    root = tk.Tk(className="Sitbreak")
    root.withdraw()
    root.title(title)
    sv_ttk.set_theme("light", root)
    page = tk.Text(root, wrap="none", font=FACE, relief="flat", padx=28, pady=12, cursor="arrow")
    page.configure(background="#fbfbfa", foreground="#1c2b2d", highlightthickness=0)
    ttk.Button(root, text="Close", command=root.destroy).pack(side="bottom", anchor="e", padx=16, pady=12)
    bar = ttk.Scrollbar(root, command=page.yview)
    page.configure(yscrollcommand=bar.set)
    bar.pack(side="right", fill="y")
    page.pack(fill="both", expand=True)
    for ink, colour in LIGHT.items():
        page.tag_configure(ink, foreground=colour, font=(*FACE, "bold" if ink == "1" else "normal"))
    _write(page, text)
    root.bind("<Escape>", lambda _: root.destroy())
    root.bind("<F5>", lambda _: _write(page, reopen()))
    root.deiconify()
    root.focus_force()
    root.mainloop()


def _write(page: tk.Text, text: str) -> None:
    page.configure(state="normal")
    page.delete("1.0", "end")
    tag = ""
    for number, part in enumerate(INK.split(text.strip("\n"))):
        if number % 2:
            tag = "" if part in ("", "0") else part
        else:
            page.insert("end", part, tag)
    lines = INK.sub("", text).strip("\n").split("\n")
    page.configure(state="disabled", height=min(len(lines), MOST_LINES), width=max(map(len, lines)))

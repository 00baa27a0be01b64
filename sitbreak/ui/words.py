"""Labels that stay readable on a Tk without smooth fonts: there Pillow draws the text."""

from __future__ import annotations

import tkinter as tk
from tkinter import font as tkfont

from PIL import Image, ImageDraw, ImageFont, ImageTk

from sitbreak.core.values import dataclass
from sitbreak.ui.palette import Colour, as_hex


def smooth(root: tk.Misc) -> bool:
    """Whether this Tk draws anti-aliased text; some builds for X11 cannot."""
    if root.tk.call("tk", "windowingsystem") != "x11":
        return True
    return bool(root.tk.call("tk::pkgconfig", "get", "fontsystem") == "xft")


@dataclass(frozen=True, slots=True)
class Ink:
    """How a text looks; `size` in pixels."""

    size: int
    colour: Colour
    bold: bool = False


class Words(tk.Label):
    """One text of one size and colour; `say` changes it."""

    def __init__(self, parent: tk.Misc, ground: Colour, ink: Ink, wrap: int = 0) -> None:
        family = tkfont.nametofont("TkDefaultFont", parent).actual("family")
        super().__init__(
            parent,
            font=(family, -ink.size, "bold" if ink.bold else "normal"),
            fg=as_hex(ink.colour),
            bg=as_hex(ground),
            wraplength=wrap,
            justify="left",
            anchor="w",
            bd=0,
            padx=0,
        )
        self._drawn = not smooth(parent)
        self._size, self._colours, self._wrap = ink.size, (ground, ink.colour), wrap
        self._text = ""
        self._image: ImageTk.PhotoImage | None = None

    def say(self, text: str) -> None:
        """Show this text from now on."""
        if text == self._text:
            return
        self._text = text
        if self._drawn:
            self._image = ImageTk.PhotoImage(drawn(text, self._size, self._colours, self._wrap), master=self)
            self.configure(image=self._image)
        else:
            self.configure(text=text)


def drawn(text: str, size: int, colours: tuple[Colour, Colour], wrap: int) -> Image.Image:
    """The text as a picture; `colours` are ground and ink, `wrap` the widest line in pixels, 0 for one line."""
    face = ImageFont.load_default(size)
    lines = _lines(text, face, wrap)
    width = max(round(face.getlength(line)) for line in lines) + 2
    image = Image.new("RGB", (max(width, 1), round(size * 1.35) * len(lines)), colours[0])
    ImageDraw.Draw(image).multiline_text((0, 0), "\n".join(lines), fill=colours[1], font=face, spacing=size * 0.3)
    return image


def _lines(text: str, face: ImageFont.FreeTypeFont | ImageFont.ImageFont, wrap: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if wrap and lines[-1] and face.getlength(longer) > wrap:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines

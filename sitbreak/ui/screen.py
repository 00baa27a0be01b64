"""What a window needs to know of the screen it appears on."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from sitbreak.ui.palette import Palette
from sitbreak.ui.theme import dress

DOTS_PER_INCH = 96
TITLE_BAR, EDGE = 40, 6
"""Pixels that window managers add above a window and, in all, at its sides."""

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of the whole screen."""

Corner = tuple[int, int]
"""Where a window's upper left corner is, in pixels of the whole screen."""


def hidden_window(title: str, colours: Palette) -> tk.Tk:
    """A themed window that is not on the screen yet."""
    root = tk.Tk(className="Sitbreak")
    root.withdraw()
    root.title(title)
    root.resizable(False, False)
    dress(root, colours)
    return root


def density(root: tk.Misc) -> float:
    """How much larger than usual this screen wants things, in quarters."""
    return max(1.0, round(root.winfo_fpixels("1i") / DOTS_PER_INCH * 4) / 4)


def room(root: tk.Tk) -> tuple[int, int]:
    """The widest and highest a window can be on the pointer's monitor, beside panels and without its own frame."""
    left, top, right, bottom = _beside_panels(root)
    return right - left - EDGE, bottom - top - TITLE_BAR


def _beside_panels(root: tk.Tk) -> Box:
    return _common(monitor_at_pointer(root), *_asked(_work_area))


def fitting(root: tk.Tk, wanted: float, natural: tuple[int, int]) -> float:
    """The scale wanted, or the largest at which something of that natural size has room."""
    (width, height), (natural_width, natural_height) = room(root), natural
    return min(wanted, width / natural_width, height / natural_height)


def monitor_at_pointer(root: tk.Tk) -> Box:
    """The monitor the pointer is on."""
    x, y = root.winfo_pointerxy()
    return next((box for box in monitors(root) if box[0] <= x < box[2] and box[1] <= y < box[3]), monitors(root)[0])


def show_above(root: tk.Tk, place: Corner | None = None) -> Corner:
    """Put the window at that place if it is still on a monitor, else on the pointer's; above all, with the keyboard."""
    root.update_idletasks()
    x, y = place if place is not None and _has_room(root, place) else _upper_middle(root)
    root.geometry(f"+{x}+{y}")
    root.attributes("-topmost", True)
    root.deiconify()
    root.lift()
    root.focus_force()
    return x, y


def corner(root: tk.Tk) -> Corner:
    """Where the window is now; put there again, it does not creep by the width of its frame."""
    _, x, y = root.geometry().replace("+-", "+~").split("+")
    return int(x.replace("~", "-")), int(y.replace("~", "-"))


def _upper_middle(root: tk.Tk) -> Corner:
    left, top, right, bottom = _beside_panels(root)
    x = left + (right - left - root.winfo_reqwidth()) // 2
    y = top + (bottom - top - root.winfo_reqheight() - TITLE_BAR) // 3
    return max(x, left), max(y, top)


def _has_room(root: tk.Tk, place: Corner) -> bool:
    x, y = place
    right, bottom = x + root.winfo_reqwidth(), y + root.winfo_reqheight()
    return any(x >= box[0] and y >= box[1] and right <= box[2] and bottom <= box[3] for box in monitors(root))


def monitors(root: tk.Tk) -> list[Box]:
    """Every monitor, at least one; the whole screen where nobody can tell."""
    return _asked(_monitors) or [(0, 0, root.winfo_screenwidth(), root.winfo_screenheight())]


def _asked(question: Callable[[Any], list[Box]]) -> list[Box]:
    """What the X server answers; nothing where there is none."""
    try:
        from Xlib.display import Display
        from Xlib.error import DisplayError, XError
    except ImportError:
        return []
    try:
        display = Display()
        answer = question(display)
        display.close()
    except (DisplayError, XError, AttributeError, OSError):
        return []
    return answer


def _monitors(display: Any) -> list[Box]:
    found = display.screen().root.xrandr_get_monitors().monitors
    return [(one.x, one.y, one.x + one.width_in_pixels, one.y + one.height_in_pixels) for one in found]


def _work_area(display: Any) -> list[Box]:
    told = display.screen().root.get_full_property(display.intern_atom("_NET_WORKAREA"), 0)
    if told is None or len(told.value) < 4:
        return []
    left, top, width, height = told.value[:4]
    return [(left, top, left + width, top + height)]


def _common(box: Box, *others: Box) -> Box:
    """What the boxes share; the first alone where they share nothing."""
    left, top, right, bottom = (
        choose(edges) for choose, edges in zip((max, max, min, min), zip(box, *others, strict=True), strict=True)
    )
    return (left, top, right, bottom) if left < right and top < bottom else box

"""What a window needs to know of the screen it appears on."""

from __future__ import annotations

import tkinter as tk

import sv_ttk

DOTS_PER_INCH = 96

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of the whole screen."""


def hidden_window(title: str, dark: bool) -> tk.Tk:
    """A themed window that is not on the screen yet."""
    root = tk.Tk(className="Sitbreak")
    root.withdraw()
    root.title(title)
    root.resizable(False, False)
    sv_ttk.set_theme("dark" if dark else "light", root)
    return root


def density(root: tk.Misc) -> float:
    """How much larger than usual this screen wants things, in quarters."""
    return max(1.0, round(root.winfo_fpixels("1i") / DOTS_PER_INCH * 4) / 4)


def monitor_at_pointer(root: tk.Tk) -> Box:
    """The monitor the pointer is on."""
    x, y = root.winfo_pointerxy()
    return next((box for box in monitors(root) if box[0] <= x < box[2] and box[1] <= y < box[3]), monitors(root)[0])


def show_above(root: tk.Tk) -> None:
    """Put the window on the pointer's monitor, above all others and with the keyboard."""
    root.update_idletasks()
    left, top, right, bottom = monitor_at_pointer(root)
    x = left + (right - left - root.winfo_reqwidth()) // 2
    y = top + (bottom - top - root.winfo_reqheight()) // 3
    root.geometry(f"+{max(x, left)}+{max(y, top)}")
    root.attributes("-topmost", True)
    root.deiconify()
    root.lift()
    root.focus_force()


def monitors(root: tk.Tk) -> list[Box]:
    """Every monitor, at least one; the whole screen where nobody can tell."""
    found = [(left, top, left + width, top + height) for left, top, width, height in _monitors()]
    return found or [(0, 0, root.winfo_screenwidth(), root.winfo_screenheight())]


def _monitors() -> list[tuple[int, int, int, int]]:
    try:
        from Xlib.display import Display
        from Xlib.error import DisplayError, XError
    except ImportError:
        return []
    try:
        display = Display()
        monitors = display.screen().root.xrandr_get_monitors().monitors
        display.close()
    except (DisplayError, XError, AttributeError, OSError):
        return []
    return [(one.x, one.y, one.width_in_pixels, one.height_in_pixels) for one in monitors]

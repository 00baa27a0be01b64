"""What a window needs to know of the screen it appears on."""

from __future__ import annotations

import tkinter as tk

import sv_ttk

DOTS_PER_INCH = 96


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


def monitor_at_pointer(root: tk.Tk) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the monitor the pointer is on; the whole screen where nobody can tell."""
    x, y = root.winfo_pointerxy()
    for left, top, width, height in _monitors():
        if left <= x < left + width and top <= y < top + height:
            return left, top, left + width, top + height
    return 0, 0, root.winfo_screenwidth(), root.winfo_screenheight()


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

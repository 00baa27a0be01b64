"""Whether somebody works on beside the drill: the parent sees all input, the window knows which of it is its own."""

from __future__ import annotations

import os
import threading
import time
import tkinter as tk

OWN_INPUT = ("<Any-KeyPress>", "<Any-ButtonPress>", "<Motion>")

OWN_FOR = 20.0
"""Seconds for which input in our own window speaks against somebody who works on elsewhere."""


class Elsewhere:
    """Believes the parent's word unless the window had input itself not long ago."""

    def __init__(self, root: tk.Tk) -> None:
        self._told = False
        self._touched = float("-inf")
        for event in OWN_INPUT:
            root.bind_all(event, self._touch, add=True)

    def listen(self) -> None:
        """Heed each line "pause" on standard input, from now on."""
        threading.Thread(target=self._hear, name="parent", daemon=True).start()

    def working_on(self) -> bool:
        """Whether somebody was said to work on since the last call, and it was not in here."""
        told, self._told = self._told, False
        return told and time.monotonic() - self._touched > OWN_FOR

    def _touch(self, _: object) -> None:
        self._touched = time.monotonic()

    def _hear(self) -> None:
        # Not sys.stdin: a thread that waits inside it keeps the interpreter from ending.
        while heard := os.read(0, 1024):
            self._told = self._told or b"pause" in heard

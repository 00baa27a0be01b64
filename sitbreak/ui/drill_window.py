"""The guided drill in a window of its own process; prints one JSON line with the result and exits 0."""

from __future__ import annotations

import argparse
import math
import signal
import sys
import time
import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial

from PIL import ImageTk

from sitbreak.core.pose import Pose
from sitbreak.ui import sounds
from sitbreak.ui.afterwards import KEYS, Afterwards
from sitbreak.ui.drill_options import options_from
from sitbreak.ui.drill_panel import PANEL_WIDTH, Buttons, Notes, Panel, Progress
from sitbreak.ui.drill_source import asked_for, plan_of
from sitbreak.ui.elsewhere import Elsewhere
from sitbreak.ui.figure import Stage
from sitbreak.ui.notice_window import confirmed
from sitbreak.ui.palette import as_hex, palette
from sitbreak.ui.screen import Corner, corner, density, fitting, hidden_window, show_above
from sitbreak.ui.session import ENOUGH_FOR_PARTIAL, FEEDBACK_QUESTION, START_LINE, Session, headline
from sitbreak.ui.theme import enlarge
from sitbreak.ui.words import Ink, Words

FIGURE_SIZE = (470, 500)
NATURAL_SIZE = (FIGURE_SIZE[0] + PANEL_WIDTH + 62, FIGURE_SIZE[1] + 118)
"""Of the whole window, with everything around the figure."""
FRAME_MS, STILL_FRAME_MS = 41, 200
"""From one picture to the next, with the time it takes to draw."""
MOVED = 8
"""Pixels that a window may be off the place it was put at without having been moved."""


class DrillWindow:
    """Shows a session until it is over, stopped or closed."""

    def __init__(self, session: Session, options: argparse.Namespace) -> None:
        self._session, self._options = session, options
        self._palette = palette(options.dark, options.contrast)
        self._root = hidden_window(f"{session.drill.name} - sitbreak", self._palette)
        self._scale = fitting(self._root, options.scale * density(self._root), NATURAL_SIZE)
        enlarge(self._root, self._scale)
        self._sounds = sounds.Sounds(sounds.wanted_by(options))
        self._conductor = sounds.Conductor(session.plan, self._sounds)
        self._ended = self._terminated = False
        self._put: Corner = (0, 0)
        self.moved_to: Corner | None = None
        self._drawn: Pose | None = None
        self._build()
        self._bind()
        self._elsewhere = Elsewhere(self._root)
        if options.heed:
            self._elsewhere.listen()
        self._before = time.monotonic()

    def run(self) -> None:
        """Show until the end; returns when the window is gone."""
        self._tick()
        self._put = show_above(self._root, self._options.place)
        self._root.mainloop()

    def end(self) -> None:
        """Close; the session keeps what was done."""
        if not self._ended:
            self._ended = True
            self._sounds.close()
            self._note_place()
            self._root.destroy()

    def end_soon(self, *_: object) -> None:
        """Close at the next frame; for signal handlers, which may run in the middle of a Tk call."""
        self._terminated = True

    def _build(self) -> None:
        body = tk.Frame(self._root, bg=as_hex(self._palette.page), padx=self._px(18), pady=self._px(16))
        body.pack(fill="both", expand=True)
        body.columnconfigure(1, minsize=self._px(PANEL_WIDTH + 26))
        size = (self._px(FIGURE_SIZE[0]), self._px(FIGURE_SIZE[1]))
        self._stage = Stage(self._session.drill, size, self._options.dark, contrast=self._options.contrast)
        self._image = ImageTk.PhotoImage("RGB", size, master=self._root)
        self._picture = tk.Label(body, image=self._image, bd=0)
        self._picture.grid(row=0, column=0, sticky="n")
        self._panel = Panel(body, self._palette, self._scale)
        self._panel.grid(row=0, column=1, sticky="ns", padx=(self._px(26), 0))
        self._notes = Notes(self._picture, self._palette, self._session.drill, self._scale, size[0])
        self._afterwards = Afterwards(body, self._palette, self._scale, self._session, self.end)
        self._build_foot(body, self._px(FIGURE_SIZE[0] + 26 + PANEL_WIDTH))

    def _build_foot(self, body: tk.Frame, width: int) -> None:
        self._progress = Progress(body, self._palette, self._session.plan, width, self._px(10))
        self._progress.grid(row=1, column=0, columnspan=2, sticky="we", pady=(self._px(16), self._px(12)))
        foot = tk.Frame(body, bg=as_hex(self._palette.page))
        foot.grid(row=2, column=0, columnspan=2, sticky="we")
        safety = Words(foot, self._palette.page, Ink(self._px(13), self._palette.faint), self._px(300))
        safety.say(START_LINE)
        safety.pack(side="left")
        actions = (
            ("Cautions", self._toggle_notes, False),
            ("Back", self._session.back, False),
            ("Pause", self._toggle, True),
            ("Skip", self._session.skip, False),
            ("Stop", self._stop, False),
        )
        self._buttons = Buttons(foot, actions, self._scale)
        self._buttons.pack(side="right")

    def _bind(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "<space>": self._toggle,
            "<Left>": self._session.back,
            "<Right>": self._session.skip,
            "<Escape>": self._stop,
            "<question>": self._toggle_notes,
        }
        for key, action in keys.items():
            self._root.bind(key, _ignoring_event(action))
        # The pause key must not also press the button that has the focus.
        self._root.unbind_class("TButton", "<space>")
        for key in KEYS:
            self._root.bind(key, _ignoring_event(partial(self._afterwards.press, key)))
        self._root.protocol("WM_DELETE_WINDOW", self.end)

    def _px(self, size: float) -> int:
        return round(size * self._scale)

    def _tick(self) -> None:
        if self._terminated:
            self.end()
            return
        now = time.monotonic()
        passed, self._before = (now - self._before) * self._options.speed, now
        if self._afterwards.asking:
            self._afterwards.wait(passed)
        else:
            self._mind_typing()
            self._session.advance(passed)
            self._conductor.follow(self._session)
            self._show()
        if not self._ended:
            self._root.after(self._frame(), self._tick)

    def _frame(self) -> int:
        """Milliseconds until the next picture, or until the next cue if that comes first."""
        picture = STILL_FRAME_MS if self._options.reduced_motion else FRAME_MS
        cue: float = self._conductor.next_in(self._session) / self._options.speed * 1000
        drawing = (time.monotonic() - self._before) * 1000
        return max(1, math.ceil(min(picture, cue) - drawing))

    def _mind_typing(self) -> None:
        if self._elsewhere.working_on() and self._session.pause_for_typing():
            self._name_pause_button()

    def _show(self) -> None:
        moment = self._session.moment
        self._draw(moment.still if self._options.reduced_motion else moment.pose)
        self._panel.show(self._session)
        self._progress.show(moment)
        title = f"{headline(self._session)} - {self._session.drill.name} - sitbreak"
        if title != self._root.title():
            self._root.title(title)
        if self._session.over:
            self._finish("Well done")

    def _draw(self, pose: Pose) -> None:
        if pose != self._drawn:
            self._drawn = pose
            self._image.paste(self._stage.draw(pose))

    def _toggle(self) -> None:
        self._session.toggle()
        self._name_pause_button()

    def _name_pause_button(self) -> None:
        self._buttons.by_name["Pause"].configure(text="Go on" if self._session.paused else "Pause")

    def _stop(self) -> None:
        self._sounds.hush()
        if self._afterwards.asking:
            self.end()
        else:
            self._finish("Stopped")

    def _finish(self, words: str) -> None:
        """Ask how it was, unless too little was done to say."""
        if self._session.exercised >= ENOUGH_FOR_PARTIAL:
            self._ask(words)
        else:
            self.end()

    def _toggle_notes(self) -> None:
        hidden = not self._notes.winfo_ismapped()
        if hidden:
            self._notes.place(relwidth=1, relheight=1)
        else:
            self._notes.place_forget()
        if hidden is not self._session.paused:
            self._toggle()

    def _ask(self, words: str) -> None:
        self._root.title(f"{FEEDBACK_QUESTION} - sitbreak")
        self._panel.grid_remove()
        self._notes.place_forget()
        self._buttons.only("Stop", "Close")
        self._afterwards.ask(words)
        self._afterwards.grid(row=0, column=1, sticky="nswe", padx=(self._px(26), 0))

    def _note_place(self) -> None:
        x, y = corner(self._root)
        if self._root.winfo_viewable() and max(abs(x - self._put[0]), abs(y - self._put[1])) > MOVED:
            self.moved_to = x, y


def _ignoring_event(action: Callable[[], object]) -> Callable[[object], object]:
    return lambda _: action()


def main(argv: Sequence[str] | None = None) -> int:
    """Show the drill the arguments name and print its result."""
    options = options_from(argv)
    drill = asked_for(options.drill)
    session = Session(drill, plan_of(drill, options))
    remarks: dict[str, object] = {"acknowledged": True} if options.notice and confirmed(options) else {}
    if bool(remarks) is options.notice:
        remarks |= _play(session, options)
    sys.stdout.write(session.line(**remarks) + "\n")
    sys.stdout.flush()
    return 0


def _play(session: Session, options: argparse.Namespace) -> dict[str, object]:
    """Show the session to its end; where the window was moved, the place to open it at next time."""
    window = DrillWindow(session, options)
    signal.signal(signal.SIGTERM, window.end_soon)
    window.run()
    return {"place": window.moved_to} if window.moved_to else {}


if __name__ == "__main__":
    sys.exit(main())

"""A notifier that opens our own small window in a child process, for desktops whose notifications have no buttons."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from importlib.util import find_spec
from threading import Timer

from sitbreak.adapters.child import Child
from sitbreak.adapters.packages import install, xwayland
from sitbreak.core.model import Accept, Event, Offer, PromptFailed, PromptShown, Say, Skip, Snooze, Walk
from sitbreak.ports import Post, Unavailable

log = logging.getLogger(__name__)

MODULE = "sitbreak.ui.prompt_window"
STYLES = ("small", "small", "small", "centred", "strict")
"""The window's style by the offer's level."""
ANSWERS: Mapping[str, Callable[[str], Event]] = {
    "accept": lambda prompt: Accept(prompt=prompt),
    "snooze": lambda prompt: Snooze(prompt=prompt),
    "skip": lambda prompt: Skip(prompt=prompt),
    "walk": lambda prompt: Walk(prompt=prompt),
    "leave": lambda prompt: Skip("other", prompt),
}
SEEN_WITHIN = 20.0
"""Seconds after which a window that nobody has seen hangs."""


class PromptWindow:
    """Shows at most one window; raises Unavailable where no window can appear."""

    name = "window"

    def __init__(
        self,
        post: Post,
        locate: Callable[[str], str] = str,
        options: Callable[[], Sequence[str]] = tuple,
        module: str = MODULE,
    ) -> None:
        require_windows()
        self._post, self._locate, self._options, self._module = post, locate, options, module
        self._open: _Shown | None = None

    def show(self, offer: Offer) -> None:
        """Put the offer on the screen in place of an older one."""
        self.withdraw()
        told = json.dumps(asdict(offer) | {"drill": self._locate(offer.drill)})
        self._start(offer.id, ["--json", told, "--style", STYLES[offer.level], *self._options()])

    def say(self, message: Say) -> None:
        """Show a message that closes by itself; it makes way for an open prompt."""
        if self._open is None or self._open.prompt == "" or self._open.over:
            self.withdraw()
            self._start("", ["--json", json.dumps({"title": message.title, "body": message.in_text}), *self._options()])

    def withdraw(self) -> None:
        """Take the window away without an answer."""
        if self._open is not None:
            self._open.withdraw()
            self._open = None

    def close(self) -> None:
        self.withdraw()

    def _start(self, prompt: str, arguments: Sequence[str]) -> None:
        try:
            self._open = _Shown(prompt, self._post, self._module, arguments)
        except OSError as error:
            if prompt:
                self._post(PromptFailed(prompt, f"the window cannot be started: {error}"))


class _Shown:
    """One window from start to end; a window with an empty prompt id reports nothing."""

    def __init__(self, prompt: str, post: Post, module: str, arguments: Sequence[str]) -> None:
        self.prompt, self._post = prompt, post
        self._settled = not prompt
        self._seen = self.over = False
        self._unseen = Timer(SEEN_WITHIN, self._hangs)
        self._unseen.daemon = True
        self._child = Child(module, arguments, self._heard, self._ended)
        if prompt:
            self._unseen.start()

    def withdraw(self) -> None:
        self._settled = True
        self._unseen.cancel()
        if not self.over:
            self._child.stop()

    def _heard(self, message: Mapping[str, object]) -> None:
        answer = ANSWERS.get(str(message.get("answer")))
        if self._settled:
            return
        if message.get("shown") is True:
            self._seen = True
            self._unseen.cancel()
            self._post(PromptShown(self.prompt))
        elif answer is not None:
            self._settled = True
            self._post(answer(self.prompt))

    def _hangs(self) -> None:
        log.warning("the prompt's window has not come within %g s", SEEN_WITHIN)
        self._child.kill()

    def _ended(self, code: int) -> None:
        """A window the person closed was seen, and counts as no answer; one that crashed is to be shown again."""
        self.over = True
        self._unseen.cancel()
        if not self._settled and (code or not self._seen):
            self._post(
                PromptFailed(
                    self.prompt,
                    f"the window ended before it was seen (exit code {code})"
                    if not code
                    else f"the window failed ({code})",
                )
            )


def require_windows() -> None:
    """Raise Unavailable unless this Python has Tk and there is a screen to show a window on."""
    if find_spec("_tkinter") is None:
        raise Unavailable("this Python has no Tk", install("windows"))
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        raise Unavailable(
            "no X display (DISPLAY is not set)",
            xwayland(),
        )

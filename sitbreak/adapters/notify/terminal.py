"""Prompts as lines in a terminal, where there is no desktop."""

from __future__ import annotations

from typing import TextIO

from sitbreak.adapters.notify.text import Labels, clean, lines
from sitbreak.core.model import Offer, PromptFailed, PromptShown, Say
from sitbreak.ports import Post, Unavailable

_BELL = "\a"


class TerminalNotifier:
    """Writes to a terminal and rings its bell; answers come through the `sitbreak answer` command."""

    name = "terminal"

    def __init__(self, post: Post, stream: TextIO | None, labels: Labels | None = None) -> None:
        """Raises Unavailable when `stream` is no terminal."""
        if stream is None or stream.closed or not stream.isatty():
            raise Unavailable("no terminal to write to", "start sitbreak in a terminal with: sitbreak run --terminal")
        self._post, self._stream = post, stream
        self._labels = labels or Labels()

    def show(self, offer: Offer) -> None:
        try:
            self._write(_BELL, offer.title, lines(offer.body, self._labels.by_command))
        except OSError as error:
            self._post(PromptFailed(offer.id, f"the terminal is gone: {error}"))
        else:
            self._post(PromptShown(offer.id))

    def withdraw(self) -> None:
        """What is written stays written."""

    def say(self, message: Say) -> None:
        try:
            self._write("", message.title, message.in_text)
        except OSError as error:
            self._post(PromptFailed("", f"the terminal is gone: {error}"))

    def close(self) -> None:
        """The stream belongs to whoever opened it."""

    def _write(self, bell: str, title: str, body: str) -> None:
        indented = clean(body).replace("\n", "\n  ")
        self._stream.write(f"{bell}\n{clean(title)}\n  {indented}\n")
        self._stream.flush()

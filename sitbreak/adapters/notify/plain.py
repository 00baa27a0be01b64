"""Text-only notifications through plyer, for when nothing with buttons answers."""

from __future__ import annotations

import logging
import sys
import warnings
from typing import Any

from sitbreak.adapters.notify.text import Labels, clean, lines
from sitbreak.adapters.packages import install
from sitbreak.core.model import Offer, PromptFailed, PromptShown, Say
from sitbreak.ports import Post, Unavailable

log = logging.getLogger(__name__)

_HUSHED = "plyer cannot tell on this system whether its message was seen"


class PlainNotifier:
    """Sends text and cannot take it back.

    On Linux plyer runs a helper program and drops its exit status, so a prompt sent that way is never reported as
    shown; messages, which nobody waits for, are sent all the same.
    """

    name = "plyer"

    def __init__(self, post: Post, labels: Labels | None = None) -> None:
        """Raises Unavailable when plyer finds nothing to send with."""
        self._post, self._labels = post, labels or Labels()
        self._sender = _sender()
        self._blind = sys.platform.startswith("linux")

    def show(self, offer: Offer) -> None:
        if self._blind:
            self._post(PromptFailed(offer.id, _HUSHED))
            return
        failure = self._send(offer.title, lines(offer.body, self._labels.elsewhere))
        self._post(PromptFailed(offer.id, failure) if failure else PromptShown(offer.id))

    def withdraw(self) -> None:
        """plyer has no way to close what it opened; the text goes by itself."""

    def say(self, message: Say) -> None:
        if failure := self._send(message.title, message.in_text):
            self._post(PromptFailed("", failure))

    def close(self) -> None:
        """Nothing is held."""

    def _send(self, title: str, body: str) -> str:
        """Why the text could not be sent, "" when it was."""
        try:
            self._sender.notify(title=clean(title), message=clean(body), app_name="Sitbreak", timeout=20)
        except Exception as error:  # each of plyer's back ends raises what its own library does
            log.warning("plyer could not send", exc_info=True)
            return f"plyer: {error or type(error).__name__}"
        return ""


def _sender() -> Any:
    """plyer's notifier for this platform, made without its habit of printing tracebacks and warnings."""
    try:
        from plyer.facades import Notification
        from plyer.utils import platform

        backend = __import__(f"plyer.platforms.{platform}.notification", fromlist=["instance"])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sender = backend.instance()
    except Exception as error:  # importing a back end runs code that loads the platform's frameworks
        raise Unavailable(f"plyer does not work here: {error}", "pip install plyer") from error
    if type(sender) is Notification:
        raise Unavailable("plyer finds nothing to send with", install("plain notifications"))
    return sender

"""No desktop and no terminal either: the clock is kept, the commands are answered, and prompts wait for them."""

from __future__ import annotations

import logging
import threading

from sitbreak.core.model import DrillEnded, DrillOrder, DrillResult, Offer, PromptFailed, Say
from sitbreak.core.view import View
from sitbreak.ports import Post

log = logging.getLogger(__name__)


class NoScreen:
    """Tray, notifier and launcher of a service; a prompt is never shown, only owed, and the commands can answer it."""

    name = "none"

    def __init__(self, post: Post) -> None:
        self._post = post
        self._over = threading.Event()

    def run(self) -> None:
        self._over.wait()

    def update(self, view: View) -> None:
        """Nobody looks."""

    def stop(self) -> None:
        self._over.set()

    def show(self, offer: Offer) -> None:
        self._post(PromptFailed(offer.id, "there is no screen"))

    def withdraw(self) -> None:
        """Nothing was drawn."""

    def say(self, message: Say) -> None:
        log.info("%s: %s", message.title, message.body)

    def close(self) -> None:
        """Nothing to let go of."""

    def drill(self, order: DrillOrder) -> None:
        log.info("no window can guide %s here; `sitbreak drill %s --terminal` can", order.drill, order.drill)
        self._post(DrillEnded(DrillResult.ABANDONED))

    def stop_drill(self) -> None:
        """No drill can be open."""

    def pause_drill(self) -> None:
        """No drill can be open."""

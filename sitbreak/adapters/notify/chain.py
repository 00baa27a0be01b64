"""Several ways to show a prompt as one: what fails to show is followed by the next, and only if all fail it failed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from functools import partial
from queue import SimpleQueue

from sitbreak.core.model import Event, Offer, PromptFailed, PromptShown, Say
from sitbreak.ports import Notifier, Post, Unavailable

log = logging.getLogger(__name__)

Maker = Callable[[Post], Notifier]
"""Makes a notifier when it is first needed; raises Unavailable."""

WINDOW = "window"
WINDOW_FROM_LEVEL = 2


class Chain:
    """Notifiers by name, best first; one thread owns everything that follows from show, withdraw and their events.

    `prefer` names the one to try before all others; else the window goes first from level 2 on. A notifier that cannot
    be made, fails, or loses a prompt before it was shown gives way to the next.
    """

    name = "chain"

    def __init__(self, post: Post, makers: Mapping[str, Maker], prefer: str = "") -> None:
        self._post, self._makers, self._prefer = post, dict(makers), prefer
        self._made: dict[str, Notifier] = {}
        self._offer: Offer | None = None
        self._current = ""
        self._left: list[str] = []
        self._reasons: list[str] = []
        self._message: tuple[Say, list[str]] = (Say("", ""), [])
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="notify-chain", daemon=True)
        self._thread.start()

    def show(self, offer: Offer) -> None:
        self._work.put(partial(self._begin, offer))

    def withdraw(self) -> None:
        self._work.put(self._withdraw)

    def say(self, message: Say) -> None:
        self._work.put(partial(self._say, message))

    def close(self) -> None:
        """Withdraw the prompt, close every notifier that was made, end the thread."""
        self._work.put(self._withdraw)
        self._work.put(self._close)
        self._work.put(None)
        self._thread.join(timeout=3.0)

    def _run(self) -> None:
        while work := self._work.get():
            try:
                work()
            except Exception:
                log.exception("a notifier failed")

    # ------------------------------------------------ the chain's own thread

    def _begin(self, offer: Offer) -> None:
        self._offer, self._left, self._reasons = offer, self._order(offer), []
        self._show_next(offer)

    def _order(self, offer: Offer) -> list[str]:
        first = self._prefer or (WINDOW if offer.level >= WINDOW_FROM_LEVEL else "")
        names = [name for name in self._makers if name != WINDOW or offer.windows or first == WINDOW]
        return sorted(names, key=lambda name: name != first)

    def _show_next(self, offer: Offer) -> None:
        while self._left:
            if self._show_with(self._left.pop(0), offer):
                return
        self._post(PromptFailed(offer.id, "; ".join(self._reasons) or "there is no way to show it"))

    def _show_with(self, name: str, offer: Offer) -> bool:
        try:
            notifier = self._get(name)
            self._switch_to(name)
            notifier.show(offer)
        except Unavailable as refusal:
            self._reasons.append(f"{name}: {refusal.reason}")
        except Exception as error:  # a broken candidate must not take the next one's turn
            log.exception("%s failed to show a prompt", name)
            self._reasons.append(f"{name}: {error}")
        else:
            return True
        return False

    def _get(self, name: str) -> Notifier:
        if name not in self._made:
            self._made[name] = self._makers[name](partial(self._hear, name))
        return self._made[name]

    def _switch_to(self, name: str) -> None:
        if self._current and self._current != name:
            self._made[self._current].withdraw()
        self._current = name

    def _withdraw(self) -> None:
        self._offer, self._left = None, []
        if self._current:
            self._made[self._current].withdraw()
            self._current = ""

    def _say(self, message: Say) -> None:
        self._message = (message, [*self._makers])
        self._say_next()

    def _say_next(self) -> None:
        message, left = self._message
        while left:
            name = left.pop(0)
            try:
                self._get(name).say(message)
            except Unavailable as refusal:
                log.info("%s cannot say it: %s", name, refusal.reason)
            else:
                return
        log.warning("nobody could say: %s", message.title)

    def _close(self) -> None:
        for notifier in self._made.values():
            notifier.close()

    # ------------------------------------------------ events of the notifiers, from any thread

    def _hear(self, name: str, event: Event) -> None:
        match event:
            case PromptShown(id=prompt):
                self._work.put(partial(self._shown, name, prompt, event))
            case PromptFailed(id=""):
                self._work.put(self._say_next)
            case PromptFailed(id=prompt, reason=reason):
                self._work.put(partial(self._failed, name, prompt, reason))
            case _:
                self._post(event)

    def _shown(self, name: str, prompt: str, event: PromptShown) -> None:
        if self._is_current(name, prompt):
            self._left = []
            self._post(event)

    def _failed(self, name: str, prompt: str, reason: str) -> None:
        if not self._is_current(name, prompt) or self._offer is None:
            return
        log.info("%s did not show prompt %s: %s", name, prompt, reason)
        self._current = ""
        self._reasons.append(f"{name}: {reason}")
        self._show_next(self._offer)

    def _is_current(self, name: str, prompt: str) -> bool:
        return self._offer is not None and self._offer.id == prompt and self._current == name

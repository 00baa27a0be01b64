"""Prompts through desktop-notifier, for Windows and macOS only: its event loop is too heavy to carry elsewhere."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any

from sitbreak.adapters.notify.text import Labels, clean
from sitbreak.core.model import Accept, Event, Offer, PromptFailed, PromptShown, Say, Skip, Snooze
from sitbreak.ports import Post, Unavailable

if TYPE_CHECKING:
    from desktop_notifier import Button

log = logging.getLogger(__name__)

_SETTLES = 0.5
"""Seconds a notification centre is given before it is asked what it shows."""


class DesktopNotifier:
    """One live prompt with buttons; desktop-notifier cannot replace, so the old one is cleared first."""

    name = "desktop-notifier"

    def __init__(self, post: Post, labels: Labels | None = None) -> None:
        """Raises Unavailable when there is no notification centre, or it shows us no buttons."""
        self._post, self._labels = post, labels or Labels()
        self._loop = _Loop()
        try:
            self._center = self._loop.wait(_open_center())
        except Unavailable:
            self._loop.close()
            raise
        except (OSError, RuntimeError) as error:
            self._loop.close()
            raise Unavailable(f"the notification centre does not answer: {error or type(error).__name__}") from error
        self._prompt = self._message = ""

    def show(self, offer: Offer) -> None:
        self._loop.later(self._show(offer), lambda reason: self._post(PromptFailed(offer.id, reason)))

    def withdraw(self) -> None:
        self._loop.later(self._clear_prompt())

    def say(self, message: Say) -> None:
        self._loop.later(self._say(message), lambda reason: self._post(PromptFailed("", reason)))

    def close(self) -> None:
        self._loop.later(self._clear_prompt())
        self._loop.close()

    async def _show(self, offer: Offer) -> None:
        await self._clear_prompt()
        self._prompt = await self._send(offer.title, offer.body, self._buttons(offer), self._accept(offer))
        await self._verify(self._prompt)
        self._post(PromptShown(offer.id))

    async def _say(self, message: Say) -> None:
        await self._clear(self._message)
        buttons = self._pressable((choice.label, choice.event) for choice in message.choices)
        self._message = await self._send(message.title, message.body, buttons, None)
        await self._verify(self._message)

    async def _send(
        self, title: str, body: str, buttons: tuple[Button, ...], clicked: Callable[[], None] | None
    ) -> str:
        identifier: str = await self._center.send(
            title=clean(title), message=clean(body), buttons=buttons, on_clicked=clicked
        )
        return identifier

    async def _verify(self, identifier: str) -> None:
        """`send` returns an identifier whatever happened; raises LookupError when the centre does not list it."""
        from asyncio import sleep

        await sleep(_SETTLES)
        if identifier not in await self._center.get_current_notifications():
            raise LookupError("the notification centre does not list it")

    def _buttons(self, offer: Offer) -> tuple[Button, ...]:
        words = self._labels
        answers: list[tuple[str, Event]] = [(words.start, Accept(prompt=offer.id))]
        if offer.snoozes_left > 0:
            answers.append((words.snooze, Snooze(prompt=offer.id)))
        answers.append((words.skip, Skip(prompt=offer.id)))
        return self._pressable(answers)

    def _pressable(self, answers: Iterable[tuple[str, Event]]) -> tuple[Button, ...]:
        from desktop_notifier import Button

        return tuple(Button(title=word, on_pressed=self._answer(event)) for word, event in answers)

    def _accept(self, offer: Offer) -> Callable[[], None]:
        return self._answer(Accept(prompt=offer.id))

    def _answer(self, event: Event) -> Callable[[], None]:
        return lambda: self._post(event)

    async def _clear_prompt(self) -> None:
        identifier, self._prompt = self._prompt, ""
        await self._clear(identifier)

    async def _clear(self, identifier: str) -> None:
        if identifier in await self._center.get_current_notifications():
            await self._center.clear(identifier)


async def _open_center() -> Any:
    try:
        import desktop_notifier
    except ImportError as error:
        raise Unavailable(f"desktop-notifier cannot be loaded: {error}", "pip install desktop-notifier") from error
    center = desktop_notifier.DesktopNotifier(app_name="Sitbreak")
    if desktop_notifier.Capability.BUTTONS not in await center.get_capabilities():
        raise Unavailable("this Python is given no notification buttons", "on macOS run sitbreak from a signed app")
    if not await center.request_authorisation():
        raise Unavailable("notifications are not allowed", "allow notifications for sitbreak in the system's settings")
    return center


class _Loop:
    """An asyncio loop on a thread of its own."""

    def __init__(self) -> None:
        import asyncio

        self._asyncio = asyncio
        self._turn = asyncio.Lock()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="desktop-notifier", daemon=True)
        self._thread.start()

    def wait(self, work: Coroutine[Any, Any, Any], timeout: float = 10.0) -> Any:
        return self._asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    def later(self, work: Coroutine[Any, Any, None], failed: Callable[[str], None] = log.warning) -> None:
        """Run `work` after what came before; `failed` hears why it broke."""
        self._asyncio.run_coroutine_threadsafe(self._one_by_one(work, failed), self._loop)

    async def _one_by_one(self, work: Coroutine[Any, Any, None], failed: Callable[[str], None]) -> None:
        async with self._turn:
            try:
                await work
            except Exception as error:  # each system's back end raises what its own library does
                log.info("desktop-notifier failed", exc_info=True)
                failed(str(error) or type(error).__name__)

    def close(self) -> None:
        """Finish what is under way, then end the thread."""
        self._loop.call_soon_threadsafe(self._loop.call_later, 2 * _SETTLES, self._loop.stop)
        self._thread.join(2.0)

"""Prompts as desktop notifications with buttons, straight over D-Bus, on Linux and the BSDs."""

from __future__ import annotations

import logging
import threading
from dataclasses import field
from pathlib import Path
from typing import Any

from sitbreak.adapters.bus import Bus, BusError, BusGone
from sitbreak.adapters.notify.server import NAME, PATH, Hints, Server, ask, silenced
from sitbreak.adapters.notify.text import Dress, clean, escape, lines
from sitbreak.core.model import Accept, Choice, Event, Offer, PromptFailed, PromptShown, Say, Skip, Snooze
from sitbreak.core.values import dataclass
from sitbreak.ports import Post

log = logging.getLogger(__name__)

AS_SERVER_LIKES = -1
TEN_MINUTES = 600_000
"""Long after the core has given a prompt up, so that a program which crashed leaves no dead buttons behind."""
_NOTIFY = "susssasa{sv}i"
SOUND = "message-new-instant"
"""What the freedesktop sound naming calls a message that somebody waits for an answer to."""
MESSAGE = ""
"""The prompt id under which a failed `say` is reported."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a service is asked to show; `expire` in milliseconds or AS_SERVER_LIKES."""

    title: str
    body: str
    hints: Hints
    expire: int
    actions: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Bubble:
    """One place on the screen; `number` is the service's own, `prompt` the id of the offer still to be answered."""

    number: int = 0
    prompt: str = ""
    on_screen: bool = False

    def forget(self) -> None:
        """Nothing is shown, and the number is nobody's any more."""
        self.number, self.prompt, self.on_screen = 0, "", False


class FreedesktopNotifier:
    """One live prompt, replaced in place; everything after the constructor happens on the bus' worker thread.

    With `buttons_only` a service that draws no buttons counts as a failure, so that something better can take over;
    otherwise the text says where to answer.
    """

    def __init__(self, post: Post, bus: Bus, *, buttons_only: bool = False, dress: Dress | None = None) -> None:
        self.name = "freedesktop" if buttons_only else "freedesktop-text"
        self._post, self._bus, self._buttons_only, self._dress = post, bus, buttons_only, dress or Dress()
        self._server: Server | None = None
        self._owner: str | None = None
        self._prompt = Bubble()
        self._message = Bubble()
        self._choices: tuple[Choice, ...] = ()
        self._undo = [
            bus.subscribe(self._invoked, interface=NAME, member="ActionInvoked", path=PATH, sender=NAME),
            bus.subscribe(self._closed, interface=NAME, member="NotificationClosed", path=PATH, sender=NAME),
            bus.watch_name(NAME, self._owned),
        ]

    def show(self, offer: Offer) -> None:
        self._bus.later(self._show, offer)

    def withdraw(self) -> None:
        self._bus.later(self._withdraw, self._prompt)

    def say(self, message: Say) -> None:
        self._bus.later(self._say, message)

    def close(self) -> None:
        """Take everything off the screen and hear no more; waits for it up to 3 s, so the bus may be closed next."""
        done = threading.Event()
        self._bus.later(self._withdraw, self._prompt)
        self._bus.later(self._withdraw, self._message)
        for undo in self._undo:
            self._bus.later(undo)
        self._bus.later(done.set)
        done.wait(3.0)

    # ------------------------------------------------ towards the service

    def _show(self, offer: Offer) -> None:
        try:
            server = self._usable()
            self._notify(self._prompt, server, self._prompt_letter(offer, server))
        except _Unseen as why:
            self._withdraw(self._prompt)
            self._post(PromptFailed(offer.id, str(why)))
            return
        self._prompt.prompt = offer.id
        self._post(PromptShown(offer.id))

    def _say(self, message: Say) -> None:
        try:
            server = self._known()
            self._notify(self._message, server, self._message_letter(message, server))
        except _Unseen as why:
            self._post(PromptFailed(MESSAGE, str(why)))
            return
        self._choices = message.choices

    def _usable(self) -> Server:
        server = self._known()
        if self._buttons_only and not server.draws_buttons:
            raise _Unseen(f"{server.name} draws no buttons")
        if silenced(self._bus, server):
            raise _Unseen(f"{server.name} is set to do not disturb")
        return server

    def _known(self) -> Server:
        if self._server is None:
            try:
                self._server = ask(self._bus)
            except (BusError, BusGone) as error:
                raise _Unseen(f"no notification service answers: {error}") from error
        return self._server

    def _prompt_letter(self, offer: Offer, server: Server) -> Letter:
        hints = self._hints("prompt", offer.drill, urgency=server.urgency, transient=True) | self._ring(server)
        body = lines(offer.body, "" if server.draws_buttons else self._dress.labels.elsewhere)
        return Letter(offer.title, body, hints, TEN_MINUTES, self._actions(offer, server))

    def _message_letter(self, message: Say, server: Server) -> Letter:
        """A message that asks something is the quieter one."""
        hints = self._hints("message", "", urgency=0 if message.choices else 1, transient=False)
        body = message.body if server.draws_buttons else message.in_text
        keyed = [(str(index), choice.label) for index, choice in enumerate(message.choices)]
        actions = [part for pair in keyed for part in pair] if "actions" in server.capabilities else []
        return Letter(message.title, body, hints, AS_SERVER_LIKES, actions)

    def _hints(self, kind: str, drill: str, *, urgency: int, transient: bool) -> Hints:
        picture = self._dress.picture(drill)
        return {
            "urgency": ("y", urgency),
            "category": ("s", f"x-sitbreak.{kind}"),
            "desktop-entry": ("s", "sitbreak"),
            "transient": ("b", transient),
        } | ({"image-path": ("s", Path(picture).absolute().as_uri())} if picture else {})

    def _ring(self, server: Server) -> Hints:
        """A sound of the desktop's theme, or none, where the service can play one."""
        if "sound" not in server.capabilities:
            return {}
        return {"sound-name": ("s", SOUND)} if self._dress.rings() else {"suppress-sound": ("b", True)}

    def _notify(self, bubble: Bubble, server: Server, letter: Letter) -> None:
        body = clean(letter.body)
        words = (clean(letter.title), escape(body) if server.markup else body, letter.actions, letter.hints)
        told = ("Sitbreak", bubble.number, self._dress.icon, *words, letter.expire)
        try:
            (bubble.number,) = self._bus.call(NAME, PATH, NAME, "Notify", _NOTIFY, *told, gives="u")
        except (BusError, BusGone) as error:
            raise _Unseen(f"{server.name} took no notification: {error}") from error
        bubble.on_screen = True

    def _actions(self, offer: Offer, server: Server) -> list[str]:
        if "actions" not in server.capabilities:
            return []
        words = self._dress.labels
        default = ["default", words.start] if server.takes_default else []
        snooze = ["snooze", words.snooze] if offer.snoozes_left > 0 else []
        return [*default, "start", words.start, *snooze, "skip", words.skip]

    def _withdraw(self, bubble: Bubble) -> None:
        bubble.prompt = ""
        if not bubble.on_screen:
            return
        bubble.on_screen = False
        try:
            self._bus.call(NAME, PATH, NAME, "CloseNotification", "u", bubble.number)
        except (BusError, BusGone) as error:
            log.info("notification %d was gone already: %s", bubble.number, error)

    # ------------------------------------------------ from the service

    def _invoked(self, body: tuple[Any, ...], _sender: str, _path: str) -> None:
        match body:
            case (int(number), str(key)):
                self._clicked(number, key)
            case _:
                log.warning("the notification service sent a click that makes no sense: %.80r", body)

    def _clicked(self, number: int, key: str) -> None:
        if number == self._message.number:
            self._chosen(key)
            return
        bubble = self._prompt
        if number != bubble.number or not bubble.prompt:
            return
        if (answer := _answer(key, bubble.prompt)) is None:
            log.warning("the notification service sent an action we did not offer: %.80r", key)
            return
        self._post(answer)
        self._withdraw(bubble)

    def _chosen(self, key: str) -> None:
        """A click on a message's button; each message takes one."""
        chosen = next((choice for index, choice in enumerate(self._choices) if key == str(index)), None)
        if chosen is not None:
            self._choices = ()
            self._post(chosen.event)
            self._withdraw(self._message)

    def _closed(self, body: tuple[Any, ...], _sender: str, _path: str) -> None:
        for bubble in (self._prompt, self._message):
            if body[:1] == (bubble.number,) and bubble.on_screen:
                bubble.on_screen = False
                log.info("notification %d closed, reason %.80r", bubble.number, body[1:])

    def _owned(self, owner: str | None) -> None:
        """Numbers mean nothing to another service, and what the old one showed is gone with it."""
        before, self._owner = self._owner, owner
        if before is None or owner == before:
            return
        self._server = None
        lost = self._prompt.prompt
        self._prompt.forget()
        self._message.forget()
        if lost:
            self._post(PromptFailed(lost, "the notification service went away"))


def _answer(key: str, prompt: str) -> Event | None:
    match key:
        case "start" | "default":
            return Accept(prompt=prompt)
        case "snooze":
            return Snooze(prompt=prompt)
        case "skip":
            return Skip(prompt=prompt)
        case _:
            return None


class _Unseen(Exception):
    """The text did not reach a screen."""

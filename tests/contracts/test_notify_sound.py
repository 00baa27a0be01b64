"""A prompt rings where the person wants it and the notification service can play a sound."""

from __future__ import annotations

from typing import Any

import pytest

from sitbreak.adapters.notify.freedesktop import FreedesktopNotifier
from sitbreak.adapters.notify.server import NAME, PATH
from sitbreak.adapters.notify.text import Dress
from sitbreak.core.model import Event, Offer, Say
from tests.contracts.presence import PrivateBus, Service, wait_for

pytest_plugins = ["tests.contracts.presence_fixtures"]

OFFER = Offer("p1", "Title", "Body", "standing-march", "Standing march", 2)


class Notifications(Service):
    """A service that keeps the hints it was given."""

    name, path = NAME, PATH
    able: tuple[str, ...] = ("actions", "body", "sound")

    def __init__(self, *bus: Any) -> None:
        self.hints: list[dict[str, tuple[str, Any]]] = []
        super().__init__(*bus)

    def on_GetServerInformation(self) -> tuple[str, tuple[Any, ...]]:
        return "ssss", ("gnome-shell", "GNOME", "43", "1.2")

    def on_GetCapabilities(self) -> tuple[str, tuple[Any, ...]]:
        return "as", (list(self.able),)

    def on_Notify(self, *letter: Any) -> tuple[str, tuple[Any, ...]]:
        self.hints.append(letter[6])
        return "u", (1,)

    def on_CloseNotification(self, _number: int) -> tuple[str, tuple[Any, ...]]:
        return "", ()


@pytest.mark.parametrize(
    ("able", "rings", "expected"),
    [
        (("actions", "sound"), True, {"sound-name": ("s", "message-new-instant")}),
        (("actions", "sound"), False, {"suppress-sound": ("b", True)}),
        (("actions",), True, {}),
    ],
    ids=["wanted", "not wanted", "not able"],
)
def test_a_prompt_rings(
    session_daemon: PrivateBus, able: tuple[str, ...], rings: bool, expected: dict[str, tuple[str, Any]]
) -> None:
    """The hint names a sound of the desktop's theme, or forbids one; a plain message says nothing about sound."""
    service = Notifications(session_daemon.connect())
    service.able = able
    told: list[Event] = []
    notifier = FreedesktopNotifier(told.append, session_daemon.connect(), dress=Dress(rings=lambda: rings))
    notifier.show(OFFER)
    notifier.say(Say("Title", "Body"))
    wait_for(lambda: len(service.hints) == 2, "both notifications")
    notifier.close()
    prompt, message = ({key: hint for key, hint in hints.items() if "sound" in key} for hints in service.hints)
    assert prompt == expected
    assert message == {}

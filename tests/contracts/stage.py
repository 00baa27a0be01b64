"""A stage for the notifier's tests: a desktop with a real notification daemon, a notifier, and ears for its events."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.notify.freedesktop import FreedesktopNotifier
from sitbreak.core.model import Event, Offer, PromptFailed
from tests.desktop import hands
from tests.desktop.conftest import desktop_or_skip
from tests.desktop.session import DesktopSession, Notifier, wait_for

DAEMONS: tuple[Notifier, ...] = ("xfce4-notifyd", "dunst")
OFFER = Offer(
    id="p1",
    title="52 minutes sitting",
    body="A minute for the hips might feel good: Standing march.\n1 of 2 snoozes used.",
    drill="standing-march",
    drill_name="Standing march",
    snoozes_left=1,
)
LATER = Offer("p2", "63 minutes sitting", "A short walk might feel good.", "walk", "Walk", snoozes_left=0)
LABELS = ("Start", "Snooze", "Skip")


class Ears:
    """Collects what a notifier posts."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def __call__(self, event: Event) -> None:
        self.events.append(event)

    def wait(self, *expected: Event) -> None:
        """The events so far become exactly these."""
        wait_for(lambda: len(self.events) >= len(expected), 5, f"{expected}, heard {self.events}")
        assert tuple(self.events) == expected

    def wait_failed(self, prompt: str, reason: str) -> None:
        """The last event becomes the failure of this prompt, with `reason` in its words."""
        failure = wait_for(self._last_failure, 5, f"PromptFailed, heard {self.events}")
        assert failure.id == prompt
        assert reason in failure.reason

    def _last_failure(self) -> PromptFailed | None:
        last = self.events[-1] if self.events else None
        return last if isinstance(last, PromptFailed) else None


@dataclass(frozen=True, slots=True)
class Stage:
    desktop: DesktopSession
    notifier: FreedesktopNotifier
    ears: Ears


@contextmanager
def staged(daemon: Notifier | None) -> Iterator[Stage]:
    """A desktop with that daemon and a notifier on its bus."""
    ears = Ears()
    with desktop_or_skip(notifier=daemon) as desktop, closing(Bus(desktop.env["DBUS_SESSION_BUS_ADDRESS"])) as bus:
        yield Stage(desktop, FreedesktopNotifier(ears, bus), ears)


def settled(bus: Bus) -> None:
    """Everything the bus has sent so far was handled."""
    done = threading.Event()
    bus.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetId")
    bus.later(done.set)
    assert done.wait(5)


def bubbles(desktop: DesktopSession) -> int:
    """How many notifications a person sees."""
    if desktop.notifier == "dunst":
        return int(desktop.output("dunstctl", "count", "displayed"))
    return len(hands.windows(desktop, "Xfce4-notifyd"))


def wait_bubbles(desktop: DesktopSession, count: int) -> None:
    """That many notifications come to be seen."""
    desktop.wait_for(lambda: bubbles(desktop) == count, 5, f"{count} notifications on the screen")

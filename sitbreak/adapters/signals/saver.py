"""What the screen savers of the desktops tell: whether they cover the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sitbreak.adapters.bus import Bus
from sitbreak.adapters.signals.source import Source


class SaverLock(Source):
    """One desktop's screen saver: GetActive once, ActiveChanged from then on."""

    def __init__(self, desktop: str, bus: Bus, on_change: Callable[[], None]) -> None:
        super().__init__(desktop, bus, f"org.{desktop}.ScreenSaver", on_change)

    def _listen(self) -> list[Callable[[], None]]:
        service = self._service
        return [self._bus.subscribe(self._changed, interface=service, member="ActiveChanged", sender=service)]

    def _ask(self) -> bool:
        return bool(self._call("b", "/" + self._service.replace(".", "/"), self._service, "GetActive"))

    def _changed(self, body: tuple[Any, ...], _sender: str, _path: str) -> None:
        self._tell(body[:1] == (True,))

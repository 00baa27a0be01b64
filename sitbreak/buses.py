"""The two message buses, each connected when first wanted and shared by everybody who listens there."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from sitbreak.adapters.bus import Bus


def _session() -> Bus:
    from sitbreak.adapters.bus import Bus, BusGone
    from sitbreak.adapters.packages import session_bus

    try:
        return Bus.session()
    except BusGone as gone:
        gone.remedy = session_bus()
        raise


def _system() -> Bus:
    from sitbreak.adapters.bus import Bus

    return Bus.system()


class Buses:
    """Connections by need; raises ConnectionError where there is no such bus. To be used from one thread at a time."""

    def __init__(self) -> None:
        self._open: dict[str, Bus] = {}

    def session(self) -> Bus:
        return self._get("session")

    def system(self) -> Bus:
        return self._get("system")

    def _get(self, name: str) -> Bus:
        if sys.platform in ("win32", "darwin"):
            raise ConnectionError("this system has no message bus")
        if name not in self._open:
            self._open[name] = _session() if name == "session" else _system()
        return self._open[name]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bus in self._open.values():
            bus.close()

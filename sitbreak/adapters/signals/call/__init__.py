"""Whether microphone or camera are in use: the sources of this system, calmed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from sitbreak.adapters import clock
from sitbreak.adapters.choose import Candidate, Report
from sitbreak.adapters.signals.asked import Asked, Probe
from sitbreak.core.steady import Steady
from sitbreak.ports import Tried

PORT = "call"


class Lens(Protocol):
    """A second source, of cameras."""

    @property
    def present(self) -> bool: ...

    def ask(self) -> bool: ...


class Call:
    """A call is on while somebody records or films, short interruptions included and short recordings not."""

    def __init__(
        self, microphone: Asked[bool], camera: Lens | None = None, steady: Callable[[], float] = clock.steady
    ) -> None:
        self._microphone, self._camera, self._steady = microphone, camera, steady
        self._value = Steady()

    @property
    def report(self) -> Report:
        microphone = self._microphone.report
        return Report(microphone.chosen, (*microphone.tried, *self._camera_rows()))

    def ask(self) -> bool:
        """The calm answer; to be asked regularly while it matters."""
        raw = self._microphone.ask() or (self._camera is not None and self._camera.ask())
        self._value = self._value.seen(self._steady(), raw)
        return self._value.on

    def close(self) -> None:
        self._microphone.close()

    def _camera_rows(self) -> tuple[Tried, ...]:
        if self._camera is None:
            return ()
        there = self._camera.present
        return (Tried("camera", there, "open cameras count, too" if there else "this machine has no camera"),)


def open_call(forced: str | None = None) -> Call:
    """The sources of this system; raises Unavailable when `forced` names none of them."""
    return Call(Asked(PORT, candidates(), False, forced), None if forced == "none" else _camera())


def candidates() -> list[Candidate[Probe[bool]]]:
    """Best first: the sound server knows every stream, the kernel only its own devices."""
    sources: list[Candidate[Probe[bool]]]
    if sys.platform == "win32":
        from sitbreak.adapters.signals.call.windows import WindowsCall

        sources = [("windows", WindowsCall)]
    elif sys.platform == "darwin":
        from sitbreak.adapters.signals.call.macos import MacCall

        sources = [("macos", MacCall)]
    else:
        from sitbreak.adapters.signals.call.alsa import AlsaCall
        from sitbreak.adapters.signals.call.pulse import PulseCall

        sources = [("pulse", PulseCall), ("alsa", AlsaCall)]
    return sources


def _camera() -> Lens | None:
    if sys.platform in ("win32", "darwin"):
        return None
    from sitbreak.adapters.signals.call.camera import Camera

    return Camera()

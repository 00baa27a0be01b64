"""Microphone and camera in use, as Windows keeps it for its privacy page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

from sitbreak.adapters import clock

STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
DEVICES = ("microphone", "webcam")
EPOCH = 11_644_473_600
"""Seconds from 1601, where the times of Windows begin, to 1970."""


def _booted() -> float:
    """When this machine was switched on, in seconds since 1970."""
    return clock.wall() - clock.steady()


class WindowsCall:
    """On while any program uses a microphone or camera: its time of last use has no end yet.

    A use that began before the machine was switched on lost its end in a crash.
    """

    def __init__(self, registry: Any = None, booted: Callable[[], float] = _booted) -> None:
        """Look once; raises OSError where Windows keeps no such record."""
        self._registry, self._booted = registry or _winreg(), booted
        self._open(STORE).Close()

    def ask(self) -> bool:
        """Whether one is in use; raises OSError when Windows does not let us look."""
        return any(self._in_use(key) for device in DEVICES for key in self._programs(rf"{STORE}\{device}"))

    def close(self) -> None:
        """Nothing is held."""

    def _programs(self, path: str) -> Iterator[str]:
        """The keys of all programs; those that came as no package lie one level deeper."""
        for name in self._names(path):
            if name == "NonPackaged":
                yield from (rf"{path}\{name}\{program}" for program in self._names(rf"{path}\{name}"))
            else:
                yield rf"{path}\{name}"

    def _names(self, path: str) -> list[str]:
        registry = self._registry
        try:
            with self._open(path) as key:
                return [registry.EnumKey(key, number) for number in range(registry.QueryInfoKey(key)[0])]
        except FileNotFoundError:
            return []

    def _in_use(self, path: str) -> bool:
        try:
            with self._open(path) as key:
                began, ended = (self._registry.QueryValueEx(key, f"LastUsedTime{end}")[0] for end in ("Start", "Stop"))
        except FileNotFoundError:
            return False
        return ended == 0 and isinstance(began, int) and began / 1e7 - EPOCH >= self._booted()

    def _open(self, path: str) -> Any:
        return self._registry.OpenKey(self._registry.HKEY_CURRENT_USER, path)


def _winreg() -> Any:
    if sys.platform != "win32":
        raise FileNotFoundError("only Windows has a registry")
    import winreg

    return winreg

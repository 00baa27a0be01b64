"""Microphone and camera in use, as Windows keeps it for its privacy page."""

from __future__ import annotations

import sys
import winreg
from collections.abc import Iterator

assert sys.platform == "win32"

STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
DEVICES = ("microphone", "webcam")


class WindowsCall:
    """On while any program uses a microphone or camera: its time of last use has no end yet."""

    def __init__(self) -> None:
        """Look once; raises OSError where Windows keeps no such record."""
        winreg.OpenKey(winreg.HKEY_CURRENT_USER, STORE).Close()

    def ask(self) -> bool:
        return any(_in_use(key) for device in DEVICES for key in _programs(rf"{STORE}\{device}"))

    def close(self) -> None:
        """Nothing is held."""


def _programs(path: str) -> Iterator[str]:
    """The keys of all programs; those that came as no package lie one level deeper."""
    for name in _names(path):
        if name == "NonPackaged":
            yield from (rf"{path}\{name}\{program}" for program in _names(rf"{path}\{name}"))
        else:
            yield rf"{path}\{name}"


def _names(path: str) -> list[str]:
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            return [winreg.EnumKey(key, number) for number in range(winreg.QueryInfoKey(key)[0])]
    except FileNotFoundError:
        return []


def _in_use(path: str) -> bool:
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            return bool(winreg.QueryValueEx(key, "LastUsedTimeStop")[0] == 0)
    except FileNotFoundError:
        return False

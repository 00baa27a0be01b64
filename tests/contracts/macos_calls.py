"""A macOS made of the calls we make, each answering in the form the real one is said to."""

from __future__ import annotations

import ctypes
import time
from types import SimpleNamespace
from typing import Any, NoReturn

SYSTEM = 1
UNKNOWN_PROPERTY = int.from_bytes(b"who?", "big")

Property = tuple[int, bytes, bytes]


class Objects:
    """A library of objects with properties; what is not there answers with an error, as does all while `broken`."""

    def __init__(self, properties: dict[Property, list[int]]) -> None:
        self.properties = properties
        self.broken = False

    def _tell(self, thing: Any, address: Any, room: int, numbers: Any) -> tuple[int, int]:
        """The status, and how many bytes were written."""
        asked = address._obj
        assert asked.element == 0
        key = thing.value, asked.selector.to_bytes(4, "big"), asked.scope.to_bytes(4, "big")
        if self.broken or key not in self.properties:
            return UNKNOWN_PROPERTY, 0
        told = self.properties[key][: room // 4]
        numbers[: len(told)] = told
        return 0, 4 * len(told)


class CoreAudio(Objects):
    def AudioObjectGetPropertyData(self, thing: Any, address: Any, _size: int, _data: None, room: Any, out: Any) -> int:
        status, room._obj.value = self._tell(thing, address, room._obj.value, out)
        return status


class CoreMediaIO(Objects):
    def CMIOObjectGetPropertyData(
        self, thing: Any, address: Any, _size: int, _data: None, room: int, used: Any, out: Any
    ) -> int:
        status, used._obj.value = self._tell(thing, address, room, out)
        return status


class WindowInfo(dict[str, Any]):
    """One window as the window server lists it; to read its title is a mistake."""

    def __getitem__(self, key: str) -> Any:
        assert key not in ("kCGWindowName", "kCGWindowOwnerName")
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> NoReturn:
        raise AssertionError(f"{key} is in every window's entry or is none of our business")


def window(owner: int, box: tuple[float, float, float, float], layer: int = 0) -> WindowInfo:
    """An entry of the window server's list."""
    bounds = dict(zip(("X", "Y", "Width", "Height"), box, strict=True))
    told = {"kCGWindowOwnerPID": owner, "kCGWindowLayer": layer, "kCGWindowBounds": bounds}
    return WindowInfo(told, kCGWindowName="a secret")


class Quartz:
    """The window server as PyObjC shows it."""

    kCGWindowListOptionOnScreenOnly = 1
    kCGWindowListExcludeDesktopElements = 16
    kCGNullWindowID = 0

    def __init__(self) -> None:
        self.session: dict[str, Any] | None = {"kCGSSessionOnConsoleKey": True, "kCGSSessionUserNameKey": "somebody"}
        self.windows: list[Any] | None = []
        self.displays = [(0.0, 0.0, 1440.0, 900.0)]
        self.display_error = 0

    def CGSessionCopyCurrentDictionary(self) -> dict[str, Any] | None:
        return self.session

    def CGWindowListCopyWindowInfo(self, which: int, relative_to: int) -> list[Any] | None:
        assert (which, relative_to) == (17, 0)
        return self.windows

    def CGGetActiveDisplayList(self, most: int, _ids: None, _count: None) -> tuple[int, tuple[int, ...], int]:
        numbers = tuple(range(len(self.displays)))
        return self.display_error, (*numbers, *[0] * (most - len(numbers))), len(numbers)

    def CGDisplayBounds(self, display: int) -> Any:
        x, y, width, height = self.displays[display]
        return SimpleNamespace(origin=SimpleNamespace(x=x, y=y), size=SimpleNamespace(width=width, height=height))


class Applications:
    """NSRunningApplication: programs by process, most of which have a bundle."""

    def __init__(self, **bundles: str | None) -> None:
        self._bundles = {int(process.removeprefix("p")): bundle for process, bundle in bundles.items()}

    def runningApplicationWithProcessIdentifier_(self, process: int) -> Any:
        if process not in self._bundles:
            return None
        return SimpleNamespace(bundleIdentifier=lambda: self._bundles[process])


class ApplicationServices:
    """The count of seconds since the last input, as a function of a library that is to be declared."""

    def __init__(self) -> None:
        self.touch()
        self.CGEventSourceSecondsSinceLastEventType = _Function(self._since)

    def touch(self) -> None:
        self._touched = time.monotonic()

    def _since(self, state: int, kind: int) -> float:
        assert (state, kind) == (1, 0xFFFFFFFF)
        return time.monotonic() - self._touched


class _Function:
    """Gives a number only to those who have declared what it returns."""

    restype: Any = ctypes.c_int
    argtypes: Any = None

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def __call__(self, *args: Any) -> Any:
        assert (self.restype, self.argtypes) == (ctypes.c_double, (ctypes.c_int32, ctypes.c_uint32))
        return self._answer(*args)

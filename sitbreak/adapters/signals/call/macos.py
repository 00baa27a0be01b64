"""Microphone and camera in use on a Mac, asked of CoreAudio and CoreMediaIO: no device is opened, no permission asked.

A microphone counts by the processes that take sound in, where macOS 14 lists them: a headset's device runs for music as
well. A process that says so without an input device is Siri waiting for its name.
"""

from __future__ import annotations

import ctypes
from typing import Any, Protocol

from sitbreak.adapters.signals import native

SYSTEM = 1
GLOBAL, INPUT = b"glob", b"inpt"
PROCESSES, TAKES_INPUT, ITS_DEVICES = b"prs#", b"piri", b"pdv#"
DEVICES, DEFAULT_INPUT, RUNS_SOMEWHERE = b"dev#", b"dIn ", b"gone"
MOST = 1024
"""How many objects a list may hold, by far more than any Mac has."""


class _Address(ctypes.Structure):
    """Which property is meant; element 0 is the whole object."""

    _fields_ = (("selector", ctypes.c_uint32), ("scope", ctypes.c_uint32), ("element", ctypes.c_uint32))


class Objects(Protocol):
    """A library of objects with properties, each a list of numbers."""

    def numbers(self, thing: int, selector: bytes, scope: bytes = GLOBAL) -> list[int]:
        """The property of one object; raises OSError when it has none such."""
        ...


class Audio:
    """The objects of CoreAudio."""

    def __init__(self, library: Any = None) -> None:
        self._get = (library or native.framework("CoreAudio")).AudioObjectGetPropertyData

    def numbers(self, thing: int, selector: bytes, scope: bytes = GLOBAL) -> list[int]:
        numbers, used = (ctypes.c_uint32 * MOST)(), ctypes.c_uint32(4 * MOST)
        what = ctypes.c_uint32(thing), ctypes.byref(_address(selector, scope)), 0, None
        _check(selector, self._get(*what, ctypes.byref(used), numbers))
        return numbers[: used.value // 4]


class Cameras:
    """The objects of CoreMediaIO, whose one function takes the sizes apart."""

    def __init__(self, library: Any = None) -> None:
        self._get = (library or native.framework("CoreMediaIO")).CMIOObjectGetPropertyData

    def numbers(self, thing: int, selector: bytes, scope: bytes = GLOBAL) -> list[int]:
        numbers, used = (ctypes.c_uint32 * MOST)(), ctypes.c_uint32()
        what = ctypes.c_uint32(thing), ctypes.byref(_address(selector, scope)), 0, None
        _check(selector, self._get(*what, 4 * MOST, ctypes.byref(used), numbers))
        return numbers[: used.value // 4]


class MacCall:
    """On while any process takes sound in, or any camera runs."""

    def __init__(self, audio: Objects | None = None, cameras: Objects | None = None) -> None:
        """Ask once; raises OSError."""
        self._audio, self._cameras = audio or Audio(), cameras or Cameras()
        self.ask()

    def ask(self) -> bool:
        """Whether microphone or camera are in use; raises OSError when macOS does not tell of microphones."""
        cameras = self._cameras
        return self._listened() or any(_yes(cameras, one, RUNS_SOMEWHERE) for one in _told(cameras, SYSTEM, DEVICES))

    def close(self) -> None:
        """Nothing is held."""

    def _listened(self) -> bool:
        audio = self._audio
        try:
            processes = audio.numbers(SYSTEM, PROCESSES)
        except OSError:  # before macOS 14
            return any(_yes(audio, device, RUNS_SOMEWHERE) for device in audio.numbers(SYSTEM, DEFAULT_INPUT))
        return any(_yes(audio, one, TAKES_INPUT) and _yes(audio, one, ITS_DEVICES, INPUT) for one in processes)


def _yes(objects: Objects, thing: int, selector: bytes, scope: bytes = GLOBAL) -> bool:
    return any(_told(objects, thing, selector, scope))


def _told(objects: Objects, thing: int, selector: bytes, scope: bytes = GLOBAL) -> list[int]:
    """The property, empty when it cannot be had: a device went away since it was listed, or this Mac has no camera."""
    try:
        return objects.numbers(thing, selector, scope)
    except OSError:
        return []


def _address(selector: bytes, scope: bytes) -> _Address:
    return _Address(int.from_bytes(selector, "big"), int.from_bytes(scope, "big"), 0)


def _check(selector: bytes, status: int) -> None:
    if status:
        raise OSError(f"macOS does not tell {selector.decode()}: {status}")

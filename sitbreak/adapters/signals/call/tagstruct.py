"""The values of PulseAudio's wire format: every one begins with a byte that tells its kind."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

NOTHING = 0xFFFFFFFF
"""An index that points nowhere."""

_FIXED = {
    b"L": ">I", b"B": ">B", b"U": ">Q", b"R": ">Q", b"r": ">q", b"V": ">I", b"T": ">II", b"a": ">BBI",
}  # fmt: skip
_ALONE: Mapping[bytes, Any] = {b"N": "", b"1": True, b"0": False}


def number(value: int) -> bytes:
    """An unsigned number as it is sent."""
    return b"L" + struct.pack(">I", value)


def text(value: str) -> bytes:
    """A text as it is sent."""
    return b"t" + value.encode() + b"\0"


NO_TEXT = b"N"


def arbitrary(value: bytes) -> bytes:
    """Bytes of no further meaning as they are sent."""
    return b"x" + struct.pack(">I", len(value)) + value


def properties(values: Mapping[str, str]) -> bytes:
    """Names and texts as they are sent."""
    pairs = ((name, value.encode() + b"\0") for name, value in values.items())
    return b"P" + b"".join(text(name) + number(len(value)) + arbitrary(value) for name, value in pairs) + b"N"


class Reader:
    """Takes the values of one packet from its front; raises ValueError for what the format does not know."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    @property
    def more(self) -> bool:
        return self._at < len(self._data)

    def take(self, count: int) -> list[Any]:
        """The next `count` values."""
        return [self.value() for _ in range(count)]

    def value(self) -> Any:
        """The next value: text, number, truth, bytes, or properties as a dict; of several numbers the first."""
        kind = self._bytes(1)
        if kind in _ALONE:
            return _ALONE[kind]
        if kind in _FIXED:
            return self._unpack(_FIXED[kind])
        match kind:
            case b"t":
                return self._text()
            case b"x":
                return self._bytes(self._unpack(">I"))
            case b"m":
                return self._bytes(self._unpack(">B"))
            case b"v":
                return self._bytes(4 * self._unpack(">B"))
            case b"P":
                return self._properties()
            case _:
                raise ValueError(f"a value of the unknown kind {kind!r}")

    def _properties(self) -> dict[str, str]:
        found: dict[str, str] = {}
        while name := self.value():
            _length, value = self.take(2)
            found[name] = value.rstrip(b"\0").decode(errors="replace")
        return found

    def _unpack(self, layout: str) -> int:
        return int(struct.unpack(layout, self._bytes(struct.calcsize(layout)))[0])

    def _bytes(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) < count:
            raise ValueError("the packet ends within a value")
        self._at += count
        return taken

    def _text(self) -> str:
        end = self._data.index(b"\0", self._at)
        value = self._data[self._at : end]
        self._at = end + 1
        return value.decode(errors="replace")

"""A Windows made of its documented calls alone, each writing what the real one is said to write."""

from __future__ import annotations

import ctypes
import time
from contextlib import closing
from types import SimpleNamespace
from typing import Any

from sitbreak.adapters.signals.call.windows import EPOCH, STORE

ACTIVE, DISCONNECTED = 0, 4
LOCKED, UNLOCKED, UNKNOWN = 0, 1, -1
ACCEPTS = 5
FAILED = -2147467259
"""E_FAIL as ctypes hands it on."""

WCHAR = ctypes.c_uint16
LARGE = ctypes.c_int64


class Level1(ctypes.Structure):
    """WTSINFOEX_LEVEL1_W in whole, as wtsapi32.h has it."""

    _fields_ = (
        ("SessionId", ctypes.c_uint32),
        ("SessionState", ctypes.c_int32),
        ("SessionFlags", ctypes.c_int32),
        ("WinStationName", WCHAR * 33),
        ("UserName", WCHAR * 21),
        ("DomainName", WCHAR * 18),
        *((name, LARGE) for name in ("LogonTime", "ConnectTime", "DisconnectTime", "LastInputTime", "CurrentTime")),
        *(
            (name, ctypes.c_uint32)
            for name in ("InBytes", "OutBytes", "InFrames", "OutFrames", "InPacked", "OutPacked")
        ),
    )


class InfoEx(ctypes.Structure):
    """WTSINFOEXW."""

    _fields_ = (("Level", ctypes.c_uint32), ("Data", Level1))


class Windows:
    """All libraries in one; a function whose name is in `broken` fails in the way it is documented to."""

    def __init__(self) -> None:
        self.broken: set[str] = set()
        self.level, self.state, self.flags = 1, ACTIVE, UNLOCKED
        self.lent: dict[int, InfoEx] = {}
        self.notification_state = ACCEPTS
        self.window_class = "Notepad"
        self.execution_state = 0
        self.last_input = self.ticks()
        self.ahead = 0

    def ticks(self) -> int:
        """Milliseconds, about to begin anew."""
        return int(time.monotonic() * 1000 + (1 << 32) - 500) % (1 << 32)

    def touch(self) -> None:
        self.last_input = self.ticks()

    def GetTickCount(self) -> int:
        return ctypes.c_int(self.ticks()).value

    def GetLastInputInfo(self, info: Any) -> int:
        assert info._obj.size == 8
        info._obj.tick = (self.last_input + self.ahead) % (1 << 32)
        return "GetLastInputInfo" not in self.broken

    def WTSQuerySessionInformationW(self, server: None, session: Any, what: int, buffer: Any, size: Any) -> int:
        assert (server, session.value, what) == (None, 0xFFFFFFFF, 25)
        if "WTSQuerySessionInformationW" in self.broken:
            return 0
        info = InfoEx(self.level, Level1(1, self.state, self.flags))
        self.lent[ctypes.addressof(info)] = info
        ctypes.c_void_p.from_address(ctypes.addressof(buffer._obj)).value = ctypes.addressof(info)
        size._obj.value = ctypes.sizeof(info)
        return 1

    def WTSFreeMemory(self, buffer: Any) -> None:
        del self.lent[ctypes.addressof(buffer.contents)]

    def SHQueryUserNotificationState(self, state: Any) -> int:
        state._obj.value = self.notification_state
        return FAILED if "SHQueryUserNotificationState" in self.broken else 0

    def GetForegroundWindow(self) -> int:
        return 0x10203 if self.window_class else 0

    def GetClassNameW(self, window: int, name: Any, longest: int) -> int:
        if window:
            name.value = self.window_class[: longest - 1]
        return len(name.value)

    def CallNtPowerInformation(self, what: int, _in: None, _in_size: int, out: Any, size: int) -> int:
        assert (what, size) == (16, 4)
        out._obj.value = self.execution_state
        return FAILED if "CallNtPowerInformation" in self.broken else 0


class Notifications:
    """Windows.UI.Notifications.ToastNotificationManager; before Windows 11 its user tells no mode."""

    def __init__(self, mode: int | None = 0) -> None:
        self.mode: Any = mode

    def get_default(self) -> Any:
        return self if self.mode is not None else SimpleNamespace()

    @property
    def notification_mode(self) -> Any:
        if isinstance(self.mode, Exception):
            raise self.mode
        return self.mode


class Registry:
    """The user's part of the registry, as far as winreg reads it; keys by path, without their values' types."""

    HKEY_CURRENT_USER = object()

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, Any]] = {STORE: {}}
        self.broken = False

    def use(self, program: str, began: float, ended: float, device: str = "microphone") -> None:
        """Note a use between two moments, in seconds since 1970; 0 for one that goes on."""
        times = {"LastUsedTimeStart": _filetime(began), "LastUsedTimeStop": _filetime(ended)}
        self.keys[rf"{STORE}\{device}\{program}"] = times
        self.keys.setdefault(rf"{STORE}\{device}", {})

    def OpenKey(self, root: object, path: str) -> Any:
        assert root is self.HKEY_CURRENT_USER
        if self.broken:
            raise PermissionError("access is denied")
        if path not in self.keys and not self._under(path):
            raise FileNotFoundError(path)
        return _Key(path)

    def QueryInfoKey(self, key: _Key) -> tuple[int, int, int]:
        return len(self._under(key.path)), len(self.keys.get(key.path, ())), 0

    def EnumKey(self, key: _Key, number: int) -> str:
        return self._under(key.path)[number]

    def QueryValueEx(self, key: _Key, name: str) -> tuple[Any, int]:
        try:
            return self.keys[key.path][name], 11
        except KeyError:
            raise FileNotFoundError(name) from None

    def _under(self, path: str) -> list[str]:
        below = (key[len(path) + 1 :] for key in self.keys if key.startswith(path + "\\"))
        return sorted({name.split("\\")[0] for name in below})


class _Key(closing["_Key"]):
    """An open key, which closes as a context manager or by its method."""

    def __init__(self, path: str) -> None:
        super().__init__(self)
        self.path = path

    def close(self) -> None:
        """Nothing is held."""

    Close = close


def _filetime(seconds: float) -> int:
    return int((seconds + EPOCH) * 1e7) if seconds else 0

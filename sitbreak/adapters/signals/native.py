"""Opens the libraries in which Windows and macOS keep their answers; tests hand in stand-ins of them."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from sitbreak.ports import Unavailable


def windows(name: str) -> Any:
    """A library of Windows; raises OSError where it is not."""
    if sys.platform != "win32":
        raise FileNotFoundError(f"{name} is a library of Windows")
    return ctypes.WinDLL(name)


def framework(name: str) -> Any:
    """A framework of macOS; raises OSError where it is not."""
    return ctypes.CDLL(f"/System/Library/Frameworks/{name}.framework/{name}")


def quartz() -> Any:
    """PyObjC's view of the window server; raises Unavailable without it."""
    try:
        import Quartz
    except ImportError as missing:
        raise Unavailable(f"PyObjC is missing ({missing})", "install pystray with its macOS parts") from missing
    return Quartz


def notification_state(shell: Any) -> int:
    """What the Windows shell thinks of showing a notification now (QUERY_USER_NOTIFICATION_STATE); raises OSError."""
    state = ctypes.c_int()
    if failure := shell.SHQueryUserNotificationState(ctypes.byref(state)):
        raise OSError(f"SHQueryUserNotificationState fails with {failure & 0xFFFFFFFF:#x}")
    return state.value

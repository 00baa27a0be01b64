"""Keeps the C library from giving every thread a heap of its own: ours allocate little, and each heap stays all day."""

from __future__ import annotations

import sys

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""


def share_one_heap() -> None:
    """To be called before the first thread starts; does nothing where the C library is not glibc."""
    if sys.platform != "linux":
        return
    import ctypes

    if tune := getattr(ctypes.CDLL(None), "mallopt", None):
        tune(_ARENA_MAX, 1)

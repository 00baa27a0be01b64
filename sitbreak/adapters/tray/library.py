"""Imports pystray without letting it pick a backend, for its own choice fails where there is no X display."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any


def backend(name: str) -> Any:
    """One of pystray's own backends, such as "_win32"; raises what importing it raises."""
    return import_module(f"pystray.{name}")


def _without_backend() -> Any:
    before = os.environ.get("PYSTRAY_BACKEND")
    os.environ["PYSTRAY_BACKEND"] = "dummy"
    try:
        return import_module("pystray")
    finally:
        del os.environ["PYSTRAY_BACKEND"]
        if before is not None:
            os.environ["PYSTRAY_BACKEND"] = before


_without_backend()
BaseIcon: Any = backend("_base").Icon
Menu: Any = backend("_base").Menu
MenuItem: Any = backend("_base").MenuItem

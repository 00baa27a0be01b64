"""Lets a library be imported without modules of which it uses next to nothing; each would stay in memory all day."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


class _StandIn(ModuleType):
    """The few names that are used, at hand; any other name brings the real module after all."""

    def __init__(self, name: str, names: Mapping[str, Any]) -> None:
        super().__init__(name)
        vars(self).update(names)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def without(modules: Mapping[str, Mapping[str, Any]]) -> Iterator[None]:
    """Within this context an import of one of these modules gets only those names of it, if it is not there already."""
    for name, names in modules.items():
        sys.modules.setdefault(name, _StandIn(name, names))
    try:
        yield
    finally:
        for name in modules:
            if isinstance(sys.modules.get(name), _StandIn):
                del sys.modules[name]

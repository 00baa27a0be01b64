"""Lets a library be imported without modules of which it uses next to nothing; each would stay in memory all day."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType


class _StandIn(ModuleType):
    """The few names that are used, at hand; any other name brings the real module after all."""

    def __init__(self, name: str, names: Mapping[str, object]) -> None:
        super().__init__(name)
        vars(self).update(names)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(real(self.__name__), name)


def real(name: str) -> ModuleType:
    """The module itself, whatever stands in for it."""
    if isinstance(sys.modules.get(name), _StandIn):
        del sys.modules[name]
    return import_module(name)


def later(module: str, name: str) -> Callable[..., object]:
    """A function of a module that is imported only when somebody calls it."""

    def call(*args: object, **named: object) -> object:
        return getattr(real(module), name)(*args, **named)

    return call


def stand_in(modules: Mapping[str, Mapping[str, object]]) -> None:
    """From now on an import of one of these modules gets only those names of it, if it is not there already."""
    for name, names in modules.items():
        sys.modules.setdefault(name, _StandIn(name, names))


@contextmanager
def without(modules: Mapping[str, Mapping[str, object]]) -> Iterator[None]:
    """`stand_in` for as long as this context lasts."""
    stand_in(modules)
    try:
        yield
    finally:
        for name in modules:
            if isinstance(sys.modules.get(name), _StandIn):
                del sys.modules[name]

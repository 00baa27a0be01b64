"""What the resident process leaves out of its libraries: parts for errors, texts and types that it never asks for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from sitbreak.adapters.forked import forked
from sitbreak.adapters.lean import later, real, stand_in

_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/")


def be_sparse() -> None:
    """Put stand-ins for modules, for good; what one of them does not have at hand is imported when it is called."""
    stand_in({name: _compiled(f"_{name}") for name in ("datetime", "heapq")})
    stand_in(
        {
            "inspect": _INSPECT,
            "linecache": _all_later("linecache", "checkcache", "getline", "lazycache"),
            "locale": {},
            "ntpath": {},
            "tomllib": {"loads": _toml},
            "textwrap": _all_later("textwrap", "indent"),
            "traceback": _all_later("traceback", "format_tb"),
            "urllib.parse": {"quote_from_bytes": _quoted},
            "calendar": {"timegm": _seconds},
            "random": _all_later("random", "uniform"),
            "sysconfig": {"get_config_var": _build_setting},
            "six": {},
            "six.moves": {"queue": import_module("queue")},
        }
    )


def _compiled(module: str) -> dict[str, Any]:
    """What a module has in C: some are written in Python first and replaced by it, and leave their room behind."""
    return {name: value for name, value in vars(import_module(module)).items() if not name.startswith("__")}


def _all_later(module: str, *names: str) -> dict[str, Callable[..., Any]]:
    return {name: later(module, name) for name in names}


def _no_signature(called: object, **_: object) -> str:
    """None, as for functions of C, which APScheduler does without; dataclasses of Python 3.11.2 want one in a text."""
    if isinstance(called, type):
        return ""
    raise ValueError("signatures are not told in the resident process")


def _is(kind: type) -> Callable[[object], bool]:
    return lambda thing: isinstance(thing, kind)


def _quoted(path: bytes) -> str:
    """`urllib.parse.quote_from_bytes`, which `Path.as_uri` asks for: a path as part of an address."""
    return "".join(chr(one) if one in _PLAIN else f"%{one:02X}" for one in path)


def _seconds(fields: tuple[int, ...]) -> int:
    """`calendar.timegm`: seconds since 1970 of a UTC time tuple."""
    from datetime import date

    year, month, day, hour, minute, second = fields[:6]
    days = date(year, month, day).toordinal() - date(1970, 1, 1).toordinal()
    return ((days * 24 + hour) * 60 + minute) * 60 + second


def _build_setting(name: str) -> Any:
    """How this Python was built; `zoneinfo` asks once, for its folders, and the answer lies in 100 KB of others."""
    return forked(lambda: real("sysconfig").get_config_var(name))


def _toml(text: str) -> Any:
    """`tomllib.loads`, which is asked for the settings at the start and then only when they change."""
    return forked(lambda: real("tomllib").loads(text))


def _annotations(class_: type) -> dict[str, Any]:
    """`inspect.get_annotations`, which newer dataclasses ask for what their classes say themselves."""
    return dict(vars(class_).get("__annotations__", {}))


_INSPECT = {
    "signature": _no_signature,
    "get_annotations": _annotations,
    "isclass": _is(type),
    "isfunction": _is(FunctionType),
    "ismethod": _is(MethodType),
    "isbuiltin": _is(BuiltinFunctionType),
    "iscoroutinefunction": later("inspect", "iscoroutinefunction"),
}

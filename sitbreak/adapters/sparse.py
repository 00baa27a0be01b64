"""What the resident process leaves out of its libraries: parts for errors, texts and types that it never asks for."""

from __future__ import annotations

import queue
from collections.abc import Callable
from datetime import date
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, NoReturn

from sitbreak.adapters.forked import forked
from sitbreak.adapters.lean import later, real, stand_in

_UNIX_DAY = date(1970, 1, 1).toordinal()
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/")


def be_sparse() -> None:
    """Put stand-ins for modules, for good; what one of them does not have at hand is imported when it is called."""
    stand_in(
        {
            "inspect": _INSPECT,
            "linecache": _all_later("linecache", "checkcache", "getline", "lazycache"),
            "textwrap": _all_later("textwrap", "indent"),
            "urllib.parse": {"quote_from_bytes": _quoted},
            "calendar": {"timegm": _seconds},
            "random": _all_later("random", "uniform"),
            "sysconfig": {"get_config_var": _build_setting},
            "six": {},
            "six.moves": {"queue": queue},
        }
    )


def _all_later(module: str, *names: str) -> dict[str, Callable[..., Any]]:
    return {name: later(module, name) for name in names}


def _no_signature(*_: object, **__: object) -> NoReturn:
    """As for functions of C, which no library may rely on: dataclasses and APScheduler do without."""
    raise ValueError("signatures are not told in the resident process")


def _is(kind: type) -> Callable[[object], bool]:
    return lambda thing: isinstance(thing, kind)


def _quoted(path: bytes) -> str:
    """`urllib.parse.quote_from_bytes`, which `Path.as_uri` asks for: a path as part of an address."""
    return "".join(chr(one) if one in _PLAIN else f"%{one:02X}" for one in path)


def _seconds(fields: tuple[int, ...]) -> int:
    """`calendar.timegm`: seconds since 1970 of a UTC time tuple."""
    year, month, day, hour, minute, second = fields[:6]
    days = date(year, month, day).toordinal() - _UNIX_DAY
    return ((days * 24 + hour) * 60 + minute) * 60 + second


def _build_setting(name: str) -> Any:
    """How this Python was built; `zoneinfo` asks once, for its folders, and the answer lies in 100 KB of others."""
    return forked(lambda: real("sysconfig").get_config_var(name))


_INSPECT = {
    "signature": _no_signature,
    "isclass": _is(type),
    "isfunction": _is(FunctionType),
    "ismethod": _is(MethodType),
    "isbuiltin": _is(BuiltinFunctionType),
    "iscoroutinefunction": later("inspect", "iscoroutinefunction"),
}

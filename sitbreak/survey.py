"""What `doctor` says of each port: who serves, why not the others, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sitbreak.ports import Tried

NOT_YET = ("sound", "voice")
"""Ports that this version does not use."""

Row = dict[str, Any]


def row(tried: Tried) -> Row:
    return {"name": tried.name, "ok": tried.ok, "reason": tried.reason, "remedy": tried.remedy}


def port(chosen: str, tried: Sequence[Tried]) -> Row:
    """One port's entry of `doctor --json`."""
    return {"chosen": chosen, "tried": [row(one) for one in tried]}


def missing_ports() -> dict[str, Row]:
    """The ports that nothing serves in this version, said openly."""
    return {name: port("none", (Tried("none", True, "this version does not use it"),)) for name in NOT_YET}


def window_port() -> Row:
    """Whether drill and prompt windows can open here."""
    remedy = "install python3-tk (Debian, Ubuntu), python3-tkinter (Fedora), tk (Arch), or use drills in the terminal"
    try:
        import _tkinter  # noqa: F401 - only to see whether it is there; tkinter itself would stay in memory
    except ImportError as missing:
        return port("terminal", (Tried("tk", False, f"Python's tkinter is missing ({missing})", remedy),))
    return port("tk", (Tried("tk", True, "opens in a child process of its own"),))


def with_host_advice(chosen: str, tried: Sequence[Tried], host_present: bool, environ: Mapping[str, str]) -> Row:
    """The tray's entry, with advice when nothing on this desktop shows tray icons."""
    entry = port(chosen, tried)
    if chosen != "none" and not host_present:
        entry["tried"].append(row(Tried("host", False, "no panel here shows tray icons just now", _advice(environ))))
    return entry


def _advice(environ: Mapping[str, str]) -> str:
    if "GNOME" in environ.get("XDG_CURRENT_DESKTOP", "").upper():
        return 'install and switch on the GNOME extension "AppIndicator and KStatusNotifierItem Support"'
    return "start a panel with a status tray (xfce4-panel, waybar, Plasma); the icon appears as soon as one is there"


Ports = Callable[[], dict[str, Row]]

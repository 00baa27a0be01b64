"""What `doctor` says of each port: who serves, why not the others, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sitbreak.adapters import packages
from sitbreak.ports import Tried

Row = dict[str, Any]


def row(tried: Tried) -> Row:
    return {"name": tried.name, "ok": tried.ok, "reason": tried.reason, "remedy": tried.remedy}


def port(chosen: str, tried: Sequence[Tried]) -> Row:
    """One port's entry of `doctor --json`."""
    return {"chosen": chosen, "tried": [row(one) for one in tried]}


def drill_ports(environ: Mapping[str, str]) -> dict[str, Row]:
    """The window of a drill or prompt, and who would play and speak in it.

    Only for a process of short life, like those windows: what is tried here stays in memory, and may play silence.
    """
    from sitbreak.ui.sounds import ports

    return {name: port(chosen, tried) for name, (chosen, tried) in ports(environ).items()} | {"window": _window()}


def _window() -> Row:
    try:
        import _tkinter  # noqa: F401 - only to see whether it is there
    except ImportError as missing:
        reason = f"Python's tkinter is missing ({missing})"
        return port("terminal", (Tried("tk", False, reason, packages.install("windows")),))
    return port("tk", (Tried("tk", True, "opens in a child process of its own"),))


def with_host_advice(chosen: str, tried: Sequence[Tried], host_present: bool, environ: Mapping[str, str]) -> Row:
    """The tray's entry, with advice when nothing on this desktop shows tray icons of the chosen kind."""
    entry = port(chosen, tried)
    if chosen == "xembed" and environ.get("KDE_SESSION_VERSION", "") >= "6":
        forced = environ.get("SITBREAK_TRAY") == "xembed"
        advice = packages.xembed_on_plasma(forced)
        entry["tried"].append(row(Tried("host", False, "Plasma 6 shows no icons of the kind XEmbed", advice)))
    elif chosen != "none" and not host_present:
        advice = packages.tray_host(environ)
        entry["tried"].append(row(Tried("host", False, _no_host(environ), advice)))
    return entry


def _no_host(environ: Mapping[str, str]) -> str:
    if "GNOME" in environ.get("XDG_CURRENT_DESKTOP", "").upper():
        return "GNOME shows tray icons only with its AppIndicator extension"
    return "no panel here shows tray icons just now"


def with_player_advice(media: Row) -> Row:
    """The entry of films, with advice where a player is installed that tells nobody what it does."""
    if remedy := packages.player():
        reason = "mpv is here without its MPRIS plugin, so a film in it is told by its hold on the screen alone"
        media["tried"].append(row(Tried("mpv", False, reason, remedy)))
    return media


Ports = Callable[[], dict[str, Row]]

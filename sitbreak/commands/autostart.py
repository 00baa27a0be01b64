"""`sitbreak autostart on | off | status`: whether sitbreak starts with the session."""

from __future__ import annotations

import sys
from argparse import Namespace

from sitbreak.adapters.autostart import Way, ways
from sitbreak.adapters.autostart.way import Found, NotOurs, this_program
from sitbreak.commands import OK, Refusal


def run(options: Namespace) -> int:
    if options.systemd and options.state != "on":
        raise Refusal("--systemd goes with `sitbreak autostart on`; off takes every way away.")
    try:
        told = {"on": lambda: _on(options.systemd), "off": _off, "status": _status}[options.state]()
    except NotOurs as other:
        raise Refusal(
            f"{other} was not made by `sitbreak autostart`; it is left alone. Look at it, and move it away."
        ) from other
    sys.stdout.write(f"{told}\n")
    return OK


def _on(systemd: bool) -> str:
    """Turn one way on and every other off, so that a session does not start it twice."""
    here = ways()
    chosen = _systemd(here) if systemd else here[0]
    try:
        found = chosen.on(this_program())
    except ValueError as error:
        raise Refusal(f"{error}.") from error
    for way in here:
        if way is not chosen and _is_ours(way):
            way.off()
    return f"sitbreak starts with your session from the next one on ({found.place})."


def _systemd(here: tuple[Way, ...]) -> Way:
    for way in here:
        if way.name == "systemd":
            return way
    raise Refusal("this system has no systemd; leave --systemd out.")


def _is_ours(way: Way) -> bool:
    found = way.found()
    return found is not None and found.ours


def _off() -> str:
    """Take away what is ours before anything that is not ours is complained of."""
    here = ways()
    gone = [way.off() for way in here if _is_ours(way)]
    for way in here:
        way.off()
    return "sitbreak does not start with your session any more." if any(gone) else "It was off already."


def _status() -> str:
    found = [each for way in ways() if (each := way.found())]
    return "\n".join(map(_told, found)) if found else "off"


def _told(found: Found) -> str:
    word = "on" if found.on else "off"
    more = found.told if found.ours else "it was not made by `sitbreak autostart`"
    return f"{word}: {found.place}" + (f"; {more}" if more else "")

"""A process that does nothing but hold one idle source: its wake-ups are the source's own.

Run as `python -m tests.contracts.idle_watcher xsync 4`: the name of the source and the seconds that count as leaving.
It writes "ready", then "change" whenever it is told to look, and ends with its standard input.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from sitbreak.ports import Idle


def make(name: str, idle_after: float, on_change: Callable[[], None]) -> Idle:
    """The source of that name, with a shorter patience than in earnest."""
    if name == "xsync":
        from sitbreak.adapters.signals.idle.xsync import XSyncIdle

        return XSyncIdle(on_change, idle_after)
    from sitbreak.adapters.signals.idle.wayland import WaylandIdle

    return WaylandIdle(on_change, idle_after)


def main() -> None:
    idle = make(sys.argv[1], float(sys.argv[2]), lambda: say("change"))
    say("ready")
    sys.stdin.read()
    idle.close()


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

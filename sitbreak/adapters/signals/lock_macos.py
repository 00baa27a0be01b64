"""Whether the screen of a Mac is locked or shows somebody else's session, asked of the window server."""

from __future__ import annotations

from typing import Any

from sitbreak.adapters.signals import native

LOCKED, ON_CONSOLE = "CGSSessionScreenIsLocked", "kCGSSessionOnConsoleKey"
"""The first is not documented, and there only while it is true; the second is false once the user was switched."""


class MacLock:
    """On while the session is locked or off the screen; nothing else of the session is read."""

    def __init__(self, quartz: Any = None) -> None:
        """Ask once; raises Unavailable without PyObjC, and OSError outside a session with a screen."""
        self._quartz = quartz or native.quartz()
        self.ask()

    def ask(self) -> bool:
        """Whether it is locked now; raises OSError when the window server does not say."""
        session = self._quartz.CGSessionCopyCurrentDictionary()
        if session is None:
            raise OSError("the window server knows no session of ours")
        return bool(session.get(LOCKED, False)) or not session.get(ON_CONSOLE, False)

    def close(self) -> None:
        """Nothing is held."""

"""Speaks what comes on standard input with whatever plyer finds, in a process that can be ended, as plyer cannot."""

from __future__ import annotations

import sys


def main() -> int:
    """Speak, and return when it has been said."""
    from plyer import tts

    words = sys.stdin.read().strip()
    if words:
        tts.speak(words)
    return 0


if __name__ == "__main__":
    sys.exit(main())

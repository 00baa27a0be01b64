"""What is told of the window in front: never its title."""

from __future__ import annotations

from sitbreak.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """Whether the window in front fills the screen, and the program it belongs to: window class or application id."""

    fullscreen: bool = False
    app: str = ""

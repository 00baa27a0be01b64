"""What the tray shows, as data: the icon's face, one tooltip line and a menu whose entries carry command words."""

from __future__ import annotations

from enum import StrEnum

from sitbreak.core.values import dataclass


class Face(StrEnum):
    """What the icon says at a glance."""

    SITTING = "sitting"
    DUE = "due"
    HELD = "held"
    DRILL = "drill"
    STANDING = "standing"
    AWAY = "away"
    PAUSED = "paused"
    QUIET = "quiet"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Icon:
    """`ring` is how far the bout is along, in sixteenths of the limit (0..16, 16 = limit reached)."""

    face: Face
    ring: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu.

    `command` holds the words of the `sitbreak` command it stands for ("snooze 10m" is ("answer", "snooze", "10m")),
    empty for a line that only informs; a line with `children` opens a submenu; `label` "" is a separator. `checked`
    makes it one of several of which one is true; `main` is what a click on the icon itself stands for.
    """

    label: str
    command: tuple[str, ...] = ()
    children: tuple[Entry, ...] = ()
    enabled: bool = True
    checked: bool | None = None
    main: bool = False


@dataclass(frozen=True, slots=True)
class View:
    icon: Icon
    tooltip: str
    menu: tuple[Entry, ...]

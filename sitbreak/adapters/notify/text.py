"""How prompts look: words on buttons, pictures, and text made safe for wherever it is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field

from sitbreak.core.values import dataclass

_UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Labels:
    """Button words and the lines which say where to answer when there are no buttons; the app may translate them."""

    start: str = "Start"
    snooze: str = "Snooze"
    skip: str = "Skip"
    elsewhere: str = "Answer from the tray icon."
    by_command: str = "Answer with: sitbreak answer accept, snooze or skip"


Picture = Callable[[str], str]
"""The path of a drill's picture by the drill's id, of the program's own by ""; "" when there is none."""


def no_picture(_drill: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Dress:
    """How prompts look: their words, a picture for each drill, the app's icon (a name or a path), whether they ring."""

    labels: Labels = field(default_factory=Labels)
    picture: Picture = no_picture
    icon: str = ""
    rings: Callable[[], bool] = bool


def clean(text: str) -> str:
    """`text` without control characters and broken code points, which terminals obey and D-Bus hangs up on."""
    return _UNSAFE.sub("", text)


def escape(text: str) -> str:
    """`text` as markup that shows exactly `text`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def lines(*parts: str) -> str:
    """The parts that say something, one a line."""
    return "\n".join(part for part in parts if part)

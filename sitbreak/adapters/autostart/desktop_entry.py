"""Starting with any desktop that keeps to XDG autostart: GNOME, Plasma, Xfce, MATE, Cinnamon, LXQt, and dex."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sitbreak.adapters.autostart.own_file import OwnFile
from sitbreak.adapters.autostart.way import Found, Start
from sitbreak.shipped import shipped

_MARK = "X-Sitbreak-Autostart"
_FALSE, _TRUE = "false", "true"


class DesktopEntry(OwnFile):
    """A file in the autostart folder; ours as long as it carries our mark, whoever has edited the rest."""

    name = "desktop"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "sitbreak.desktop")

    def found(self) -> Found | None:
        try:
            keys = _keys(self._file.read_text(encoding="utf-8", errors="replace"))
        except FileNotFoundError:
            return None
        off = keys.get("Hidden") == _TRUE or keys.get("X-GNOME-Autostart-enabled") == _FALSE
        return Found(str(self._file), not off, keys.get(_MARK) == _TRUE, _trouble(off, keys.get("TryExec", "")))

    def _written(self, start: Start) -> str:
        return entry(start)


def entry(start: Start) -> str:
    """The file's text; every word arrives in the program as it is, whatever signs it has in it."""
    env = [f"{name}={value}" for name, value in start.environ.items()]
    words = ["env", *env, *start.argv] if env else start.argv
    keys = {
        "Type": "Application",
        "Version": "1.4",
        "Name": "sitbreak",
        "Comment": "Knows how long you sit without a break, and gets you up for a minute of hip work",
        "Exec": _string(" ".join(map(_quoted, words))),
        "TryExec": _string(start.argv[0]),
        "Icon": _string(str(shipped("icons", "sitbreak.svg"))),
        "Terminal": _FALSE,
        "StartupNotify": _FALSE,
        "X-GNOME-Autostart-enabled": _TRUE,
        _MARK: _TRUE,
    }
    return "[Desktop Entry]\n" + "".join(f"{key}={value}\n" for key, value in keys.items())


def _quoted(word: str) -> str:
    """A word of Exec: quoted where it must be, with %% for a percent sign, which else begins a code."""
    if re.fullmatch(r"[A-Za-z0-9_./:=,+@-]+", word):
        return word
    return '"' + re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%") + '"'


def _string(value: str) -> str:
    """A value of type string, in which a backslash begins an escape once more."""
    return value.replace("\\", r"\\")


def _keys(text: str) -> dict[str, str]:
    """The keys of the file's first group."""
    return dict(_pairs(line.strip() for line in text.partition("\n[")[0].splitlines()))


def _pairs(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            yield key.strip(), value.strip()


def _trouble(off: bool, program: str) -> str:
    if off:
        return "it was switched off in the desktop's own settings"
    path = program.replace(r"\\", "\\")
    return f"but {path} is not there any more" if path and not Path(path).exists() else ""

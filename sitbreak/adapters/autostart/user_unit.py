"""Starting as a systemd unit of the user, which is also started again after a crash."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from sitbreak.adapters.atomic import write_atomic
from sitbreak.adapters.autostart.own_file import refuse_others
from sitbreak.adapters.autostart.way import Found, Start

_MARK = "# Made by `sitbreak autostart on --systemd`; `sitbreak autostart off` takes it away."
_TARGET = "graphical-session.target"

_REFUSED = frozenset("\"'\\")

_UNIT = """\
{mark}

[Unit]
Description=sitbreak, which knows how long you sit without a break
PartOf={target}
After={target}

[Service]
ExecStart={command}
{environment}Restart=on-failure
RestartSec=10

[Install]
WantedBy={target}
"""


class UserUnit:
    """The unit's file, and the link that `systemctl --user enable` would make."""

    name = "systemd"

    def __init__(self, folder: Path) -> None:
        self._unit = folder / "sitbreak.service"
        self._wish = folder / f"{_TARGET}.wants" / self._unit.name

    def found(self) -> Found | None:
        try:
            text = self._unit.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return None
        on = self._wish.is_symlink()
        return Found(str(self._unit), on, _MARK in text, "" if on else "it was disabled by systemctl")

    def on(self, start: Start) -> Found:
        refuse_others(self.found())
        text = unit(start)
        self._wish.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomic(self._unit, text)
        if not self._wish.is_symlink():
            self._wish.symlink_to(self._unit)
        return Found(str(self._unit), True)

    def off(self) -> bool:
        refuse_others(self.found())
        if self.found() is None:
            return False
        if self._wish.is_symlink():
            self._wish.unlink()
            with suppress(OSError):  # others may be wished for, too
                self._wish.parent.rmdir()
        self._unit.unlink()
        return True


def unit(start: Start) -> str:
    """The unit's text; every word arrives in the program as it is.

    Raises ValueError for a program whose path systemd refuses.
    """
    if _REFUSED & set(start.argv[0]):
        raise ValueError(f"systemd starts no program with quotes or backslashes in its path: {start.argv[0]}")
    variables = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in start.environ.items())
    program, *arguments = start.argv
    command = " ".join([_quoted(program), *(_quoted(word).replace("$", "$$") for word in (*arguments, "run"))])
    return _UNIT.format(mark=_MARK, target=_TARGET, command=command, environment=variables)


def _quoted(word: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", word).replace("%", "%%") + '"'

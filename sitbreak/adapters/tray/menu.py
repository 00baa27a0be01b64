"""The menu of a view as a pystray menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sitbreak.adapters.tray.library import Menu, MenuItem
from sitbreak.core.view import Entry

Command = Callable[[tuple[str, ...]], None]


class Item(MenuItem):  # type: ignore[misc]  # pystray has no types
    """A menu item that `key` recognises from one menu to the next, whatever its label says by then."""

    def __init__(self, entry: Entry, action: Any, default: bool) -> None:
        checked = None if entry.checked is None else lambda _: bool(entry.checked)
        super().__init__(
            entry.label,
            action,
            checked=checked,
            radio=entry.checked is not None,
            default=default,
            enabled=_enabled(entry),
        )
        self.key = ("submenu", entry.label) if entry.children else entry.command


def build(entries: Sequence[Entry], command: Command) -> Any:
    """A pystray Menu whose items call `command` with the words of their entry; the main one is the default."""
    return _menu(entries, command, main_entry(entries))


def main_entry(entries: Sequence[Entry]) -> Entry | None:
    """What a click on the icon itself stands for; nothing when no line claims it."""
    return next((entry for entry in entries if entry.main and _enabled(entry)), None)


def _menu(entries: Sequence[Entry], command: Command, main: Entry | None) -> Any:
    return Menu(*(_item(entry, command, main) for entry in entries))


def _item(entry: Entry, command: Command, main: Entry | None) -> Any:
    if not entry.label:
        return Menu.SEPARATOR
    action = _menu(entry.children, command, None) if entry.children else partial(_click, command, entry)
    return Item(entry, action, entry is main)


def _enabled(entry: Entry) -> bool:
    """A line that only informs cannot be clicked."""
    return entry.enabled and bool(entry.command or entry.children)


def _click(command: Command, entry: Entry, icon: Any, item: Any) -> None:
    del icon, item
    if _enabled(entry):
        command(entry.command)
